import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { noFaults } from '../sandbox/index.ts'
import { liftPause, pause } from '../server/channel/index.ts'
import { freeRules, setRules } from '../server/channel/world.fixture.ts'
import { sql, type TestDatabase, testDatabase } from '../server/postgres/index.ts'
import { decideTarget, vouchForTask } from '../server/posting/decide.ts'
import { reconcileStep } from '../server/posting/reconcile.ts'
import { remindOwners } from '../server/posting/remind.ts'
import type { PostingDeps } from '../server/posting/remote.ts'
import { sendStep } from '../server/posting/send.ts'
import { listTargets } from '../server/posting/show.ts'
import { withdrawPost } from '../server/posting/withdraw.ts'
import { HOUR, heard, openSquare, type Square } from './group-post.fixture.ts'

const MINUTE = 60_000
const TEXT = '周三护肤课堂开始啦'
let base: TestDatabase
let square: Square
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  square = await openSquare(base)
})
afterEach(() => square?.stop())

const made = () => square.sandbox.effects.read().filter(({ kind }) => kind === 'task_made').length
const targets = (id: string) =>
  square
    .within((tx) => listTargets(tx, square.tenant, id, { limit: 50 }))
    .then(({ items }) => items)
const stop = (isOn: boolean) =>
  square.within(async (tx) => {
    const deed = { by: null, now: square.clock.now(), reason: '停一下' }
    const id = await pause(tx, square.tenant, { scope: 'carrier', subject: 'wecom_mass', ...deed })
    if (!isOn) await liftPause(tx, square.tenant, { id, ...deed })
  })

test('each owner is asked once for all of their groups, and a group hears it when the owner confirms', async () => {
  const one = await square.group('护肤一群')
  const two = await square.group('护肤二群')
  const other = await square.group('美妆群', 'zhoumu')
  const id = await square.post([one.id, two.id, other.id])
  await square.pass({ confirms: false })
  expect(made()).toBe(2)
  expect(await square.counts(id)).toEqual({ handed: 3 })
  expect(heard(square)).toEqual({})
  await square.pass()
  expect(await square.counts(id)).toEqual({ sent: 3 })
  expect(heard(square)).toEqual({
    [`${one.chatId} ${TEXT}`]: 1,
    [`${two.chatId} ${TEXT}`]: 1,
    [`${other.chatId} ${TEXT}`]: 1,
  })
})

test('the second post of a day is left to the owner’s own hands, who is told once', async () => {
  const { id: group } = await square.group('护肤一群')
  await square.post([group])
  await square.pass()
  const second = await square.post([group], { text: '今晚八点直播' })
  await square.pass()
  expect(await square.counts(second)).toEqual({ manual: 1 })
  expect(square.told).toEqual([
    { userid: 'chenlan', text: expect.stringContaining('今晚八点直播') },
  ])
  const [target] = await targets(second)
  expect(target?.reason).toBe('day_taken')
  const deed = { id: target?.id ?? '', by: null, isDone: true, said: '' }
  const decide = () => square.within((tx) => decideTarget(tx, square, deed))
  expect(await decide()).toBe('done')
  expect(await decide()).toBe('decided_before')
  // Tomorrow is another day.
  square.move(24 * HOUR)
  const next = await square.post([group], { text: '明天的话' })
  await square.pass()
  expect(await square.counts(next)).toEqual({ sent: 1 })
})

test('of two that claim one day the higher one goes out, though the lower one is due first', async () => {
  const { id: group, chatId } = await square.group('护肤一群')
  const low = await square.post([group], { text: '栏目', priority: 30, whenTaken: 'leave_out' })
  const high = await square.post([group], { text: '通知', priority: 70, inMs: 2 * HOUR })
  await square.pass()
  expect(await square.counts(low)).toEqual({ left_out: 1 })
  expect((await targets(low))[0]?.reason).toBe('gave_way')
  await square.pass({ rounds: 6, stepMs: 30 * MINUTE })
  expect(await square.counts(high)).toEqual({ sent: 1 })
  expect(heard(square)).toEqual({ [`${chatId} 通知`]: 1 })
})

