const STATES = [
  'out_of_stock',
  'over_budget',
  'over_person_limit',
  'paused',
  'no_reward',
  'pending',
  'frozen',
  'posted',
  'awaiting',
  'paid',
  'returned',
  'expired',
  'cancelled',
  'clawed_back',
] as const

/** The word for how a promise stands, or null for one we have no word for. */
export function promiseWord(state: string): `promise_${(typeof STATES)[number]}` | null {
  const known = STATES.find((one) => one === state)
  return known === undefined ? null : `promise_${known}`
}
