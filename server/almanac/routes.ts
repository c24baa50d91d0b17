import { z } from 'zod'
import * as contract from '../../contract/almanac.ts'
import { type App, type Clock, Problem } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import { forgetHolidays, holidaysOf, writeHolidays } from './holidays.ts'

const READ = { config: { permission: 'journeys.read' } } as const
const WRITE = { config: { permission: 'journeys.write' } } as const
const path = '/api/holidays/:year'
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }

/** The arrangement of a year's public holidays: read, written by hand, given back. */
export function routes(app: App, { db, clock }: { db: Database; clock: Clock }): void {
  app.get(
    path,
    { ...READ, schema: { params: contract.year, response: { 200: contract.holidays } } },
    async ({ session: { tenant }, params }) =>
      db.inWorkspace(tenant.id, (tx) => holidaysOf(tx, tenant, params.year)),
  )
  app.put(
    path,
    {
      ...WRITE,
      schema: { params: contract.year, body: contract.writtenHolidays, response: { 200: done } },
    },
    async ({ session: { tenant, staffId }, params: { year }, body: { days } }) => {
      if (!days.every(({ on }) => on.startsWith(`${year}-`)))
        throw new Problem('bad_request', { detail: 'days.on' })
      const now = clock.now()
      await db.inWorkspace(tenant.id, async (tx) => {
        await writeHolidays(tx, tenant, { year, days, by: staffId, now })
        const entry = { workspaceId: tenant.id, staffId, at: now, subject: String(year) }
        await audit(tx, { ...entry, action: 'holidays.written', detail: { days: days.length } })
      })
      return ok
    },
  )
  app.delete(
    path,
    { ...WRITE, schema: { params: contract.year, response: { 200: done } } },
    async ({ session: { tenant, staffId }, params: { year } }) => {
      const now = clock.now()
      await db.inWorkspace(tenant.id, async (tx) => {
        await forgetHolidays(tx, tenant, year)
        const entry = { workspaceId: tenant.id, staffId, at: now, subject: String(year) }
        await audit(tx, { ...entry, action: 'holidays.given_back', detail: {} })
      })
      return ok
    },
  )
}
