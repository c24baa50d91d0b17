import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addMs } from '../server/kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../server/postgres/index.ts'
import {
  addPlan,
  changePlan,
  findPlan,
  type PlanOfOurs,
  stepsOf,
  turnPlan,
} from '../server/posting/plan.ts'
import { aheadOf } from '../server/posting/plan-ahead.ts'
import { listDecisions, resultsOf } from '../server/posting/plan-show.ts'
import { planStep } from '../server/posting/plan-step.ts'
import type { PostingDeps } from '../server/posting/remote.ts'
import { HOUR, heard, openSquare, type Square } from './group-post.fixture.ts'

const DAY = 24 * HOUR
type OwnStep = PlanOfOurs['steps'][number]
let base: TestDatabase
let square: Square
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
// It is ten in the morning of Wednesday, 11 November 2026, where the workspace is.
beforeEach(async () => {
  square = await openSquare(base)
})
afterEach(() => square?.stop())

const step = (text: string, when: OwnStep['when'], more: Partial<OwnStep> = {}): OwnStep => ({
  ...{ id: null, name: text, when, text, link: null, way: 'task', windowHours: 4 },
  ...more,
})
const everywhere = { groupIds: null, owners: [], search: '', least: null, most: null }
const written = (more: Partial<PlanOfOurs>): PlanOfOurs => ({
  ...{ name: '计划', ...everywhere, startsOn: null, endsOn: null, eventOn: null },
  ...{ whenTaken: 'manual', steps: [], ...more },
})
const writing = () => ({ by: null, real: square.clock.now(), now: square.clock.now() })
const turn = (id: string, to: 'running' | 'paused' | 'ended') =>
  square.within((tx) => turnPlan(tx, square.tenant, { id, to, reason: '' }, writing()))
async function launch(more: Partial<PlanOfOurs>): Promise<string> {
  const id = await square.within((tx) => addPlan(tx, square.tenant, written(more), writing()))
  await turn(id, 'running')
  return id
}
const decisions = (id: string) =>
  square
    .within((tx) => listDecisions(tx, square.tenant, id, { limit: 100 }))
    .then(({ items }) => items.map(({ name, target }) => [name, target]))
const stateOf = (id: string) =>
  square.within((tx) => findPlan(tx, square.tenant, id)).then((plan) => plan?.state)
/** Lets hours pass, owners confirming. */
const live = (hours: number) => square.pass({ rounds: hours * 2, stepMs: HOUR / 2 })

test('a new group is spoken to from its first day, one that was there before only with what is still to come', async () => {
  const old = await square.group('护肤一群')
  square.move(DAY)
  await launch({
    steps: [
      step('欢迎', { kind: 'day', nth: 1, time: '09:00' }),
      step('第二天', { kind: 'day', nth: 2, time: '09:00' }),
      step('第三天', { kind: 'day', nth: 3, time: '09:30' }),
    ],
  })
  await live(2)
  const fresh = await square.group('护肤二群')
  await live(48)
  expect(heard(square)).toEqual({
    [`${old.chatId} 第三天`]: 1,
    [`${fresh.chatId} 欢迎`]: 1,
    [`${fresh.chatId} 第二天`]: 1,
    [`${fresh.chatId} 第三天`]: 1,
  })
})

test('a column comes back each week within its days, and the plan ends by itself', async () => {
  const { chatId } = await square.group('护肤一群')
  const id = await launch({
    steps: [step('周四答疑', { kind: 'week', nth: 4, time: '11:00' }, { windowHours: 12 })],
    ...{ startsOn: '2026-11-13', endsOn: '2026-11-26' },
  })
  await square.pass({ rounds: 17 * 4, stepMs: 6 * HOUR })
  expect(heard(square)).toEqual({ [`${chatId} 周四答疑`]: 2 })
  expect(await stateOf(id)).toBe('ended')
  const cause = await square.within((tx) =>
    tx.one(sql<{ causes: string[] }>`select array_agg(distinct cause) as causes from posting.post`),
  )
  expect(cause.causes).toEqual(['column'])
})

test('an event is counted down to', async () => {
  const { chatId } = await square.group('护肤一群')
  const id = await launch({
    eventOn: '2026-11-13',
    steps: [
      step('还有一天', { kind: 'event', nth: -1, time: '12:00' }),
      step('就是今天', { kind: 'event', nth: 0, time: '12:00' }),
    ],
  })
  await live(72)
  expect(heard(square)).toEqual({ [`${chatId} 还有一天`]: 1, [`${chatId} 就是今天`]: 1 })
  expect(await stateOf(id)).toBe('ended')
})

test('what was due in a pause goes out within its window and is skipped after it, and it is said which', async () => {
  const { chatId } = await square.group('护肤一群')
  const id = await launch({
    steps: [
      step('太晚了', { kind: 'event', nth: 0, time: '11:00' }),
      step('还来得及', { kind: 'event', nth: 0, time: '15:00' }),
    ],
    eventOn: '2026-11-11',
  })
  await turn(id, 'paused')
  await live(7)
  expect(await decisions(id)).toEqual([])
  await turn(id, 'running')
  await live(1)
  expect(heard(square)).toEqual({ [`${chatId} 还来得及`]: 1 })
  expect(await decisions(id)).toEqual([
    ['还来得及', 'sent'],
    ['太晚了', null],
  ])
  const results = await square.within((tx) => resultsOf(tx, square.tenant, id))
  expect(results.map(({ sent, skipped }) => [sent, skipped])).toEqual([
    [0, 1],
    [1, 0],
  ])
})

