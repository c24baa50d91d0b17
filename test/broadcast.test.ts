import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BroadcastPlan } from '../contract/broadcast.ts'
import { type AdvanceDeps, advanceBroadcast } from '../server/campaign/advance.ts'
import { cancelBroadcast, retryUnreached, wakeBroadcast } from '../server/campaign/deeds.ts'
import { makeBroadcast } from '../server/campaign/drafts.ts'
import { launchBroadcast } from '../server/campaign/launch.ts'
import { nobody, peopleOf } from '../server/campaign/people.ts'
import { findBroadcast } from '../server/campaign/standing.ts'
import { record } from '../server/channel/consent.ts'
import { hold, liftPause, pause, remindOfBroadcast } from '../server/channel/index.ts'
import {
  confirmAll,
  live,
  received,
  roundOf,
  startTown,
  type Town,
} from '../server/channel/sender.fixture.ts'
import { freeRules, setRules, type Who } from '../server/channel/world.fixture.ts'
import { newId } from '../server/kernel/index.ts'
import { sql, type TestDatabase, type Tx, testDatabase } from '../server/postgres/index.ts'
import { once, planOf, reached, sorted } from './broadcast.fixture.ts'

const HOUR = 3_600_000

let base: TestDatabase
let town: Town
/** Who is in the segment now. */
let segment: Who[]

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  town = await startTown(base)
  segment = []
})
afterEach(() => town?.stop())

const within = <T>(work: (tx: Tx) => Promise<T>) => town.db.inWorkspace(town.tenant.id, work)
const at = () => ({ tenant: town.tenant, now: town.clock.now(), real: town.clock.now() })

function depsOf(): AdvanceDeps {
  return {
    db: town.db,
    clock: town.clock,
    async *members() {
      yield segment.map(({ no }) => no).sort((a, b) => a - b)
    },
  }
}

async function launched(more: Partial<BroadcastPlan> = {}): Promise<string> {
  const by = { by: null, now: town.clock.now() }
  const id = await within((tx) =>
    makeBroadcast(tx, town.tenant, { name: '会员日', plan: planOf(more), ...by }),
  )
  const deed = { broadcastId: id, draftNo: 1, audience: segment.length, by: null, approvedBy: null }
  const done = await within((tx) => launchBroadcast(tx, at(), { ...deed, real: town.clock.now() }))
  expect(done.ok).toBe(true)
  return id
}

async function work(id: string, deps = depsOf()): Promise<void> {
  while (await advanceBroadcast(deps, town.tenant, id));
}

/** Lets everything go on, every associate confirming at once, until it has ended. */
async function toTheEnd(id: string, { confirms = true } = {}): Promise<void> {
  for (let round = 0; round < 12; round++) {
    await work(id)
    await live(town, { rounds: 3, stepMs: 5_000, confirms })
    if ((await standing(id)).state === 'ended') return
  }
}

async function standing(id: string) {
  const found = await within((tx) => findBroadcast(tx, at(), id))
  if (!found) throw new Error('no such broadcast')
  return found
}

const people = async (id: string) =>
  (await within((tx) => peopleOf(tx, town.tenant, [id]))).get(id) ?? nobody

async function controlOf(id: string): Promise<number[]> {
  const rows = await within((tx) =>
    tx.rows(sql<{ no: number }>`
      select customer_no as no from campaign.recipient
      where broadcast_id = ${id} and state = 'control' order by customer_no
    `),
  )
  return rows.map(({ no }) => no)
}

