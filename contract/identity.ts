/**
 * Kinds of customer identity (客户身份). `strong` ones can show that two customers are one person; `single` ones a person
 * has at most one of, so that two different values contradict each other; `sealed` ones are personal data, stored
 * encrypted with a blind index. The order is the priority when evidence disagrees.
 */
export const identityKinds = {
  member_no: { strong: true, single: true, sealed: false },
  user_id: { strong: true, single: true, sealed: false },
  unionid: { strong: true, single: true, sealed: false },
  external_userid: { strong: true, single: false, sealed: false },
  openid: { strong: true, single: false, sealed: false },
  phone: { strong: true, single: false, sealed: true },
  email: { strong: true, single: false, sealed: true },
  shop_buyer: { strong: true, single: false, sealed: false },
  anonymous_id: { strong: false, single: false, sealed: false },
} as const satisfies Record<string, { strong: boolean; single: boolean; sealed: boolean }>

export type IdentityKind = keyof typeof identityKinds

/** What an event says about who it concerns, before anything is looked up. `value` as it came. */
export type IdentityClaim = { kind: IdentityKind; value: string }
