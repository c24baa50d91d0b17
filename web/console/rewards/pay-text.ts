import { defineTexts, type Same } from '../../ui/index.ts'

const zh = {
  pay_card: '微信支付商户',
  pay_change: '填写商户信息',
  pay_none: '还没有填商户信息。到期的红包会先留着，填好以后自动发起，不会丢也不会重复。',
  pay_trouble:
    '微信支付拒绝了最近一笔：{{code}}。常见原因是余额不足（NOT_ENOUGH）或没开通商家转账（NO_AUTH）；处理好以后会自动再试，同一个单号不会重复付款。',
  pay_help: '在微信支付商户平台的「账户中心 · API 安全」里找。密钥加密保存，以后不再显示。',
  pay_save: '保存',
  pay_saved: '商户信息已保存',
  mch_id: '商户号',
  app_id: 'AppID',
  app_id_own: '已连接的企业微信',
  app_id_help: '不填就用已连接企业的 CorpID，客户的收款身份由企业微信换取。',
  serial: '商户证书序列号',
  private_key: '商户私钥（PEM）',
  api_key: 'APIv3 密钥（32 位）',
  platform_serial: '微信支付公钥 ID',
  platform_key: '微信支付公钥（PEM）',
  notify: '结果通知地址',
  notify_none: '没有设置对外地址，改为定时查询',
  needed: '请填写',
} as const
const en: Same<typeof zh> = {
  pay_card: 'WeChat Pay merchant',
  pay_change: 'Enter the merchant',
  pay_none:
    'No merchant yet. Payments that are due are kept and asked for by themselves once there is one; none is lost, none paid twice.',
  pay_trouble:
    'WeChat Pay refused the latest: {{code}}. Often there is too little money (NOT_ENOUGH) or no right to transfer (NO_AUTH). It is tried again by itself under the same number, so nothing is paid twice.',
  pay_help:
    'Found in the merchant platform of WeChat Pay under account, API security. Keys are sealed and not shown again.',
  pay_save: 'Save',
  pay_saved: 'The merchant is saved',
  mch_id: 'Merchant number',
  app_id: 'AppID',
  app_id_own: 'The connected company',
  app_id_help: 'Empty: the CorpID of the connected company; WeCom says who a customer is to it.',
  serial: 'Serial of the merchant’s certificate',
  private_key: 'Merchant’s private key (PEM)',
  api_key: 'APIv3 key (32 characters)',
  platform_serial: 'Id of WeChat Pay’s public key',
  platform_key: 'WeChat Pay’s public key (PEM)',
  notify: 'Where results are told',
  notify_none: 'No public address; results are asked for',
  needed: 'Please fill in',
}
export const payTexts = defineTexts('pay', { zh, en })
