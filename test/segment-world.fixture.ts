import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appliersOf } from '../server/app/appliers.ts'
import {
  type ClickHouse,
  migrateClickHouse,
  openClickHouse,
  type Query,
  startEngineHost,
} from '../server/clickhouse/index.ts'
import { createResolve } from '../server/customer/index.ts'
import { decodeFacts, decodeReplay, REPLAY } from '../server/event/fact.ts'
import type { ApplyStep, Decode, RiverEvent, Tenant } from '../server/event/index.ts'
import { createLander } from '../server/event/land.ts'
import { createPump } from '../server/event/pump.ts'
import { FACTS, receive } from '../server/event/receive.ts'
import {
  createLog,
  createSeal,
  type ManualClock,
  manualClock,
  newId,
  systemClock,
} from '../server/kernel/index.ts'
import { type Database, sql, type Tx, testDatabase } from '../server/postgres/index.ts'
import { refreshSegments, type SegmentDeps } from '../server/segment/index.ts'
import type { Predictions } from '../server/segment/source.ts'

/** Engines, a river without loops, and a clock: everything happens when the test says so. */
export type SegmentWorld = {
  db: Database
  clickhouse: ClickHouse
  clock: ManualClock
  /** What was asked of ClickHouse, by comment. */
  asked: string[]
  deps: SegmentDeps
  /** The snapshot that predictions are read from, by workspace number. */
  snapshots: Map<number, Predictions>
  newTenant(timeZone?: string): Promise<Tenant>
  /** Lets events come, and everything that waits go all the way to ClickHouse. */
  happens(tenant: Tenant, events: RiverEvent[]): Promise<void>
  within<T>(tenant: Tenant, work: (tx: Tx) => Promise<T>): Promise<T>
  refresh(tenant: Tenant): ReturnType<typeof refreshSegments>
  stop(): Promise<void>
}

/** Puts a row of `customer_follow` where the room that follows people will put it. */
const followStep: ApplyStep = {
  name: 'follow',
  on: ['test.follow'],
  apply: async (_tx, { tenant, batchNo }, events) => ({
    facts: [],
    landings: [
      {
        table: 'customer_follow',
        rows: events.map(({ props, customerNo }) => ({
          ...props,
          workspace: tenant.no,
          customer: customerNo,
          gone: 0,
          version: batchNo,
        })),
      },
    ],
  }),
}

/** Puts a row of `group_membership` where the room of customer groups will put it. */
const groupStep: ApplyStep = {
  name: 'group',
  on: ['test.group'],
  apply: async (_tx, { tenant, batchNo }, events) => ({
    facts: [],
    landings: [
      {
        table: 'group_membership',
        rows: events.map(({ props, customerNo }) => ({
          ...props,
          workspace: tenant.no,
          customer: customerNo,
          version: batchNo,
        })),
      },
    ],
  }),
}

const decodeTold: Decode = (_tenant, row) => ({
  poison: [],
  events: JSON.parse(row.body, (key, value) =>
    key === 'at' || key === 'receivedAt' ? new Date(value) : value,
  ),
})

export async function segmentWorld(): Promise<SegmentWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'liuyuan-segment-'))
  const log = createLog('test', 'error')
  const host = await startEngineHost({
    dataDir: join(folder, 'clickhouse'),
    log,
    clock: systemClock,
  })
  const opened = openClickHouse(host.url, { log })
  await migrateClickHouse(opened, { clock: systemClock, log })
  const asked: string[] = []
  const note = (query: Query) => {
    asked.push(query.comment)
    return query
  }
  const clickhouse: ClickHouse = {
    ...opened,
    rows: (query) => opened.rows(note(query)),
    command: (query) => opened.command(note(query)),
  }
  const base = await testDatabase()
  const { db } = base
  const clock = manualClock('2026-11-11T01:00:00Z')
  const seal = createSeal(Buffer.alloc(32, 7))
  const pump = createPump({
    db,
    clock,
    log,
    decode: { told: decodeTold, [FACTS]: decodeFacts, [REPLAY]: decodeReplay },
    rules: {
      resolve: createResolve({ seal }),
      appliers: [...appliersOf({ urlOf: () => null }), followStep, groupStep],
    },
    reactsTo: new Set(),
  })
  const lander = createLander({ db, clickhouse, clock, log })
  const snapshots = new Map<number, Predictions>()
  const deps: SegmentDeps = {
    db,
    clickhouse,
    clock,
    log,
    predictionsOf: async (_tx, tenant) => snapshots.get(tenant.no) ?? null,
  }
  return {
    db,
    clickhouse,
    clock,
    asked,
    deps,
    snapshots,
    newTenant: (timeZone) => newTenant(db, timeZone),
    within: (tenant, work) => db.inWorkspace(tenant.id, work),
    async happens(tenant, events) {
      if (events.length > 0)
        await db.inWorkspace(tenant.id, (tx) =>
          receive(tx, {
            tenantId: tenant.id,
            lane: 'track',
            kind: 'told',
            source: 'site',
            items: events.length,
            body: JSON.stringify(events),
            receivedAt: clock.now(),
          }),
        )
      while ((await pump.takeBatch(tenant)) !== null);
      while ((await lander.land(tenant)) > 0);
    },
    refresh: (tenant) => refreshSegments(deps, tenant),
    async stop() {
      await base.drop()
      await opened.close()
      await host.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function newTenant(db: Database, timeZone = 'Asia/Shanghai'): Promise<Tenant> {
  const id = newId()
  const { no } = await db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', ${timeZone}, 'CNY', '2026-01-01')
      returning no
    `),
  )
  return {
    id,
    no,
    name: '青禾护肤',
    timeZone,
    currency: 'CNY',
    clockAt: null,
    isDemo: false,
  }
}
