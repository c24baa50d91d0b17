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
import { type OccasionId, occasions } from './journey-starters-occasions.ts'

/** Ready plans to begin with: 新客首7天, 沉默唤醒, 复购提醒, 售后关怀, 待付款提醒, and those of an occasion. */
export const starterIds = [
  'first_week',
  'group_newcomer',
  'after_sales',
  'satisfaction',
  'buy_again',
  'habit',
  'unpaid',
  'birthday',
  'festival',
  'countdown',
  'wake_up',
  'win_back',
] as const
export type StarterId = (typeof starterIds)[number]

type Language = 'zh' | 'en'
export type Starter = { id: StarterId; name: string; why: string; plan: JourneyPlan }

/** All starters in a language. Their words are to be changed: they name nothing of a brand. */
export function startersIn(language: Language): Starter[] {
  return starterIds.map((id) => starterOf(id, language))
}

/** One starter, written out as a plan of its own. */
export function starterOf(id: StarterId, language: Language): Starter {
  const { name, why, plan } = starters[id]
  return { id, name: name[language], why: why[language], plan: plan((said) => said[language]) }
}

const usual: Record<Exclude<StarterId, OccasionId>, StarterPlan> = {
  first_week: {
    name: { zh: '新客首7天', en: 'First seven days' },
    why: {
      zh: '加上好友后的第一周：先帮上忙，再谈买；买了就停，七天后交给导购。',
      en: 'The week after somebody added you: be useful first, sell later, stop when they buy, then hand over to the associate.',
    },
    plan: firstWeek,
  },
  wake_up: {
    name: { zh: '沉默唤醒', en: 'Wake-up' },
    why: {
      zh: '对很久没来的老客只轻轻敲两次门；两次都没有动静就不再打扰。',
      en: 'Knock twice, gently, at customers who have been away for long; after two silences leave them in peace.',
    },
    plan: wakeUp,
  },
  buy_again: {
    name: { zh: '复购提醒', en: 'Time to buy again' },
    why: {
      zh: '买过之后，在快要用完的时候提醒一次；已经买了就不提醒。',
      en: 'After a purchase, one reminder when it is about to run out; none for those who have bought again.',
    },
    plan: buyAgain,
  },
  after_sales: {
    name: { zh: '售后关怀', en: 'After the sale' },
    why: {
      zh: '付款后第二天教怎么用，一周后由导购亲自问一声；退款的不打扰。',
      en: 'How to use it the day after, and a personal word from the associate a week later; nobody who returned it is asked.',
    },
    plan: afterSales,
  },
  unpaid: {
    name: { zh: '待付款提醒', en: 'Unpaid order' },
    why: {
      zh: '下了单没有付款，两小时后问一句是不是遇到了问题；只问一次。',
      en: 'An order that was not paid for: after two hours ask once whether something went wrong.',
    },
    plan: unpaid,
  },
}
const starters: Record<StarterId, StarterPlan> = { ...usual, ...occasions }

function firstWeek(tell: Tell): JourneyPlan {
  const useful = {
    name: tell({ zh: '第1天：先帮上忙', en: 'Day 1: be useful' }),
    purpose: 'value' as const,
    text: tell({
      zh: '{{ customer.name | default: "您" }}好，我是您的专属顾问。有什么想了解的，直接回复我就好；平时我只在有用的时候找您。',
      en: 'Hello {{ customer.name | default: "there" }}, I am here for you. Just reply when you want to know something; I only write when it is useful.',
    }),
  }
  const picks = {
    name: tell({ zh: '第3天：挑选建议', en: 'Day 3: how to choose' }),
    purpose: 'value' as const,
    text: tell({
      zh: '整理了一份新客常问的问题和挑选建议，您可以先看看。告诉我您的情况，我帮您挑合适的。',
      en: 'Here is what newcomers ask most, and how to choose. Tell me about yourself and I will pick what fits.',
    }),
  }
  const personal = {
    name: tell({ zh: '第7天：导购跟进', en: 'Day 7: the associate' }),
    purpose: 'service' as const,
    text: tell({
      zh: '这一周过得怎么样？之前提到的问题解决了吗？',
      en: 'How was your week? Did we answer what you asked about?',
    }),
  }
  return {
    ...standard,
    triggers: [{ kind: 'event', event: on('follow.started') }],
    steps: [
      morning('day1', 1),
      effect('send', 'useful', useful),
      morning('day3', 2),
      effect('send', 'picks', picks),
      until('buys', paid, 4),
      effect('staff_task', 'personal', personal, 'buys.silent'),
    ],
  }
}

