import { defineTexts, type Same } from '../../ui/index.ts'

const zh = {
  template: '短信模板',
  template_help: '国内短信只能发审核通过的模板，在「设置 · 短信」里登记。',
  template_pick: '选一个模板',
  no_templates: '还没有模板，先到「设置 · 短信」里登记',
  no_line: '还没有接短信服务商，上线前要先接好。',
  go_settings: '去设置',
  param: '变量 {{name}}',
  param_help:
    '可以写死，也可以用客户的资料，比如 {{example}}。不能放链接；腾讯云的一个变量最多 6 个字。',
  param_hint: '比如 周五',
  preview: '看看某位客户收到的样子',
  preview_hint: '选一位客户',
  param_missing: '变量 {{name}} 没有填，或这位客户没有这项资料。没有的客户不会收到。',
} as const

const en: Same<typeof zh> = {
  template: 'SMS template',
  template_help:
    'In mainland China only approved templates may be sent; they are entered under Settings, SMS.',
  template_pick: 'Choose a template',
  no_templates: 'No templates yet; enter one under Settings, SMS',
  no_line: 'No SMS provider is set up yet; the launch needs one.',
  go_settings: 'Set it up',
  param: 'Variable {{name}}',
  param_help:
    'A fixed word, or something known of the customer, like {{example}}. No links; at most 6 characters with Tencent Cloud.',
  param_hint: 'say, Friday',
  preview: 'As a customer gets it',
  preview_hint: 'Choose a customer',
  param_missing:
    'Variable {{name}} has no value, or nothing of the kind is known of this customer. Those do not get it.',
}

export const texts = defineTexts('journey_sms', { zh, en })