describe('who gets it', () => {
  test('everybody of the segment gets it once, through their own associate, but the control group', async () => {
    segment = [...(await town.friends(20)), ...(await town.friends(10, 'zhoumu'))]
    const control = { kind: 'holdout', share: 0.3, metric: 'buyers', windowDays: 14 } as const
    const id = await launched({ control })
    await toTheEnd(id)
    const held = await controlOf(id)
    expect(held.length).toBeGreaterThan(2)
    expect(sorted(await reached(town))).toEqual(
      once(segment.filter(({ no }) => !held.includes(no))),
    )
    expect(await people(id)).toEqual({
      ...nobody,
      audience: 30,
      control: held.length,
      sent: 30 - held.length,
    })
    expect((await standing(id)).state).toBe('ended')
  })

  test('who comes into the segment after the launch gets nothing: the audience is frozen', async () => {
    const before = await town.friends(6)
    segment = before
    const id = await launched({
      start: { kind: 'at', at: new Date(town.clock.now().getTime() + HOUR).toISOString() },
    })
    await work(id)
    expect((await standing(id)).state).toBe('waiting')
    segment = [...before, ...(await town.friends(4))]
    await toTheEnd(id)
    expect(await reached(town)).toEqual(new Map())
    town.move(HOUR)
    await toTheEnd(id)
    expect(sorted(await reached(town))).toEqual(once(before))
  })

  test('who opts out, is not to be disturbed or complains while it is being sent gets nothing', async () => {
    segment = await town.friends(9)
    const [outBefore, outLate, complains] = segment
    if (!outBefore || !outLate || !complains) throw new Error('nobody')
    const id = await launched({ purpose: 'promotion' })
    const refuse = (who: Who) =>
      within((tx) =>
        record(tx, town.tenant, {
          customerId: who.id,
          kind: 'opt_out',
          purpose: 'promotion',
          reason: '不想收',
          now: town.clock.now(),
          source: 'customer',
          by: null,
        }),
      )
    await refuse(outBefore)
    await work(id)
    // Planned, and not yet with WeCom.
    expect((await people(id)).onWay).toBe(8)
    await refuse(outLate)
    await within((tx) => hold(tx, at(), [{ id: newId(), customerId: complains.id }]))
    await toTheEnd(id)
    expect(sorted(await reached(town))).toEqual(once(segment.slice(3)))
  })

  test('two variants: each person gets one of them, and both are used', async () => {
    segment = await town.friends(30)
    const id = await launched({
      variants: [
        { id: 'a', share: 50, content: { text: '到店有礼' } },
        { id: 'b', share: 50, content: { text: '新品试用' } },
      ],
    })
    await toTheEnd(id)
    expect(sorted(await reached(town))).toEqual(once(segment))
    const texts = new Set([...received(town.sandbox).keys()].map((key) => key.split(' ')[1]))
    expect(texts).toEqual(new Set(['到店有礼', '新品试用']))
  })

  test('two of the audience who turn out to be one person get one message', async () => {
    segment = await town.friends(4)
    const [kept, gone] = segment
    if (!kept || !gone) throw new Error('nobody')
    const id = await launched({
      start: { kind: 'at', at: new Date(town.clock.now().getTime() + HOUR).toISOString() },
    })
    await work(id)
    await within((tx) =>
      tx.run(sql`update customer.customer set person_id = ${kept.id} where id = ${gone.id}`),
    )
    town.move(HOUR)
    await toTheEnd(id)
    const times = await reached(town)
    expect((times.get(kept.no) ?? 0) + (times.get(gone.no) ?? 0)).toBe(1)
    expect([...times.values()].reduce((sum, one) => sum + one, 0)).toBe(3)
    // WeCom itself would have sent one; the ledger is not to say that there were two.
    expect(await people(id)).toMatchObject({ audience: 4, sent: 3, unsent: 1 })
  })
})

describe('the machine', () => {
  test('wherever the worker dies, everybody gets it once', async () => {
    let points = 0
    for (let n = 1, died = true; died; n++) {
      const mine = await town.friends(5)
      segment = mine
      const before = await reached(town)
      const id = await launched()
      let left = n
      const point = () => {
        left -= 1
        if (left <= 0) throw new Error('dead')
      }
      const deps = depsOf()
      const mortal: AdvanceDeps = {
        ...deps,
        db: {
          ...deps.db,
          async inWorkspace(tenantId, step, options) {
            point()
            const value = await deps.db.inWorkspace(tenantId, step, options)
            point()
            return value
          },
        },
      }
      died = false
      try {
        await work(id, mortal)
      } catch {
        died = true
        points += 1
      }
      await toTheEnd(id)
      const now = await reached(town)
      for (const { no } of mine)
        expect([no, (now.get(no) ?? 0) - (before.get(no) ?? 0)]).toEqual([no, 1])
    }
    expect(points).toBeGreaterThan(8)
  })

  test('several workers at once send each person one message', async () => {
    segment = await town.friends(40)
    const id = await launched()
    await Promise.all(Array.from({ length: 4 }, () => work(id)))
    await toTheEnd(id)
    expect(sorted(await reached(town))).toEqual(once(segment))
  })

  test('launched twice is launched once', async () => {
    segment = await town.friends(3)
    const id = await launched()
    const deed = { broadcastId: id, draftNo: 1, audience: 3, by: null, approvedBy: null }
    const again = await within((tx) =>
      launchBroadcast(tx, at(), { ...deed, real: town.clock.now() }),
    )
    expect(again).toMatchObject({ ok: false, reason: 'launched' })
  })
})