function wakeUp(tell: Tell): JourneyPlan {
  const first = {
    name: tell({ zh: '第一次敲门', en: 'First knock' }),
    purpose: 'value' as const,
    text: tell({
      zh: '{{ customer.name | default: "您" }}好，好久没联系了。最近用得还好吗？有需要我帮忙的地方，随时告诉我。',
      en: 'Hello {{ customer.name | default: "there" }}, it has been a while. Is all well? Tell me if I can help.',
    }),
  }
  const second = {
    name: tell({ zh: '第二次敲门', en: 'Second knock' }),
    purpose: 'value' as const,
    text: tell({
      zh: '给老朋友留了一份小心意，想要的话回复我一声就好。不需要也没关系，我不会再打扰。',
      en: 'There is a small thank-you waiting for you; reply if you would like it. If not, that is fine, and I will not write again.',
    }),
  }
  const over = tell({ zh: '两次没有动静，不再打扰', en: 'Two silences: leave in peace' })
  return {
    ...standard,
    triggers: [{ kind: 'segment', segmentId: '' }],
    steps: [
      effect('send', 'first', first),
      until('back', paid, 7),
      { kind: 'end', id: 'came_back', lane: 'back.heard', name: '' },
      morning('pause', 1, 'back.silent'),
      effect('send', 'second', second, 'back.silent'),
      { kind: 'end', id: 'over', lane: 'main', name: over },
    ],
  }
}

function buyAgain(tell: Tell): JourneyPlan {
  const remind = {
    name: tell({ zh: '快用完了', en: 'Running out' }),
    purpose: 'value' as const,
    text: tell({
      zh: '{{ customer.name | default: "您" }}好，算算日子，上次买的应该快用完了。要不要帮您留一份？顺便说说用下来的感受。',
      en: 'Hello {{ customer.name | default: "there" }}, what you bought should be running out about now. Shall I keep one for you? Tell me how it went, too.',
    }),
  }
  return {
    ...standard,
    entry: { kind: 'again', afterDays: 28 },
    triggers: [{ kind: 'event', event: paid }],
    steps: [rest('use_up', 28, 'days'), morning('at_ten', 0), effect('send', 'remind', remind)],
  }
}

function afterSales(tell: Tell): JourneyPlan {
  const howTo = {
    name: tell({ zh: '怎么用', en: 'How to use it' }),
    purpose: 'service' as const,
    text: tell({
      zh: '谢谢您的信任。使用前有几点小提醒，整理在这里；遇到任何问题，直接回复我。',
      en: 'Thank you for your trust. A few notes before you use it; whatever happens, just reply.',
    }),
  }
  const ask = {
    name: tell({ zh: '一周回访', en: 'A week later' }),
    purpose: 'service' as const,
    text: tell({
      zh: '用了一周，感觉怎么样？有不合适的地方我来帮您处理。',
      en: 'You have had it for a week. How is it? If something does not fit, I will sort it out.',
    }),
  }
  return {
    ...standard,
    goal: null,
    entry: { kind: 'again', afterDays: 30 },
    exits: [...standard.exits, { kind: 'event', event: on('order.refunded') }],
    triggers: [{ kind: 'event', event: paid }],
    steps: [
      morning('day1', 1),
      effect('send', 'how_to', howTo),
      morning('day7', 6),
      effect('staff_task', 'ask', ask),
    ],
  }
}

function unpaid(tell: Tell): JourneyPlan {
  const ask = {
    name: tell({ zh: '遇到问题了吗', en: 'Did something go wrong?' }),
    purpose: 'service' as const,
    text: tell({
      zh: '看到您有一单还没有付款，是遇到什么问题了吗？需要改地址或换款，告诉我就好。',
      en: 'One of your orders is not paid for yet. Did something go wrong? Tell me if the address or the item should change.',
    }),
  }
  return {
    ...standard,
    entry: { kind: 'again', afterDays: 7 },
    exits: [...standard.exits, { kind: 'event', event: on('order.cancelled') }],
    triggers: [{ kind: 'event', event: on('order.created') }],
    steps: [rest('two_hours', 2, 'hours'), effect('send', 'ask', ask)],
  }
}
