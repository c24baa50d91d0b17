import { afterAll, beforeAll, expect, test } from 'vitest'
import { type JourneyPlan, journeyPlan } from '../contract/journey.ts'
import { mortal } from '../server/channel/mortal.fixture.ts'
import { confirmAll, roundOf, startTown, type Town } from '../server/channel/sender.fixture.ts'
import { freeRules, setRules, type Who } from '../server/channel/world.fixture.ts'
import { admitWaiting } from '../server/journey/admission.ts'
import { advance } from '../server/journey/advance.ts'
import { makeJourney } from '../server/journey/journeys.ts'
import { type Neighbours, neighbours } from '../server/journey/neighbours.ts'
import { publish } from '../server/journey/publish.ts'
import { newId } from '../server/kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../server/postgres/index.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Everything stands still for so long. */
const OUTAGE_MS = 24 * HOUR_MS
/** How the days after the restart are lived: often enough that nothing waits for the drill itself. */
const STEP_MS = 10 * MINUTE_MS
const AFTER_MS = 50 * HOUR_MS
/** Where the process dies: a task is made over there, and nobody heard of it. */
const DEATH_AT = 17

let base: TestDatabase
let town: Town
beforeAll(async () => {
  base = await testDatabase()
  town = await startTown(base)
})
afterAll(async () => {
  await town?.stop()
  await base?.drop()
})

/** Written at once; due three hours on; due five hours on but worth nothing six hours later. */
const plans = {
  at_once: [send('hello', '早上好', {})],
  send_late: [rest(), send('late', '补给您', { lateness: 'send_late' })],
  skip: [rest(), send('skip', '只在当时', { lateness: 'skip' })],
  next_slot: [rest(), send('slot', '改天同一时间', { lateness: 'next_slot' })],
  short_lived: [rest(), send('short', '过时不候', { lateness: 'send_late', validHours: 6 })],
} as const
type Kind = keyof typeof plans

function send(id: string, text: string, more: object) {
  return { kind: 'send', id, purpose: 'service', content: { text }, validHours: 72, ...more }
}

function rest() {
  return { kind: 'wait', id: 'rest', for: { amount: 3, unit: 'hours' } }
}

function planOf(kind: Kind): JourneyPlan {
  return journeyPlan.parse({
    triggers: [{ kind: 'segment', segmentId: newId() }],
    entry: { kind: 'once' },
    goal: null,
    exits: [],
    control: { kind: 'none', reason: '演练' },
    steps: plans[kind],
  })
}

/** The doors downstairs as they are; the segment is everybody. */
function doors(people: readonly Who[]): Neighbours {
  const away = { rows: async () => [] }
  return {
    ...neighbours({ db: base.db, clickhouse: away, predictionsOf: async () => null }),
    async *members() {
      yield people.map(({ no }) => no).sort((a, b) => a - b)
    },
  }
}

async function launch(kind: Kind, next: Neighbours): Promise<string> {
  const { tenant, clock } = town
  return base.db.inWorkspace(tenant.id, async (tx) => {
    const now = clock.now()
    const journeyId = await makeJourney(tx, tenant.id, {
      name: kind,
      plan: planOf(kind),
      by: null,
      now,
    })
    const done = await publish(tx, { tenant, now }, next, {
      journeyId,
      draftNo: 1,
      withThoseInside: true,
      audience: 0,
      by: null,
      approvedBy: null,
      at: now,
    })
    if (!done.ok) throw new Error(done.reason)
    return journeyId
  })
}

type Received = { text: string; externalUserId: string; at: Date }

function received(): Received[] {
  return town.sandbox.effects
    .read()
    .flatMap((effect) =>
      effect.kind === 'mass_received'
        ? [{ text: effect.text, externalUserId: effect.externalUserId, at: effect.at }]
        : [],
    )
}

const dayInShanghai = (at: Date) => new Date(at.getTime() + 8 * HOUR_MS).toISOString().slice(0, 10)
const hourInShanghai = (at: Date) => new Date(at.getTime() + 8 * HOUR_MS).getUTCHours()

