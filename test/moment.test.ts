import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { newMoment } from '../contract/moment.ts'
import { noFaults, SANDBOX_CORP, SANDBOX_SECRET } from '../sandbox/index.ts'
import { type MomentDeps, momentStep } from '../server/campaign/moment-step.ts'
import {
  cancelMoment,
  findMoment,
  makeMoment,
  postersOf,
  reactionsOf,
} from '../server/campaign/moment-store.ts'
import { startTown, type Town } from '../server/channel/sender.fixture.ts'
import { inOwnIds } from '../server/corp/own-ids.ts'
import { type TestDatabase, type Tx, testDatabase } from '../server/postgres/index.ts'
import { createWecom, tokensInMemory } from '../wecom/index.ts'

const TEXT = '秋冬换季，敏感肌先做减法'
/** The first bytes of a PNG, and a little more. */
const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.alloc(64),
]).toString('base64')
const MINUTE = 60_000

let base: TestDatabase
let town: Town
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  town = await startTown(base)
})
afterEach(() => town?.stop())

const within = <T>(work: (tx: Tx) => Promise<T>) => town.db.inWorkspace(town.tenant.id, work)

function depsOf(): MomentDeps {
  const wecom = createWecom({
    baseUrl: town.sandbox.url,
    corpId: SANDBOX_CORP,
    secret: SANDBOX_SECRET,
    tokens: tokensInMemory(),
    clock: town.clock,
    timeoutMs: 1_000,
  })
  return {
    db: town.db,
    clock: town.clock,
    momentsOf: async () => inOwnIds(wecom, ''),
    isFenced: async () => false,
  }
}

function asked(more: object = {}): Promise<string> {
  const body = newMoment.parse({ text: TEXT, userids: ['chenlan', 'zhoumu'], ...more })
  const by = { company: '', tagKeys: [], by: null, real: town.clock.now() }
  return within((tx) => makeMoment(tx, town.tenant, { ...body, ...by }))
}

async function pass(id: string, { rounds = 4, stepMs = 5_000, deps = depsOf() } = {}) {
  for (let n = 0; n < rounds; n++) {
    await momentStep(deps, town.tenant, id)
    town.move(stepMs)
  }
}

async function read(id: string) {
  const found = await within((tx) => findMoment(tx, town.tenant, id))
  if (!found) throw new Error('no such moment')
  return found
}
const made = () => town.sandbox.effects.read().filter(({ kind }) => kind === 'moment_made').length

test('the associates are asked to post, who has is known, and so is who liked and commented', async () => {
  const [fan, other] = await town.friends(2)
  const id = await asked({ picture: { type: 'image/png', base64: PNG } })
  await pass(id)
  expect(await read(id)).toMatchObject({ state: 'running', posters: 2, posted: 0 })
  const { deeds, world } = town.sandbox
  const [momentId = ''] = world.corp.moments.keys()
  expect(world.corp.moments.get(momentId)).toMatchObject({ text: TEXT, content: { kind: 'image' } })
  deeds.postMoment({ momentId, userid: 'chenlan' })
  const friends = [...world.corp.follows.values()].filter(({ userid }) => userid === 'chenlan')
  const of = (at: number) => friends[friends.length - 1 - at]?.externalUserId ?? ''
  const reaction = { momentId, userid: 'chenlan' }
  deeds.likeMoment({ ...reaction, externalUserId: of(0) })
  deeds.likeMoment({ ...reaction, externalUserId: of(1) })
  deeds.commentMoment({ ...reaction, externalUserId: of(0), text: '怎么买' })
  await pass(id, { rounds: 8, stepMs: MINUTE })
  expect(await read(id)).toMatchObject({ posted: 1, likes: 2, comments: 1 })
  const posters = await within((tx) => postersOf(tx, town.tenant, id))
  expect(posters).toMatchObject([
    { userid: 'zhoumu', postedAt: null },
    { userid: 'chenlan', viewers: friends.length, likes: 2, comments: 1 },
  ])
  // A like that is taken back is none any more.
  deeds.likeMoment({ ...reaction, externalUserId: of(1) })
  await pass(id, { rounds: 12, stepMs: 10 * MINUTE })
  expect(await within((tx) => reactionsOf(tx, town.tenant, id))).toHaveLength(2)
  expect([fan, other].every(Boolean)).toBe(true)
})

test('WeCom did it and did not answer: it is found in the list and not made again', async () => {
  const { weather } = town.sandbox
  weather.faults = { ...noFaults, silentAfter: 1 }
  const id = await asked()
  await momentStep(depsOf(), town.tenant, id)
  expect(made()).toBe(1)
  weather.faults = noFaults
  await pass(id, { rounds: 8 })
  expect(made()).toBe(1)
  expect(await read(id)).toMatchObject({ state: 'running', posters: 2 })
})

test('wherever the worker dies it is made once at most, and only what was never made is given up', async () => {
  for (let n = 1, died = true; died; n++) {
    const before = made()
    const id = await asked()
    let left = n
    const point = () => {
      left -= 1
      if (left <= 0) throw new Error('dead')
    }
    const deps = depsOf()
    const mortal: MomentDeps = {
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
      await pass(id, { deps: mortal })
    } catch {
      died = true
    }
    await pass(id, { rounds: 14, stepMs: MINUTE })
    const { state } = await read(id)
    expect([n, made() - before, state]).toEqual([n, state === 'lost' ? 0 : 1, state])
    expect(['running', 'lost']).toContain(state)
  }
})

test('called back, who has posted keeps it and nobody else can post it', async () => {
  const id = await asked()
  await pass(id)
  const { deeds, world } = town.sandbox
  const [momentId = ''] = world.corp.moments.keys()
  deeds.postMoment({ momentId, userid: 'chenlan' })
  const back = () =>
    within((tx) => cancelMoment(tx, town.tenant, { id, by: null, real: town.clock.now() }))
  expect(await back()).toBe(true)
  expect(await back()).toBe(false)
  await pass(id, { rounds: 6, stepMs: MINUTE })
  expect(deeds.postMoment({ momentId, userid: 'zhoumu' })).toBeNull()
  expect(await read(id)).toMatchObject({ state: 'cancelled', posted: 1 })
})
