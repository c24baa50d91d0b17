import { broadcastPlan } from '../../contract/broadcast.ts'
import { peopleBook } from '../customer/index.ts'
import { assign, close } from '../experiment/index.ts'
import { type Clock, presentOf, readId, type Tenant } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import { armOf } from './arm.ts'
import { leftOut, type Members } from './members.ts'

/** People written down by one transaction. */
const PIECE_PEOPLE = 5_000

export type FreezeDeps = { db: Database; clock: Clock; members: Members }
type Launch = { plan: unknown; experimentId: string; upToNo: number }
type Frozen = Pick<Launch, 'experimentId'> & {
  plan: ReturnType<typeof broadcastPlan.parse>
  out: ReadonlySet<number>
}

/**
 * Writes down who is meant, which words each is to get and who is left out to compare, piece by piece. A process that dies
 * leaves the rest to the next one: each piece says up to which number it came. From the end on nobody comes in any more.
 */
export async function freezeAudience(
  deps: FreezeDeps,
  tenant: Tenant,
  broadcastId: string,
): Promise<void> {
  const launch = await deps.db.inWorkspace(tenant.id, (tx) => unfrozen(tx, tenant, broadcastId))
  if (!launch) return
  const plan = broadcastPlan.parse(launch.plan)
  const segmentId = readId('segment', plan.segmentId)
  const out = await leftOut(deps.members, tenant, plan)
  const frozen = { plan, out, experimentId: launch.experimentId }
  let piece: number[] = []
  const write = async () => {
    if (piece.length > 0) await writePiece(deps, tenant, broadcastId, { frozen, piece })
    piece = []
  }
  for await (const page of segmentId === null ? [] : deps.members(tenant, segmentId))
    for (const no of page) {
      if (no <= launch.upToNo) continue
      piece.push(no)
      if (piece.length >= PIECE_PEOPLE) await write()
    }
  await write()
  const now = presentOf(tenant, deps.clock)
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      update campaign.launch
      set frozen_at = ${now}
      where workspace_id = ${tenant.id}
        and broadcast_id = ${broadcastId}
        and frozen_at is null
    `)
    await close(tx, { tenant, now }, launch.experimentId)
  })
}

function unfrozen(tx: Tx, tenant: Pick<Tenant, 'id'>, broadcastId: string): Promise<Launch | null> {
  return tx.maybe(sql<Launch>`
    select plan, experiment_id as "experimentId", up_to_no as "upToNo"
    from campaign.launch
    where workspace_id = ${tenant.id}
      and broadcast_id = ${broadcastId}
      and frozen_at is null
  `)
}

async function writePiece(
  { db, clock }: FreezeDeps,
  tenant: Tenant,
  broadcastId: string,
  { frozen, piece }: { frozen: Frozen; piece: readonly number[] },
): Promise<void> {
  const last = piece.at(-1) ?? 0
  await db.inWorkspace(tenant.id, async (tx) => {
    const mine = await tx.maybe(sql<{ upToNo: number }>`
      select up_to_no as "upToNo"
      from campaign.launch
      where workspace_id = ${tenant.id}
        and broadcast_id = ${broadcastId}
        and frozen_at is null
      for update
    `)
    // Another worker was here.
    if (!mine || mine.upToNo >= last) return
    await writePeople(tx, { tenant, now: presentOf(tenant, clock) }, broadcastId, {
      frozen,
      numbers: piece.filter((no) => no > mine.upToNo),
    })
    await tx.run(sql`
      update campaign.launch
      set up_to_no = ${last}
      where workspace_id = ${tenant.id}
        and broadcast_id = ${broadcastId}
    `)
  })
}

async function writePeople(
  tx: Tx,
  at: { tenant: Tenant; now: Date },
  broadcastId: string,
  { frozen, numbers }: { frozen: Frozen; numbers: number[] },
): Promise<void> {
  const { plan, out, experimentId } = frozen
  const rows = await peopleBook.personsOf(tx, at.tenant, numbers)
  const persons = new Map([...rows.values()].map(({ person }) => [person.no, person.id]))
  const customerNos = [...persons.keys()].filter((no) => !out.has(no))
  const customerIds = customerNos.map((no) => persons.get(no) ?? '')
  const arms = await assign(tx, at, experimentId, { customerNos, customerIds })
  const isControl = arms.map((arm) => arm === 'control')
  await tx.run(sql`
    insert into campaign.recipient (workspace_id, broadcast_id, customer_no, customer_id, arm, state, due_at)
    select ${at.tenant.id}, ${broadcastId}, n.no, n.id, case when n.is_control then '' else n.arm end,
           case when n.is_control then 'control' else 'waiting' end, case when n.is_control then null else ${at.now}::timestamptz end
    from unnest(
      ${customerNos}::bigint[],
      ${customerIds}::uuid[],
      ${customerNos.map((no) => armOf(experimentId, no, plan.variants))}::text[],
      ${isControl}::boolean[]
    ) as n (no, id, arm, is_control)
    on conflict do nothing
  `)
}
