import * as contract from '../../contract/calendar.ts'
import { moveHookEnd } from '../acquisition/index.ts'
import { festivalsOn, holidaysOf, lunarWords } from '../almanac/index.ts'
import { type Members, moveBroadcast } from '../campaign/index.ts'
import {
  type App,
  type Clock,
  dayOf,
  type IdKind,
  Problem,
  presentOf,
  readId,
  type Tenant,
} from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import { collisionsOf } from './collisions.ts'
import { type Days, daysOf, entriesOf } from './entries.ts'

type CalendarDeps = { db: Database; clock: Clock; members: Members }

const READ = { config: { permission: 'journeys.read' } } as const
const WRITE = { config: { permission: 'journeys.write' } } as const

/** The operator's calendar: what is planned on which day, what does not go together, and moving it. */
export function routes(app: App, { db, clock, members }: CalendarDeps): void {
  app.get(
    '/api/calendar',
    {
      ...READ,
      schema: { querystring: contract.calendarSpan, response: { 200: contract.calendar } },
    },
    async ({ session: { tenant }, query }) => {
      const now = presentOf(tenant, clock)
      return db.inWorkspace(tenant.id, async (tx) => ({
        today: dayOf(now, tenant.timeZone),
        ...(await almanacOf(tx, tenant, query)),
        entries: await entriesOf(tx, { tenant, now }, query),
      }))
    },
  )
  app.get(
    '/api/calendar-collisions',
    {
      ...READ,
      schema: { querystring: contract.calendarSpan, response: { 200: contract.collisions } },
    },
    async ({ session: { tenant }, query }) =>
      db.inWorkspace(tenant.id, (tx) =>
        collisionsOf(tx, { tenant, now: presentOf(tenant, clock), members }, query),
      ),
  )
  app.put(
    '/api/calendar-moves',
    {
      ...WRITE,
      schema: { body: contract.calendarMove, response: { 200: contract.calendarMoved } },
    },
    async ({ session: { tenant, staffId, permissions }, body }) => {
      if (body.kind === 'hook_end' && !permissions.includes('acquisition.write'))
        throw new Problem('forbidden')
      const real = clock.now()
      const now = presentOf(tenant, clock)
      if (body.to < dayOf(now, tenant.timeZone)) throw new Problem('calendar_past')
      const was = await db.inWorkspace(tenant.id, async (tx) => {
        const before = await moved(tx, { tenant, now }, { ...body, by: staffId, real })
        await audit(tx, {
          ...{ workspaceId: tenant.id, staffId, at: real, subject: body.id },
          action: 'calendar.moved',
          detail: { kind: body.kind, from: before, to: body.to },
        })
        return before
      })
      return { was }
    },
  )
}

/** The days with what everybody knows of them. */
async function almanacOf(tx: Tx, tenant: Tenant, span: Days) {
  const days = daysOf(span)
  const years = [...new Set(days.map(({ year }) => year))]
  const known = await Promise.all(years.map((year) => holidaysOf(tx, tenant, year)))
  const arranged = new Map(known.flatMap((one) => one.days.map((day) => [day.on, day] as const)))
  return {
    days: days.map((day) => {
      const on = day.toString()
      const { is, name } = arranged.get(on) ?? { is: null, name: '' }
      return {
        on,
        lunar: lunarWords(day),
        festivals: festivalsOn(day),
        arranged: is === null ? null : { is, name },
      }
    }),
    unknownYears: known.flatMap(({ year, from }) => (from === 'none' ? [year] : [])),
  }
}

type Asked = contract.CalendarMove & { by: string | null; real: Date }

/** @returns the day on which it stood. */
async function moved(
  tx: Tx,
  scope: { tenant: Tenant; now: Date },
  { kind, id, ...asked }: Asked,
): Promise<string> {
  if (kind === 'hook_end') {
    const was = await moveHookEnd(tx, scope.tenant, { id: idOf('hook', id), to: asked.to })
    if (was === null) throw new Problem('not_found')
    return was
  }
  const outcome = await moveBroadcast(tx, scope, { id: idOf('broadcast', id), ...asked })
  if (outcome.ok) return outcome.value
  if (outcome.reason === 'not_found') throw new Problem('not_found')
  if (outcome.reason === 'no_hour') throw new Problem('calendar_no_hour')
  throw new Problem(outcome.reason === 'launched' ? 'broadcast_launched' : 'broadcast_changed')
}

function idOf(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}
