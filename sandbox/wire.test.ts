import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from './index.ts'

let stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops) await stop()
  stops = []
})

const answer = z.looseObject({ errcode: z.number(), errmsg: z.string() })
const tokenAnswer = answer.extend({ access_token: z.string(), expires_in: z.number() })

async function opened() {
  const sandbox = await startSandbox({ seed: 5, now: new Date('2026-11-11T09:00:00+08:00') })
  stops.push(() => sandbox.stop())
  return sandbox
}

async function token(sandbox: Sandbox): Promise<string> {
  const url = `${sandbox.url}/cgi-bin/gettoken?corpid=${SANDBOX_CORP}&corpsecret=${SANDBOX_SECRET}`
  return tokenAnswer.parse(await (await fetch(url)).json()).access_token
}

/** Speaks the wire by hand: our own client must not be what the sandbox is judged by. */
async function ask(sandbox: Sandbox, path: string, body?: unknown, given?: string) {
  const access = given ?? (await token(sandbox))
  const url = new URL(`${sandbox.url}/cgi-bin/${path}`)
  if (access !== '') url.searchParams.set('access_token', access)
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, body === undefined ? {} : { method: 'POST', body: text })
  return { status: response.status, said: answer.parse(await response.json()) }
}

async function control(sandbox: Sandbox, path: string, body: unknown = {}) {
  const text = JSON.stringify(body)
  const response = await fetch(`${sandbox.url}/sandbox/${path}`, { method: 'POST', body: text })
  expect(response.status).toBe(200)
  return z.looseObject({}).parse(await response.json())
}

const tags = 'externalcontact/get_corp_tag_list'

test('checks come in WeCom’s order: path, token, permission, shape, rights', async () => {
  const sandbox = await opened()
  const unknown = await fetch(`${sandbox.url}/cgi-bin/no/such`)
  expect([unknown.status, await unknown.text()]).toEqual([404, ''])
  expect(await ask(sandbox, tags, 'broken {', '')).toMatchObject({ said: { errcode: 41001 } })
  expect(await ask(sandbox, tags, 'broken {', 'wrong')).toMatchObject({ said: { errcode: 40014 } })
  await control(sandbox, 'app', { visible: ['chenlan'], forbidden: [tags] })
  expect(await ask(sandbox, tags, 'broken {')).toMatchObject({ said: { errcode: 48002 } })
  await control(sandbox, 'app', { visible: ['chenlan'] })
  const shape = await ask(sandbox, tags, 'broken {')
  expect(shape.said.errcode).toBe(40058)
  expect(shape.said.errmsg).toContain('Warning: wrong json format.')
  const list = (userid: string) => ask(sandbox, `externalcontact/list?userid=${userid}`)
  expect((await list('nobody')).said.errcode).toBe(40003)
  expect((await list('zhoumu')).said.errcode).toBe(60011)
  expect((await list('chenlan')).said).toMatchObject({ errcode: 84061, external_userid: [] })
})

test('most refusals carry a hint, and all of them come with HTTP 200', async () => {
  const sandbox = await opened()
  const { status, said } = await ask(sandbox, 'externalcontact/get?external_userid=wmNobody')
  expect([status, said.errcode, said.follow_user]).toEqual([200, 40096, []])
  expect(said.errmsg).toMatch(/, hint: \[\d+_59_[0-9a-f]{32}\], from ip: .*\?e=40096$/)
  expect((await ask(sandbox, tags, {}, 'wrong')).said.errmsg).toBe('invalid access_token')
})

test('a token is the same until shortly before its end, and then an expired one', async () => {
  const sandbox = await opened()
  const first = await token(sandbox)
  sandbox.world.clock.advanceMs(6_000_000)
  expect(await token(sandbox)).toBe(first)
  sandbox.world.clock.advanceMs(1_000_000)
  expect(await token(sandbox)).not.toBe(first)
  expect((await ask(sandbox, tags, {}, first)).said.errcode).toBe(0)
  sandbox.world.clock.advanceMs(300_000)
  expect((await ask(sandbox, tags, {}, first)).said.errcode).toBe(42001)
})

