import type { Bill } from '../../contract/source-report.ts'
import { newId, type Outcome, ok, refused, showId, type Tenant } from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'
import { hashOfBill, type ReadLine } from './bill.ts'
import { addCost } from './ledger.ts'
import type { Place } from './place.ts'
import { storedSources } from './source.ts'
import { pathOf } from './tree.ts'

const UNIQUE_VIOLATION = '23505'
const BILLS_SHOWN = 100
const WAYS_MAX = 10_000

/** Everything that a line of a bill may name, what is put away left out. */
export async function placesToName(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Place[]> {
  const sources = (await storedSources(tx, tenant)).filter(({ archivedAt }) => archivedAt === null)
  const names = new Map(sources.map(({ id, name }) => [id, name]))
  const parents = new Map(sources.map(({ id, parentId }) => [id, parentId]))
  const path = (id: string) =>
    pathOf(parents, id)
      .toReversed()
      .flatMap((one) => names.get(one) ?? [])
  const ways = await tx.rows(sql<{ id: string; name: string; state: string; sourceId: string }>`
    select id, name, state, source_id as "sourceId"
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and archived_at is null
    order by created_at, id
    limit ${WAYS_MAX}
  `)
  return [
    ...sources.map(({ id, name }) => ({
      sourceId: id,
      wayId: null,
      path: path(id),
      names: [name],
    })),
    ...ways.map(({ id, name, state, sourceId }) => ({
      sourceId,
      wayId: id,
      path: [...path(sourceId), name],
      names: [name, state],
    })),
  ]
}

/** Whether the same file stands already. */
export async function isBillKnown(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  text: string,
): Promise<boolean> {
  const found = await tx.maybe(sql<{ id: string }>`
    select id
    from acquisition.bill
    where workspace_id = ${tenant.id}
      and file_hash = ${hashOfBill(text)}
      and withdrawn_at is null
  `)
  return found !== null
}

/** Takes the lines of a bill in as costs, all or none. */
export async function addBill(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  bill: {
    fileName: string
    text: string
    lines: readonly ReadLine[]
    by: string | null
    now: Date
  },
): Promise<Outcome<string, 'known'>> {
  const { lines, by, now } = bill
  const id = newId()
  const amount = lines.reduce((sum, line) => sum + line.amount, 0)
  const made = await tx.run(sql`
    insert into acquisition.bill (workspace_id, id, file_name, file_hash, lines, amount, made_at, made_by)
    values (
      ${tenant.id}, ${id}, ${bill.fileName}, ${hashOfBill(bill.text)}, ${lines.length}, ${amount}, ${now}, ${by}
    )
    on conflict (workspace_id, file_hash) where withdrawn_at is null do nothing
  `)
  if (made === 0) return refused('known')
  for (const { line, wayId, ...cost } of lines) {
    const weights = wayId === null ? [] : [{ wayId, weight: 1 }]
    await addCost(tx, tenant, { ...cost, by, now, weights, bill: { id, line } })
  }
  return ok(id)
}

/** Takes a whole bill back with all its costs, or lets it count again. @returns null when there is none. */
export async function withdrawBill(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, isWithdrawn, by, now }: { id: string; isWithdrawn: boolean; by: string | null; now: Date },
): Promise<Outcome<null, 'known'> | null> {
  const at = isWithdrawn ? now : null
  try {
    const changed = await tx.run(sql`
      update acquisition.bill
      set withdrawn_at = ${at}, withdrawn_by = ${isWithdrawn ? by : null}
      where workspace_id = ${tenant.id}
        and id = ${id}
    `)
    if (changed === 0) return null
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return refused('known')
    throw error
  }
  await tx.run(sql`
    update acquisition.source_cost
    set withdrawn_at = ${at}, withdrawn_by = ${isWithdrawn ? by : null}
    where workspace_id = ${tenant.id}
      and bill_id = ${id}
  `)
  return ok(null)
}

/** Bills that were taken in, the newest first. */
export async function listBills(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Bill[]> {
  type Row = Omit<Bill, 'madeAt' | 'withdrawnAt'> & { madeAt: Date; withdrawnAt: Date | null }
  const rows = await tx.rows(sql<Row>`
    select id, file_name as "fileName", lines, amount, made_at as "madeAt", withdrawn_at as "withdrawnAt"
    from acquisition.bill
    where workspace_id = ${tenant.id}
    order by made_at desc, id desc
    limit ${BILLS_SHOWN}
  `)
  return rows.map(({ id, madeAt, withdrawnAt, ...one }) => ({
    ...one,
    id: showId('bill', id),
    madeAt: madeAt.toISOString(),
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
  }))
}
