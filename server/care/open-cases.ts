import type { CareSettings, CaseKind, Priority } from '../../contract/care.ts'
import { hold } from '../channel/index.ts'
import { awayAssociates, liveCorps } from '../corp/index.ts'
import { inChargeOf, peopleBook, sendersOf } from '../customer/index.ts'
import type { Fact } from '../event/index.ts'
import { newId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { addEntries, type StoredCase } from './case.ts'
import { clocksOf } from './settings.ts'

/** @param now the workspace's present. */
export type CareContext = { tenant: Tenant; now: Date }

/** A case that is about to be opened. The same id is the same case. */
export type Draft = Pick<StoredCase, 'id' | 'customerId' | 'origin' | 'originEvent' | 'subject'> & {
  kind: CaseKind
  priority: Priority
  /** A userid; null: whoever the customer talks to. */
  owner: string | null
  by: string | null
}

/**
 * Opens cases, each with its clocks, and keeps promotion from their customers, all in the caller's transaction.
 * @returns the facts that tell of it, to be appended.
 */
export async function openCases(
  tx: Tx,
  { tenant, now }: CareContext,
  settings: CareSettings,
  drafts: readonly Draft[],
): Promise<Fact[]> {
  if (drafts.length === 0) return []
  const customerIds = [...new Set(drafts.map(({ customerId }) => customerId))]
  const companies = (await liveCorps(tx, tenant)).map(({ company }) => company)
  const away = await awayAssociates(tx, tenant)
  const senders = await sendersOf(tx, tenant, customerIds, { companies, away })
  const unsent = customerIds.filter((id) => !senders.has(id))
  const inCharge = await inChargeOf(tx, tenant, { customerIds: unsent, away })
  const ownerOf = (id: string) => senders.get(id)?.userid ?? inCharge.get(id) ?? ''
  const first = (await takeNumbers(tx, tenant, drafts.length)) + 1
  const cases = drafts.map((draft, at) => {
    const { kind, priority } = draft
    const clocks = clocksOf(settings, kind, { priority, from: now, zone: tenant.timeZone })
    const owner = draft.owner ?? ownerOf(draft.customerId)
    return { ...draft, ...clocks, owner, no: first + at }
  })
  await insertCases(tx, tenant, cases, now)
  await addEntries(
    tx,
    tenant,
    cases.map(({ id, by, originEvent, owner }) => ({
      ...{ id: newId(), caseId: id, kind: 'opened' as const, at: now, by, text: '' },
      detail: { owner, ...(originEvent === '' ? {} : { event: originEvent }) },
    })),
  )
  await hold(tx, { tenant, now }, cases)
  const numbers = new Map<string, number | null>()
  for (const id of customerIds) numbers.set(id, await peopleBook.numberOf(tx, tenant, id))
  return cases.map((one) =>
    caseFact('case.opened', one, { at: now, customerNo: numbers.get(one.customerId) ?? null }),
  )
}

type CaseFact = 'case.opened' | 'case.solved' | 'case.reopened' | 'case.closed'
type Told = {
  id: string
  customerId: string
  kind: CaseKind | string
  priority: Priority
  reopened?: number
}

/** What the river is told of a case. What the customer said stays here. */
export function caseFact(
  name: CaseFact,
  { id, customerId, kind, priority, reopened = 0 }: Told,
  { at, customerNo }: { at: Date; customerNo: number | null },
): Fact {
  return {
    name,
    at,
    cause: [id, String(reopened)],
    customer: customerNo === null ? null : { id: customerId, no: customerNo },
    value: null,
    props: {
      case_id: showId('serviceCase', id),
      kind: typeof kind === 'string' ? kind : kind.key,
      priority,
    },
  }
}

/** Cases of a workspace are counted on. @returns the number before the first of these. */
async function takeNumbers(tx: Tx, tenant: Pick<Tenant, 'id'>, count: number): Promise<number> {
  const { last } = await tx.one(sql<{ last: number }>`
    insert into care.counter as c (workspace_id, last)
    values (${tenant.id}, ${count})
    on conflict (workspace_id) do update
    set last = c.last + excluded.last
    returning last
  `)
  return last - count
}

type New = Omit<Draft, 'owner'> & Pick<StoredCase, 'no' | 'owner' | 'answerDueAt' | 'resolveDueAt'>

async function insertCases(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  cases: readonly New[],
  now: Date,
): Promise<void> {
  await tx.run(sql`
    insert into care.service_case
      (workspace_id, id, no, customer_id, kind, priority, state, origin, origin_event, subject, owner, opened_at, opened_by,
       clocks_from, answer_due_at, resolve_due_at)
    select ${tenant.id}, n.id, n.no, n.customer_id, n.kind, n.priority, 'open', n.origin, n.origin_event, n.subject,
           n.owner, ${now}, n.by, ${now}, n.answer_due_at, n.resolve_due_at
    from unnest(
      ${cases.map(({ id }) => id)}::uuid[],
      ${cases.map(({ no }) => no)}::integer[],
      ${cases.map(({ customerId }) => customerId)}::uuid[],
      ${cases.map(({ kind }) => kind.key)}::text[],
      ${cases.map(({ priority }) => priority)}::text[],
      ${cases.map(({ origin }) => origin)}::text[],
      ${cases.map(({ originEvent }) => originEvent)}::text[],
      ${cases.map(({ subject }) => subject)}::text[],
      ${cases.map(({ owner }) => owner)}::text[],
      ${cases.map(({ by }) => by)}::uuid[],
      ${cases.map(({ answerDueAt }) => answerDueAt)}::timestamptz[],
      ${cases.map(({ resolveDueAt }) => resolveDueAt)}::timestamptz[]
    ) as n (id, no, customer_id, kind, priority, origin, origin_event, subject, owner, by, answer_due_at, resolve_due_at)
  `)
}
