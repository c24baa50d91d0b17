import { defineTexts, type Same } from '../../ui/index.ts'

export const zh = {
  title: '工作区',
  sentence: '{{name}}：时区 {{zone}}，金额以 {{currency}} 计。',
  basics: '基本信息',
  name: '名称',
  name_needed: '请输入名称',
  zone: '时区',
  zone_help:
    '「今天」从几点算起、报表按哪一天归属，都由它决定。修改后，历史数字会按新的日子重新归属。',
  currency: '货币',
  currency_help: '导入时没有写明货币的金额按它理解。已有的金额不会换算。',
  save: '保存',
  saved: '已保存',
  look: '客户页面',
  look_help: '表单、落地页、邀请页这些客户在手机上看到的页面，用品牌自己的名称和颜色。',
  look_colour: '品牌颜色',
  clock: '工作区时钟',
  clock_what:
    '通常「现在」就是现在。导入一批历史数据（比如去年的订单）时，可以把时钟停在数据结束的那一刻：价值、流失、复购这些分析会以那一刻为「现在」，而不会以为所有人都很久没来。',
  clock_effect:
    '只影响分析和页面上的「今天」；事件的接收、登录和备份仍按真实时间进行。随时可以改回。',
  clock_live: '跟随当前时间',
  clock_stands: '停在指定时刻',
  clock_at: '停在',
  clock_now: '现在按{{at}} 计算',
  clock_live_done: '时钟已改回当前时间',
  clock_stands_done: '时钟已停在 {{at}}',
  demo_note: '这是演示工作区，可以随意修改。',
} as const

export const en: Same<typeof zh> = {
  title: 'Workspace',
  sentence: '{{name}}: time zone {{zone}}, amounts in {{currency}}.',
  basics: 'Basics',
  name: 'Name',
  name_needed: 'Enter a name',
  zone: 'Time zone',
  zone_help:
    'It decides when “today” begins and to which day a number belongs. After a change, past numbers move to their new days.',
  currency: 'Currency',
  currency_help:
    'Amounts imported without a currency are read as this. Existing amounts are not converted.',
  save: 'Save',
  saved: 'Saved',
  look: 'Pages for customers',
  look_help:
    'Forms, landing pages, invitations and whatever else customers see on their phones carry the brand’s own name and colour.',
  look_colour: 'Brand colour',
  clock: 'Workspace clock',
  clock_what:
    'Normally the present is the present. After importing history (last year’s orders, say) the clock can stand where the data ends: value, loss and repurchase then take that instant as the present, instead of believing that everybody left long ago.',
  clock_effect:
    'It concerns analyses and the “today” of the pages only; events, sign-in and backups go by real time. It can be set back at any moment.',
  clock_live: 'Follow the time',
  clock_stands: 'Stand at an instant',
  clock_at: 'Stand at',
  clock_now: 'Computed as of {{at}}',
  clock_live_done: 'The clock follows the time again',
  clock_stands_done: 'The clock stands at {{at}}',
  demo_note: 'This is the demo workspace; change whatever you like.',
}

export const texts = defineTexts('settings', { zh, en })
