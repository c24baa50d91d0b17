import { createServer } from 'node:http'
import { OfficialAccount, ServerRequest } from 'node-easywechat'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { tokensInMemory } from '../wecom/index.ts'
import { createWeixin } from '../weixin/index.ts'
import { SANDBOX_OFFICIAL, SANDBOX_OFFICIAL_SECRET, type Sandbox } from './index.ts'
import { opened, startedOver } from './opened.fixture.ts'

let stops: (() => void)[] = []
afterEach(async () => {
  for (const stop of stops) stop()
  stops = []
  await startedOver()
})

const token = 'LiuYuanOfficial2026'
const aesKey = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY'
const said = z.looseObject({ errcode: z.number().default(0) })
const HOUR_MS = 3_600_000

function ours(sandbox: Sandbox, secret = SANDBOX_OFFICIAL_SECRET) {
  return createWeixin({
    baseUrl: sandbox.url,
    appId: SANDBOX_OFFICIAL,
    secret,
    tokens: tokensInMemory(),
    clock: sandbox.world.clock,
  })
}

/** A program of other people, which knows official accounts and nothing of us. */
function theirs(sandbox: Sandbox): OfficialAccount {
  const held = new Map<string, unknown>()
  return new OfficialAccount({
    app_id: SANDBOX_OFFICIAL,
    secret: SANDBOX_OFFICIAL_SECRET,
    token,
    aes_key: aesKey,
    use_stable_access_token: true,
    http: { baseURL: `${sandbox.url}/` },
  }).setCache({
    get: async (key: string) => held.get(key),
    has: async (key: string) => held.has(key),
    set: async (key: string, data?: unknown) => held.set(key, data).has(key),
    delete: async (key: string) => held.delete(key),
  })
}

function follower(sandbox: Sandbox, ticket: string | null = null) {
  const { externalUserId } = sandbox.deeds.makePerson()
  const fan = sandbox.official.subscribe(externalUserId, ticket)
  if (!fan) throw new Error('nobody follows')
  return fan
}

test('a client of other people gets a token, makes a code, reads who came by it, and answers them', async () => {
  const { sandbox } = await opened()
  let client = theirs(sandbox).getClient()
  const code = await client.post('cgi-bin/qrcode/create', {
    data: {
      action_name: 'QR_STR_SCENE',
      expire_seconds: 3_600,
      action_info: { scene: { scene_str: 'shop_7' } },
    },
  })
  const { ticket } = z.looseObject({ ticket: z.string() }).parse(code.toObject())
  const fan = follower(sandbox, ticket)
  const info = await client.get('cgi-bin/user/info', { params: { openid: fan.openid } })
  expect(info.toObject()).toMatchObject({
    subscribe: 1,
    subscribe_scene: 'ADD_SCENE_QR_CODE',
    qr_scene_str: 'shop_7',
    unionid: sandbox.world.corp.persons.get(fan.externalUserId)?.unionid,
  })
  const send = async () =>
    said.parse(
      (
        await client.post('cgi-bin/message/custom/send', {
          data: { touser: fan.openid, msgtype: 'text', text: { content: '你好' } },
        })
      ).toObject(),
    ).errcode
  expect([await send(), await send(), await send(), await send()]).toEqual([0, 0, 0, 45047])
  sandbox.world.clock.advanceMs(2 * 60_000)
  expect(await send()).toBe(45015)
  sandbox.official.write(fan.externalUserId, '在吗')
  expect(await send()).toBe(0)
  sandbox.world.clock.advanceMs(48 * HOUR_MS)
  // Theirs would go on using the token of two days ago.
  client = theirs(sandbox).getClient()
  expect(await send()).toBe(45015)
  const received = sandbox.effects.read().filter(({ kind }) => kind === 'official_message')
  expect(received).toHaveLength(4)
})