test('a secret that is missing is noticed before a corp that is unknown, and a wrong one after', async () => {
  const sandbox = await opened()
  const code = async (query: string) => {
    const response = await fetch(`${sandbox.url}/cgi-bin/gettoken${query}`)
    return answer.parse(await response.json()).errcode
  }
  expect(await code('')).toBe(41004)
  expect(await code('?corpid=wwnone&corpsecret=x')).toBe(40013)
  expect(await code(`?corpid=${SANDBOX_CORP}&corpsecret=x`)).toBe(40001)
})

test('over its rate a path is closed for a minute, the others stay open', async () => {
  const sandbox = await opened()
  await control(sandbox, 'weather', { perMinute: 2 })
  const codes = []
  for (let n = 0; n < 4; n++) codes.push((await ask(sandbox, tags, {})).said.errcode)
  expect(codes).toEqual([0, 0, 45009, 45009])
  expect((await ask(sandbox, 'externalcontact/get_follow_user_list')).said.errcode).toBe(0)
  sandbox.world.clock.advanceMs(59_000)
  expect((await ask(sandbox, tags, {})).said.errcode).toBe(45009)
  sandbox.world.clock.advanceMs(2_000)
  expect((await ask(sandbox, tags, {})).said.errcode).toBe(0)
})

test('pages end with an empty cursor; a cursor of one’s own is refused; too large a limit is the usual one', async () => {
  const sandbox = await opened()
  const contacts = Array.from({ length: 250 }, (_, i) => ({ userid: 'linxia', memberNo: `M${i}` }))
  await control(sandbox, 'contacts', { contacts })
  const seen = new Set<string>()
  let cursor = ''
  const sizes = []
  do {
    const body = { userid_list: ['linxia'], cursor, limit: 1_000 }
    const { said } = await ask(sandbox, 'externalcontact/batch/get_by_user', body)
    const rows = z
      .array(z.looseObject({ external_contact: z.looseObject({ external_userid: z.string() }) }))
      .parse(said.external_contact_list)
    for (const row of rows) seen.add(row.external_contact.external_userid)
    sizes.push(rows.length)
    cursor = z.string().parse(said.next_cursor)
  } while (cursor !== '')
  expect([seen.size, sizes]).toEqual([250, [100, 100, 50]])
  const own = { userid_list: ['linxia'], cursor: 'ly100' }
  const refused = await ask(sandbox, 'externalcontact/batch/get_by_user', own)
  expect(refused.said).toMatchObject({ errcode: 50100, external_contact_list: [] })
})

