import { Temporal } from 'temporal-polyfill'
import { mourningDays } from '../../contract/almanac.ts'
import type { Collision } from '../../contract/calendar.ts'
import { festivalsOn } from '../almanac/index.ts'
import {
  type Members,
  type PlannedBroadcast,
  peopleOfPlanned,
  plannedBroadcasts,
} from '../campaign/index.ts'
import { mostSentThisMonth } from '../channel/index.ts'
import { dayOf, monthOf, monthStart, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type Days, spanOf } from './entries.ts'

/** So many broadcasts of one day are compared with each other: each may have all customers. */
export const COMPARED_MAX = 6

type Scope = { tenant: Tenant; now: Date; members: Members }
type Dated = PlannedBroadcast & { on: string }

/** What does not go together among the broadcasts of these days, day by day. Who was called back collides with nobody. */
export async function collisionsOf(
  tx: Tx,
  scope: Scope,
  days: Days,
): Promise<{ items: Collision[]; notLookedAt: string[] }> {
  const { tenant } = scope
  const planned = await dated(tx, scope, spanOf(days, tenant.timeZone))
  const items: Collision[] = mourning(planned)
  const notLookedAt: string[] = []
  for (const on of new Set(planned.map((one) => one.on))) {
    const all = planned.filter((one) => one.on === on)
    if (all.length > COMPARED_MAX) notLookedAt.push(on)
    items.push(...(await overlaps(tx, scope, all.slice(0, COMPARED_MAX))))
  }
  items.push(...(await overQuota(tx, scope)))
  return { items: items.sort((a, b) => a.on.localeCompare(b.on)), notLookedAt }
}

async function dated(tx: Tx, scope: Scope, span: { from: Date; until: Date }): Promise<Dated[]> {
  const all = await plannedBroadcasts(tx, scope, span)
  return all
    .filter(({ state }) => state !== 'cancelled' && state !== 'cancelling')
    .map((one) => ({ ...one, on: dayOf(one.at, scope.tenant.timeZone) }))
}

const named = ({ id, name }: Pick<Dated, 'id' | 'name'>) => ({ id: showId('broadcast', id), name })

function mourning(planned: readonly Dated[]): Collision[] {
  return planned.flatMap((one) => {
    if (one.plan.purpose !== 'promotion') return []
    const festival = festivalsOn(Temporal.PlainDate.from(one.on)).find((each) =>
      mourningDays.includes(each),
    )
    return festival
      ? [{ kind: 'mourning' as const, on: one.on, festival, broadcast: named(one) }]
      : []
  })
}

/** Pairs of one day with people in common. */
async function overlaps(tx: Tx, { tenant, members }: Scope, all: Dated[]): Promise<Collision[]> {
  if (all.length < 2) return []
  const found: Collision[] = []
  const before: { one: Dated; people: ReadonlySet<number> }[] = []
  for (const one of all) {
    const people = await peopleOfPlanned({ tx, members }, tenant, one)
    for (const other of before) {
      const common = [...people].reduce((sum, no) => sum + (other.people.has(no) ? 1 : 0), 0)
      if (common > 0)
        found.push({
          kind: 'overlap',
          on: one.on,
          first: named(other.one),
          second: named(one),
          people: common,
        })
    }
    before.push({ one, people })
  }
  return found
}

/**
 * Of the running month: what the customer who got most of WeCom's mass messages got already, with the broadcasts that are still to
 * come, against the days of the month (document 92135).
 */
async function overQuota(tx: Tx, scope: Scope): Promise<Collision[]> {
  const { tenant, now } = scope
  const { most, days } = await mostSentThisMonth(tx, { ...tenant, company: '' }, now)
  const until = monthStart(monthOf(now, tenant.timeZone), tenant.timeZone, 1)
  const coming = (await dated(tx, scope, { from: now, until })).filter(
    ({ plan }) => plan.carrier === 'wecom_mass',
  )
  const last = coming.at(-1)
  if (!last || most + coming.length <= days) return []
  return [{ kind: 'quota', on: last.on, most, planned: coming.length, days }]
}
