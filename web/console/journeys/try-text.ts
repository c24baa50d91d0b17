import { defineTexts, type Same } from '../../ui/index.ts'

/** Words of trying a draft out: seen as one customer, a test to an associate. */
const zh = {
  open: '以某位客户预览',
  title: '预览：{{name}}',
  question: '这位客户会怎么走、什么时候收到什么、读起来怎样？',
  who: '以谁的身份看',
  start: '从什么时候开始',
  empty: '先选一位客户',
  empty_why: '用 TA 的资料、归属和收过的消息来走，什么都不会发出去。',
  sentence: '从 {{from}} 到 {{to}}，{{name}} 会收到 {{count}} 条；{{skipped}}。',
  sentence_long: '从 {{from}} 开始，{{name}} 一年内会收到 {{count}} 条；{{skipped}}。',
  skipped_none: '没有被拦下的',
  skipped: '有 {{count}} 条发不到，原因写在那一步',
  path: '一步一步',
  by: '由 {{who}} 发',
  by_brand: '以品牌的名义发',
  waited_for: '{{reason}}，先等到 {{when}}',
  unreadable: '读不出来：缺 {{names}}',
  lacking: '没有「{{names}}」，用了备用的说法',
  hears: '假设这件事发生了',
  hears_not: '假设没有发生',
  test: '发给导购看看',
  test_title: '发一条测试',
  test_help: '只发到这位导购的企业微信里，开头注明是测试；客户不会收到。',
  test_to: '发给谁',
  test_send: '发出测试',
  test_sent: '测试已发给 {{who}}，请在企业微信里看',
  cancel: '取消',
  back: '回到草稿',
  method:
    '防打扰规则按那一刻来判断，别的消息按今天已经安排的算；标签和属性用今天的；等的事情默认不发生，可以逐一假设它发生。',
  not_ready: '草稿还有 {{count}} 处要改，改好才能预览。',
} as const

const en: Same<typeof zh> = {
  open: 'Preview as a customer',
  title: 'Preview: {{name}}',
  question: 'Which way would this customer go, what would reach them when, and how does it read?',
  who: 'As whom',
  start: 'Beginning when',
  empty: 'Choose a customer',
  empty_why:
    'With what is known of them, whose customer they are and what they got. Nothing is sent.',
  sentence: 'From {{from}} to {{to}} {{name}} would get {{count}}; {{skipped}}.',
  sentence_long: 'From {{from}} on {{name}} would get {{count}} within a year; {{skipped}}.',
  skipped_none: 'nothing is held back',
  skipped: {
    one: 'one would not reach them, and its step says why',
    other: '{{count}} would not reach them, and their steps say why',
  },
  path: 'Step by step',
  by: 'Sent by {{who}}',
  by_brand: 'Sent in the brand’s name',
  waited_for: '{{reason}}: waits until {{when}}',
  unreadable: 'Cannot be read: {{names}} is not known',
  lacking: '“{{names}}” is not known; the fallback is used',
  hears: 'Suppose that it happens',
  hears_not: 'Suppose that it does not',
  test: 'Show it to an associate',
  test_title: 'Send a test',
  test_help: 'To the WeCom of this associate only, marked as a test; no customer gets it.',
  test_to: 'To whom',
  test_send: 'Send the test',
  test_sent: 'Sent to {{who}}; see it in WeCom',
  cancel: 'Cancel',
  back: 'Back to the draft',
  method:
    'The contact policy is asked as of each moment, other messages as arranged today; tags and traits are those of today. What is waited for does not happen, unless you suppose that it does.',
  not_ready: {
    one: 'One thing is to be mended in the draft first.',
    other: '{{count}} things are to be mended in the draft first.',
  },
}

export const texts = defineTexts('journeys_try', { zh, en })
