import { createServer } from 'node:http'
import * as official from '@wecom/crypto'
import { FormData, ServerRequest, Work } from 'node-easywechat'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { decrypt, encrypt, sign, signPage } from '../wecom/index.ts'
import { SANDBOX_AGENT, SANDBOX_CORP, SANDBOX_SECRET, type Sandbox } from './index.ts'
import { opened, startedOver } from './opened.fixture.ts'

/**
 * Programs of other people, which know WeCom and nothing of us, are let loose on the sandbox, and their cryptography on ours:
 * what two of a kind agree on could be the same mistake twice.
 */
let stops: (() => void)[] = []
afterEach(async () => {
  for (const stop of stops) stop()
  stops = []
  await startedOver()
})

const token = 'LiuYuanToken2026'
const aesKey = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY'
const said = z.looseObject({ errcode: z.number().default(0) })

/** Theirs keeps tokens in files of the machine, where those of another sandbox may still be. */
function forgetful() {
  const held = new Map<string, unknown>()
  return {
    get: async (key: string) => held.get(key),
    has: async (key: string) => held.has(key),
    set: async (key: string, data?: unknown) => held.set(key, data).has(key),
    delete: async (key: string) => held.delete(key),
  }
}

function theirs(sandbox: Sandbox): Work {
  const app = new Work({
    corp_id: SANDBOX_CORP,
    secret: SANDBOX_SECRET,
    token,
    aes_key: aesKey,
    http: { baseURL: `${sandbox.url}/` },
  })
  return app.setCache(forgetful())
}

test('a client of other people gets a token, reads customers, tags them, makes codes and tasks', async () => {
  const { sandbox } = await opened()
  const { externalUserId } = sandbox.deeds.makePerson({ name: '春日迟迟' })
  sandbox.deeds.befriend(externalUserId, 'chenlan')
  const client = theirs(sandbox).getClient()
  const read = async (path: string, params: Record<string, string>) =>
    said.parse((await client.get(path, { params })).toObject())
  const post = async (path: string, data: object) =>
    said.parse((await client.post(path, { data })).toObject())
  expect(await read('cgi-bin/externalcontact/list', { userid: 'chenlan' })).toMatchObject({
    external_userid: [externalUserId],
  })
  const made = await post('cgi-bin/externalcontact/add_corp_tag', {
    group_name: '肤质',
    tag: [{ name: '敏感肌' }],
  })
  const group = z
    .looseObject({ tag: z.array(z.looseObject({ id: z.string() })) })
    .parse(made.tag_group)
  const pair = { userid: 'chenlan', external_userid: externalUserId }
  const add_tag = group.tag.map(({ id }) => id)
  expect(await post('cgi-bin/externalcontact/mark_tag', { ...pair, add_tag })).toMatchObject({
    errcode: 0,
  })
  const contact = await read('cgi-bin/externalcontact/get', { external_userid: externalUserId })
  expect(contact).toMatchObject({
    external_contact: { name: '春日迟迟' },
    follow_user: [{ tags: [{ tag_name: '敏感肌' }] }],
  })
  const way = { type: 2, scene: 2, user: ['chenlan'], state: 'poster' }
  expect(await post('cgi-bin/externalcontact/add_contact_way', way)).toMatchObject({
    config_id: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
  const task = { sender: 'chenlan', external_userid: [externalUserId], text: { content: '你好' } }
  expect(await post('cgi-bin/externalcontact/add_msg_template', task)).toMatchObject({
    msgid: expect.stringMatching(/^msg/),
  })
  const note = { touser: 'chenlan', agentid: SANDBOX_AGENT, msgtype: 'text' }
  expect(
    await post('cgi-bin/message/send', { ...note, text: { content: '有新客户' } }),
  ).toMatchObject({ errcode: 0, invaliduser: '' })
  expect(sandbox.effects.read().map(({ kind }) => kind)).toEqual([
    'tags_made',
    'tags_marked',
    'way_made',
    'task_made',
    'app_message',
  ])
})

test('a file of theirs arrives as they sent it', async () => {
  const { sandbox, wecom } = await opened()
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4])
  const form = new FormData()
  form.append('media', bytes, { filename: 'a.png', contentType: 'image/png' })
  const sent = await theirs(sandbox)
    .getClient()
    .post('cgi-bin/media/upload', { params: { type: 'image' }, data: form })
  const { media_id: id } = z.looseObject({ media_id: z.string() }).parse(sent.toObject())
  const file = await wecom.media(id)
  expect(file.ok && bytes.equals(file.value.bytes)).toBe(true)
})

