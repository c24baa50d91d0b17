import { type JourneyPlan, journeyPlan } from '../contract/journey.ts'
import type { SegmentNode } from '../contract/segment.ts'
import { doorOf } from '../demo/door.ts'
import { connect, streetOf } from '../demo/sandbox.ts'
import {
  type CrowdTruth,
  crowdBuys,
  type Effect,
  type Purchase,
  type Sandbox,
  trueEffect,
} from '../sandbox/index.ts'
import { predictionsOf } from '../server/app/predictions.ts'
import { riverState } from '../server/event/index.ts'
import { newestFit } from '../server/insight/index.ts'
import { neighbours } from '../server/journey/index.ts'
import { end, makeJourney } from '../server/journey/journeys.ts'
import { publish } from '../server/journey/publish.ts'
import { idFrom, newId, sleep, type Tenant } from '../server/kernel/index.ts'
import { sql, type Tx } from '../server/postgres/index.ts'
import { members } from '../server/segment/index.ts'
import { changeWorkspace, getWorkspace } from '../server/staff/index.ts'
import type { House, Resident } from './house.fixture.ts'

const LOOK_MS = 200
const LOOKS_MAX = 3_000

/** Looks again and again until there is something. @throws Error with what was waited for. */
export async function until<T>(what: string, look: () => Promise<T | null | false>): Promise<T> {
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const seen = await look()
    if (seen) return seen
    await sleep(LOOK_MS)
  }
  throw new Error(`it did not come to pass: ${what}`)
}

/** Connects the brand to a pretend WeCom as its owner would. */
export async function connectCorp(house: House, brand: Resident, sandbox: Sandbox): Promise<void> {
  await connect(
    doorOf(house.url, { cookie: await brand.signIn() }),
    streetOf(sandbox.url),
    house.url,
  )
}

/** Everything that the loop is asked to do in one workspace, through the doors of the rooms where HTTP has none yet. */
export type Loop = {
  rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]>
  /** Waits until nothing waits in the river: all applied, landed and reacted to. */
  settled(): Promise<void>
  /** Whether the nightly analysis has been finished once. */
  isFitted(): Promise<boolean>
  /** Keeps a group of people up. @returns its id, once it was computed. */
  segment(name: string, tree: SegmentNode): Promise<{ id: string; size: number }>
  /** Launches an SOP; the same name divides the same people the same way in every run. */
  launch(name: string, plan: object): Promise<Sop>
  end(sop: Sop): Promise<void>
  /** Moves the day of the workspace and of the pretend WeCom. */
  moveTo(at: Date): Promise<void>
  people(sop: Sop): Promise<Enrolled[]>
  /** How WeCom calls the first `most` members of a segment. */
  externalUserids(segmentId: string, most: number): Promise<string[]>
}
export type Sop = { journeyId: string; experimentId: string }
export type Enrolled = {
  memberNo: string
  externalUserid: string
  isControl: boolean
  state: string | null
}

export function loopOf(house: House, { tenant }: Resident, sandbox: Sandbox): Loop {
  const { deps } = house
  const within = <T>(work: (tx: Tx) => Promise<T>) => deps.db.inWorkspace(tenant.id, work)
  const rows: Loop['rows'] = (statement) => within((tx) => tx.rows(statement))
  return {
    rows,
    async settled() {
      await until('the river rests', async () => {
        const { lanes, unlanded, unreacted } = await within((tx) => riverState(tx, tenant))
        return lanes.length === 0 && unlanded === 0 && unreacted === 0
      })
    },
    isFitted: async () => (await within((tx) => newestFit(tx, tenant))) !== null,
    async segment(name, tree) {
      const id = newId()
      await within((tx) => makeSegment(tx, tenant, { id, name, tree, now: deps.clock.now() }))
      const size = await until(`${name} was computed`, async () => {
        const [found] = await rows(
          sql<{ size: number | null }>`select size from segment.segment where id = ${id}`,
        )
        return found?.size ?? null
      })
      return { id, size }
    },
    async launch(name, plan) {
      return launch(house, await getWorkspace(deps.db, tenant.id), name, journeyPlan.parse(plan))
    },
    async end({ journeyId: id }) {
      const asked = { id, mode: 'finish', reason: '到期', by: null, now: deps.clock.now() } as const
      await within((tx) => end(tx, tenant.id, asked))
    },
    async moveTo(at) {
      sandbox.world.clock.set(at, true)
      await within((tx) => changeWorkspace(tx, tenant.id, { clockAt: at }))
      // The list of workspaces is believed for a second.
      await sleep(1_100)
    },
    people: ({ experimentId, journeyId }) => within((tx) => enrolled(tx, experimentId, journeyId)),
    async externalUserids(segmentId, most) {
      const all: number[] = []
      for await (const page of members(deps, tenant, segmentId)) all.push(...page)
      const found = await rows(sql<{ id: string }>`
        select i.value as id
        from customer.customer c
        join customer.identity i
          on i.workspace_id = c.workspace_id
          and i.customer_id = c.id
          and i.kind = 'external_userid'
        where c.no = any(${all.slice(0, most)}::bigint[])
        order by c.no
      `)
      return found.map(({ id }) => id)
    },
  }
}

