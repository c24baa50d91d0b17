import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultRules } from '../../contract/delivery.ts'
import type { JourneyPlan } from '../../contract/journey.ts'
import { planDeliveries, policyOf } from '../channel/index.ts'
import { addMs, dayOf, newId, seededChance } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import type { Heard } from './listen-step.ts'
import { filledByOthers } from './rehearsal-report.ts'
import { type Rehearsed, rehearse } from './rehearse.ts'
import {
  bought,
  DAY,
  HOUR,
  MORNING,
  planOf,
  send,
  type World,
  wait,
  worldIn,
} from './world.fixture.ts'

let base: TestDatabase
let past: Lived
beforeAll(async () => {
  base = await testDatabase()
  past = await livedThrough(7)
}, 180_000)
afterAll(() => base.drop())

const PEOPLE = 40
const DAYS = 30
const ASSOCIATES = ['chenlan', 'zhaomin', 'sunyi']
const MINUTE = 60_000
const ZONE = 'Asia/Shanghai'

/** The real mouth, and people who have added associates. */
async function townIn(seed: number): Promise<{ world: World; lived: Heard[] }> {
  const world = await worldIn(base.db, PEOPLE)
  world.deps.neighbours.planDeliveries = planDeliveries
  world.mouth.holds = (no) => no % 3 === 0
  await allowTasks(world, 1)
  const { people, tenant } = world
  await base.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into customer.follow (workspace_id, id, customer_id, userid, external_userid, started_at, confirmed_at)
      select ${tenant.id}, n.follow, n.id, n.userid, 'wm' || n.no, ${MORNING}, ${MORNING}
      from unnest(
        ${people.map(() => newId())}::uuid[],
        ${people.map(({ id }) => id)}::uuid[],
        ${people.map(({ no }) => ASSOCIATES[no % ASSOCIATES.length])}::text[],
        ${people.map(({ no }) => no)}::bigint[]
      ) as n (follow, id, userid, no)
    `),
  )
  // Some are known by name; the others lack what a message says of them.
  await base.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      update customer.customer
      set traits = '{"city": {"v": "杭州", "at": 1}}'
      where workspace_id = ${tenant.id}
        and no % 4 <> 0
    `),
  )
  return { world, lived: eventsOf(world, seed) }
}

