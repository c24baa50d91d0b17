import type { HandoverReason } from '../../contract/handover.ts'
import type { TransferResult } from '../../wecom/index.ts'
import { addMs } from '../kernel/index.ts'
import type { TransferRemote } from './call.ts'

/** Pages of results of one pair; a page has a thousand. */
const PAGES_MAX = 40
const DONE = 1
const WAITING = 2
const REFUSED = 3
const LIMIT = 4
/** WeCom's clock and ours. */
const APART_MS = 5 * 60_000

export type Pair = { from: string; to: string; reason: HandoverReason }
export type Results = ReadonlyMap<string, TransferResult>

/** What WeCom says of all customers of a pair, by contact; null: it gives no answer now. */
export async function resultsOf(
  remote: TransferRemote,
  { from, to, reason }: Pair,
): Promise<Results | null> {
  const ask = reason === 'resigned' ? remote.leaversTransferResults : remote.transferResults
  const found = new Map<string, TransferResult>()
  let cursor = ''
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await ask({ from, to }, cursor)
    if (!answer.ok) return null
    for (const row of answer.value.rows) found.set(row.external_userid, row)
    cursor = answer.value.nextCursor
    if (cursor === '') break
  }
  return found
}

export type Reading =
  | { state: 'waiting'; expectedAt: Date | null }
  | { state: 'taken' | 'refused' | 'limit' }
  | { state: 'absent' }

/**
 * What a row of the results says of a request that was made at `askedAt`. The list has one row for a pair and a customer:
 * one that was done before that instant is of an earlier time. A refusal has no time; a pair that was refused is never
 * asked for again, so that it is of this request.
 */
export function readResult(result: TransferResult | undefined, askedAt: Date | null): Reading {
  if (!result) return { state: 'absent' }
  const at = result.takeover_time > 0 ? new Date(result.takeover_time * 1_000) : null
  switch (result.status) {
    case DONE:
      return askedAt && at && at < addMs(askedAt, -APART_MS)
        ? { state: 'absent' }
        : { state: 'taken' }
    case WAITING:
      return { state: 'waiting', expectedAt: at }
    case REFUSED:
      return { state: 'refused' }
    case LIMIT:
      return { state: 'limit' }
    default:
      return { state: 'absent' }
  }
}
