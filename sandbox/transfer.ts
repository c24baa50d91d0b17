import type { Corp, World } from './world.ts'

/** A transfer is in force after this long, unless the customer refuses or agrees before (document 92125). */
export const TRANSFER_MS = 24 * 3_600_000
const DAYS_90_MS = 90 * 86_400_000

/** `requested` waits; the other three are the end of it. */
export type Transfer = {
  from: string
  to: string
  externalUserId: string
  reason: 'on_job' | 'resigned'
  begunAt: Date
  dueAt: Date
  state: 'waiting' | 'done' | 'refused' | 'limit'
  /** What the customer is told. */
  message: string
}

/** The number of customers that one member may have (help pages, unconfirmed: 5,000, expandable to 20,000). */
export const CUSTOMERS_AT_MOST = 20_000

export function waitingFor(corp: Corp, externalUserId: string): Transfer[] {
  return corp.transfers.filter(
    (one) => one.externalUserId === externalUserId && one.state === 'waiting',
  )
}

export function isWaiting(corp: Corp, from: string, externalUserId: string): boolean {
  return waitingFor(corp, externalUserId).some((one) => one.from === from)
}

/** How often a customer was handed over by members who stay, in the last 90 days; refused ones do not count. */
export function handedOverLately({ corp, clock }: World, externalUserId: string): number {
  const since = clock.now().getTime() - DAYS_90_MS
  return corp.transfers.filter(
    (one) =>
      one.externalUserId === externalUserId &&
      one.reason === 'on_job' &&
      (one.state === 'done' || one.state === 'waiting') &&
      one.begunAt.getTime() >= since,
  ).length
}

/** Whether this member once gave the customer away: who comes back is not told of again (document 92125). */
export function onceGaveAway(corp: Corp, userid: string, externalUserId: string): boolean {
  return corp.transfers.some(
    (one) => one.from === userid && one.externalUserId === externalUserId && one.state === 'done',
  )
}

export function customersOf(corp: Corp, userid: string): number {
  return [...(corp.followsBy.get(userid) ?? [])].filter(
    (key) => corp.follows.get(key)?.relation === 'friend',
  ).length
}
