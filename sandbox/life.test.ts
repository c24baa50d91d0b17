import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createWecom, tokensInMemory } from '../wecom/index.ts'
import {
  crowdBuys,
  reachedIn,
  SANDBOX_CORP,
  SANDBOX_SECRET,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
  trueEffect,
} from './index.ts'
import { startReceiver } from './receiver.fixture.ts'

let stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.reverse()) await stop()
  stops = []
})

const NOW = new Date('2026-11-11T09:00:00+08:00')

async function opened(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ seed: 1, now: NOW, ...options })
  stops.push(() => sandbox.stop())
  return { sandbox, wecom: clientOf(sandbox) }
}

function clientOf(sandbox: Sandbox, timeoutMs = 8_000) {
  return createWecom({
    baseUrl: sandbox.url,
    corpId: SANDBOX_CORP,
    secret: SANDBOX_SECRET,
    tokens: tokensInMemory(),
    clock: sandbox.world.clock,
    timeoutMs,
  })
}

async function heardBy(sandbox: Sandbox) {
  const receiver = await startReceiver(sandbox)
  stops.push(() => receiver.stop())
  return receiver
}

type Client = ReturnType<typeof clientOf>

function way(wecom: Client, skipVerify = true) {
  return wecom.addContactWay({ userids: ['chenlan'], state: 'poster', remark: '', skipVerify })
}

test('who asks to be verified is nobody’s customer before the member accepts', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await heardBy(sandbox)
  await way(wecom, false)
  const scan = sandbox.deeds.scan({ state: 'poster' }, null)
  const id = scan?.person.externalUserId ?? ''
  expect(scan).toMatchObject({ relation: 'requested', code: null })
  expect(await wecom.contact(id)).toMatchObject({ errcode: 84061 })
  expect(sandbox.deeds.accept({ userid: 'chenlan', externalUserId: id })).not.toBeNull()
  expect(await wecom.contact(id)).toMatchObject({ ok: true })
  await expect.poll(() => receiver.heard.map(({ kind }) => kind)).toEqual(['add_external_contact'])
})

test('half a friend has a welcome code but no record, and is welcomed once, not twice', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await heardBy(sandbox)
  await way(wecom)
  const scan = sandbox.deeds.scan({ state: 'poster' }, null, true)
  const pair = { userid: 'chenlan', externalUserId: scan?.person.externalUserId ?? '' }
  expect(await wecom.contact(pair.externalUserId)).toMatchObject({ errcode: 84061 })
  const welcome = { welcomeCode: scan?.code ?? '', text: '你好', attachments: [] }
  expect(await wecom.sendWelcome(welcome)).toMatchObject({ ok: true })
  sandbox.deeds.accept(pair)
  await expect.poll(() => receiver.heard).toHaveLength(2)
  expect(receiver.heard).toMatchObject([
    { kind: 'add_half_external_contact', state: 'poster', welcomeCode: scan?.code },
    { kind: 'add_external_contact', state: 'poster', welcomeCode: '' },
  ])
})

test('a customer who left stays in the member’s list, and one whom the member removed begins anew', async () => {
  const { sandbox, wecom } = await opened()
  await way(wecom)
  const scan = sandbox.deeds.scan({ state: 'poster' }, null)
  const id = scan?.person.externalUserId ?? ''
  const pair = { userid: 'chenlan', externalUserId: id }
  await wecom.remark({ ...pair, remark: '李女士' })
  sandbox.deeds.deleteStaff(pair)
  expect(await wecom.contactsOf('chenlan')).toMatchObject({ ok: true, value: [id] })
  sandbox.deeds.scan({ state: 'poster' }, id)
  expect(await wecom.contact(id)).toMatchObject({ value: { follow_user: [{ remark: '李女士' }] } })
  sandbox.deeds.deleteCustomer(pair)
  expect(await wecom.contact(id)).toMatchObject({ errcode: 84061 })
  sandbox.deeds.scan({ state: 'poster' }, id)
  expect(await wecom.contact(id)).toMatchObject({ value: { follow_user: [{ remark: '' }] } })
  expect(
    sandbox.effects
      .read()
      .map(({ kind }) => kind)
      .filter((kind) => kind === 'added' || kind === 'deleted'),
  ).toEqual(['added', 'deleted', 'added', 'deleted', 'added'])
})

test('without a sender a mass send goes to the member who chatted last', async () => {
  const { sandbox, wecom } = await opened()
  const id = sandbox.deeds.makePerson().externalUserId
  for (const userid of ['chenlan', 'zhoumu', 'linxia']) sandbox.deeds.befriend(id, userid)
  sandbox.world.clock.advanceMs(60_000)
  sandbox.deeds.chat({ userid: 'zhoumu', externalUserId: id, from: 'customer', text: '在吗' })
  const task = { externalUserIds: [id], text: '上新', attachments: [], sender: '' }
  expect(await wecom.addMessageTask(task)).toMatchObject({ ok: true })
  expect(sandbox.effects.read()).toContainEqual(
    expect.objectContaining({ kind: 'task_made', userid: 'zhoumu', receivers: [id] }),
  )
})

test('what a member puts aside is not sent, and WeCom says no more than that', async () => {
  const { sandbox, wecom } = await opened()
  const id = sandbox.deeds.makePerson().externalUserId
  sandbox.deeds.befriend(id, 'chenlan')
  const task = { externalUserIds: [id], text: '上新', attachments: [], sender: 'chenlan' }
  const made = await wecom.addMessageTask(task)
  const msgid = made.ok ? made.value.msgid : ''
  sandbox.world.clock.advanceMs(5_000)
  expect(sandbox.deeds.ignore(msgid, 'chenlan')).toBe(true)
  expect(await wecom.messageTaskStaff(msgid)).toMatchObject({ value: { rows: [{ status: 0 }] } })
  for (let n = 0; n < 3; n++) {
    expect(await wecom.remindMessageTask(msgid)).toMatchObject({ ok: true })
  }
  expect(await wecom.remindMessageTask(msgid)).toMatchObject({ errcode: 41094 })
})