type NewSegment = { id: string; name: string; tree: SegmentNode; now: Date }

async function makeSegment(tx: Tx, tenant: Tenant, { id, name, tree, now }: NewSegment) {
  await tx.run(sql`
    insert into segment.segment (workspace_id, id, name, state, tree, created_at, changed_at, live_since)
    values (${tenant.id}, ${id}, ${name}, 'live', ${JSON.stringify(tree)}::jsonb, ${now}, ${now}, ${now})
  `)
  await tx.run(sql`
    insert into segment.refresh (workspace_id, stale_since)
    values (${tenant.id}, ${now})
    on conflict (workspace_id) do update
    set stale_since = excluded.stale_since
  `)
}

async function launch(
  { deps }: House,
  tenant: Tenant,
  name: string,
  plan: JourneyPlan,
): Promise<Sop> {
  const now = tenant.clockAt ?? deps.clock.now()
  const real = neighbours({ ...deps, predictionsOf: predictionsOf(deps) })
  // An experiment's id divides its people, so it comes from the name.
  const experimentId = idFrom('the loop', name)
  const begin: typeof real.begin = async (tx, scope, asked) => {
    const made = await real.begin(tx, scope, asked)
    await tx.run(sql`update experiment.experiment set id = ${experimentId} where id = ${made}`)
    return experimentId
  }
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const by = { by: null, now }
    const journeyId = await makeJourney(tx, tenant.id, { name, plan, ...by })
    const done = await publish(
      tx,
      { tenant, now },
      { begin },
      {
        journeyId,
        draftNo: 1,
        withThoseInside: true,
        audience: 0,
        by: null,
        approvedBy: null,
        at: deps.clock.now(),
      },
    )
    if (!done.ok) throw new Error(`${name}: ${done.reason}`)
    return { journeyId, experimentId }
  })
}

/** Everybody who was divided, by member number, with what became of their message. */
function enrolled(tx: Tx, experimentId: string, journeyId: string): Promise<Enrolled[]> {
  return tx.rows(sql<Enrolled>`
    select m.value as "memberNo", e.value as "externalUserid", a.is_control as "isControl", d.state
    from experiment.assignment a
    join customer.identity m
      on m.workspace_id = a.workspace_id
      and m.customer_id = a.customer_id
      and m.kind = 'member_no'
    join customer.identity e
      on e.workspace_id = a.workspace_id
      and e.customer_id = a.customer_id
      and e.kind = 'external_userid'
    left join channel.delivery d
      on d.workspace_id = a.workspace_id
      and d.journey_id = ${journeyId}
      and d.customer_id = a.customer_id
    where a.experiment_id = ${experimentId}
    order by m.value
  `)
}

/** What the crowd buys after a message, and the true effect of the message on these very people. */
export function crowdAfter(
  people: readonly Enrolled[],
  received: ReadonlyMap<string, number>,
  { seed, truth, from }: { seed: number; truth: CrowdTruth; from: Date },
) {
  const reachedIds = people.filter(({ externalUserid }) => received.has(externalUserid))
  const members = people.map(({ memberNo, externalUserid }) => ({
    id: memberNo,
    isReached: received.has(externalUserid),
    from,
  }))
  const treated = people.filter(({ isControl }) => !isControl).length
  const ids = people.map(({ memberNo }) => memberNo)
  return {
    purchases: crowdBuys(seed, truth, members),
    effect: trueEffect(seed, truth, ids, reachedIds.length / Math.max(1, treated)),
  }
}

/** Associates tap whatever they were given to send. */
export function confirmAll({ world, deeds }: Sandbox): void {
  for (const { msgid, senders } of world.corp.tasks.values())
    for (const userid of senders.keys()) deeds.confirm(msgid, userid)
}

/** A shop tells of its orders, of people whom it knows by their member number. */
export function tellOrders(
  { url }: House,
  brand: Resident,
  purchases: readonly Purchase[],
  currency: string,
): Promise<void> {
  return doorOf(url, brand).track(
    purchases.map(({ id, at, amount, orderNo }) => ({
      type: 'track',
      messageId: orderNo,
      userId: id,
      event: 'Order Completed',
      timestamp: at.toISOString(),
      context: { traits: { member_no: id } },
      properties: { order_id: orderNo, revenue: amount / 100, currency },
    })),
  )
}

/** How often each contact received a text, by the pretend WeCom's own log. */
export function timesReceived(effects: readonly Effect[], text: string): Map<string, number> {
  const times = new Map<string, number>()
  for (const effect of effects) {
    if (effect.kind !== 'mass_received' || effect.text !== text) continue
    times.set(effect.externalUserId, (times.get(effect.externalUserId) ?? 0) + 1)
  }
  return times
}
