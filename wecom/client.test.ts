import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWecom, tokensInMemory } from './index.ts'

type Reply = { status?: number; body?: unknown; text?: string; cut?: boolean }
let replies: ((path: string, token: string | null) => Reply)[] = []
let asked: string[] = []
const well = (): Reply => ({ body: {} })
let baseUrl = ''
let tokens = 0
const server = createServer(answer)

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://wecom')
  asked.push(url.pathname)
  if (url.pathname === '/cgi-bin/gettoken') {
    tokens += 1
    const body = { errcode: 0, errmsg: 'ok', access_token: `T${tokens}`, expires_in: 7200 }
    response.end(JSON.stringify(body))
    return
  }
  const {
    status = 200,
    body,
    text,
    cut,
  } = (replies.shift() ?? well)(url.pathname, url.searchParams.get('access_token'))
  if (cut) {
    response.destroy()
    return
  }
  response.statusCode = status
  response.end(text ?? JSON.stringify(body))
}

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(() => void server.close())
beforeEach(() => {
  replies = []
  asked = []
  tokens = 0
})

function client(now = new Date('2026-01-01T00:00:00Z')) {
  const clock = { now: () => now }
  const options = {
    baseUrl,
    corpId: 'ww01',
    secret: 'very-secret',
    tokens: tokensInMemory(),
    clock,
  }
  return createWecom({ ...options, timeoutMs: 5_000 })
}

const welcome = { welcomeCode: 'CODE', text: '你好', attachments: [] }

test('one token serves many calls that begin at once', async () => {
  const wecom = client()
  await Promise.all(Array.from({ length: 20 }, () => wecom.sendWelcome(welcome)))
  expect(tokens).toBe(1)
})

test('a token that WeCom ended early is renewed once, and the call repeated once', async () => {
  replies = [
    () => ({ body: { errcode: 42001, errmsg: 'access_token expired' } }),
    (_path, token) => ({ body: { errcode: token === 'T2' ? 0 : 1, errmsg: '' } }),
  ]
  expect(await client().sendWelcome(welcome)).toEqual({ ok: true, value: null })
  replies = Array.from({ length: 9 }, () => () => ({ body: { errcode: 40014, errmsg: 'bad' } }))
  expect(await client().sendWelcome(welcome)).toMatchObject({ ok: false, retry: 'token' })
  expect(replies).toHaveLength(7)
})

test('those who held a token that was ended share the next one', async () => {
  const ended = { body: { errcode: 42001, errmsg: 'access_token expired' } }
  const bySender = (_path: string, token: string | null) => (token === 'T1' ? ended : { body: {} })
  replies = Array.from({ length: 40 }, () => bySender)
  const wecom = client()
  const first = wecom.sendWelcome(welcome)
  const rest = Array.from({ length: 9 }, () => wecom.sendWelcome(welcome))
  const all = await Promise.all([first, ...rest])
  expect(all.every(({ ok }) => ok)).toBe(true)
  expect(tokens).toBe(2)
})

test('a call for which no token could be had was not executed, whatever became of asking for it', async () => {
  const silent: typeof fetch = () => Promise.reject(new TypeError('the connection broke'))
  const wecom = createWecom({
    baseUrl,
    corpId: 'ww01',
    secret: 's',
    tokens: tokensInMemory(),
    clock: { now: () => new Date() },
    fetch: silent,
  })
  expect(await wecom.sendWelcome(welcome)).toMatchObject({ certainty: 'not_executed' })
})

test('an answer larger than any of WeCom’s is not read to its end', async () => {
  const endless: typeof fetch = (url, request) =>
    String(url).includes('gettoken')
      ? fetch(url, request)
      : Promise.resolve(new Response(Readable.toWeb(Readable.from(parts()))))
  const clock = { now: () => new Date() }
  const options = { baseUrl, corpId: 'ww01', secret: 's', tokens: tokensInMemory(), clock }
  const answer = await createWecom({ ...options, fetch: endless }).contactsOf('chenlan')
  expect(answer).toMatchObject({ ok: false, certainty: 'unknown' })
})

function* parts(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(1024 * 1024, ' ')
}

test.each([
  [{ body: { errcode: 45009, errmsg: 'freq' } }, 'not_executed', 'later'],
  [{ body: { errcode: 41050, errmsg: 'code' } }, 'not_executed', 'never'],
  [{ body: { errcode: -1, errmsg: 'busy' } }, 'unknown', 'later'],
  [{ status: 502, text: '<html>' }, 'unknown', 'later'],
  [{ text: 'not json' }, 'unknown', 'later'],
  [{ cut: true }, 'unknown', 'later'],
] as const)('%j is %s and may be tried %s', async (reply, certainty, retry) => {
  replies = [() => reply]
  expect(await client().sendWelcome(welcome)).toMatchObject({ ok: false, certainty, retry })
})

test('an answer that does not come in time is unknown; a house where nobody lives did nothing', async () => {
  const slow: typeof fetch = (url, request) =>
    String(url).includes('gettoken')
      ? fetch(url, request)
      : new Promise((_done, fail) => {
          request?.signal?.addEventListener('abort', () => fail(request.signal?.reason))
        })
  const clock = { now: () => new Date() }
  const options = { corpId: 'ww01', secret: 's', tokens: tokensInMemory(), clock, timeoutMs: 200 }
  const late = await createWecom({ ...options, baseUrl, fetch: slow }).sendWelcome(welcome)
  expect(late).toMatchObject({ ok: false, certainty: 'unknown' })
  const nobody = createWecom({
    ...options,
    tokens: tokensInMemory(),
    baseUrl: await nobodysUrl(),
  })
  expect(await nobody.sendWelcome(welcome)).toMatchObject({ certainty: 'not_executed' })
})

test('neither secret nor token stands in what is told of a failure', async () => {
  replies = [() => ({ cut: true }), () => ({ status: 500, text: '' })]
  const wecom = client()
  const told = JSON.stringify([await wecom.sendWelcome(welcome), await wecom.contact('wm1')])
  expect(told).not.toMatch(/very-secret|T1|access_token/)
})

test('an empty list beside an error code is an error, not an empty list', async () => {
  replies = [
    () => ({ body: { errcode: 84061, errmsg: 'not external contact', external_userid: [] } }),
  ]
  expect(await client().contactsOf('chenlan')).toMatchObject({ ok: false, errcode: 84061 })
})

/** The address of a house that was left. */
async function nobodysUrl(): Promise<string> {
  const left = createServer()
  await new Promise<void>((done) => left.listen(0, '127.0.0.1', done))
  const address = left.address()
  await new Promise((done) => left.close(done))
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}
