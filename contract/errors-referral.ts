/** Errors of invitation campaigns; part of `errors`. */
export const referralErrors = {
  referral_launched: {
    status: 409,
    zh: '活动已经发布，答应过客户的条件不能再改。要换条件，请结束它，再做一个新的。',
    en: 'It has been launched, and what customers were promised cannot be changed. End it and make a new one.',
  },
  referral_not_now: {
    status: 409,
    zh: '活动现在不能这样操作。请刷新页面，看看它现在的状态。',
    en: 'This cannot be done in the state it is in. Reload the page to see how it stands.',
  },
  referral_blocked: {
    status: 422,
    zh: '还有问题没解决，不能发布（{problem}）。请先按页面上的提示改好。',
    en: 'It cannot be launched yet ({problem}). Mend what the page points out first.',
  },
} as const satisfies Record<string, { status: number; zh: string; en: string }>
