import { newId, type Outcome, ok, Problem, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { policyOf } from './policy-store.ts'

type TenantId = Pick<Tenant, 'id'>

/** What is to be launched. */
export type ToLaunch = { kind: 'journey' | 'broadcast'; id: string }

/** A launch that waits for a second person. */
export type WaitingLaunch = {
  id: string
  subjectId: string
  draftNo: number
  withThoseInside: boolean
  audience: number
  reason: string
  askedAt: Date
  askedBy: string | null
}

/** How many one person may decide on alone, where so many are more; null: they are not. */
export async function needsSecond(
  tx: Tx,
  tenant: TenantId,
  audience: number,
): Promise<number | null> {
  const { approvalAbove: limit } = (await policyOf(tx, tenant)).rules
  return limit !== null && audience > limit ? limit : null
}

/** Asks for a launch. There is one request for a thing at a time. */
export async function askApproval(
  tx: Tx,
  tenant: TenantId,
  asked: {
    subject: ToLaunch
    draftNo: number
    withThoseInside: boolean
    audience: number
    reason: string
    by: string | null
    now: Date
  },
): Promise<Outcome<string, 'asked_before'>> {
  const id = newId()
  const { subject } = asked
  const added = await tx.run(sql`
    insert into channel.approval (
      workspace_id, id, subject_kind, subject_id, draft_no, with_those_inside, audience, reason, asked_at, asked_by
    )
    values (
      ${tenant.id}, ${id}, ${subject.kind}, ${subject.id}, ${asked.draftNo}, ${asked.withThoseInside}, ${asked.audience},
      ${asked.reason}, ${asked.now}, ${asked.by}
    )
    on conflict do nothing
  `)
  return added === 1 ? ok(id) : refused('asked_before')
}

const WAITING_MAX = 100

/** What waits for a second person, the oldest first. */
export function listApprovals(
  tx: Tx,
  tenant: TenantId,
  kind: ToLaunch['kind'],
): Promise<WaitingLaunch[]> {
  return waiting(tx, tenant, sql`subject_kind = ${kind}`)
}

/**
 * One request that has no verdict yet; locked, so that two people do not decide at once.
 * @throws Problem not_found, or approval_decided where it has its verdict.
 */
export async function takeApproval(
  tx: Tx,
  tenant: TenantId,
  { kind, id }: { kind: ToLaunch['kind']; id: string },
): Promise<WaitingLaunch> {
  const known = await tx.maybe(sql<{ isOpen: boolean }>`
    select verdict is null as "isOpen"
    from channel.approval
    where workspace_id = ${tenant.id}
      and id = ${id}
      and subject_kind = ${kind}
    for update
  `)
  if (!known) throw new Problem('not_found')
  if (!known.isOpen) throw new Problem('approval_decided')
  const [found] = await waiting(tx, tenant, sql`id = ${id}`)
  if (!found) throw new Problem('approval_decided')
  return found
}

function waiting(
  tx: Tx,
  tenant: TenantId,
  which: ReturnType<typeof sql>,
): Promise<WaitingLaunch[]> {
  return tx.rows(sql<WaitingLaunch>`
    select id, subject_id as "subjectId", draft_no as "draftNo", with_those_inside as "withThoseInside", audience, reason,
           asked_at as "askedAt", asked_by as "askedBy"
    from channel.approval
    where workspace_id = ${tenant.id}
      and verdict is null
      and ${which}
    order by asked_at, id
    limit ${WAITING_MAX}
  `)
}

export async function countWaiting(tx: Tx, tenant: TenantId): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from channel.approval
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
export async function giveVerdictOnLaunch(
  tx: Tx,
  tenant: TenantId,
  { id, said, reason, by, now, version }: Verdict,
): Promise<void> {
  await tx.run(sql`
    update channel.approval
    set verdict = ${said}, verdict_reason = ${reason}, decided_at = ${now}, decided_by = ${by}, version = ${version}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and verdict is null
  `)
}

export type NewestApproval = {
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

/** The newest request for a launch, while it waits, or was refused for the draft as it stands. */
export function newestApproval(
  tx: Tx,
  tenant: TenantId,
  { id, draftNo }: { id: string; draftNo: number },
): Promise<NewestApproval | null> {
  return tx.maybe(sql<NewestApproval>`
    select id, case when verdict is null then 'open' else verdict end as state, audience, reason,
           asked_at as "askedAt", asked_by as "askedBy", draft_no <> ${draftNo} as "isStale",
           decided_by as "decidedBy", verdict_reason as "verdictReason"
    from (
      select id, verdict, audience, reason, asked_at, asked_by, draft_no, decided_by, verdict_reason
      from channel.approval
      where workspace_id = ${tenant.id}
        and subject_id = ${id}
      order by asked_at desc, id desc
      limit 1
    ) as newest
    where verdict is null
      or (verdict = 'refused' and draft_no = ${draftNo})
  `)
}

/** Whoever throws a draft away asks for nothing any more. */
export async function forgetApprovals(tx: Tx, tenant: TenantId, subjectId: string): Promise<void> {
  await tx.run(sql`
    delete from channel.approval
    where workspace_id = ${tenant.id}
      and subject_id = ${subjectId}
  `)
}