test('a receiver of other people proves itself and reads what followers do', async () => {
  const { sandbox } = await opened()
  const heard: string[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const app = theirs(sandbox)
      app.setRequest(await ServerRequest.createFromIncomingMessage(request))
      const receiver = app.getServer()
      receiver.with((message, next) => {
        heard.push(
          [message.Event ?? message.MsgType, message.EventKey ?? message.Content].join(' '),
        )
        return next?.(message)
      })
      const answer = await receiver.serve()
      response.writeHead(answer.getStatusCode())
      response.end(request.method === 'POST' ? '' : answer.getBody().toString())
    })().catch((error) => {
      heard.push(String(error))
      response.writeHead(500).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  stops.push(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const url = `http://127.0.0.1:${port}/`
  const verified = await fetch(`${sandbox.url}/sandbox/official-receiver`, {
    method: 'POST',
    body: JSON.stringify({ url, token, aesKey }),
  })
  expect(await verified.json()).toEqual({ isVerified: true })
  const code = await ours(sandbox).makeCode('shop_7', null)
  const { externalUserId } = follower(sandbox, code.ok ? code.value.ticket : null)
  sandbox.official.write(externalUserId, '在吗 <3')
  sandbox.official.pressMenu(externalUserId, 'MENU_1')
  sandbox.official.unsubscribe(externalUserId)
  await expect
    .poll(() => heard)
    .toEqual(['subscribe qrscene_shop_7', 'text 在吗 <3', 'CLICK MENU_1', 'unsubscribe '])
})

test('a mass message by tag reaches whom the month still allows, once, and its result says how many', async () => {
  const { sandbox } = await opened()
  const weixin = ours(sandbox)
  const fans = [follower(sandbox), follower(sandbox)]
  const tag = await weixin.makeFollowerTag('七夕')
  if (!tag.ok) throw new Error(tag.errmsg)
  await weixin.tagFollowers(tag.value, [...fans.map(({ openid }) => openid)])
  const send = (clientId: string) =>
    weixin.sendToTag({ tagId: tag.value, clientId, content: { text: '上新' } })
  const first = await send('m1')
  expect(await send('m1')).toEqual(first)
  for (const again of ['m2', 'm3', 'm4', 'm5']) expect((await send(again)).ok).toBe(true)
  const received = sandbox.effects.read().filter(({ kind }) => kind === 'official_mass_received')
  expect(received).toHaveLength(4 * fans.length)
  sandbox.world.corp.official.kind = 'subscription'
  expect(await send('m6')).toMatchObject({ ok: false, errcode: 45028, certainty: 'not_executed' })
})

test('a notice needs its template, every field of it, and an agreement where it is one that is agreed to', async () => {
  const { sandbox } = await opened()
  const weixin = ours(sandbox)
  const { openid, externalUserId } = follower(sandbox)
  const templates = await weixin.templates()
  const templateId = templates.ok ? (templates.value[1]?.id ?? '') : ''
  const fields = { thing1: '护理', time2: '周六 14:00', thing3: '静安店' }
  expect(
    await weixin.sendTemplate({ openid, templateId, fields: { thing1: '护理' } }),
  ).toMatchObject({
    errcode: 47003,
  })
  expect(await weixin.sendTemplate({ openid, templateId: 'none', fields })).toMatchObject({
    errcode: 40037,
  })
  expect(await weixin.sendTemplate({ openid, templateId, fields })).toMatchObject({ ok: true })
  expect(await weixin.sendSubscribed({ openid, templateId, fields })).toMatchObject({
    errcode: 43101,
  })
  sandbox.official.agree(externalUserId, { templateId })
  expect(await weixin.sendSubscribed({ openid, templateId, fields })).toMatchObject({ ok: true })
  expect(await weixin.sendSubscribed({ openid, templateId, fields })).toMatchObject({
    errcode: 43101,
  })
})

test('a wrong secret, an address that is not listed and a token that ends early each say so', async () => {
  const { sandbox } = await opened()
  expect(await ours(sandbox, 'wrong').followers()).toMatchObject({ ok: false, errcode: 40125 })
  const weixin = ours(sandbox)
  expect(await weixin.followers()).toMatchObject({ ok: true, value: { total: 0 } })
  sandbox.weather.scripted.push({ path: 'official/user/get', what: 'tokenExpired', times: 1 })
  expect(await weixin.followers()).toMatchObject({ ok: true })
  sandbox.world.corp.official.isIpListed = false
  const refused = await weixin.followers()
  expect(refused).toMatchObject({ ok: false, errcode: 40164 })
  expect(refused.ok ? '' : refused.errmsg).toContain('127.0.0.1')
  sandbox.world.corp.official.isIpListed = true
  sandbox.weather.scripted.push({ path: 'official/user/get', what: 'busyIdle', times: 1 })
  expect(await weixin.followers()).toMatchObject({ ok: false, certainty: 'unknown' })
})
