import Fastify from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { errors } from '../../contract/errors.ts'
import { Problem, type Tenant } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'

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