/** An associate has time for so many tasks a day. */
async function allowTasks({ tenant, clock }: World, staffTasksPerDay: number): Promise<void> {
  const rules = { ...defaultRules, staffTasksPerDay }
  await base.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into channel.policy (workspace_id, no, rules, changed_at, changed_by, reason)
      values (${tenant.id}, 1, ${JSON.stringify(rules)}::jsonb, ${clock.now()}, null, '试试')
    `),
  )
}

/** What people do in thirty days, at any minute of the day. */
function eventsOf(world: World, seed: number): Heard[] {
  const chance = seededChance(seed)
  const names = ['cart.left', 'cart.left', 'link.opened', 'order.paid', 'follow.ended']
  const heard = Array.from({ length: 6 * PEOPLE }, (): Heard => {
    const person = world.people[Math.floor(chance.fraction() * PEOPLE)]
    const name = names[Math.floor(chance.fraction() * names.length)]
    if (!person || !name) throw new Error('chance went beyond the world')
    const minute = 1 + Math.floor(chance.fraction() * ((DAYS * DAY) / MINUTE - 2))
    const at = addMs(new Date(MORNING), minute * MINUTE)
    return { event: world.event(person, name, { at }), person }
  })
  // Everybody writes back once, each on another day.
  const replies = world.people.map((person, no): Heard => {
    const at = addMs(new Date(MORNING), (no % DAYS) * DAY + 5 * HOUR)
    return { event: world.event(person, 'message.replied', { at }), person }
  })
  return [...heard, ...replies].sort((a, b) => a.event.at.getTime() - b.event.at.getTime())
}

/** Lives through all of it with workers that never sleep: whatever is due is done at its minute, the rival's first. */
async function live(world: World, lived: readonly Heard[], journeys: readonly string[]) {
  const until = addMs(new Date(MORNING), DAYS * DAY)
  let at = 0
  for (;;) {
    const due = await nextDue(world)
    const happens = lived[at]?.event.at ?? null
    const next = !due || (happens && happens < due) ? happens : due
    if (!next || next > until) return
    world.clock.set(new Date(Math.ceil(next.getTime() / MINUTE) * MINUTE))
    for (let one = lived[at]; one && one.event.at <= world.clock.now(); one = lived[++at])
      await world.happen(one.event)
    for (const journey of journeys) await world.work(journey)
  }
}

async function nextDue(world: World): Promise<Date | null> {
  const { due } = await base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.one(sql<{ due: Date | null }>`select min(due_at) as due from journey.enrollment`),
  )
  return due
}

async function rehearsed(world: World, lived: Heard[], journeyId: string, plan: JourneyPlan) {
  const from = new Date(MORNING)
  const { rules } = await base.db.inWorkspace(world.tenant.id, (tx) => policyOf(tx, world.tenant))
  const history = { events: lived, letIn: [], taken: PEOPLE, of: PEOPLE }
  const until = addMs(from, DAYS * DAY)
  const onWay = async () => true
  const asked = { journeyId, plan, rules, from, until, history, onWay }
  const done = await rehearse(world.deps, world.tenant, asked)
  if (!done) throw new Error('the rehearsal was stopped')
  return done
}

/** What came of each step on each day, as lines that can be compared. */
const told = (some: readonly { step: string; outcome: string; detail: string; at: Date }[]) =>
  some
    .map(({ step, outcome, detail, at }) => `${dayOf(at, ZONE)} ${step} ${outcome} ${detail}`)
    .sort()

async function whatHappened(world: World, journeyId: string): Promise<string[]> {
  const rows = await base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.rows(sql<{ step: string; outcome: string; detail: string; at: Date }>`
      select step, outcome, detail, at
      from journey.passage
      where journey_id = ${journeyId}
    `),
  )
  return told(rows)
}

const whatWasRehearsed = ({ passages }: Rehearsed) =>
  told(passages.map(({ detail = '', ...one }) => ({ ...one, detail })))

/** Caps, quiet hours, tasks, arms, an event that is waited for, a name that some lack, a goal and an exit. */
const sop = planOf({
  entry: { kind: 'again', afterDays: 5 },
  goal: bought,
  exits: [{ kind: 'event', event: { name: 'follow.ended', where: [] } }],
  steps: [
    send('hello', { lateness: 'next_slot' }),
    wait('rest', 6, 'hours'),
    {
      kind: 'wait_event',
      id: 'opens',
      lane: 'main',
      name: '',
      event: { name: 'link.opened', where: [] },
      within: { amount: 2, unit: 'days' },
    },
    send('thanks', { lane: 'opens.heard', content: { text: '{{ customer.city }}的朋友，谢谢' } }),
    {
      kind: 'staff_task',
      id: 'call',
      lane: 'opens.silent',
      name: '',
      purpose: 'promotion',
      content: { text: '好久不见' },
      validHours: 48,
      lateness: 'send_late',
    },
    {
      kind: 'branch',
      id: 'worth',
      lane: 'main',
      name: '',
      arms: [{ id: 'high', name: '', tree: { kind: 'identity', has: 'phone' } }],
    },
    send('gift', { lane: 'worth.high' }),
    {
      kind: 'wait_until',
      id: 'ten',
      lane: 'main',
      name: '',
      time: '10:00',
      afterDays: 1,
      weekdays: [],
    },
    send('last', { purpose: 'promotion', validHours: 24, lateness: 'skip' }),
    {
      kind: 'wait_reply',
      id: 'writes',
      lane: 'main',
      name: '',
      within: { amount: 1, unit: 'days' },
    },
    { kind: 'loop', id: 'more', lane: 'writes.silent', name: '', to: 'ten', times: 2 },
  ],
})
/** Another plan that wants the same people. */
const rival = planOf({
  entry: { kind: 'again', afterDays: 3 },
  steps: [wait('short', 2, 'hours'), send('offer', { validHours: 96, lateness: 'next_slot' })],
})

type Lived = {
  world: World
  lived: Heard[]
  journey: string
  other: string
  happened: string[]
}

async function livedThrough(seed: number): Promise<Lived> {
  const { world, lived } = await townIn(seed)
  const other = await world.launch(rival)
  const journey = await world.launch(sop)
  await live(world, lived, [other, journey])
  return { world, lived, journey, other, happened: await whatHappened(world, journey) }
}

test('a rehearsal says what then really happened, message for message and day for day', async () => {
  const { world, lived, journey, happened } = past
  const done = await rehearsed(world, lived, journey, sop)
  expect(happened.length).toBeGreaterThan(150)
  for (const reason of ['cap_overall', 'missing_variable', 'staff_busy'])
    expect(
      done.tried.some((one) => one.outcome !== 'planned' && one.reason === reason),
      reason,
    ).toBe(true)
  expect(whatWasRehearsed(done)).toEqual(happened)
  const entered = await world.inside(journey)
  expect(done.riders.map(({ leftReason }) => leftReason).sort()).toEqual(
    entered.map(({ leftReason }) => leftReason).sort(),
  )
})

test('a rehearsal leaves nothing behind: no message, no slot, nobody inside', async () => {
  const { world, lived } = await townIn(3)
  const count = () =>
    base.db.inWorkspace(world.tenant.id, (tx) =>
      tx.one(sql<Record<string, number>>`
        select (select count(*) from channel.delivery) as deliveries,
               (select count(*) from channel.person) as people,
               (select count(*) from channel.message) as messages,
               (select count(*) from journey.enrollment) as inside,
               (select count(*) from journey.passage) as passages,
               (select count(*) from event.inbox) as told
      `),
    )
  const before = await count()
  const done = await rehearsed(world, lived, newId(), sop)
  expect(done.tried.filter(({ outcome }) => outcome === 'planned').length).toBeGreaterThan(30)
  expect(await count()).toEqual(before)
  expect(world.mouth.tagged).toEqual([])
})

test('caps that other plans fill are told apart from those that the draft fills itself', async () => {
  const { world, lived, journey } = past
  const done = await rehearsed(world, lived, journey, sop)
  const full = (some: Rehearsed) =>
    some.tried.filter((one) => one.outcome !== 'planned' && one.reason === 'cap_overall')
  const byOthers = filledByOthers(done.tried, full(done))
  expect(byOthers.length).toBeGreaterThan(0)
  // Where nobody else writes to these people, whatever is full is full of the draft's own.
  const quiet = await townIn(7)
  const alone = await rehearsed(quiet.world, quiet.lived, newId(), sop)
  expect(full(alone).length).toBeGreaterThan(0)
  expect(filledByOthers(alone.tried, full(alone))).toEqual([])
})