test('a receiver of other people proves itself, and reads every kind of event that the sandbox sends', async () => {
  const { sandbox, wecom } = await opened()
  const heard: { event: string; change: string }[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const app = theirs(sandbox)
      app.setRequest(await ServerRequest.createFromIncomingMessage(request))
      const receiver = app.getServer()
      if (request.method === 'POST') {
        const message = await receiver.getDecryptedMessage()
        heard.push({ event: message.Event ?? '', change: message.ChangeType ?? '' })
      }
      const answer = await receiver.serve()
      response.end(String(answer.getBody()))
    })().catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  stops.push(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const saved = await fetch(`${sandbox.url}/sandbox/receiver`, {
    method: 'POST',
    body: JSON.stringify({ url: `http://127.0.0.1:${port}/`, token, aesKey }),
  })
  expect(await saved.json()).toEqual({ isVerified: true })
  const { deeds } = sandbox
  await wecom.addContactWay({ userids: ['chenlan'], state: 's', remark: '', skipVerify: true })
  const id = deeds.scan({ state: 's' }, null)?.person.externalUserId ?? ''
  deeds.edit({ userid: 'chenlan', externalUserId: id }, { remark: '李女士' })
  deeds.makeTags('肤质', ['敏感肌'])
  const group = deeds.makeGroup({ owner: 'chenlan', name: '一群' })
  deeds.invite({ chatId: group?.chatId ?? '', by: 'chenlan', ids: [id] })
  deeds.hire({ name: '林深' })
  deeds.enterApp('chenlan')
  deeds.deleteStaff({ userid: 'chenlan', externalUserId: id })
  await expect
    .poll(() => heard.map(({ event, change }) => `${event} ${change}`))
    .toEqual([
      'change_external_contact add_external_contact',
      'change_external_contact edit_external_contact',
      'change_external_tag create',
      'change_external_tag create',
      'change_external_chat create',
      'change_external_chat update',
      'change_contact create_user',
      'enter_agent ',
      'change_external_contact del_follow_user',
    ])
})

test('what the official library encrypts we read, and what we encrypt it reads, at every length of padding', () => {
  for (let length = 0; length <= 64; length += 1) {
    const message = '园'.repeat(length)
    const sealed = official.encrypt(aesKey, message, SANDBOX_CORP)
    expect(decrypt(aesKey, sealed)).toMatchObject({ ok: true, message, receiverId: SANDBOX_CORP })
    expect(official.decrypt(aesKey, encrypt(aesKey, message, SANDBOX_CORP))).toMatchObject({
      message,
      id: SANDBOX_CORP,
    })
    expect(sign(token, '1767225600', String(length), sealed)).toBe(
      official.getSignature(token, '1767225600', String(length), sealed),
    )
  }
})

test('a page is signed as the official library signs it', () => {
  const page = { url: 'https://crm.example.com/sidebar?x=1', ticket: 'LY_TICKET_0001' }
  const { signature } = official.getJsApiSignature({
    ...page,
    nonceStr: 'Wm3WZYTPz0wzccnW',
    timestamp: 1_767_225_600,
  })
  const nonce = 'Wm3WZYTPz0wzccnW'
  expect(signPage({ ...page, nonce, timestamp: 1_767_225_600 })).toBe(signature)
})
