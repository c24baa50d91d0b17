import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateClickHouse, openClickHouse, startEngineHost } from '../clickhouse/index.ts'
import { createLog, idFrom, manualClock, newId, systemClock, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import type { RefitDeps } from './refit.ts'

export type Order = {
  customer: number
  at: string
  paid: number
  refunded?: number
  state?: string
  gone?: number
}
export type Happening = {
  customer: number
  at: string
  name: string
  props?: Record<string, unknown>
}
export type HistoryWorld = Awaited<ReturnType<typeof openHistory>>

/** Both engines, and workspaces whose history is written straight into ClickHouse. */
export async function openHistory() {
  const log = createLog('test', 'error')
  const folder = await mkdtemp(join(tmpdir(), 'liuyuan-insight-'))
  const dataDir = join(folder, 'clickhouse')
  const host = await startEngineHost({ dataDir, log, clock: systemClock })
  const clickhouse = openClickHouse(host.url, { log })
  await migrateClickHouse(clickhouse, { clock: systemClock, log })
  const base = await testDatabase()
  const insert = async (table: string, rows: Record<string, unknown>[]) => {
    for (let from = 0; from < rows.length; from += 50_000) {
      const lines = rows.slice(from, from + 50_000).map((row) => JSON.stringify(row))
      await clickhouse.insert({ table, rows: lines.join('\n'), comment: 'test' })
    }
  }
  return {
    clickhouse,
    base,
    insert,
    async close() {
      await base.drop()
      await clickhouse.close()
      await host.stop()
      await rm(folder, { recursive: true, force: true })
    },
    async workspace(clockAt: string | null, timeZone = 'Asia/Shanghai'): Promise<Tenant> {
      const id = newId()
      const { no } = await base.db.inWorkspace(id, (tx) =>
        tx.one(sql<{ no: number }>`
          insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
          values (${id}, '青禾护肤', ${timeZone}, 'USD', '2026-01-01')
          returning no
        `),
      )
      const at = clockAt ? new Date(clockAt) : null
      return { id, no, name: '青禾护肤', timeZone, currency: 'USD', clockAt: at, isDemo: false }
    },
    depsFor(...tenants: Tenant[]): RefitDeps {
      const clock = manualClock('2026-11-24T08:00:00Z')
      return { db: base.db, clickhouse, clock, log, tenants: async () => tenants }
    },
    bought: (tenant: Tenant, orders: Order[]) =>
      insert(
        'customer_order',
        orders.map(({ customer, at, paid, refunded = 0, state = 'paid', gone = 0 }, i) => ({
          workspace: tenant.no,
          order_id: idFrom(tenant.id, String(i), String(customer), at),
          customer,
          state,
          ordered_at: at,
          paid_at: at,
          amount: paid,
          paid,
          refunded,
          gone,
          version: 1,
        })),
      ),
    happened: (tenant: Tenant, happenings: Happening[]) =>
      insert(
        'event',
        happenings.map((one, i) => eventRow(tenant, one, i)),
      ),
    arrived: async (tenant: Tenant, customers: number[], at: string) => {
      await insert(
        'customer_arrival',
        customers.map((customer) => {
          return { workspace: tenant.no, customer, source: 'site', at, version: 1 }
        }),
      )
      return knownPeople(base, tenant, { customers, at })
    },
    isOnePerson: (tenant: Tenant, customer: number, person: number) =>
      insert('customer_override', [
        { workspace: tenant.no, customer, person, gone: 0, version: 2 },
      ]),
  }
}

/** People in Postgres. @returns their ids by number */
async function knownPeople(
  { db }: TestDatabase,
  tenant: Tenant,
  { customers, at }: { customers: number[]; at: string },
): Promise<Map<number, string>> {
  const ids = new Map(customers.map((no) => [no, newId()]))
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into customer.customer (
        workspace_id, id, no, person_id, created_at, first_seen_at, last_seen_at, own_first_seen_at, own_last_seen_at
      )
      select ${tenant.id}, n.id, n.no, n.id, ${at}, ${at}, ${at}, ${at}, ${at}
      from unnest(${[...ids.values()]}::uuid[], ${[...ids.keys()]}::bigint[]) as n (id, no)
    `),
  )
  return ids
}

function eventRow(tenant: Tenant, { customer, at, name, props = {} }: Happening, i: number) {
  return {
    workspace: tenant.no,
    name,
    customer,
    at,
    event_id: idFrom(tenant.id, 'event', String(i), String(customer), at),
    received_at: at,
    source: 'test',
    value: 0,
    props: JSON.stringify(props),
    batch: 1,
    month: '2026-01-01',
    import: 0,
  }
}
