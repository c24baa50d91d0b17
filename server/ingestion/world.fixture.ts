import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Fastify from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { errors } from '../../contract/errors.ts'
import { openClickHouse } from '../clickhouse/index.ts'
import { orderStep } from '../commerce/index.ts'
import { createResolve, touchStep, traitStep } from '../customer/index.ts'
import { type River, startRiver } from '../event/index.ts'
import {
  createLog,
  createSeal,
  home,
  Problem,
  sleep,
  systemClock,
  type Tenant,
} from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import {
  decodeCustomers,
  decodeOrders,
  IMPORTED_CUSTOMERS,
  IMPORTED_ORDERS,
} from './import-decode.ts'
import { decodeTrack, TRACK } from './track-decode.ts'

/** A workspace in a test database, as its migrations make it. */
export async function tenantIn(db: Database, like: Partial<Tenant> = {}): Promise<Tenant> {
  const tenant = {
    id: '01900000-0000-7000-8000-000000000001',
    name: '青禾护肤',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    clockAt: null,
    isDemo: false,
    ...like,
  }
  const { no } = await db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${tenant.id}, ${tenant.name}, ${tenant.timeZone}, ${tenant.currency}, '2026-01-01')
      returning no
    `),
  )
  return { ...tenant, no }
}

/** The HTTP server as rooms see it, with errors answered by code and status. */
export function appOf() {
  const app = Fastify({ logger: false }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, _request, reply) => {
    const code = error instanceof Problem ? error.code : 'broken'
    const status = error instanceof Problem ? errors[error.code].status : statusOf(error)
    return reply
      .code(status)
      .serializer(JSON.stringify)
      .send({ code, detail: String(error) })
  })
  return app
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500
}

export async function inboxOf(db: Database, tenant: Tenant) {
  return db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{
      id: number
      kind: string
      source: string
      items: number
      body: string
      receivedAt: Date
    }>`
      select id, kind, source, items, body, received_at as "receivedAt"
      from event.inbox
      where workspace_id = ${tenant.id}
      order by id
    `),
  )
}

/** The river as it runs in a worker, with its history engine away: decisions go on without it. */
export function riverOf(db: Database, tenants: Tenant[]): River {
  const log = createLog('test', 'silent')
  return startRiver({
    db,
    clock: systemClock,
    log,
    clickhouse: openClickHouse('http://127.0.0.1:9', { log }),
    tenants: async () => tenants,
    decode: {
      [TRACK]: decodeTrack,
      [IMPORTED_ORDERS]: decodeOrders,
      [IMPORTED_CUSTOMERS]: decodeCustomers,
    },
    rules: {
      resolve: createResolve({ seal: createSeal(Buffer.alloc(32, 7)) }),
      appliers: [traitStep, orderStep, touchStep],
    },
    reactions: {},
  })
}

/** Resolves when nothing waits in the inbox any more. */
export async function drained(db: Database, tenant: Tenant): Promise<void> {
  for (;;) {
    const { waiting } = await db.inWorkspace(tenant.id, (tx) =>
      tx.one(sql<{ waiting: number }>`
        select count(*) as waiting from event.inbox where batch_no is null
      `),
    )
    if (waiting === 0) return
    await sleep(50)
  }
}

const shared = join(home, '..', 'shared', 'data')

/** A file of the shared data sets, unpacked; null when they are not on this machine. */
export function dataFile(name: string): Buffer | null {
  const path = join(shared, name)
  if (!existsSync(path)) return null
  const bytes = readFileSync(path)
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
}