test('a call that is held gets no answer, and the log says whether it was carried out', async () => {
  const { sandbox } = await opened()
  const wecom = clientOf(sandbox, 300)
  await way(wecom)
  const path = 'externalcontact/send_welcome_msg'
  sandbox.weather.silentMs = 2_000
  sandbox.weather.scripted.push({ path, what: 'silentAfter', times: 1 })
  sandbox.weather.scripted.push({ path, what: 41096, times: 1 })
  const code = sandbox.deeds.scan({ state: 'poster' }, null)?.code ?? ''
  const welcome = { welcomeCode: code, text: '你好', attachments: [] }
  expect(await wecom.sendWelcome(welcome)).toMatchObject({ certainty: 'unknown', errcode: null })
  expect(sandbox.effects.read().filter(({ kind }) => kind === 'welcome')).toHaveLength(1)
  expect(await wecom.sendWelcome(welcome)).toMatchObject({ errcode: 41096, retry: 'later' })
  expect(await wecom.sendWelcome(welcome)).toMatchObject({ errcode: 41051, retry: 'never' })
})

test('callbacks can be held, turned around and played again by somebody who recorded them', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await heardBy(sandbox)
  await way(wecom)
  sandbox.posting.hold()
  const scan = sandbox.deeds.scan({ state: 'poster' }, null)
  const pair = { userid: 'chenlan', externalUserId: scan?.person.externalUserId ?? '' }
  sandbox.deeds.deleteStaff(pair)
  expect(sandbox.posting.release('reversed')).toBe(2)
  await expect.poll(() => receiver.heard).toHaveLength(2)
  expect(await sandbox.posting.replay(2)).toEqual([200, 200])
  expect(receiver.heard).toHaveLength(4)
})

test('a receiver that fails is asked three times, and then no more', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await heardBy(sandbox)
  await way(wecom)
  receiver.answer.status = 500
  sandbox.deeds.scan({ state: 'poster' }, null)
  await expect.poll(() => sandbox.posting.counts.failed, { timeout: 5_000 }).toBe(1)
  expect([receiver.tries(), receiver.heard.length]).toEqual([3, 0])
})

test('the world and its log outlive the process', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'liuyuan-sandbox-'))
  stops.push(() => rmSync(dir, { recursive: true, force: true }))
  const first = await startSandbox({ seed: 1, now: NOW, dir })
  await way(clientOf(first))
  const id = first.deeds.scan({ state: 'poster' }, null)?.person.externalUserId ?? ''
  await first.stop()
  const { sandbox, wecom } = await opened({ dir })
  expect(await wecom.contact(id)).toMatchObject({ ok: true })
  const next = sandbox.deeds.scan({ state: 'poster' }, null)?.person.externalUserId
  expect(next).not.toBe(id)
  expect(sandbox.effects.read().map(({ no, kind }) => [no, kind])).toEqual([
    [1, 'way_made'],
    [2, 'added'],
    [3, 'added'],
  ])
})

const truth = { rateWithout: 0.1, rateWith: 0.14, orderMedian: 20_000, orderSpread: 0.6 }

test('over many seeds the difference between the arms is the crowd’s true effect', () => {
  const ids = Array.from({ length: 2_000 }, (_, i) => `m${i}`)
  const week = { ...truth, unlikeness: 0.8, windowMs: 7 * 86_400_000 }
  const misses = Array.from({ length: 60 }, (_, seed) => {
    const members = ids.map((id, i) => ({ id, isReached: i % 2 === 0, from: NOW }))
    const bought = new Set(crowdBuys(seed, week, members).map(({ id }) => id))
    const rate = (isReached: boolean) =>
      members.filter((one) => one.isReached === isReached && bought.has(one.id)).length / 1_000
    return rate(true) - rate(false) - trueEffect(seed, week, ids)
  })
  const mean = misses.reduce((sum, miss) => sum + miss, 0) / misses.length
  expect(Math.abs(mean)).toBeLessThan(0.006)
  expect(trueEffect(1, { ...week, rateWith: 0.1 }, ids)).toBe(0)
})

test('the crowd knows from the log whom messages reached', async () => {
  const { sandbox, wecom } = await opened()
  const contacts = Array.from({ length: 40 }, (_, i) => ({ memberNo: `M${i}`, userid: 'chenlan' }))
  const ask = async (path: string, body: object) => {
    const init = { method: 'POST', body: JSON.stringify(body) }
    return (await fetch(`${sandbox.url}/sandbox/${path}`, init)).json()
  }
  await ask('contacts', { contacts })
  const all = await wecom.contactsOf('chenlan')
  const half = all.ok ? all.value.slice(0, 20) : []
  const task = { externalUserIds: half, text: '上新', attachments: [], sender: 'chenlan' }
  await wecom.addMessageTask(task)
  expect(await ask('confirm-all', {})).toEqual({ confirmed: 1, sent: 20 })
  const reached = reachedIn(sandbox.effects.read(), { since: new Date(0), msgids: null })
  expect([...reached.keys()].sort()).toEqual([...half].sort())
  const crowd = { ...truth, rateWithout: 0, rateWith: 1, windowMs: 1_000 }
  expect(await ask('crowd', { truth: crowd, from: NOW })).toMatchObject({
    people: 40,
    reached: 20,
    purchases: { length: 20 },
  })
})
