import type { Carrier, PolicyRules, Purpose, Reason } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { dayOf } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Counts, judge, noCounts } from './judge.ts'

/** A message that reached somebody, as far as the rules look at it. */
export type Past = { personId: string; carrier: Carrier; purpose: Purpose; at: Date; zone: string }

export type Replayed = {
  messages: number
  people: number
  refused: { reason: Reason; count: number }[]
  peopleSpared: number
}

const DAY_MS = 24 * 3_600_000

/**
 * What rules would have done: goes through what was sent in the order of time and asks the policy of each person's messages
 * anew, counting only those that it lets pass. What depends on the person at that time (ties, signs of life) is left out.
 * @param past in the order of time.
 */
export function replay(past: readonly Past[], rules: PolicyRules): Replayed {
  const passed = new Map<string, Past[]>()
  const people = new Set<string>()
  const spared = new Set<string>()
  const refused = new Map<Reason, number>()
  for (const message of past) {
    const { personId, carrier, purpose, at, zone } = message
    people.add(personId)
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
    if (!said) passed.set(personId, [...before, message])
    else {
      spared.add(personId)
      refused.set(said.reason, (refused.get(said.reason) ?? 0) + 1)
    }
  }
  return {
    messages: past.length,
    people: people.size,
    refused: [...refused].map(([reason, count]) => ({ reason, count })),
    peopleSpared: spared.size,
  }
}

function countsBefore(before: readonly Past[], { at, zone, carrier, purpose }: Past): Counts {
  const on = dayOf(at, zone)
  const counts = noCounts()
  for (const one of before) {
    const ageMs = at.getTime() - one.at.getTime()
    const its = dayOf(one.at, zone)
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
const PAST_MAX = 50_000

/** What reached customers since an instant, in the order of time; welcomes are no part of it. */
export async function pastSince(tx: Tx, tenant: Pick<Tenant, 'id'>, since: Date): Promise<Past[]> {
  const rows = await tx.rows(sql<Past>`
    select person_id as "personId", carrier, purpose, sent_at as at, zone
    from channel.delivery
    where workspace_id = ${tenant.id}
      and planned_at >= ${since}
      and state = 'sent'
      and carrier <> 'wecom_welcome'
    order by planned_at desc
    limit ${PAST_MAX}
  `)
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime())
}
