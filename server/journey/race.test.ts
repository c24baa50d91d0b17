import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultRules, type PolicyRules } from '../../contract/delivery.ts'
import { planDeliveries } from '../channel/index.ts'
import { createLog, newId, seededChance } from '../kernel/index.ts'
import { openDatabase, sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { advance } from './advance.ts'
import { MORNING, send, type World, worldIn } from './world.fixture.ts'

const SOPS = 50
const PEOPLE = 30
const WORKERS = 6
const CAP = 2
const A_MOMENT_MS = 2_000

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

/** The real mouth, people with an associate each, and two messages a day at most. */
async function townIn(): Promise<World> {
  const world = await worldIn(base.db, PEOPLE)
  world.deps.neighbours.planDeliveries = planDeliveries
  const { people, tenant, clock } = world
  const free = { day: null, week: null, month: null }
  const rules: PolicyRules = {
    ...defaultRules,
    caps: {
      ...defaultRules.caps,
      overall: { ...free, day: CAP },
      carrier: { ...defaultRules.caps.carrier, wecom_mass: free },
    },
    unansweredMax: 0,
    wecomQuota: 'month_days',
  }
  await base.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into customer.follow (workspace_id, id, customer_id, userid, external_userid, started_at, confirmed_at)
      select ${tenant.id}, n.follow, n.id, 'chenlan', 'wm' || n.no, ${MORNING}, ${MORNING}
      from unnest(
        ${people.map(() => newId())}::uuid[],
        ${people.map(({ id }) => id)}::uuid[],
        ${people.map(({ no }) => no)}::bigint[]
      ) as n (follow, id, no)
    `)
    await tx.run(sql`
      insert into channel.policy (workspace_id, no, rules, changed_at, changed_by, reason)
      values (${tenant.id}, 1, ${JSON.stringify(rules)}::jsonb, ${clock.now()}, null, '试试')
    `)
  })
  return world
}

async function launchSome(world: World, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++)
    ids.push(await world.launch({ steps: [send('hello', { lateness: 'skip' })] }))
  return ids
}

/** Each worker has its own connections and takes the SOPs in an order of its own; whoever is held by another is asked again. */
async function race(world: World, journeys: readonly string[]): Promise<void> {
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  const log = createLog('test', 'silent')
  const db = await openDatabase(base.url, { log, role: 'liuyuan_app', maxConnections: WORKERS })
  const deps = { ...world.deps, db }
  const worker = async (seed: number) => {
    const chance = seededChance(seed)
    const order = journeys
      .map((id) => ({ id, place: chance.fraction() }))
      .sort((a, b) => a.place - b.place)
    for (const { id } of order) while ((await advance(deps, world.tenant, id)) > 0);
  }
  for (let round = 0; (await stillInside(world)) > 0; round++) {
    if (round > SOPS) throw new Error('people are still inside')
    await Promise.all(Array.from({ length: WORKERS }, (_, seed) => worker(seed + round)))
    world.clock.advanceMs(A_MOMENT_MS)
  }
  await db.close()
}

const within = <T>(world: World, work: Parameters<typeof base.db.inWorkspace<T>>[1]) =>
  base.db.inWorkspace(world.tenant.id, work)

async function stillInside(world: World): Promise<number> {
  const { inside } = await within(world, (tx) =>
    tx.one(sql<{ inside: number }>`
      select count(*)::int as inside from journey.enrollment where state <> 'left'
    `),
  )
  return inside
}

/** By the record of deliveries: how many hold a place, of each person. */
function places(world: World): Promise<{ no: number; places: number }[]> {
  return within(world, (tx) =>
    tx.rows(sql<{ no: number; places: number }>`
      select customer_no as no, count(*)::int as places
      from channel.delivery
      where workspace_id = ${world.tenant.id}
        and slot_on is not null
        and state not in ('skipped', 'cancelled')
      group by customer_no
      order by customer_no
    `),
  )
}

test('fifty SOPs race for the same people: nobody gets more than the cap, everybody is decided, and what nobody knows the fate of holds its place', async () => {
  const world = await townIn()
  const first = await launchSome(world, SOPS / 2)
  await race(world, first)
  const everybody = world.people.map(({ no }) => ({ no, places: CAP }))
  expect(await places(world)).toEqual(everybody)
  // WeCom did not answer: nobody can say whether these left.
  await within(world, (tx) =>
    tx.run(sql`update channel.delivery set state = 'unknown' where state = 'planned'`),
  )
  const second = await launchSome(world, SOPS / 2)
  await race(world, second)
  expect(await places(world)).toEqual(everybody)
  const { decided, refused } = await within(world, (tx) =>
    tx.one(sql<{ decided: number; refused: number }>`
      select count(*)::int as decided, count(*) filter (where outcome = 'skipped')::int as refused
      from journey.passage
    `),
  )
  // The second half met whom the first half had let in as well: an SOP lets each in once.
  expect(decided).toBe(SOPS * PEOPLE)
  expect(refused).toBe(SOPS * PEOPLE - CAP * PEOPLE)
})
