import { defineTexts, type Same } from '../../ui/index.ts'

const zh = {
  days_30: '近 30 天',
  days_90: '近 90 天',
  waiting: '改一条规则，就能看到它在过去会少发、多发哪些。',
  none: '这段时间没有本要发的消息可以拿来算。',
  same: '这段时间本要发的 {{effects}} 条里，现在会发 {{now}} 条，改了以后一样。',
  fewer:
    '这段时间本要发的 {{effects}} 条里，现在会发 {{now}} 条，改了以后会发 {{changed}} 条，少 {{share}}；{{people}} 位客户会少收到。',
  more: '这段时间本要发的 {{effects}} 条里，现在会发 {{now}} 条，改了以后会发 {{changed}} 条，多 {{share}}；{{people}} 位客户会多收到。',
  by_sop: '各 SOP 会发几条',
  sop: 'SOP',
  own: '不是 SOP 的（群发、导购自选）',
  meant: '本要发',
  now: '现在的规则',
  changed: '改了以后',
  difference: '差',
  why: '改了以后发不出的，是因为',
  method:
    '拿这段时间真正送到的、和只因为频次、时段、比例或额度没发的消息，按时间先后用两套规则各算一遍。推迟到以后又发出的只算一次；当时的关系强弱、回应和导购人手不在其中。',
  cut: '消息太多，只算了最近的 20 万条。',
} as const

const en: Same<typeof zh> = {
  days_30: 'Last 30 days',
  days_90: 'Last 90 days',
  waiting: 'Change a rule and see what it would have sent less, or more, in the past.',
  none: 'Nothing was meant to be sent in this time.',
  same: 'Of {{effects}} messages that were meant to go, {{now}} go under the rules in force, and as many under the changed ones.',
  fewer:
    'Of {{effects}} messages that were meant to go, {{now}} go under the rules in force and {{changed}} under the changed ones: {{share}} fewer; {{people}} people would get less.',
  more: 'Of {{effects}} messages that were meant to go, {{now}} go under the rules in force and {{changed}} under the changed ones: {{share}} more; {{people}} people would get more.',
  by_sop: 'What each SOP would send',
  sop: 'SOP',
  own: 'Of no SOP (broadcasts, associates’ choice)',
  meant: 'Meant',
  now: 'In force',
  changed: 'Changed',
  difference: 'Change',
  why: 'Under the changed rules these do not go because of',
  method:
    'What reached people in this time, and what only caps, hours, ratio or quota kept back, is gone through in the order of time under both sets of rules. What was put off and went later counts once; how close people were, whether they answered, and how busy associates were is left out.',
  cut: 'There were too many messages: the newest 200,000 counted.',
}

export const texts = defineTexts('policy-simulation', { zh, en })
