import { afterEach, expect, test } from 'vitest'
import type { KfMessage } from '../wecom/index.ts'
import { opened, startedOver } from './opened.fixture.ts'
import { startReceiver } from './receiver.fixture.ts'

afterEach(startedOver)

const HOUR_MS = 3_600_000

async function served() {
  const world = await opened()
  const made = await world.wecom.addKfAccount({ name: '留园客服', mediaId: '' })
  const openKfid = made.ok ? made.value : ''
  await world.wecom.addKfServicers({ openKfid, userids: ['chenlan', 'nobody'] })
  const { externalUserId } = world.sandbox.deeds.makePerson()
  return { ...world, openKfid, who: { openKfid, externalUserId } }
}

const words = (text: string) => ({ msgtype: 'text' as const, text: { content: text } })

test('what a customer says is fetched with the token of the event, and what the product says is not among it', async () => {
  const { sandbox, wecom, openKfid, who } = await served()
  const receiver = await startReceiver(sandbox)
  sandbox.deeds.enterKf({ ...who, scene: 'poster' })
  sandbox.deeds.writeKf({ ...who, text: '面膜怎么用' })
  await wecom.sendKf({ ...who, content: words('每周两次') })
  await expect.poll(() => receiver.heard).toHaveLength(2)
  await receiver.stop()
  const last = receiver.heard[1]
  expect(last).toMatchObject({ event: 'kf_msg_or_event', fields: { OpenKfId: openKfid } })
  const token = last?.kind === 'other' ? String(last.fields.Token) : ''
  const page = await wecom.kfMessages({ openKfid, token })
  const rows: KfMessage[] = page.ok ? page.value.rows : []
  expect(rows).toMatchObject([
    { msgtype: 'event', event: { event_type: 'enter_session', scene: 'poster' } },
    { msgtype: 'text', origin: 3, text: { content: '面膜怎么用' } },
  ])
  const cursor = page.ok ? page.value.nextCursor : ''
  expect(await wecom.kfMessages({ openKfid, cursor, token })).toMatchObject({
    value: { rows: [], hasMore: false },
  })
  sandbox.world.clock.advanceMs(600_001)
  expect(await wecom.kfMessages({ openKfid, cursor, token })).toMatchObject({ errcode: 95007 })
  for (let n = 0; n < 10; n += 1) await wecom.kfMessages({ openKfid, cursor })
  expect(await wecom.kfMessages({ openKfid, cursor })).toMatchObject({ errcode: 45009 })
})

test('a customer may be answered five times and for 48 hours, and each new word renews it', async () => {
  const { sandbox, wecom, who } = await served()
  const answer = (msgid?: string) =>
    wecom.sendKf({ ...who, content: words('好的'), ...(msgid ? { msgid } : {}) })
  expect(await answer()).toMatchObject({ errcode: 95031 })
  sandbox.deeds.writeKf({ ...who, text: '在吗' })
  expect(await answer('own-1')).toMatchObject({ value: 'own-1' })
  expect(await answer('own-1')).toMatchObject({ errcode: 95033 })
  for (let n = 0; n < 4; n += 1) expect(await answer()).toMatchObject({ ok: true })
  expect(await answer()).toMatchObject({ errcode: 95001 })
  sandbox.deeds.writeKf({ ...who, text: '还在吗' })
  expect(await answer()).toMatchObject({ ok: true })
  sandbox.world.clock.advanceMs(48 * HOUR_MS + 1)
  expect(await answer()).toMatchObject({ errcode: 95002 })
  expect(await wecom.kfCustomers([who.externalUserId])).toMatchObject({
    value: { invalid_external_userid: [who.externalUserId] },
  })
})

test('a welcome is one message within twenty seconds, and only for who is new or long away', async () => {
  const { sandbox, wecom, who } = await served()
  const first = sandbox.deeds.enterKf(who)?.code ?? ''
  expect(await wecom.sendKfOnEvent({ code: first, content: words('欢迎') })).toMatchObject({
    ok: true,
  })
  expect(await wecom.sendKfOnEvent({ code: first, content: words('欢迎') })).toMatchObject({
    ok: false,
  })
  expect(sandbox.deeds.enterKf(who)?.code).toBeNull()
  sandbox.world.clock.advanceMs(49 * HOUR_MS)
  const late = sandbox.deeds.enterKf(who)?.code ?? ''
  sandbox.world.clock.advanceMs(20_001)
  expect(await wecom.sendKfOnEvent({ code: late, content: words('欢迎') })).toMatchObject({
    ok: false,
  })
})

test('a session goes from the assistant to a servicer and ends; what cannot follow is refused', async () => {
  const { sandbox, wecom, openKfid, who } = await served()
  sandbox.deeds.writeKf({ ...who, text: '我要人工' })
  expect(await wecom.kfState(who)).toMatchObject({ value: { service_state: 0 } })
  expect(await wecom.moveKf({ ...who, state: 1 })).toMatchObject({ value: null })
  const waiting = await wecom.moveKf({ ...who, state: 2 })
  const code = waiting.ok ? (waiting.value ?? '') : ''
  expect(await wecom.sendKfOnEvent({ code, content: words('请稍等') })).toMatchObject({ ok: true })
  expect(await wecom.sendKf({ ...who, content: words('好') })).toMatchObject({ errcode: 95018 })
  expect(await wecom.moveKf({ ...who, state: 1 })).toMatchObject({ errcode: 95016 })
  expect(await wecom.moveKf({ ...who, state: 3, servicer: 'zhoumu' })).toMatchObject({
    errcode: 95014,
  })
  sandbox.deeds.switchServicer({ openKfid, userid: 'chenlan', isOn: false })
  expect(await wecom.moveKf({ ...who, state: 3, servicer: 'chenlan' })).toMatchObject({
    errcode: 95019,
  })
  expect(sandbox.deeds.takeKf({ ...who, userid: 'chenlan' })).toBe(true)
  expect(await wecom.kfState(who)).toMatchObject({
    value: { service_state: 3, servicer_userid: 'chenlan' },
  })
  sandbox.deeds.endKf(who)
  expect(await wecom.moveKf({ ...who, state: 4 })).toMatchObject({ errcode: 95013 })
  sandbox.deeds.writeKf({ ...who, text: '还有一个问题' })
  expect(await wecom.kfState(who)).toMatchObject({ value: { service_state: 0 } })
})

test('an account has its servicers, its name and a link that says where somebody came from', async () => {
  const { wecom, openKfid } = await served()
  expect(await wecom.kfServicers(openKfid)).toMatchObject({
    value: [{ userid: 'chenlan', status: 0 }],
  })
  const added = await wecom.addKfServicers({ openKfid, userids: ['nobody'] })
  expect(added).toMatchObject({ value: [{ errcode: 60030 }] })
  await wecom.removeKfServicers({ openKfid, userids: ['chenlan'] })
  expect(await wecom.kfServicers(openKfid)).toEqual({ ok: true, value: [] })
  await wecom.renameKfAccount({ openKfid, name: '售后' })
  expect(await wecom.kfAccounts()).toMatchObject({ value: [{ name: '售后' }] })
  const link = await wecom.kfLink({ openKfid, scene: 'box' })
  expect(link).toMatchObject({ value: expect.stringContaining('enc_scene=box') })
  expect(await wecom.kfLink({ openKfid, scene: '盒子' })).toMatchObject({ errcode: 40058 })
  await wecom.deleteKfAccount(openKfid)
  expect(await wecom.kfAccounts()).toEqual({ ok: true, value: [] })
})