test('however many schedulers look at once, and though they look again, a step is posted once in a group', async () => {
  const groups = [await square.group('护肤一群'), await square.group('美妆群', 'zhoumu')]
  await launch({ steps: [step('每周三', { kind: 'week', nth: 3, time: '10:30' })] })
  square.move(HOUR)
  const look = () =>
    Promise.all(Array.from({ length: 4 }, () => planStep(square.posting, square.tenant)))
  await look()
  square.move(HOUR)
  await look()
  await square.pass()
  const { posts } = await square.within((tx) =>
    tx.one(sql<{ posts: number }>`select count(*)::int as posts from posting.post`),
  )
  expect(posts).toBe(1)
  expect(heard(square)).toEqual(
    Object.fromEntries(groups.map(({ chatId }) => [`${chatId} 每周三`, 1])),
  )
})

test('wherever the scheduler dies between deciding and posting, a step is posted once in a group', async () => {
  const { chatId } = await square.group('护肤一群')
  for (let n = 1, died = true; died; n++) {
    const text = `第 ${n} 次`
    const id = await launch({
      eventOn: addMs(square.clock.now(), 8 * HOUR)
        .toISOString()
        .slice(0, 10),
      steps: [step(text, { kind: 'event', nth: 0, time: '11:00' }, { windowHours: 12 })],
    })
    square.move(2 * HOUR)
    died = false
    try {
      await planStep(dyingAt(n), square.tenant)
    } catch {
      died = true
    }
    await live(2)
    expect([n, await decisions(id)]).toEqual([n, [[text, 'sent']]])
    expect(heard(square)[`${chatId} ${text}`]).toBe(1)
    // A plan that still runs would be looked at before the next one.
    await turn(id, 'ended')
    square.move(20 * HOUR)
  }
})

/** Dies before its n-th statement or after it, or before or after a transaction ends. */
function dyingAt(n: number): PostingDeps {
  let left = n
  const point = () => {
    left -= 1
    if (left <= 0) throw new Error('dead')
  }
  return {
    ...square.posting,
    db: {
      ...square.db,
      async inWorkspace(tenantId, work, options) {
        const value = await square.db.inWorkspace(
          tenantId,
          (tx) =>
            work({
              ...tx,
              async run(statement) {
                point()
                const changed = await tx.run(statement)
                point()
                return changed
              },
            }),
          options,
        )
        point()
        return value
      },
    },
  }
}

test('a step that is moved makes nothing up for, and one whose words are changed goes on', async () => {
  const { chatId } = await square.group('护肤一群')
  const id = await launch({
    steps: [
      step('甲', { kind: 'week', nth: 3, time: '12:00' }),
      step('乙', { kind: 'week', nth: 4, time: '12:00' }),
    ],
  })
  square.move(HOUR)
  await square.within(async (tx) => {
    const [first, second] = await stepsOf(tx, square.tenant, id)
    if (!first || !second) throw new Error('no steps')
    await changePlan(
      tx,
      square.tenant,
      {
        ...written({
          steps: [
            { ...first, when: { kind: 'week', nth: 3, time: '10:30' } },
            { ...second, text: '乙改' },
          ],
        }),
        id,
      },
      writing(),
    )
  })
  await live(30)
  expect(heard(square)).toEqual({ [`${chatId} 乙改`]: 1 })
})

test('what is ahead is said for each group, with the day that is taken', async () => {
  const one = await square.group('护肤一群')
  await square.group('美妆群', 'zhoumu')
  await square.post([one.id], { text: '周四的通知', inMs: DAY })
  const id = await launch({
    owners: ['chenlan'],
    steps: [
      step('上午', { kind: 'week', nth: 4, time: '11:00' }),
      step('下午', { kind: 'week', nth: 5, time: '15:00' }),
    ],
  })
  const coming = await square.within(async (tx) => {
    const plan = await findPlan(tx, square.tenant, id)
    if (!plan) throw new Error('no plan')
    return aheadOf(tx, { tenant: square.tenant, now: square.clock.now() }, plan, null)
  })
  expect(
    coming.items.map(({ step: { name }, dueAt, groups }) => [
      name,
      dueAt.toISOString(),
      groups.map(({ group, taken }) => [group.name, taken]),
    ]),
  ).toEqual([
    ['上午', '2026-11-12T03:00:00.000Z', [['护肤一群', '周四的通知']]],
    ['下午', '2026-11-13T07:00:00.000Z', [['护肤一群', null]]],
    ['上午', '2026-11-19T03:00:00.000Z', [['护肤一群', null]]],
    ['下午', '2026-11-20T07:00:00.000Z', [['护肤一群', null]]],
  ])
})
