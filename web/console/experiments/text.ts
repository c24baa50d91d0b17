import { defineTexts, type Same } from '../../ui/index.ts'

export const zh = {
  title: '实验',
  help: '每个 SOP 都自带一个实验：一部分人不打扰，用来知道不做会怎样。这里看每个实验走到哪一步。',
  sentence: '最近的实验在上面；点「看结果」会写下一份复盘，也会记作一次查看。',
  column_title: 'SOP',
  column_share: '对照组',
  column_people: '参加 / 对照',
  column_progress: '信息',
  column_progress_help: '所有人的观察窗口走完了多少。走完之前的结论都是中期的。',
  column_looks: '查看',
  column_begun: '开始',
  column_state: '状态',
  column_deed: '结果',
  untitled: '未命名的 SOP',
  none: '不留：{{reason}}',
  running: '进行中',
  closed: '不再有人进入',
  finished: '已有定论',
  looks: '{{count}} 次',
  look_deed: '看结果',
  metric_orders: '看人均订单，{{count}} 天',
  metric_buyers: '看下单人数，{{count}} 天',
  metric_revenue: '看人均净收入，{{count}} 天',
  empty: '先有对照，才有「有没有用」',
  empty_why: '启用一个 SOP，就会自动留出对照组并出现在这里。',
  empty_action: '看看复盘',
} as const

export const en: Same<typeof zh> = {
  title: 'Experiments',
  help: 'Each SOP brings an experiment of its own: a part of the people is left alone, to know what would have happened anyway.',
  sentence:
    'The newest stand above. “See the result” writes a retrospective and is recorded as a look.',
  column_title: 'SOP',
  column_share: 'Held out',
  column_people: 'Took part / held out',
  column_progress: 'Information',
  column_progress_help:
    'How much of everybody’s time has passed. Before it is over, conclusions are interim.',
  column_looks: 'Looks',
  column_begun: 'Begun',
  column_state: 'State',
  column_deed: 'Result',
  untitled: 'SOP without a name',
  none: 'none: {{reason}}',
  running: 'running',
  closed: 'nobody enters any more',
  finished: 'concluded',
  looks: '{{count}}',
  look_deed: 'See the result',
  metric_orders: {
    one: 'orders per person, {{count}} day',
    other: 'orders per person, {{count}} days',
  },
  metric_buyers: {
    one: 'share of buyers, {{count}} day',
    other: 'share of buyers, {{count}} days',
  },
  metric_revenue: {
    one: 'net revenue per person, {{count}} day',
    other: 'net revenue per person, {{count}} days',
  },
  empty: 'Without a comparison nobody knows what worked',
  empty_why: 'Start an SOP: its control group is kept by default and appears here.',
  empty_action: 'See the retrospectives',
}

export const texts = defineTexts('experiments', { zh, en })
