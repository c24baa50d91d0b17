/** Errors of rewards and of the ledger (rooms `reward` and `ledger`). */
export const rewardErrors = {
  reward_paused: {
    status: 409,
    zh: '奖励「{name}」已暂停发放。请先在奖励页查看原因并恢复，再发放。',
    en: 'The reward “{name}” is paused. See why on its page and let it go on first.',
  },
  reward_out_of_stock: {
    status: 409,
    zh: '奖励「{name}」的库存已发完。请先在奖励页补充库存。',
    en: 'Nothing of “{name}” is left in stock. Add stock on its page first.',
  },
  reward_over_budget: {
    status: 409,
    zh: '奖励「{name}」的预算不够了（总预算或今天的预算）。请先在奖励页追加预算，或改天再发。',
    en: 'The budget of “{name}” is used up, in all or for today. Add to it on its page, or give it another day.',
  },
  reward_over_person_limit: {
    status: 409,
    zh: '这位客户已经领够「{name}」了。可以换一种奖励，或在奖励页放宽每人的上限。',
    en: 'This customer has had as many of “{name}” as one may. Give something else, or raise the limit on its page.',
  },
  reward_archived: {
    status: 409,
    zh: '奖励「{name}」已归档，不能再发放。请先恢复它，或换一种奖励。',
    en: 'The reward “{name}” is archived and cannot be given. Bring it back, or choose another.',
  },
  reward_wrong_kind: {
    status: 409,
    zh: '这种奖励没有这一步。请回到奖励页看它能做什么。',
    en: 'This kind of reward has no such step. Its page shows what it has.',
  },
  reward_budget_short: {
    status: 409,
    zh: '预算里没有这么多可以取回：一部分已发放或正在占用。请改小金额。',
    en: 'That much is not free in the budget: part of it is given or held. Take back less.',
  },
  grant_state: {
    status: 409,
    zh: '这份奖励现在的状态做不了这一步，可能刚被别人处理过。请刷新后再看。',
    en: 'This cannot be done to the grant as it stands; somebody may just have dealt with it. Refresh and look again.',
  },
  grant_not_returnable: {
    status: 409,
    zh: '这份奖励收不回来了：礼品已寄出，或款项已在路上、已到账。请和客户沟通。',
    en: 'This cannot be had back: the gift was sent, or the money is on its way or there. Talk to the customer.',
  },
  month_not_over: {
    status: 409,
    zh: '{month} 还没有过完，不能结账。请在月底之后再来。',
    en: '{month} is not over and cannot be closed. Come back when it is.',
  },
  month_closed: {
    status: 409,
    zh: '{month} 已经结过账了，不用再结。',
    en: '{month} is closed already; nothing is left to do.',
  },
} as const