test('however many workers hand over at once, a group hears one post a day', async () => {
  const { id: group, chatId } = await square.group('护肤一群')
  for (let n = 0; n < 6; n++) await square.post([group], { text: `第 ${n} 条` })
  await Promise.all(Array.from({ length: 4 }, () => square.pass({ rounds: 3 })))
  await square.pass()
  const times = Object.entries(heard(square)).filter(([key]) => key.startsWith(chatId))
  expect(times.map(([, count]) => count)).toEqual([1])
})

test.for([{ link: undefined }, { link: { title: '看看', url: 'https://shop.example/a' } }])(
  'WeCom made the task and did not answer: it is found in the list and not made again',
  async ({ link }) => {
    const { id: group, chatId } = await square.group('护肤一群')
    const { weather } = square.sandbox
    weather.faults = { ...noFaults, silentAfter: 1 }
    const id = await square.post([group], link ? { link } : {})
    await square.pass({ rounds: 1 })
    expect(await square.counts(id)).toEqual({ unknown: 1 })
    weather.faults = noFaults
    await square.pass({ rounds: 8 })
    expect(made()).toBe(1)
    expect(await square.counts(id)).toEqual({ sent: 1 })
    expect(heard(square)).toEqual({ [`${chatId} ${TEXT}`]: 1 })
  },
)

test('WeCom said nothing and did nothing: it is made again once that is sure', async () => {
  const { id: group, chatId } = await square.group('护肤一群')
  const { weather } = square.sandbox
  weather.faults = { ...noFaults, silentBefore: 1 }
  const id = await square.post([group])
  await square.pass({ rounds: 1 })
  weather.faults = noFaults
  await square.pass({ rounds: 20 })
  expect(await square.counts(id)).toEqual({ sent: 1 })
  expect(heard(square)).toEqual({ [`${chatId} ${TEXT}`]: 1 })
})

test('wherever the worker dies, a group hears it once', async () => {
  for (let n = 1, died = true; died; n++) {
    square.move(24 * HOUR)
    const { id: group, chatId } = await square.group(`第 ${n} 个群`)
    const id = await square.post([group], { text: `第 ${n} 次` })
    let left = n
    const point = () => {
      left -= 1
      if (left <= 0) throw new Error('dead')
    }
    const mortal: PostingDeps = {
      ...square.posting,
      db: {
        ...square.db,
        async inWorkspace(tenantId, step, options) {
          point()
          const value = await square.db.inWorkspace(tenantId, step, options)
          point()
          return value
        },
      },
    }
    died = false
    try {
      await square.pass({ deps: mortal, rounds: 3 })
    } catch {
      died = true
    }
    await square.pass({ rounds: 7, stepMs: 21_000 })
    expect([n, await square.counts(id)]).toEqual([n, { sent: 1 }])
    expect(heard(square)[`${chatId} 第 ${n} 次`]).toBe(1)
  }
})

test('a task that was in line so long that it was taken for dead is made in the next round, once', async () => {
  const groups = [await square.group('护肤一群'), await square.group('美妆群', 'zhoumu')]
  const id = await square.post(groups.map((one) => one.id))
  let calls = 0
  const slow: PostingDeps = {
    ...square.posting,
    async remoteOf(corp) {
      const remote = await square.posting.remoteOf(corp)
      if (!remote) return null
      return {
        ...remote,
        async addGroupTask(asked) {
          const answer = await remote.addGroupTask(asked)
          calls += 1
          if (calls > 1) return answer
          // WeCom took its time with the first; meanwhile another worker looks for the dead.
          square.move(40_000)
          await reconcileStep(square.posting, square.tenant)
          return answer
        },
      }
    },
  }
  await square.pass({ deps: slow, rounds: 1 })
  await square.pass({ rounds: 20 })
  expect(await square.counts(id)).toEqual({ sent: 2 })
  expect(heard(square)).toEqual(
    Object.fromEntries(groups.map(({ chatId }) => [`${chatId} ${TEXT}`, 1])),
  )
})

