import { z } from 'zod'
import type * as contract from '../../contract/handover.ts'
import { namedAssociates } from '../corp/index.ts'
import { listedPersons, standingCharges } from '../customer/index.ts'
import { Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { type Move, moveColumns, moveTables } from './move.ts'

type TenantId = Pick<Tenant, 'id'>
export type ShowAssociate = (userid: string) => { userid: string; name: string; isActive: boolean }

/** How associates are shown; who is known no longer stands by their id. */
export async function associatesShown(tx: Tx, tenant: TenantId): Promise<ShowAssociate> {
  const known = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one]))
  return (userid) => {
    const one = known.get(userid)
    return { userid, name: one?.name ?? userid, isActive: one?.isActive ?? false }
  }
}

type Row = {
  id: string
  from: string
  reason: contract.HandoverReason
  note: string
  message: string
  caretaker: string
  begunAt: Date
  begunBy: string | null
  successors: string[]
} & contract.MoveCounts

const columns = sql.raw(`
  h.id, h.from_userid as "from", h.reason, h.note, h.message, h.caretaker as "caretaker", h.begun_at as "begunAt",
  h.begun_by as "begunBy", c.total, c.under, c.done, c.refused, c.failed, c.gone, c.successors
`)
const tables = sql.raw(`
  handover.handover h
  cross join lateral (
    select count(*)::int as total,
           count(*) filter (where m.state in ('planned', 'asking', 'waiting', 'taken'))::int as under,
           count(*) filter (where m.state = 'done')::int as done,
           count(*) filter (where m.state = 'refused')::int as refused,
           count(*) filter (where m.state in ('limit', 'failed'))::int as failed,
           count(*) filter (where m.state = 'gone')::int as gone,
           coalesce(array_agg(distinct m.to_userid), '{}') as successors
    from handover.move m
    where m.workspace_id = h.workspace_id
      and m.handover_id = h.id
  ) c
`)

