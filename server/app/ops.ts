import { z } from 'zod'
import type { App } from '../kernel/index.ts'
import { sql } from '../postgres/index.ts'
import type { Deps } from './deps.ts'

const readiness = z.object({
  ready: z.boolean(),
  postgres: z.enum(['ok', 'away']),
  /** Away does not fail readiness: events are accepted, decisions go on, analytics wait. */
  clickhouse: z.enum(['ok', 'away']),
})

/** For whoever runs the installation: is it alive, may it be sent requests, what does its API look like. */
export function opsRoutes(app: App, deps: Deps): void {
  app.get(
    '/livez',
    { schema: { response: { 200: z.object({ alive: z.literal(true) }) } } },
    async () => ({
      alive: true as const,
    }),
  )
  app.get(
    '/readyz',
    { schema: { response: { 200: readiness, 503: readiness } } },
    async (_request, reply) => {
      const [postgres, clickhouse] = await Promise.all([
        answers(probePostgres(deps)),
        answers(deps.clickhouse.ping()),
      ])
      const body = { ready: postgres === 'ok', postgres, clickhouse }
      return reply.code(body.ready ? 200 : 503).send(body)
    },
  )
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

async function probePostgres(deps: Deps): Promise<boolean> {
  await deps.db.asSystem((tx) => tx.one(sql`select 1 as one`))
  return true
}

async function answers(probe: Promise<boolean>): Promise<'ok' | 'away'> {
  try {
    return (await probe) ? 'ok' : 'away'
  } catch {
    return 'away'
  }
}