test('who comes back to a call that others have made meanwhile takes nothing back from them', async () => {
  const groups = [await square.group('护肤一群'), await square.group('美妆群', 'zhoumu')]
  const id = await square.post(groups.map((one) => one.id))
  const { posting, tenant } = square
  const during = (at: 'before' | 'after', what: () => Promise<void>): PostingDeps => {
    let calls = 0
    return {
      ...posting,
      async remoteOf(corp) {
        const remote = await posting.remoteOf(corp)
        if (!remote) return null
        return {
          ...remote,
          async addGroupTask(asked) {
            calls += 1
            const isFirst = calls === 1
            if (isFirst && at === 'before') await what()
            const answer = await remote.addGroupTask(asked)
            if (isFirst && at === 'after') await what()
            return answer
          },
        }
      },
    }
  }
  let goOn = () => {}
  const isBack = new Promise<void>((done) => {
    goOn = done
  })
  let other: Promise<boolean> = Promise.resolve(false)
  // WeCom has done what the first call asked, and is slow to say so.
  const stalled = during('after', async () => {
    for (const waitMs of [40_000, 70_000, 10_000]) {
      square.move(waitMs)
      await reconcileStep(posting, tenant)
    }
    const reached = new Promise<void>((done) => {
      other = sendStep(
        during('before', async () => {
          done()
          await isBack
        }),
        tenant,
      )
    })
    await reached
  })
  await sendStep(stalled, tenant)
  goOn()
  await other
  await square.pass({ rounds: 20 })
  expect(await square.counts(id)).toEqual({ sent: 2 })
  expect(Object.values(heard(square))).toEqual([1, 1])
})

test('what nobody can tell apart waits for a person, and goes out again only when they say that it did not', async () => {
  const { id: group, chatId } = await square.group('护肤一群')
  const { weather } = square.sandbox
  weather.faults = { ...noFaults, silentAfter: 1 }
  const id = await square.post([group])
  await square.pass({ rounds: 1, confirms: false })
  weather.faults = noFaults
  // Somebody made the same task beside us, so that two fit.
  await square.remote.addGroupTask({
    ...{ sender: 'chenlan', chatIds: [chatId], text: TEXT, attachments: [] },
  })
  await square.pass({ rounds: 8, confirms: false })
  expect(await square.counts(id)).toEqual({ parked: 1 })
  const { taskId } = await square.within((tx) =>
    tx.one(sql<{ taskId: string }>`
      select task_id as "taskId" from posting.target where post_id = ${id}
    `),
  )
  const deed = { id: taskId, by: null, isMade: true, said: '看过了' }
  expect(await square.within((tx) => vouchForTask(tx, square, deed))).toBe('done')
  expect(await square.counts(id)).toEqual({ sent: 1 })
})

test('called back, who has not confirmed cannot any more and what stands stays', async () => {
  const one = await square.group('护肤一群')
  const two = await square.group('美妆群', 'zhoumu')
  const id = await square.post([one.id, two.id])
  await square.pass({ rounds: 2, confirms: false })
  const { deeds, world } = square.sandbox
  const taskOf = (userid: string) =>
    [...world.corp.tasks.values()].find(({ senders }) => senders.has(userid))?.msgid ?? ''
  deeds.confirm(taskOf('chenlan'), 'chenlan')
  const back = () =>
    square.within((tx) => withdrawPost(tx, square, { id, by: null, reason: '写错了' }))
  expect(await back()).toBe(true)
  await square.pass({ rounds: 3, confirms: false })
  expect(deeds.confirm(taskOf('zhoumu'), 'zhoumu')).toBeNull()
  expect(await square.counts(id)).toEqual({ sent: 1, cancelled: 1 })
  expect(await back()).toBe(false)
  // Nothing was said in that group, so its day is free.
  const next = await square.post([two.id], { text: '改好的' })
  await square.pass()
  expect(await square.counts(next)).toEqual({ sent: 1 })
})