/** One page of handovers, the newest first. */
export async function listHandovers(
  tx: Tx,
  tenant: TenantId,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<z.infer<typeof contract.handovers>> {
  const before = cursor === undefined ? null : readId('handover', cursor)
  if (cursor !== undefined && before === null)
    throw new Problem('bad_request', { detail: 'cursor' })
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from ${tables}
    where h.workspace_id = ${tenant.id}
      and (${before}::uuid is null or h.id < ${before}::uuid)
    order by h.id desc
    limit ${limit + 1}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from handover.handover
    where workspace_id = ${tenant.id}
  `)
  const items = await shown(tx, tenant, rows.slice(0, limit))
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last?.id ?? null, total }
}

async function shown(tx: Tx, tenant: TenantId, rows: readonly Row[]): Promise<contract.Handover[]> {
  const associate = await associatesShown(tx, tenant)
  const names = await namesOfStaff(
    tx,
    tenant.id,
    rows.map(({ begunBy }) => begunBy),
  )
  return rows.map((row) => {
    const { total, under, done, refused, failed, gone } = row
    return {
      id: showId('handover', row.id),
      from: associate(row.from),
      reason: row.reason,
      note: row.note,
      begunAt: row.begunAt.toISOString(),
      begunBy: names.get(row.begunBy ?? '') ?? null,
      successors: row.successors.map(associate),
      counts: { total, under, done, refused, failed, gone },
    }
  })
}

const ENTRIES_SHOWN = 50
const carriedDetail = z.object({
  promises: z.number().default(0),
  cases: z.number().default(0),
  tasks: z.number().default(0),
  massSends: z.number().default(0),
})
const entryDetail = z.object({ to: z.string().default('') })

/** One handover with what went along and what happened last; null when there is none. */
export async function showHandover(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<contract.HandoverDetail | null> {
  const row = await tx.maybe(sql<Row>`
    select ${columns}
    from ${tables}
    where h.workspace_id = ${tenant.id}
      and h.id = ${id}
  `)
  const [one] = row ? await shown(tx, tenant, [row]) : []
  if (!row || !one) return null
  const associate = await associatesShown(tx, tenant)
  return {
    ...one,
    message: row.message,
    caretaker: row.caretaker === '' ? null : associate(row.caretaker),
    carried: await carriedIn(tx, tenant, id),
    entries: await entriesOf(tx, tenant, id, associate),
  }
}

/** What went along. What a caretaker passes on to the successor goes twice, and is counted where it first went. */
async function carriedIn(tx: Tx, tenant: TenantId, id: string) {
  const rows = await tx.rows(sql<{ detail: unknown }>`
    select detail
    from handover.entry
    where workspace_id = ${tenant.id}
      and handover_id = ${id}
      and kind = 'carried'
  `)
  const sum = { promises: 0, cases: 0, tasks: 0, massSends: 0 }
  for (const { detail } of rows) {
    const { promises, cases, tasks, massSends } = carriedDetail.parse(detail)
    sum.promises += promises
    sum.cases += cases
    sum.tasks += tasks
    sum.massSends += massSends
  }
  return sum
}

async function entriesOf(
  tx: Tx,
  tenant: TenantId,
  id: string,
  associate: ShowAssociate,
): Promise<contract.HandoverDetail['entries']> {
  type Entry = {
    id: string
    kind: string
    at: Date
    by: string | null
    customerId: string | null
    detail: unknown
  }
  const rows = await tx.rows(sql<Entry>`
    select e.id, e.kind, e.at, e.by, m.customer_id as "customerId", e.detail
    from handover.entry e
    left join handover.move m
      on m.workspace_id = e.workspace_id
      and m.id = e.move_id
    where e.workspace_id = ${tenant.id}
      and e.handover_id = ${id}
      and e.kind <> 'asked'
    order by e.at desc, e.id desc
    limit ${ENTRIES_SHOWN}
  `)
  const persons = await listedPersons(
    tx,
    tenant.id,
    rows.flatMap(({ customerId }) => customerId ?? []),
  )
  const names = await namesOfStaff(
    tx,
    tenant.id,
    rows.map(({ by }) => by),
  )
  return rows.map(({ detail, customerId, by, at, kind, id: entryId }) => {
    const person = customerId === null ? undefined : persons.get(customerId)
    const { to } = entryDetail.parse(detail)
    return {
      id: showId('handoverEntry', entryId),
      kind,
      at: at.toISOString(),
      by: names.get(by ?? '') ?? null,
      customer: person ? { id: showId('customer', person.id), name: person.name } : null,
      to: to === '' ? '' : associate(to).name,
    }
  })
}

const statesOf = {
  all: null,
  under: ['planned', 'asking', 'waiting', 'taken'],
  stuck: ['refused', 'limit', 'failed'],
} as const

/** Customers of a handover: who needs somebody first. */
export async function listMoves(
  tx: Tx,
  tenant: TenantId,
  handoverId: string,
  { state, limit, cursor }: z.output<typeof contract.moveQuery>,
): Promise<z.infer<typeof contract.moves>> {
  const from = cursor === undefined ? 0 : Number(cursor)
  if (!(Number.isInteger(from) && from >= 0)) throw new Problem('bad_request', { detail: 'cursor' })
  const states =
    state === 'all' || state === 'under' || state === 'stuck' ? statesOf[state] : [state]
  const rows = await tx.rows(sql<Move>`
    select ${moveColumns}
    from ${moveTables}
    where m.workspace_id = ${tenant.id}
      and m.handover_id = ${handoverId}
      and (${states}::text[] is null or m.state = any(${states}::text[]))
    order by array_position(array['refused', 'limit', 'failed', 'waiting', 'taken', 'asking', 'planned', 'gone', 'done'], m.state), m.id
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from handover.move m
    where m.workspace_id = ${tenant.id}
      and m.handover_id = ${handoverId}
      and (${states}::text[] is null or m.state = any(${states}::text[]))
  `)
  const associate = await associatesShown(tx, tenant)
  const persons = await listedPersons(
    tx,
    tenant.id,
    rows.map(({ customerId }) => customerId),
  )
  const inCharge = await standingCharges(
    tx,
    tenant,
    rows.map(({ chargeId }) => chargeId),
  )
  const items = rows.map((row): contract.Move => {
    const answers = inCharge.get(row.chargeId)
    const person = persons.get(row.customerId)
    return {
      id: showId('move', row.id),
      customer: { id: showId('customer', person?.id ?? row.customerId), name: person?.name ?? '' },
      to: associate(row.to),
      state: row.state,
      errcode: row.errcode,
      askedAt: row.askedAt?.toISOString() ?? null,
      expectedAt: row.expectedAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null,
      inCharge: answers === undefined ? null : associate(answers),
    }
  })
  const end = from + limit
  return { items, total, next: end < total ? String(end) : null }
}
