import type { HandoverLetter } from '../../contract/handover.ts'
import { unsolvedCases } from '../care/index.ts'
import { standOf } from '../channel/index.ts'
import {
  aversionsOf,
  followsOf,
  openPromises,
  rowsOfPersons,
  standingCharges,
} from '../customer/index.ts'
import { dayOf, showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Move, moveColumns, moveTables } from './move.ts'
import type { HandoverContext } from './plan.ts'
import type { RunningOf } from './preview.ts'
import { associatesShown } from './show.ts'

/**
 * What a successor has to know of a customer (交接信): from whom, since when, what was promised, what not to say, what is open
 * and what runs. Null: they were never handed over. @param customerId any of the person's rows.
 */
export async function letterOf(
  tx: Tx,
  ctx: HandoverContext,
  { customerId, runningOf }: { customerId: string; runningOf: RunningOf },
): Promise<HandoverLetter | null> {
  const { tenant, now } = ctx
  const rows = await rowsOfPersons(tx, tenant, { ids: [customerId] })
  const customerIds = rows.map((row) => row.customerId)
  const move = await newestMove(tx, ctx, customerIds)
  if (!move) return null
  const associate = await associatesShown(tx, tenant)
  const answers = (await standingCharges(tx, tenant, [move.chargeId])).get(move.chargeId)
  const today = dayOf(now, tenant.timeZone)
  const promises = await openPromises(tx, tenant, customerIds)
  const follows = (await followsOf(tx, tenant, customerId)) ?? []
  const before = follows.filter(({ userid }) => userid === move.from).map((one) => one.startedAt)
  const stand = await standOf(tx, tenant, customerId)
  const cases = await unsolvedCases(tx, tenant, { customerIds })
  const running = await runningOf(tx, tenant, customerIds)
  return {
    from: associate(move.from),
    to: associate(move.to),
    inCharge: answers === undefined ? null : associate(answers),
    state: move.state,
    since: move.begunAt.toISOString(),
    endedAt: move.endedAt?.toISOString() ?? null,
    expectedAt: move.expectedAt?.toISOString() ?? null,
    followedSince: before.sort((a, b) => a.getTime() - b.getTime())[0]?.toISOString() ?? null,
    note: move.note,
    promises: promises
      .filter(({ keptAt }) => keptAt === null)
      .map(({ id, text, dueOn, userid, keeper }) => ({
        ...{ id: showId('promise', id), text, dueOn },
        isOverdue: dueOn !== null && dueOn < today,
        madeBy: userid === null ? '' : associate(userid).name,
        keeper: keeper === null ? '' : associate(keeper).name,
      })),
    doNotSay: (await aversionsOf(tx, tenant, customerIds)).map(({ tag, quote }) => ({
      tag,
      quote,
    })),
    refused: stand ? [...stand.refused, ...stand.refusedCarriers] : [],
    cases: cases.map(({ id, no, subject, dueAt }) => ({
      ...{ id: showId('serviceCase', id), no, subject },
      dueAt: dueAt.toISOString(),
    })),
    running: running.map(({ enrollmentId, journey, step, dueAt }) => ({
      ...{ enrollmentId: showId('enrollment', enrollmentId), journey, step },
      dueAt: dueAt?.toISOString() ?? null,
    })),
  }
}

function newestMove(tx: Tx, { tenant }: HandoverContext, customerIds: readonly string[]) {
  return tx.maybe(sql<Move & { begunAt: Date }>`
    select ${moveColumns}, h.begun_at as "begunAt"
    from ${moveTables}
    where m.workspace_id = ${tenant.id}
      and m.customer_id = any(${[...customerIds]}::uuid[])
    order by h.begun_at desc, m.id desc
    limit 1
  `)
}