test('a day without anybody at work: each step by its own rule, nothing after its end, nothing twice, and no cap is broken by the catching up', async () => {
  const { tenant, clock, db, deps } = town
  await setRules(db, tenant, {
    ...freeRules,
    quietHours: { from: '22:00', to: '08:00' },
    caps: { ...freeRules.caps, overall: { day: 1, week: null, month: null } },
  })
  const people = [...(await town.friends(6)), ...(await town.friends(5, 'zhoumu'))]
  const next = doors(people)
  const journeyIds: string[] = []
  for (const kind of ['at_once', 'send_late', 'skip', 'next_slot', 'short_lived'] as const)
    journeyIds.push(await launch(kind, next))
  const journeyDeps = { db, clock, log: deps.log, neighbours: next }
  const walk = async () => {
    for (const id of journeyIds) {
      while (await admitWaiting(journeyDeps, tenant, id));
      while ((await advance(journeyDeps, tenant, id)) > 0);
    }
  }
  await walk()
  const stopsAt = clock.now()
  // The power goes while the first messages are being handed over. What is on the wire arrives all the same.
  const onTheWire: Promise<unknown>[] = []
  const addMessageTask: Town['remote']['addMessageTask'] = (task) => {
    const answer = town.remote.addMessageTask(task)
    onTheWire.push(answer)
    return answer
  }
  const dying = mortal(deps, { ...town.remote, addMessageTask }, DEATH_AT)
  await roundOf(dying.deps, tenant).catch(() => undefined)
  await Promise.allSettled(onTheWire)
  expect(dying.hasDied()).toBe(true)
  town.move(4 * HOUR_MS)
  // WeCom goes on: whoever has a task confirms it in the afternoon.
  confirmAll(town.sandbox)
  town.move(OUTAGE_MS - 4 * HOUR_MS)
  // What had been handed over before the stop reached people meanwhile, whether we heard of it or not.
  expect(received().length).toBeGreaterThan(0)
  for (let lived = 0; lived < AFTER_MS; lived += STEP_MS) {
    await walk()
    for (let round = 0; round < 3; round++) await roundOf(deps, tenant)
    confirmAll(town.sandbox)
    town.move(STEP_MS)
  }
  const all = received()
  const of = (text: string) => all.filter((one) => one.text === text)

  // Each by its rule.
  expect(of('补给您').length).toBeGreaterThan(0)
  expect(of('只在当时')).toEqual([])
  expect(of('过时不候')).toEqual([])
  const slot = of('改天同一时间')
  expect(slot.length).toBeGreaterThan(0)
  // Due at 13:00; whoever slept through it is written to at that hour or, when the day was full, on a later one.
  for (const { at } of slot) {
    expect(at.getTime()).toBeGreaterThanOrEqual(stopsAt.getTime() + 27 * HOUR_MS)
  }
  // Nothing twice.
  const keys = all.map(({ text, externalUserId }) => `${externalUserId} ${text}`)
  expect(keys).toHaveLength(new Set(keys).size)
  // No cap, no night.
  const days = all.map(({ externalUserId, at }) => `${externalUserId} ${dayInShanghai(at)}`)
  expect(days).toHaveLength(new Set(days).size)
  expect(all.filter(({ at }) => hourInShanghai(at) >= 22 || hourInShanghai(at) < 8)).toEqual([])
  // Nothing after its end, and nobody is left on the way.
  const { lateOnes, open, travelling } = await db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<{ lateOnes: number; open: number; travelling: number }>`
      select
        (select count(*)::int from channel.delivery where sent_at > not_after) as "lateOnes",
        (
          select count(*)::int from channel.delivery
          where state not in ('sent', 'skipped', 'expired', 'failed', 'cancelled')
        ) as open,
        (select count(*)::int from journey.enrollment where state <> 'left') as travelling
    `),
  )
  expect({ lateOnes, open, travelling }).toEqual({ lateOnes: 0, open: 0, travelling: 0 })
  const stuck = await db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ why: string }>`select why from journey.stuck`),
  )
  expect(stuck).toEqual([])
}, 300_000)
