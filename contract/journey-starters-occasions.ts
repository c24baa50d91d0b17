import type { JourneyPlan } from './journey.ts'
import {
  effect,
  morning,
  on,
  paid,
  rest,
  type StarterPlan,
  standard,
  type Tell,
  until,
} from './journey-starter-steps.ts'

export type OccasionId =
  | 'group_newcomer'
  | 'satisfaction'
  | 'habit'
  | 'birthday'
  | 'festival'
  | 'countdown'
  | 'win_back'

/** Ready plans for an occasion: a day, a group, a habit, a tie that wears thin. None of them is one text for everybody. */
export const occasions: Record<OccasionId, StarterPlan> = {
  group_newcomer: {
    name: { zh: '新人入群', en: 'New in the group' },
    why: {
      zh: '进群第二天由导购单独说一句：群里有什么、怎么用，有事直接找谁；不在群里刷屏。',
      en: 'The day after somebody joined a group the associate says in person what it is for and whom to ask; nothing is posted to all.',
    },
    plan: groupNewcomer,
  },
  satisfaction: {
    name: { zh: '满意度回访', en: 'How was it?' },
    why: {
      zh: '买过两周问一句满不满意；说不好的由导购马上接住，没回的不追问。',
      en: 'Two weeks after a purchase ask how it is; who is not content is taken care of, who is silent is not asked again.',
    },
    plan: satisfaction,
  },
  habit: {
    name: { zh: '习惯性回购', en: 'Their usual time' },
    why: {
      zh: '快到 TA 平时回来的日子，先给用得上的，再由导购问一句；买了就停。',
      en: 'Shortly before the time at which they usually come again: something useful, then a word from the associate; stopped by a purchase.',
    },
    plan: habit,
  },
  birthday: {
    name: { zh: '生日', en: 'Birthday' },
    why: {
      zh: '生日当天早上提醒导购亲自祝福；不群发，不带促销。',
      en: 'In the morning of the day the associate is asked to wish well in person. No mass greeting, nothing to sell.',
    },
    plan: birthday,
  },
  festival: {
    name: { zh: '节日问候（一对一）', en: 'A festival, one to one' },
    why: {
      zh: '只给关系近的老客，由导购一人一句；绝不群发祝福。',
      en: 'For those who are close, one line each by the associate; never the same greeting to everybody.',
    },
    plan: festival,
  },
  countdown: {
    name: { zh: '活动倒计时', en: 'Counting down to an event' },
    why: {
      zh: '报了名的人：先告诉怎么参加，前一天提醒一次，结束后听听感受。',
      en: 'For those who signed up: how to take part, one reminder the day before, and how it was afterwards.',
    },
    plan: countdown,
  },
  win_back: {
    name: { zh: '要走的老客', en: 'Before they leave' },
    why: {
      zh: '看起来要走的重要老客：由导购真心问一句哪里没做好；没有回应就不再打扰。',
      en: 'For valued customers who seem about to leave: the associate asks what went wrong, and leaves who is silent in peace.',
    },
    plan: winBack,
  },
}

function groupNewcomer(tell: Tell): JourneyPlan {
  const hello = {
    name: tell({ zh: '单独打个招呼', en: 'A word in person' }),
    purpose: 'service' as const,
    text: tell({
      zh: '{{ customer.name | default: "您" }}，欢迎进群。群里每周有一次答疑和一份实用内容，平时不刷屏；有自己的问题直接问我，我单独回您。',
      en: 'Welcome to the group, {{ customer.name | default: "there" }}. Once a week there is a round of questions and something useful; for anything of your own just ask me.',
    }),
  }
  return {
    ...standard,
    goal: null,
    triggers: [{ kind: 'event', event: on('group.member_joined') }],
    steps: [morning('day1', 1), effect('staff_task', 'hello', hello)],
  }
}

function satisfaction(tell: Tell): JourneyPlan {
  const ask = {
    name: tell({ zh: '满意吗', en: 'How is it?' }),
    purpose: 'service' as const,
    text: tell({
      zh: '{{ customer.name | default: "您" }}，用了两周了，1 到 5 分您打几分？有一点不满意也请直说，我来处理。',
      en: '{{ customer.name | default: "Hello" }}, two weeks now: how many points of five? If anything is not right say so, and I will see to it.',
    }),
  }
  const thanks = {
    name: tell({ zh: '接住回复', en: 'Take up the answer' }),
    purpose: 'service' as const,
    text: tell({
      zh: '谢谢您的反馈，我记下了。有不满意的地方我今天就跟进，处理好告诉您。',
      en: 'Thank you, I have noted it. What was not right I take up today, and tell you when it is done.',
    }),
  }
  return {
    ...standard,
    goal: null,
    entry: { kind: 'again', afterDays: 90 },
    exits: [...standard.exits, { kind: 'event', event: on('order.refunded') }],
    triggers: [{ kind: 'event', event: paid }],
    steps: [
      morning('two_weeks', 14),
      effect('send', 'ask', ask),
      until('answers', on('message.replied'), 3),
      effect('staff_task', 'thanks', thanks, 'answers.heard'),
    ],
  }
}

