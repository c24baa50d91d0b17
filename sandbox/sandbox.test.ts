import { afterEach, expect, test } from 'vitest'
import { createWecom, tokensInMemory } from '../wecom/index.ts'
import { crowdBuys, SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from './index.ts'
import { startReceiver } from './receiver.fixture.ts'

let stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops) await stop()
  stops = []
})

async function opened(seed = 1) {
  const sandbox = await startSandbox({ seed, now: new Date('2026-11-11T09:00:00+08:00') })
  stops.push(() => sandbox.stop())
  const wecom = createWecom({
    baseUrl: sandbox.url,
    corpId: SANDBOX_CORP,
    secret: SANDBOX_SECRET,
    tokens: tokensInMemory(),
    clock: sandbox.world.clock,
  })
  return { sandbox, wecom }
}

async function scanned(sandbox: Sandbox, wecom: Awaited<ReturnType<typeof opened>>['wecom']) {
  await wecom.addContactWay({ userids: ['chenlan'], state: 'poster', remark: '', skipVerify: true })
  const scan = sandbox.deeds.scan({ state: 'poster' }, null)
  if (!scan?.code) throw new Error('nobody was added')
  return { code: scan.code, userid: scan.userid, id: scan.person.externalUserId }
}

const welcome = (welcomeCode: string) => ({ welcomeCode, text: '你好', attachments: [] })

test('a welcome code works once and for twenty seconds', async () => {
  const { sandbox, wecom } = await opened()
  const first = await scanned(sandbox, wecom)
  expect(await wecom.sendWelcome(welcome(first.code))).toMatchObject({ ok: true })
  expect(await wecom.sendWelcome(welcome(first.code))).toMatchObject({ errcode: 41051 })
  const second = sandbox.deeds.scan({ state: 'poster' }, null)
  sandbox.world.clock.advanceMs(21_000)
  expect(await wecom.sendWelcome(welcome(second?.code ?? ''))).toMatchObject({ errcode: 41050 })
  expect(sandbox.effects.read().filter(({ kind }) => kind === 'welcome')).toHaveLength(1)
})

test('a mass send reaches nobody before its member confirms, and each as the relation then is', async () => {
  const { sandbox, wecom } = await opened()
  const people = [1, 2, 3].map(() => sandbox.deeds.makePerson().externalUserId)
  for (const id of people) sandbox.deeds.befriend(id, 'zhoumu')
  const task = {
    sender: 'zhoumu',
    externalUserIds: [...people, 'wmUnknown'],
    text: '会员日',
    attachments: [],
  }
  const made = await wecom.addMessageTask(task)
  if (!made.ok) throw new Error(made.errmsg)
  const { msgid } = made.value
  expect(made.value.fail_list).toEqual(['wmUnknown'])
  expect(await wecom.messageTaskResults(msgid, 'zhoumu')).toMatchObject({ errcode: 41063 })
  sandbox.deeds.deleteStaff({ userid: 'zhoumu', externalUserId: people[0] ?? '' })
  sandbox.world.clock.advanceMs(5_000)
  expect(sandbox.effects.read().filter(({ kind }) => kind === 'mass_received')).toHaveLength(0)
  expect(sandbox.deeds.confirm(msgid, 'zhoumu')).toEqual({ sent: 2 })
  expect(sandbox.deeds.confirm(msgid, 'zhoumu')).toBeNull()
  const results = await wecom.messageTaskResults(msgid, 'zhoumu')
  expect(results.ok && results.value.rows.map(({ status }) => status).sort()).toEqual([1, 1, 2])
})

