import { membersIn } from './directory.ts'
import type { Corp, World } from './world.ts'

/** A channel that is longer is cut (document 97298). */
const CHANNEL_BYTES_MAX = 64
/** What a company has bought when the sandbox begins; each customer who comes by a link uses up one (unconfirmed). */
export const QUOTA_AT_FIRST = 1_000
const QUOTA_DAYS = 365

export type LinkCustomer = {
  externalUserId: string
  userid: string
  state: string
  /** Messages that the member received. */
  received: number
  addedAt: Date
}
export type AcquisitionLink = {
  linkId: string
  name: string
  userids: string[]
  departmentIds: number[]
  skipVerify: boolean
  createdAt: Date
  clicks: { at: Date; by: string }[]
  customers: LinkCustomer[]
  scans: number
}
export type ChatKey = { linkId: string; externalUserId: string; userid: string; at: Date }
export type Acquisition = {
  links: Map<string, AcquisitionLink>
  used: number
  quotas: { expiresAt: Date; balance: number; warnedDays: number[] }[]
  chatKeys: Map<string, ChatKey>
}

export function noAcquisition(): Acquisition {
  return { links: new Map(), used: 0, quotas: [], chatKeys: new Map() }
}

/** What is left, bought at the first look. */
export function quotasOf({ corp, clock }: World): Acquisition['quotas'] {
  const { acquisition } = corp
  if (acquisition.quotas.length === 0) {
    const expiresAt = new Date(clock.now().getTime() + QUOTA_DAYS * 86_400_000)
    acquisition.quotas.push({ expiresAt, balance: QUOTA_AT_FIRST, warnedDays: [] })
  }
  return acquisition.quotas.filter((one) => one.expiresAt > clock.now())
}

export function balanceOf(world: World): number {
  return quotasOf(world).reduce((sum, { balance }) => sum + balance, 0)
}

export function cutChannel(channel: string): string {
  let kept = channel
  while (Buffer.byteLength(kept) > CHANNEL_BYTES_MAX) kept = [...kept].slice(0, -1).join('')
  return kept
}

/** Members of a link who can add customers. */
export function answering(
  corp: Corp,
  { userids, departmentIds }: Pick<AcquisitionLink, 'userids' | 'departmentIds'>,
): string[] {
  const inside = departmentIds.flatMap((id) => membersIn(corp, id).map(({ userid }) => userid))
  return [...new Set([...userids, ...inside])].filter(
    (userid) => corp.members.get(userid)?.status === 1,
  )
}