test('the kill switch for mass sends stops posts in groups, those that wait for a tap too', async () => {
  const { id: group } = await square.group('护肤一群')
  const id = await square.post([group])
  await square.pass({ rounds: 2, confirms: false })
  await stop(true)
  await square.pass({ rounds: 3, confirms: false })
  expect(await square.counts(id)).toEqual({ cancelled: 1 })
  const later = await square.post([group], { text: '停着的时候' })
  await square.pass()
  expect(await square.counts(later)).toEqual({ planned: 1 })
  expect(heard(square)).toEqual({})
  await stop(false)
  await square.pass()
  expect(await square.counts(later)).toEqual({ sent: 1 })
})

test('a fenced installation says nothing and tells nobody', async () => {
  const { id: group } = await square.group('护肤一群')
  await square.post([group])
  await square.post([group], { way: 'manual' })
  const fenced = { ...square.posting, isFenced: async () => true }
  await square.pass({ deps: fenced })
  expect([made(), square.told]).toEqual([0, []])
})

test('in quiet hours nothing is handed over, and what nobody has confirmed by then waits for the morning', async () => {
  await setRules(square.db, square.tenant, {
    ...freeRules,
    quietHours: { from: '21:00', to: '09:00' },
  })
  const { id: group } = await square.group('护肤一群')
  const id = await square.post([group], { hours: 40 })
  // From ten in the morning until after nine in the evening nobody taps.
  await square.pass({ rounds: 13, stepMs: HOUR, confirms: false })
  expect(await square.counts(id)).toEqual({ planned: 1 })
  const [waiting] = await targets(id)
  expect(waiting?.dueAt.toISOString()).toBe('2026-11-12T01:00:00.000Z')
  await square.pass({ rounds: 8, stepMs: HOUR, confirms: false })
  expect(made()).toBe(1)
  await square.pass({ rounds: 8, stepMs: HOUR })
  expect(await square.counts(id)).toEqual({ sent: 1 })
})

test('a group whose owner has left or that is dissolved is left out, and it is said why', async () => {
  const gone = await square.group('没人管的群', 'zhoumu')
  const over = await square.group('散了的群')
  await square.within(async (tx) => {
    await tx.run(sql`
      update corp.associate set is_active = false where userid = 'zhoumu' and workspace_id = ${square.tenant.id}
    `)
    await tx.run(sql`
      update "group".group_chat set dissolved_at = ${square.clock.now()} where id = ${over.id}
    `)
  })
  const id = await square.post([gone.id, over.id])
  await square.pass()
  const reasons = (await targets(id)).map(({ reason }) => reason).sort()
  expect(reasons).toEqual(['dissolved', 'owner_gone'])
  expect(made()).toBe(0)
})

test('WeCom refuses a group that has had its share: the owner is asked to post by hand', async () => {
  const { id: group, chatId } = await square.group('护肤一群')
  const { corp } = square.sandbox.world
  corp.quota = 'one_a_day'
  corp.community.groups.get(chatId)?.massReceived.push(square.clock.now())
  const id = await square.post([group])
  await square.pass()
  expect(await square.counts(id)).toEqual({ manual: 1 })
  expect((await targets(id))[0]?.reason).toBe('wecom_quota')
})

test('an owner is reminded at most three times a day, and two clicks are not two when WeCom says so', async () => {
  const { id: group } = await square.group('护肤一群')
  const postId = await square.post([group])
  await square.pass({ rounds: 2, confirms: false })
  const remind = () =>
    remindOwners(square.posting, square.tenant, {
      ...{ postId, userid: null, by: null, real: square.clock.now() },
    })
  for (let n = 0; n < 3; n++)
    expect(await remind()).toEqual({ reminded: 1, tooOften: 0, failed: 0 })
  expect(await remind()).toEqual({ reminded: 0, tooOften: 1, failed: 0 })
})
