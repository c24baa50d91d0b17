import type { PlanStep, PlanWhen } from './group-plan.ts'

/** Ready plans to begin with: 群新人 7 天, 每周栏目, 活动倒计时. Their words name nothing of a brand and are to be changed. */
export const planStarterIds = ['newcomers', 'columns', 'countdown'] as const
export type PlanStarterId = (typeof planStarterIds)[number]
type Language = 'zh' | 'en'
type Said = Record<Language, string>
export type PlanStarter = { id: PlanStarterId; name: string; why: string; steps: PlanStep[] }

/** One of them in a language. */
export function planStarter(id: PlanStarterId, language: Language): PlanStarter {
  const { name, why, steps } = starters[id]
  return {
    id,
    name: name[language],
    why: why[language],
    steps: steps.map(([when, called, text]) => ({
      ...{ id: null, name: called[language], when, text: text[language], link: null },
      ...{ way: 'task', windowHours: 12 },
    })),
  }
}

type Line = [when: PlanWhen, name: Said, text: Said]
const day = (nth: number, time: string): PlanWhen => ({ kind: 'day', nth, time })
const week = (nth: number, time: string): PlanWhen => ({ kind: 'week', nth, time })
const event = (nth: number, time: string): PlanWhen => ({ kind: 'event', nth, time })

const newcomers: Line[] = [
  [
    day(1, '10:00'),
    { zh: '欢迎和群规', en: 'Welcome and rules' },
    {
      zh: '欢迎大家！这个群只做三件事：解答问题、分享用法、偶尔有好价先告诉你们。群里不刷屏、不发无关广告；有事直接 @我。',
      en: 'Welcome! This group is for three things: answers, how to use things well, and good prices told here first. No flooding, no adverts; @ me whenever you need me.',
    },
  ],
  [
    day(2, '10:00'),
    { zh: '你最想解决什么', en: 'What do you want solved' },
    {
      zh: '想先了解一下大家：你现在最想解决的一个问题是什么？直接在群里说一句，我挨个回。',
      en: 'To know you a little: what is the one thing you want solved? Say it here in a line; I answer each.',
    },
  ],
  [
    day(4, '10:00'),
    { zh: '一个实用小技巧', en: 'One useful trick' },
    {
      zh: '今天分享一个很多人用错的小地方：（写上你的技巧）。试过的朋友回来说说效果。',
      en: 'Today, a small thing that many get wrong: (your trick here). Tell us how it went when you have tried it.',
    },
  ],
  [
    day(7, '10:00'),
    { zh: '一周了，聊聊', en: 'A week on' },
    {
      zh: '进群一周啦。这几天有没有帮上忙？还想听什么，回复一个数字：1 用法 2 新品 3 活动。',
      en: 'A week already. Did it help? What would you like to hear more of: 1 how to use things, 2 what is new, 3 offers? Answer with a number.',
    },
  ],
]

const columns: Line[] = [
  [
    week(1, '11:00'),
    { zh: '周一新品', en: 'Monday: new' },
    {
      zh: '【周一新品】本周上新：（写上新品和它解决什么问题）。想要试用的回复「试」。',
      en: '[New on Monday] This week: (what is new, and what it is good for). Answer “try” to try it.',
    },
  ],
  [
    week(4, '15:00'),
    { zh: '周四答疑', en: 'Thursday: answers' },
    {
      zh: '【周四答疑】今天下午我在群里，问什么都行。问题先发出来，我一条条回。',
      en: '[Answers on Thursday] I am here this afternoon; ask anything. Post your questions, I answer one by one.',
    },
  ],
  [
    week(6, '10:00'),
    { zh: '周六晒一晒', en: 'Saturday: show us' },
    {
      zh: '【周六晒一晒】这周用得怎么样？发一张图，说一句真话，好的坏的都想听。',
      en: '[Show us on Saturday] How did it go this week? A picture and an honest line, good or bad.',
    },
  ],
]

const countdown: Line[] = [
  [
    event(-3, '11:00'),
    { zh: '还有三天', en: 'Three days to go' },
    {
      zh: '还有 3 天，（写上活动）就开始了。想要的先想好，到时候不慌。',
      en: 'Three days until (your event). Make up your mind in peace.',
    },
  ],
  [
    event(-1, '11:00'),
    { zh: '明天开始', en: 'Tomorrow' },
    {
      zh: '明天（写上时间）开始，群里的朋友怎么参加：（写上怎么参加）。',
      en: 'It begins tomorrow at (time). How to take part from this group: (how).',
    },
  ],
  [
    event(0, '10:00'),
    { zh: '今天开始', en: 'Today' },
    {
      zh: '开始啦！（写上入口）。有问题随时 @我。',
      en: 'It has begun: (where). @ me with any question.',
    },
  ],
  [
    event(1, '11:00'),
    { zh: '结束后说一声', en: 'The day after' },
    {
      zh: '活动结束了，谢谢大家。没赶上的、用着有问题的，直接 @我，我来处理。',
      en: 'It is over; thank you all. If you missed it or something is wrong, @ me and I see to it.',
    },
  ],
]

const starters: Record<PlanStarterId, { name: Said; why: Said; steps: Line[] }> = {
  newcomers: {
    name: { zh: '群新人 7 天', en: 'A group’s first seven days' },
    why: {
      zh: '新建的群头一周：先立规矩、再帮上忙、最后问一句。按每个群自己的建群日算。',
      en: 'The first week of a new group: rules, then help, then a question. Counted from the day each group was made.',
    },
    steps: newcomers,
  },
  columns: {
    name: { zh: '每周栏目', en: 'Weekly columns' },
    why: {
      zh: '周一新品、周四答疑、周六晒一晒：固定的日子说固定的事，群友会等。',
      en: 'New on Monday, answers on Thursday, pictures on Saturday: people wait for what comes on its day.',
    },
    steps: columns,
  },
  countdown: {
    name: { zh: '活动倒计时', en: 'Event countdown' },
    why: {
      zh: '活动前三天、前一天、当天、第二天各一条；填上活动是哪一天就行。',
      en: 'Three days before, the day before, on the day, the day after: say on which day it is.',
    },
    steps: countdown,
  },
}
