import { journeyPlan } from '../../contract/journey.ts'
import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** A launch that waits for a second person. */
export type Waiting = {
  id: string
  journeyId: string
  journeyName: string
  plan: ReturnType<typeof journeyPlan.parse>
  draftNo: number
  withThoseInside: boolean
  audience: number
  reason: string
  askedAt: Date
  askedBy: string | null
  isStale: boolean
}

/** Asks for a launch. There is one request for a journey at a time. */
export async function askApproval(
  tx: Tx,
  tenant: TenantId,
  asked: {
    journeyId: string
    draftNo: number
    withThoseInside: boolean
    audience: number
    reason: string
    by: string | null
    now: Date
  },
): Promise<Outcome<string, 'asked_before'>> {
  const id = newId()
  const added = await tx.run(sql`
    insert into journey.approval (
      workspace_id, id, journey_id, draft_no, with_those_inside, audience, reason, asked_at, asked_by
    )
    values (
      ${tenant.id}, ${id}, ${asked.journeyId}, ${asked.draftNo}, ${asked.withThoseInside}, ${asked.audience},
      ${asked.reason}, ${asked.now}, ${asked.by}
    )
    on conflict do nothing
  `)
  return added === 1 ? ok(id) : refused('asked_before')
}

const WAITING_MAX = 100

/** What waits for a second person, the oldest first. */
export function listWaiting(tx: Tx, tenant: TenantId): Promise<Waiting[]> {
  return waiting(tx, tenant, sql`true`)
}

/** One request that has no verdict yet; locked, so that two people do not decide at once. */
export async function takeWaiting(tx: Tx, tenant: TenantId, id: string): Promise<Waiting | null> {
  await tx.run(sql`
    select from journey.approval
    where workspace_id = ${tenant.id}
      and id = ${id}
    for update
  `)
  const [found] = await waiting(tx, tenant, sql`a.id = ${id}`)
  return found ?? null
}

async function waiting(
  tx: Tx,
  tenant: TenantId,
  which: ReturnType<typeof sql>,
): Promise<Waiting[]> {
  const rows = await tx.rows(sql<Omit<Waiting, 'plan'> & { draft: unknown }>`
    select a.id, a.journey_id as "journeyId", j.name as "journeyName", j.draft, a.draft_no as "draftNo",
           a.with_those_inside as "withThoseInside", a.audience, a.reason, a.asked_at as "askedAt",
           a.asked_by as "askedBy", a.draft_no <> j.draft_no as "isStale"
    from journey.approval a
    join journey.journey j
      on j.workspace_id = a.workspace_id
      and j.id = a.journey_id
    where a.workspace_id = ${tenant.id}
      and a.verdict is null
      and ${which}
    order by a.asked_at, a.id
    limit ${WAITING_MAX}
  `)
  return rows.map(({ draft, ...row }) => ({ ...row, plan: journeyPlan.parse(draft) }))
}

/** Why a request cannot be taken: it has its verdict, or there is none of that id. */
export async function gone(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<'approval_decided' | 'not_found'> {
  const known = await tx.maybe(sql<{ id: string }>`
    select id
    from journey.approval
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return known ? 'approval_decided' : 'not_found'
}

export async function countWaiting(tx: Tx, tenant: TenantId): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from journey.approval
    where workspace_id = ${tenant.id}
      and verdict is null
  `)
  return count
}

type Verdict = {
  id: string
  said: 'approved' | 'refused' | 'withdrawn'
  reason: string
  by: string | null
  now: Date
  version: number | null
}

/** Writes down what was said. The table itself refuses an approval by whoever asked. */
export async function giveVerdict(
  tx: Tx,
  tenant: TenantId,
  { id, said, reason, by, now, version }: Verdict,
): Promise<boolean> {
  const changed = await tx.run(sql`
    update journey.approval
    set verdict = ${said}, verdict_reason = ${reason}, decided_at = ${now}, decided_by = ${by}, version = ${version}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and verdict is null
  `)
  return changed === 1
}

export type Newest = {
  id: string
  state: 'open' | 'refused'
  audience: number
  reason: string
  askedAt: Date
  askedBy: string | null
  isStale: boolean
  decidedBy: string | null
  verdictReason: string
}

/** The newest request for a journey, while it waits, or was refused for the draft as it stands. */
export function newestApproval(
  tx: Tx,
  tenant: TenantId,
  { id, draftNo }: { id: string; draftNo: number },
): Promise<Newest | null> {
  return tx.maybe(sql<Newest>`
    select id, case when verdict is null then 'open' else verdict end as state, audience, reason,
           asked_at as "askedAt", asked_by as "askedBy", draft_no <> ${draftNo} as "isStale",
           decided_by as "decidedBy", verdict_reason as "verdictReason"
    from (
      select id, verdict, audience, reason, asked_at, asked_by, draft_no, decided_by, verdict_reason
      from journey.approval
      where workspace_id = ${tenant.id}
        and journey_id = ${id}
      order by asked_at desc, id desc
      limit 1
    ) as newest
    where verdict is null
      or (verdict = 'refused' and draft_no = ${draftNo})
  `)
}
