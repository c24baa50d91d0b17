import type { Fact } from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { leftFact } from './facts.ts'
import type { Scope } from './neighbours.ts'
import type { LeaveReason } from './traveller.ts'
import type { Version } from './version.ts'

export type Leaver = {
  customerId: string
  reason: Extract<LeaveReason, 'goal' | 'exit' | 'replied'>
  at: Date
  /** The event that says so. */
  ref: string
}

type Gone = {
  id: string
  version: number
  customerId: string
  customerNo: number
  reason: LeaveReason
}

/**
 * Lets people go who have arrived, or whom an exit lets out. It waits for a worker that has just taken them, and only
 * what happened after they came in counts. The control group leaves too: both arms are treated alike.
 */
export async function letGo(
  tx: Tx,
  scope: Scope,
  version: Pick<Version, 'journeyId' | 'no'>,
  leavers: Leaver[],
): Promise<Fact[]> {
  if (leavers.length === 0) return []
  const gone = await tx.rows(sql<Gone>`
    with said as (
      select distinct on (n.customer_id) n.customer_id, n.reason, n.at, n.ref
      from unnest(
        ${leavers.map(({ customerId }) => customerId)}::uuid[],
        ${leavers.map(({ reason }) => reason)}::text[],
        ${leavers.map(({ at }) => at)}::timestamptz[],
        ${leavers.map(({ ref }) => ref)}::uuid[]
      ) as n (customer_id, reason, at, ref)
      order by n.customer_id, n.at desc
    )
    update journey.enrollment e
    set state = 'left',
        due_at = null,
        listens_to = null,
        note = jsonb_build_object('why', 'event', 'reason', said.ref),
        left_at = ${scope.now},
        left_reason = said.reason
    from said
    where e.workspace_id = ${scope.tenant.id}
      and e.journey_id = ${version.journeyId}
      and e.version = ${version.no}
      and e.customer_id = said.customer_id
      and e.state <> 'left'
      and e.cause_at < said.at
    returning e.id, e.version, e.customer_id as "customerId", e.customer_no as "customerNo", e.left_reason as reason
  `)
  return gone.map((one) => leftFact(version.journeyId, one, one.reason, scope.now))
}