test('bytes are counted as bytes and characters as characters', async () => {
  const sandbox = await opened()
  const way = (state: string) =>
    ask(sandbox, 'externalcontact/add_contact_way', { type: 1, scene: 2, user: ['chenlan'], state })
  expect((await way('园'.repeat(30))).said).toMatchObject({
    errcode: 0,
    config_id: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
  expect((await way('园'.repeat(31))).said.errcode).toBe(40058)
  const person = sandbox.deeds.makePerson()
  sandbox.deeds.befriend(person.externalUserId, 'chenlan')
  const send = (content: string, attachments: unknown[] = []) =>
    ask(sandbox, 'externalcontact/add_msg_template', {
      sender: 'chenlan',
      external_userid: [person.externalUserId],
      text: { content },
      attachments,
    })
  expect((await send('园'.repeat(1_333))).said.errcode).toBe(0)
  expect((await send('园'.repeat(1_334))).said).toMatchObject({ errcode: 45002, fail_list: [] })
  expect((await send('')).said.errcode).toBe(40058)
  const link = { msgtype: 'link', link: { title: 'a', url: 'https://x' } }
  expect(
    (
      await send(
        '',
        Array.from({ length: 10 }, () => link),
      )
    ).said.errcode,
  ).toBe(41064)
  expect((await send('', [{ msgtype: 'poem', poem: {} }])).said.errcode).toBe(41065)
})

test('the library of tags: no name twice in a group, a group goes with its last tag, and from people too', async () => {
  const sandbox = await opened()
  const add = (name: string) =>
    ask(sandbox, 'externalcontact/add_corp_tag', { group_name: '肤质', tag: [{ name }] })
  const { said } = await add('敏感肌')
  const { tag } = z
    .looseObject({ tag: z.array(z.object({ id: z.string() }).loose()) })
    .parse(said.tag_group)
  const id = tag[0]?.id ?? ''
  expect((await add('敏感肌')).said.errcode).toBe(40071)
  const person = sandbox.deeds.makePerson()
  sandbox.deeds.befriend(person.externalUserId, 'chenlan')
  const marks = { userid: 'chenlan', external_userid: person.externalUserId }
  const mark = (more: object) => ask(sandbox, 'externalcontact/mark_tag', { ...marks, ...more })
  expect((await mark({ add_tag: ['etNone'] })).said.errcode).toBe(40068)
  expect((await mark({ add_tag: [id] })).said.errcode).toBe(0)
  expect(
    (await ask(sandbox, 'externalcontact/edit_corp_tag', { id, name: '干皮' })).said.errcode,
  ).toBe(0)
  expect((await ask(sandbox, 'externalcontact/del_corp_tag', { tag_id: [id] })).said.errcode).toBe(
    0,
  )
  expect((await ask(sandbox, tags, {})).said.tag_group).toEqual([])
  const detail = await ask(sandbox, `externalcontact/get?external_userid=${person.externalUserId}`)
  expect(detail.said.follow_user).toMatchObject([{ tags: [] }])
})

test('two corps know nothing of each other', async () => {
  const sandbox = await opened()
  await control(sandbox, 'corps', { corpId: 'wwother', secret: 'other-secret' })
  const response = await fetch(
    `${sandbox.url}/cgi-bin/gettoken?corpid=wwother&corpsecret=other-secret`,
  )
  const other = tokenAnswer.parse(await response.json()).access_token
  const person = sandbox.deeds.makePerson()
  sandbox.deeds.befriend(person.externalUserId, 'chenlan')
  const path = `externalcontact/get?external_userid=${person.externalUserId}`
  expect((await ask(sandbox, path)).said.errcode).toBe(0)
  expect((await ask(sandbox, path, undefined, other)).said.errcode).toBe(40096)
})

test('a page of another site cannot play with the people here', async () => {
  const sandbox = await opened()
  const asked = await fetch(`${sandbox.url}/sandbox/persons`, {
    method: 'POST',
    body: '{}',
    headers: { origin: 'https://elsewhere.example' },
  })
  expect(asked.status).toBe(403)
})

test('too many calls of one path at the same time are refused, and one after the other they are not', async () => {
  const sandbox = await opened()
  const given = await token(sandbox)
  await control(sandbox, 'weather', { callsAtOnce: 1, latencyMs: 500 })
  const together = await Promise.all(Array.from({ length: 6 }, () => ask(sandbox, tags, {}, given)))
  expect(new Set(together.map(({ said }) => said.errcode))).toEqual(new Set([0, 45033]))
  expect((await ask(sandbox, tags, {}, given)).said.errcode).toBe(0)
})

test('a code without what it must have, or with what there is not, is refused by a number of its own', async () => {
  const sandbox = await opened()
  const given = await token(sandbox)
  const made = async (wanted: object) =>
    (await ask(sandbox, 'externalcontact/add_contact_way', wanted, given)).said.errcode
  const way = { type: 1, scene: 2, user: ['chenlan'] }
  expect(await made({ scene: 2, user: ['chenlan'] })).toBe(41037)
  expect(await made({ ...way, type: 3 })).toBe(41038)
  expect(await made({ type: 1, user: ['chenlan'] })).toBe(41039)
  expect(await made({ ...way, scene: 9 })).toBe(41040)
  expect(await made({ ...way, scene: 1, style: 4 })).toBe(41042)
  expect(await made({ ...way, scene: 1, style: 3 })).toBe(0)
  const several = { ...way, type: 2, scene: 1 }
  expect(await made({ ...several, style: 3 })).toBe(41042)
  const farewell = (content: string) => made({ ...way, conclusions: { text: { content } } })
  expect(await farewell('好'.repeat(1_334))).toBe(40058)
  expect(await farewell('好'.repeat(1_333))).toBe(0)
})