describe('brakes', () => {
  test('while it is paused nothing is planned and nothing leaves; lifted, it goes on', async () => {
    segment = await town.friends(5)
    const id = await launched()
    const deed = { by: null, now: town.clock.now(), reason: '等一等' }
    const pauseId = await within((tx) =>
      pause(tx, town.tenant, { scope: 'broadcast', subject: id, ...deed }),
    )
    await toTheEnd(id)
    expect(await reached(town)).toEqual(new Map())
    expect(await people(id)).toMatchObject({ waiting: 5, onWay: 0 })
    await within((tx) => liftPause(tx, town.tenant, { id: pauseId, ...deed }))
    await within((tx) => wakeBroadcast(tx, at(), id))
    await toTheEnd(id)
    expect(sorted(await reached(town))).toEqual(once(segment))
  })

  test('called back, what associates have not confirmed is cancelled over there, and what was sent stays', async () => {
    const quick = await town.friends(4)
    const slow = await town.friends(6, 'zhoumu')
    segment = [...quick, ...slow]
    const id = await launched()
    await work(id)
    await roundOf(town.deps, town.tenant)
    const { deeds, world } = town.sandbox
    for (const { msgid, senders } of world.corp.tasks.values())
      if (senders.has('chenlan')) deeds.confirm(msgid, 'chenlan')
    await within((tx) =>
      cancelBroadcast(tx, at(), { broadcastId: id, by: null, reason: '价格写错了' }),
    )
    for (let round = 0; round < 6; round++) {
      await work(id)
      await live(town, { rounds: 4, stepMs: 5_000, confirms: false })
    }
    // Too late: there is nothing to confirm any more.
    confirmAll(town.sandbox)
    await toTheEnd(id)
    expect(sorted(await reached(town))).toEqual(once(quick))
    expect((await standing(id)).state).toBe('cancelled')
    expect(await people(id)).toMatchObject({ sent: 4, unsent: 6, onWay: 0 })
  })

  test('nothing leaves after its time, whenever an associate taps', async () => {
    segment = await town.friends(3)
    const id = await launched({ validHours: 2 })
    await work(id)
    await roundOf(town.deps, town.tenant)
    town.move(3 * HOUR)
    await toTheEnd(id, { confirms: false })
    confirmAll(town.sandbox)
    await toTheEnd(id)
    expect(await reached(town)).toEqual(new Map())
    expect((await standing(id)).state).toBe('ended')
  })
})

describe('afterwards', () => {
  test('only those of whom it is certain that they got nothing are tried anew', async () => {
    const quick = await town.friends(3)
    const slow = await town.friends(4, 'zhoumu')
    segment = [...quick, ...slow]
    const id = await launched({ validHours: 2 })
    await work(id)
    await roundOf(town.deps, town.tenant)
    const { deeds, world } = town.sandbox
    for (const { msgid, senders } of world.corp.tasks.values())
      if (senders.has('chenlan')) deeds.confirm(msgid, 'chenlan')
    await live(town, { rounds: 3, stepMs: 5_000, confirms: false })
    town.move(3 * HOUR)
    await toTheEnd(id, { confirms: false })
    // Of one of them nobody can vouch.
    const [doubtful] = slow
    await within((tx) =>
      tx.run(sql`
        update channel.delivery set state = 'parked', reason = null
        where broadcast_id = ${id} and customer_id = ${doubtful?.id ?? ''}
      `),
    )
    const retry = (people: number) =>
      within((tx) => retryUnreached(tx, at(), { broadcastId: id, people, validHours: 24 }))
    expect(await retry(2)).toMatchObject({ ok: false, reason: 'changed' })
    expect(await retry(3)).toMatchObject({ ok: true, value: 3 })
    expect(await retry(3)).toMatchObject({ ok: false })
    await toTheEnd(id)
    expect(sorted(await reached(town))).toEqual(once([...quick, ...slow.slice(1)]))
  })

  test('associates are reminded of what they have not confirmed, three times a day at most', async () => {
    segment = [...(await town.friends(2)), ...(await town.friends(2, 'zhoumu'))]
    const id = await launched()
    await work(id)
    await live(town, { rounds: 2, stepMs: 3_000, confirms: false })
    const { deeds, world, effects } = town.sandbox
    for (const { msgid, senders } of world.corp.tasks.values())
      if (senders.has('chenlan')) deeds.confirm(msgid, 'chenlan')
    await live(town, { rounds: 4, stepMs: 5_000, confirms: false })
    const remind = () =>
      remindOfBroadcast({ db: town.db, remoteOf: async () => town.remote }, town.tenant, {
        broadcastId: id,
        userid: null,
        by: null,
        real: town.clock.now(),
      })
    for (let n = 0; n < 3; n++) expect(await remind()).toMatchObject({ reminded: 1, tooOften: 0 })
    expect(await remind()).toMatchObject({ reminded: 0, tooOften: 1 })
    expect(effects.read().filter(({ kind }) => kind === 'task_reminded')).toHaveLength(3)
    town.move(25 * HOUR)
  })

  test('with quiet hours it waits for the morning', async () => {
    segment = await town.friends(3)
    await setRules(town.db, town.tenant, {
      ...freeRules,
      quietHours: { from: '09:00', to: '11:00' },
    })
    const id = await launched()
    await toTheEnd(id)
    expect(await reached(town)).toEqual(new Map())
    expect(await people(id)).toMatchObject({ waiting: 3 })
    town.move(2 * HOUR)
    await toTheEnd(id)
    expect(sorted(await reached(town))).toEqual(once(segment))
  })
})