test('a cancelled task can no longer be confirmed, and the quota of a day holds', async () => {
  const { sandbox, wecom } = await opened()
  sandbox.world.corp.quota = 'one_a_day'
  const id = sandbox.deeds.makePerson().externalUserId
  sandbox.deeds.befriend(id, 'linxia')
  const send = async () => {
    const made = await wecom.addMessageTask({
      sender: 'linxia',
      externalUserIds: [id],
      text: '上新',
      attachments: [],
    })
    return made.ok ? made.value.msgid : ''
  }
  const [one, two, three] = [await send(), await send(), await send()]
  await wecom.cancelMessageTask(one)
  expect(await wecom.cancelMessageTask(one)).toMatchObject({ errcode: 41093 })
  expect(sandbox.deeds.confirm(one, 'linxia')).toBeNull()
  expect(sandbox.deeds.confirm(two, 'linxia')).toEqual({ sent: 1 })
  expect(sandbox.deeds.confirm(three, 'linxia')).toEqual({ sent: 0 })
})

test('whatever a caller is told, the log says what was done', async () => {
  const { sandbox, wecom } = await opened(3)
  const codes = await Promise.all(
    Array.from({ length: 200 }, async () => (await scanned(sandbox, wecom)).code),
  )
  const half = { busyExecuted: 0.2, silentAfter: 0.1, silentBefore: 0.1, busyIdle: 0.1 }
  Object.assign(sandbox.weather.faults, half)
  const told = await Promise.all(codes.map((code) => wecom.sendWelcome(welcome(code))))
  const unknown = told.filter((answer) => !answer.ok && answer.certainty === 'unknown').length
  const done = sandbox.effects.read().filter(({ kind }) => kind === 'welcome').length
  const said = told.filter(({ ok }) => ok).length
  expect(unknown).toBeGreaterThan(60)
  expect(done).toBeGreaterThan(said)
  expect(done).toBeLessThan(200)
  expect(said + unknown).toBe(200)
})

test('what people do is told by callbacks that only the holder of token and key can read', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  stops.push(() => receiver.stop())
  Object.assign(sandbox.weather.faults, { callbackDoubled: 1 })
  const { userid, id } = await scanned(sandbox, wecom)
  Object.assign(sandbox.weather.faults, { callbackDoubled: 0 })
  sandbox.deeds.deleteStaff({ userid, externalUserId: id })
  await expect.poll(() => receiver.heard.length).toBe(3)
  expect(receiver.heard.map(({ kind }) => kind).sort()).toEqual([
    'add_external_contact',
    'add_external_contact',
    'del_follow_user',
  ])
})

test('a person and whom they follow are read as WeCom tells them', async () => {
  const { sandbox, wecom } = await opened()
  const { id, userid } = await scanned(sandbox, wecom)
  await wecom.addCorpTags({ groupName: '肤质', names: ['敏感肌'] })
  const tags = await wecom.corpTags()
  const tagId = tags.ok ? tags.value[0]?.tag[0]?.id : ''
  await wecom.markTags({ userid, externalUserId: id, add: [tagId ?? ''], remove: [] })
  const contact = await wecom.contact(id)
  expect(contact.ok && contact.value.follow_user[0]).toMatchObject({
    userid,
    state: 'poster',
    tags: [{ tag_name: '敏感肌' }],
  })
  expect(await wecom.contact('wmNobody')).toMatchObject({ errcode: 40096 })
  expect(await wecom.contactsOf('heqing')).toMatchObject({ errcode: 84061 })
})

test('the crowd buys by its truth, and a person alike in every crowd', () => {
  const truth = {
    rateWithout: 0.1,
    rateWith: 0.16,
    orderMedian: 20_000,
    orderSpread: 0.5,
    windowMs: 1_000,
  }
  const members = Array.from({ length: 20_000 }, (_, i) => ({
    id: `c${i}`,
    isReached: i % 2 === 0,
    from: new Date(0),
  }))
  const bought = crowdBuys(1, truth, members)
  const reached = bought.filter(({ id }) => Number(id.slice(1)) % 2 === 0).length / 10_000
  const others = bought.filter(({ id }) => Number(id.slice(1)) % 2 === 1).length / 10_000
  expect(reached).toBeCloseTo(0.16, 1)
  expect(others).toBeCloseTo(0.1, 1)
  const alone = crowdBuys(1, truth, members.slice(0, 100))
  expect(bought.slice(0, alone.length)).toEqual(alone)
})
