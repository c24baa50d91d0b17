import { defineTexts, type Same } from '../../ui/index.ts'

const zh = {
  title: '现在能发什么',
  help: '和真正发送时是同一套判断：每一种方式、每一类内容，现在能不能发，为什么，什么时候再看。',
  sentence_none: '现在什么都不能发。',
  sentence_some: '现在能发 {{count}} 种，其余的写明了原因。',
  sentence_all: '现在什么都能发。',
  way: '方式',
  service: '服务',
  value: '有用的内容',
  promotion: '营销',
  yes: '可以发',
  until: '{{when}} 再看',
  never: '等也没用',
  ask: '查一位客户',
  ask_help: '搜姓名、拼音、手机号或会员号，看现在能给 TA 发什么。',
  ask_hint: '搜客户',
  nameless: '未留姓名',
  open: '打开客户',
  as_of: '按 {{when}} 的情况',
} as const

const en: Same<typeof zh> = {
  title: 'What may be sent now',
  help: 'The same judgement as at the sending itself: for each way and each kind of content whether it may go now, why not, and when to ask again.',
  sentence_none: 'Nothing may be sent now.',
  sentence_some: {
    one: '{{count}} combination may go now; the others say why not.',
    other: '{{count}} combinations may go now; the others say why not.',
  },
  sentence_all: 'Everything may be sent now.',
  way: 'By',
  service: 'Service',
  value: 'Something useful',
  promotion: 'Promotion',
  yes: 'May go',
  until: 'ask again {{when}}',
  never: 'waiting does not help',
  ask: 'Ask about a customer',
  ask_help: 'Search by name, pinyin, phone or member number and see what may be sent to them now.',
  ask_hint: 'Search a customer',
  nameless: 'No name',
  open: 'Open the customer',
  as_of: 'As of {{when}}',
}

export const texts = defineTexts('may-send', { zh, en })
