import { riverState } from '../server/event/index.ts'
import { sleep } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import type { Town } from './kill-loop-town.ts'
import { CAP, type Journeys, type Traveller } from './kill-loop-travellers.ts'

const LOOK_MS = 500
const DRAIN_MS = 600_000

/** What became of everybody, by the ledger and by the pretend WeCom's own log. Each list should be empty. */
export type TravelVerdict = {
  /** Received the same words twice. */
  twice: string[]
  /** Their event was acknowledged, and yet they are not in the journey, or stand before a step that leaves no trace. */
  lost: string[]
  /** The ledger says sent and the log does not, or the other way round. */
  untold: string[]
  /** Of the control group, and reached. */
  heldButReached: string[]
  /** Received more than the cap allows. */
  overCap: string[]
  received: number
  tasks: number
  control: number
  /** Refused because of the cap. */
  capped: number
  /** Calls after which nobody knew, or which were refused, or whose process died. */
  lies: number
  parked: number
}

type Open = { travelling: number; deliveries: number; calls: number }

/** Waits until nothing is under way any more. @throws Error with what is left. */
export async function untilDrained({ base, tenant }: Town, journeys: Journeys): Promise<void> {
  const ids = [journeys.wake, journeys.tip]
  let seen = ''
  for (let waitedMs = 0; waitedMs < DRAIN_MS; waitedMs += LOOK_MS) {
    const left = await base.db.inWorkspace(tenant.id, async (tx) => {
      const { lanes, unlanded, unreacted } = await riverState(tx, tenant)
      const open = await tx.one(sql<Open>`
        select
          (
            select count(*)::int
            from journey.enrollment
            where journey_id = any(${ids}::uuid[])
              and state in ('timer', 'listening')
          ) as travelling,
          (
            select count(*)::int
            from channel.delivery
            where state in ('planned', 'claimed', 'sending', 'handed', 'unknown')
          ) as deliveries,
          (
            select count(*)::int
            from channel.remote_call
            where state in ('sending', 'open', 'unknown')
          ) as calls
      `)
      return { ...open, river: lanes.length + unlanded + unreacted }
    })
    seen = JSON.stringify(left)
    if (Object.values(left).every((count) => count === 0)) return
    await sleep(LOOK_MS)
  }
  throw new Error(`it did not drain: ${seen}`)
}

type Step = {
  customerId: string
  externalUserid: string | null
  step: string
  passage: string | null
  /** Why it was refused before it came to the ledger. */
  detail: string | null
  state: string | null
  reason: string | null
  text: string | null
}

type Ledger = {
  steps: Step[]
  controls: { customerId: string }[]
  entered: { customerId: string; times: number }[]
  calls: { tasks: number; lies: number; parked: number }
}

function ledgerOf({ base, tenant }: Town, journeys: Journeys): Promise<Ledger> {
  const ids = [journeys.wake, journeys.tip]
  return base.db.inWorkspace(tenant.id, async (tx) => ({
    // Every send step that an enrolled person has to come by, with what is written of it.
    steps: await tx.rows(sql<Step>`
      select e.customer_id as "customerId", d.external_userid as "externalUserid", s.step, p.outcome as passage, p.detail,
             d.state, d.reason, m.text
      from journey.enrollment e
      join (values (${journeys.wake}::uuid, 'hello'), (${journeys.wake}::uuid, 'again'), (${journeys.tip}::uuid, 'tip'))
        as s (journey_id, step)
        on s.journey_id = e.journey_id
      left join journey.passage p
        on p.workspace_id = e.workspace_id
        and p.enrollment_id = e.id
        and p.step = s.step
      left join channel.delivery d
        on d.workspace_id = e.workspace_id
        and d.id = p.ref
      left join channel.message m
        on m.workspace_id = d.workspace_id
        and m.id = d.message_id
      where e.left_reason is distinct from 'measured'
        and e.state <> 'control'
    `),
    controls: await tx.rows(sql<{ customerId: string }>`
      select customer_id as "customerId"
      from experiment.assignment
      where experiment_id = ${journeys.experimentOfWake}
        and is_control
    `),
    entered: await tx.rows(sql<{ customerId: string; times: number }>`
      select customer_id as "customerId", count(*)::int as times
      from journey.enrollment
      where journey_id = any(${ids}::uuid[])
      group by customer_id
    `),
    calls: await tx.one(sql<{ tasks: number; lies: number; parked: number }>`
      select count(*)::int as tasks, count(*) filter (where errmsg is not null)::int as lies,
             count(*) filter (where state = 'parked')::int as parked
      from channel.remote_call
    `),
  }))
}

/** Holds the ledger and the journeys to the pretend WeCom's own log. */
export async function judgeTravels(
  town: Town,
  journeys: Journeys,
  people: readonly Traveller[],
): Promise<TravelVerdict> {
  const { steps, controls, entered, calls } = await ledgerOf(town, journeys)
  const times = receivedBy(town.sandbox.effects.read())
  const inBoth = new Map(entered.map((one) => [one.customerId, one.times]))
  const sent = new Set(
    steps
      .filter(({ state }) => state === 'sent')
      .map(({ externalUserid, text }) => `${externalUserid} ${text}`),
  )
  const externalOf = new Map(people.map(({ id, externalUserid }) => [id, externalUserid]))
  const perPerson = new Map<string, number>()
  for (const [key, n] of times) {
    const [who = ''] = key.split(' ')
    perPerson.set(who, (perPerson.get(who) ?? 0) + n)
  }
  const wakeTexts = new Set(
    steps.filter(({ step }) => step !== 'tip').flatMap(({ text }) => text ?? []),
  )
  const held = controls.map(({ customerId }) => externalOf.get(customerId) ?? customerId)
  return {
    twice: [...times].filter(([, n]) => n > 1).map(([key]) => key),
    lost: [
      ...people
        .filter(({ id }) => inBoth.get(id) !== 2)
        .map(({ userId }) => `${userId} not in both`),
      ...steps.filter(isWithoutTrace).map(({ customerId, step }) => `${customerId} at ${step}`),
    ],
    untold: [
      ...[...sent].filter((key) => !times.has(key)).map((key) => `${key} was not received`),
      ...[...times.keys()]
        .filter((key) => !sent.has(key))
        .map((key) => `${key} is not in the ledger`),
    ],
    heldButReached: held.flatMap((who) =>
      [...wakeTexts].map((text) => `${who} ${text}`).filter((key) => times.has(key)),
    ),
    overCap: [...perPerson].filter(([, n]) => n > CAP).map(([who, n]) => `${who} ${n}`),
    received: times.size,
    control: held.length,
    capped: steps.filter(({ detail, reason }) => [detail, reason].includes('cap_carrier')).length,
    ...calls,
  }
}

const FINAL = new Set(['sent', 'failed', 'skipped', 'expired', 'cancelled'])

/** Neither refused on the way nor ended in the ledger. */
function isWithoutTrace({ passage, state }: Step): boolean {
  if (passage === 'skipped') return false
  return passage !== 'planned' || state === null || !FINAL.has(state)
}

function receivedBy(effects: ReturnType<Town['sandbox']['effects']['read']>): Map<string, number> {
  const times = new Map<string, number>()
  for (const effect of effects) {
    if (effect.kind !== 'mass_received') continue
    const key = `${effect.externalUserId} ${effect.text}`
    times.set(key, (times.get(key) ?? 0) + 1)
  }
  return times
}
