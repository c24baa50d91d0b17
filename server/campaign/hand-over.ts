import { type BroadcastPlan, broadcastPlan } from '../../contract/broadcast.ts'
import { messageContent } from '../../contract/delivery.ts'
import { type DeliverySpec, type PlanOutcome, planDeliveries } from '../channel/index.ts'
import { rowsOfPersons } from '../customer/index.ts'
import { idFrom, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** People whom one transaction decides about. */
const BATCH = 2_000

type Scope = { tenant: Tenant; now: Date }
type Waiting = { no: number; id: string; arm: string; round: number }
/** What becomes of somebody who waited. */
type Said = { no: number; deliveryId: string | null; reason: string | null; until: Date | null }

export type Launch = { broadcastId: string; plan: unknown; notAfter: Date }

/** The row of the ledger that stands for one person's try: the same try is the same row, however often it is planned. */
export function deliveryIdOf(broadcastId: string, customerId: string, round: number): string {
  return idFrom('broadcast', broadcastId, customerId, String(round))
}

/**
 * Plans the messages of some of those who wait, in the ledger: for each the policy says yes, not yet, or no. In one
 * transaction with what it says of them, so that nobody is planned twice or forgotten.
 * @returns how many were looked at.
 */
export async function handOver(tx: Tx, scope: Scope, launch: Launch): Promise<number> {
  const { tenant } = scope
  const waiting = await tx.rows(sql<Waiting>`
    select customer_no as no, customer_id as id, arm, round
    from campaign.recipient
    where workspace_id = ${tenant.id}
      and broadcast_id = ${launch.broadcastId}
      and state = 'waiting'
      and due_at <= ${scope.now}
    order by due_at, customer_no
    limit ${BATCH}
    for update skip locked
  `)
  if (waiting.length === 0) return 0
  const { going, merged } = await apart(tx, scope, launch, waiting)
  const said: Said[] = merged.map(({ no }) => ({
    no,
    deliveryId: null,
    reason: 'merged',
    until: null,
  }))
  const plan = broadcastPlan.parse(launch.plan)
  for (const { id: arm, content } of plan.variants) {
    const people = going.filter((one) => one.arm === arm)
    if (people.length === 0) continue
    const spec = specOf(plan, launch, { arm, content, now: scope.now })
    said.push(...(await planFor(tx, scope, spec, { launch, people })))
  }
  await write(tx, scope, launch, said)
  return waiting.length
}

/**
 * Two of the audience who are one person by now get one message, the first of them; none, where the other stands in the
 * control group or was decided about before.
 */
async function apart(
  tx: Tx,
  { tenant }: Scope,
  { broadcastId }: Launch,
  waiting: readonly Waiting[],
): Promise<{ going: Waiting[]; merged: Waiting[] }> {
  const rows = await rowsOfPersons(tx, tenant, { nos: waiting.map(({ no }) => no) })
  const personOf = new Map(rows.map(({ customerId, personId }) => [customerId, personId]))
  const several = severalTimes(rows.map(({ personId }) => personId))
  if (several.size === 0) return { going: [...waiting], merged: [] }
  const ids = rows.filter(({ personId }) => several.has(personId)).map((row) => row.customerId)
  const meant = await tx.rows(sql<{ no: number; id: string; state: string }>`
    select customer_no as no, customer_id as id, state
    from campaign.recipient
    where workspace_id = ${tenant.id}
      and broadcast_id = ${broadcastId}
      and customer_id = any(${ids}::uuid[])
      and state <> 'dropped'
    order by customer_no
  `)
  const merged = waiting.filter(({ no, id }) => {
    const others = meant.filter((one) => one.no !== no && personOf.get(one.id) === personOf.get(id))
    return others.some((one) => one.state !== 'waiting' || one.no < no)
  })
  const gone = new Set(merged.map(({ no }) => no))
  return { going: waiting.filter(({ no }) => !gone.has(no)), merged }
}

function severalTimes(ids: readonly string[]): Set<string> {
  const once = new Set<string>()
  return new Set(ids.filter((id) => once.has(id) || !once.add(id)))
}

function specOf(
  { carrier, purpose }: BroadcastPlan,
  { broadcastId, notAfter }: Launch,
  {
    arm,
    content,
    now,
  }: { arm: string; content: BroadcastPlan['variants'][number]['content']; now: Date },
): DeliverySpec {
  return {
    cause: { kind: 'broadcast', broadcastId, arm },
    carrier,
    purpose,
    content: messageContent.parse(content),
    notBefore: now,
    notAfter,
    lateness: 'next_slot',
  }
}

async function planFor(
  tx: Tx,
  scope: Scope,
  spec: DeliverySpec,
  { launch, people }: { launch: Launch; people: readonly Waiting[] },
): Promise<Said[]> {
  const byDelivery = new Map(
    people.map((one) => [deliveryIdOf(launch.broadcastId, one.id, one.round), one]),
  )
  const addressees = [...byDelivery].map(([deliveryId, { id, no }]) => ({
    deliveryId,
    customerId: id,
    customerNo: no,
    enrollmentId: null,
  }))
  const outcomes = await planDeliveries(tx, scope, spec, addressees)
  return outcomes.flatMap((outcome) => {
    const one = byDelivery.get(outcome.deliveryId)
    return one ? [saidOf(one.no, outcome)] : []
  })
}

function saidOf(no: number, outcome: PlanOutcome): Said {
  const { deliveryId } = outcome
  if (outcome.outcome === 'deferred')
    return { no, deliveryId: null, reason: outcome.reason, until: outcome.until }
  // Whoever the policy refused has a row of the ledger as well, with the reason.
  return { no, deliveryId, reason: null, until: null }
}

async function write(
  tx: Tx,
  { tenant }: Scope,
  { broadcastId }: Launch,
  said: readonly Said[],
): Promise<void> {
  await tx.run(sql`
    update campaign.recipient r
    set state = case when n.until is not null then 'waiting' when n.delivery_id is null then 'dropped' else 'decided' end,
        reason = n.reason,
        due_at = n.until,
        delivery_id = n.delivery_id
    from unnest(
      ${said.map(({ no }) => no)}::bigint[],
      ${said.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${said.map(({ reason }) => reason)}::text[],
      ${said.map(({ until }) => until)}::timestamptz[]
    ) as n (no, delivery_id, reason, until)
    where r.workspace_id = ${tenant.id}
      and r.broadcast_id = ${broadcastId}
      and r.customer_no = n.no
  `)
}