function habit(tell: Tell): JourneyPlan {
  const useful = {
    name: tell({ zh: '先给用得上的', en: 'Something useful first' }),
    purpose: 'value' as const,
    text: tell({
      zh: '{{ customer.name | default: "您" }}，整理了一份这个季节用得上的小建议，您看看有没有帮助。',
      en: '{{ customer.name | default: "Hello" }}, a few notes for this season; see whether they help.',
    }),
  }
  const ask = {
    name: tell({ zh: '问一句', en: 'A word' }),
    purpose: 'service' as const,
    text: tell({
      zh: '上次那份还够用吗？需要的话我帮您留着，不着急。',
      en: 'Is there enough left of the last one? I can keep one for you; no hurry.',
    }),
  }
  return {
    ...standard,
    entry: { kind: 'again', afterDays: 30 },
    triggers: [{ kind: 'segment', segmentId: '' }],
    steps: [
      morning('at_ten', 0),
      effect('send', 'useful', useful),
      until('buys', paid, 5),
      effect('staff_task', 'ask', ask, 'buys.silent'),
    ],
  }
}

function birthday(tell: Tell): JourneyPlan {
  const wish = {
    name: tell({ zh: '亲自祝福', en: 'A wish in person' }),
    purpose: 'service' as const,
    text: tell({
      zh: '{{ customer.name | default: "您" }}，生日快乐！愿您这一岁平安顺意。',
      en: 'Happy birthday, {{ customer.name | default: "and all the best" }}!',
    }),
  }
  return {
    ...standard,
    goal: null,
    entry: { kind: 'again', afterDays: 300 },
    control: { ...standard.control, windowDays: 60 },
    triggers: [{ kind: 'date', trait: 'birthday', offsetDays: 0, at: '09:30' }],
    steps: [effect('staff_task', 'wish', wish)],
  }
}

function festival(tell: Tell): JourneyPlan {
  const wish = {
    name: tell({ zh: '一人一句', en: 'One line each' }),
    purpose: 'service' as const,
    text: tell({
      zh: '{{ customer.name | default: "您" }}，过节好！这一年谢谢您一直在，祝您和家人都好。',
      en: 'A happy holiday, {{ customer.name | default: "to you" }}! Thank you for being with us this year; all the best to you and yours.',
    }),
  }
  return {
    ...standard,
    goal: null,
    entry: { kind: 'again', afterDays: 30 },
    triggers: [
      { kind: 'festival', festival: 'mid_autumn', segmentId: '', offsetDays: 0, at: '09:30' },
    ],
    steps: [effect('staff_task', 'wish', wish)],
  }
}

function countdown(tell: Tell): JourneyPlan {
  const how = {
    name: tell({ zh: '怎么参加', en: 'How to take part' }),
    purpose: 'service' as const,
    text: tell({
      zh: '您报名成功了。时间、地点和要带的都在这里；来不了也没关系，告诉我一声就好。',
      en: 'You are in. When, where and what to bring is here; if you cannot come, just tell me.',
    }),
  }
  const tomorrow = {
    name: tell({ zh: '前一天提醒', en: 'The day before' }),
    purpose: 'service' as const,
    text: tell({
      zh: '明天见！路上有问题随时找我。',
      en: 'See you tomorrow! Ask me if anything comes up on the way.',
    }),
  }
  const after = {
    name: tell({ zh: '结束后听听感受', en: 'How it was' }),
    purpose: 'service' as const,
    text: tell({
      zh: '昨天辛苦啦，感觉怎么样？想看的资料我可以单独发您。',
      en: 'Thank you for coming. How was it? I can send you what you would like to see again.',
    }),
  }
  return {
    ...standard,
    goal: null,
    entry: { kind: 'again', afterDays: 30 },
    triggers: [{ kind: 'manual' }],
    steps: [
      effect('send', 'how', how),
      morning('day_before', 6),
      effect('send', 'tomorrow', tomorrow),
      morning('day_after', 2),
      effect('staff_task', 'after', after),
    ],
  }
}

function winBack(tell: Tell): JourneyPlan {
  const ask = {
    name: tell({ zh: '真心问一句', en: 'Ask, and mean it' }),
    purpose: 'service' as const,
    text: tell({
      zh: '{{ customer.name | default: "您" }}，有一阵没您的消息了。是不是哪里没让您满意？您直说，我来改；只是忙也没关系。',
      en: '{{ customer.name | default: "Hello" }}, we have not heard from you for a while. Was something not right? Tell me and I will mend it; if you are just busy, that is fine.',
    }),
  }
  const over = tell({ zh: '没有回应，不再打扰', en: 'Silent: leave in peace' })
  return {
    ...standard,
    entry: { kind: 'again', afterDays: 180 },
    triggers: [{ kind: 'segment', segmentId: '' }],
    steps: [
      rest('a_day', 1, 'days'),
      morning('at_ten', 0),
      effect('staff_task', 'ask', ask),
      until('answers', on('message.replied'), 14),
      { kind: 'end', id: 'back', lane: 'answers.heard', name: '' },
      { kind: 'end', id: 'over', lane: 'main', name: over },
    ],
  }
}
