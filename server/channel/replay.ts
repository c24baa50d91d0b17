import type { Carrier, PolicyRules, Purpose, Reason } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { dayOf } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Counts, judge, noCounts } from './judge.ts'

/** A message that reached somebody, or that only the policy kept back, as far as the rules look at it. */
export type Past = {
  personId: string
  carrier: Carrier
  purpose: Purpose
  at: Date
  zone: string
  journeyId: string | null
}
type Dated = Past & { on: string }

export type Replayed = {
  messages: number
  people: number
  refused: { reason: Reason; count: number }[]
  peopleSpared: number
}

const DAY_MS = 24 * 3_600_000

/** What rules would have done to what was sent. @param past in the order of time. */
export function replay(past: readonly Past[], rules: PolicyRules): Replayed {
  const said = judgeAll(past, rules)
  const spared = new Set(past.flatMap(({ personId }, i) => (said[i] ? [personId] : [])))
  return {
    messages: past.length,
    people: new Set(past.map(({ personId }) => personId)).size,
    refused: countReasons(said),
    peopleSpared: spared.size,
  }
}

/** The same messages under the rules in force and under others, message by message. */
export type Simulated = {
  effects: number
  people: number
  now: number
  changed: number
  /** People who would get less than they do now, and more. */
  peopleLess: number
  peopleMore: number
  /** Why, under the other rules. */
  refused: { reason: Reason; count: number }[]
  /** Null: of no SOP. Whoever loses most comes first. */
  journeys: { journeyId: string | null; effects: number; now: number; changed: number }[]
}

/** What a change of the rules would have changed. @param past in the order of time. */
export function simulate(
  past: readonly Past[],
  rules: { now: PolicyRules; changed: PolicyRules },
): Simulated {
  const now = judgeAll(past, rules.now)
  const changed = judgeAll(past, rules.changed)
  const people = new Map<string, number>()
  const journeys = new Map<string | null, Simulated['journeys'][number]>()
  past.forEach(({ personId, journeyId }, i) => {
    const [before, after] = [now[i] ? 0 : 1, changed[i] ? 0 : 1]
    people.set(personId, (people.get(personId) ?? 0) + after - before)
    const line = journeys.get(journeyId) ?? { journeyId, effects: 0, now: 0, changed: 0 }
    line.effects += 1
    line.now += before
    line.changed += after
    journeys.set(journeyId, line)
  })
  const count = (passes: readonly (Reason | null)[]) => passes.filter((one) => !one).length
  return {
    effects: past.length,
    people: people.size,
    now: count(now),
    changed: count(changed),
    peopleLess: [...people.values()].filter((change) => change < 0).length,
    peopleMore: [...people.values()].filter((change) => change > 0).length,
    refused: countReasons(changed),
    journeys: [...journeys.values()].sort((one, other) => {
      return one.changed - one.now - (other.changed - other.now) || other.effects - one.effects
    }),
  }
}

function countReasons(said: readonly (Reason | null)[]): { reason: Reason; count: number }[] {
  const counts = new Map<Reason, number>()
  for (const reason of said) if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count }))
}

/**
 * Goes through messages in the order of time and asks the policy of each person's anew, counting only those that it lets pass.
 * What depends on the person at that time (ties, signs of life) is left out. @returns for each why not, or null.
 */
function judgeAll(past: readonly Past[], rules: PolicyRules): (Reason | null)[] {
  const passed = new Map<string, Dated[]>()
  return past.map((one) => {
    const message = { ...one, on: dayOf(one.at, one.zone) }
    const { personId, carrier, purpose, at, zone } = message
    const before = passed.get(personId) ?? []
    const said = judge(
      {
        noWay: null,
        refused: [],
        refusedCarriers: [],
        agreedCarriers: [carrier],
        leaveUntil: null,
        heldBy: null,
        heldKind: null,
        zone,
        tie: 'strong',
        counts: countsBefore(before, message),
        official: { kind: 'service', isInWindow: true },
        senderTasks: 0,
      },
      { carrier, purpose, at, rules },
    )
    if (said) return said.reason
    before.push(message)
    passed.set(personId, before)
    return null
  })
}

function countsBefore(before: readonly Dated[], { at, on, carrier, purpose }: Dated): Counts {
  const counts = noCounts()
  for (const one of before) {
    const ageMs = at.getTime() - one.at.getTime()
    const its = one.on
    const windows = [
      ...(its === on ? (['day'] as const) : []),
      ...(ageMs < 7 * DAY_MS ? (['week'] as const) : []),
      ...(its.slice(0, 7) === on.slice(0, 7) ? (['month'] as const) : []),
    ]
    for (const window of windows) {
      counts.overall[window] += 1
      if (one.carrier === carrier) counts.carrier[window] += 1
      if (one.purpose === purpose) counts.purpose[window] += 1
      if (one.carrier === 'wecom_mass') counts.mass[window] += 1
    }
    if (one.purpose === 'promotion') counts.promotions += 1
    else counts.helpful += 1
  }
  return counts
}

/** Messages that a replay goes through at most: the newest count. */
const PAST_MAX = 200_000
/** Reasons that a replay finds again by itself. What was refused for others is none of its business. */
const FOUND_AGAIN: readonly Reason[] = [
  'quiet_hours',
  'cap_overall',
  'cap_carrier',
  'cap_purpose',
  'ratio',
  'wecom_quota',
  'official_quota',
]

/** What reached customers since an instant, in the order of time; welcomes are no part of it. */
export function pastSince(tx: Tx, tenant: Pick<Tenant, 'id'>, since: Date): Promise<Past[]> {
  return pastOf(tx, tenant, since, sql`state = 'sent'`)
}

/** The same with what only caps, quiet hours, ratio or quota kept back. `isCut`: there was more than is gone through. */
export async function effectsSince(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  since: Date,
): Promise<{ past: Past[]; isCut: boolean }> {
  const meant = sql`(state = 'sent' or (state = 'skipped' and reason = any(${[...FOUND_AGAIN]}::text[])))`
  const past = await pastOf(tx, tenant, since, meant)
  return { past, isCut: past.length === PAST_MAX }
}

async function pastOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  since: Date,
  which: ReturnType<typeof sql>,
): Promise<Past[]> {
  const rows = await tx.rows(sql<Past>`
    select person_id as "personId", carrier, purpose, coalesce(sent_at, due_at) as at, zone, journey_id as "journeyId"
    from channel.delivery
    where workspace_id = ${tenant.id}
      and planned_at >= ${since}
      and ${which}
      and carrier <> 'wecom_welcome'
    order by planned_at desc
    limit ${PAST_MAX}
  `)
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime())
}
