import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../server/app/http.ts'
import { sql } from '../server/postgres/index.ts'
import { calls } from './crawler-calls.ts'
import type { Ids } from './crawler-ways.ts'
import {
  type Answer,
  type Ask,
  askWith,
  fill,
  hashOf,
  idsOf,
  openApp,
  type Route,
  restingAnswers,
  tablesOfWorkspaces,
} from './crawler-world.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const MARK = '金丝雀'
/** Without a session, on purpose: signing in, the way into the sidebar, and the first set-up. */
const OPEN = [
  'POST /api/session',
  'GET /api/session/wecom',
  'GET /api/session/wecom/begin',
  'GET /api/session/wecom/return',
  'GET /api/sidebar/enter',
  'GET /api/sidebar/return',
  'GET /api/setup',
  'POST /api/setup',
]

type Side = { resident: Resident; byToken: Ask; ids: Ids }
let house: House
let app: App
let routes: Route[]
let asker: Side
let stranger: Side
/** What the asker is told before and after the stranger moves in. */
let alone: Record<string, string>
let beside: Record<string, string>

beforeAll(async () => {
  house = await startHouse()
  ;({ app, routes } = await openApp(house))
  asker = await settle('寻路商号', '寻路')
  alone = await restingAnswers(asker.byToken, routes)
  stranger = await settle(`${MARK}商号`, MARK)
  await restingAnswers(stranger.byToken, routes)
  stranger.ids = await idsOf(stranger.byToken, routes)
  beside = await restingAnswers(asker.byToken, routes)
}, 300_000)
afterAll(async () => {
  await app?.close()
  await house?.stop()
})

async function settle(name: string, mark: string): Promise<Side> {
  const resident = await house.movesIn(name)
  const byToken = askWith(app, { authorization: `Bearer ${resident.apiToken}` })
  await fill(house, resident, { mark, ask: byToken, routes })
  return { resident, byToken, ids: await idsOf(byToken, routes) }
}

async function signIn({ login, password }: Resident): Promise<string> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'x-liuyuan': '1' },
    payload: { login, password },
  })
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

test('every route says how it is called', () => {
  const missing = routes.filter(({ name }) => !calls[name]).map(({ name }) => name)
  expect(missing, 'add them to test/crawler-calls.ts').toEqual([])
})

test('the crawl would see a leak: the stranger is told of itself by many routes', async () => {
  const told = Object.values(await restingAnswers(stranger.byToken, routes))
  expect(told.filter((text) => text.includes(MARK)).length).toBeGreaterThan(5)
  const kinds = Object.keys(stranger.ids)
  expect(kinds).toEqual(expect.arrayContaining(['key', 'prk', 'evt', 'ord']))
})

test('another workspace changes nothing in what the asker is told, not even a number', () => {
  expect(beside).toEqual(alone)
})

test.for(['token', 'session'] as const)(
  'by %s, no route answers with anything of another workspace or changes it',
  { timeout: 300_000 },
  async (how) => {
    const ask =
      how === 'token'
        ? asker.byToken
        : askWith(app, { cookie: await signIn(asker.resident), 'x-liuyuan': '1' })
    // Behind the door both ask the same routes, and the token has asked for every single thing there.
    const others = how === 'token' ? stranger.ids : oneOfEach(stranger.ids)
    const before = await hashOf(house, stranger.resident)
    const faults: string[] = []
    let asked = 0
    for (const { name, method } of inOrder(routes)) {
      for (const call of calls[name]?.(asker.ids, others) ?? []) {
        const answer = await ask(method, call)
        asked += 1
        const fault = faultOf(answer, call)
        if (fault)
          faults.push(`${method} ${call.path} ${JSON.stringify(call.body) ?? ''}: ${fault}`)
      }
    }
    expect(faults).toEqual([])
    expect(asked).toBeGreaterThan(routes.length)
    expect(await hashOf(house, stranger.resident)).toEqual(before)
  },
)

/** One thing of each kind, and a second where a route names two. */
function oneOfEach(ids: Ids): Ids {
  return Object.fromEntries(Object.entries(ids).map(([kind, all]) => [kind, all.slice(0, 2)]))
}

/** @returns what is wrong, or null. */
function faultOf(
  answer: Answer,
  call: { kind: string; path: string; body?: unknown },
): string | null {
  // What the asker sent may stand in the answer; anything else of the stranger may not.
  const sent = `${call.path} ${JSON.stringify(call.body) ?? ''}`
  const leaked = [MARK, ...Object.values(stranger.ids).flat()].filter(
    (sign) => answer.text.includes(sign) && !sent.includes(sign),
  )
  if (leaked.length > 0) return `leaks ${leaked.slice(0, 3).join(', ')}`
  if (answer.status >= 500) return `${answer.status} ${answer.text}`
  if (call.kind === 'foreign' && answer.status !== 404)
    return `${answer.status} ${answer.text.slice(0, 200)}`
  return null
}

/** As in the table: what ends the session comes last. */
function inOrder(all: Route[]): Route[] {
  const places = Object.keys(calls)
  return [...all].sort((a, b) => places.indexOf(a.name) - places.indexOf(b.name))
}

test('without a session every route that is not open on purpose refuses', async () => {
  const nobody = askWith(app, {})
  const faults: string[] = []
  for (const { name, method, path } of routes) {
    if (!path.startsWith('/api/') || OPEN.includes(name)) continue
    const [call] = calls[name]?.(asker.ids, stranger.ids) ?? []
    if (!call) continue
    const { status } = await nobody(method, call)
    if (status !== 401) faults.push(`${name}: ${status}`)
  }
  expect(faults).toEqual([])
})

test('a cookie alone changes nothing: a page of somebody else could have sent it', async () => {
  const cookie = await signIn(asker.resident)
  const faults: string[] = []
  for (const { name, method, path } of routes) {
    if (method === 'GET' || !path.startsWith('/api/')) continue
    const [call] = calls[name]?.(asker.ids, asker.ids) ?? []
    if (!call) continue
    const bare = await askWith(app, { cookie })(method, call)
    const foreign = await askWith(app, {
      cookie,
      'x-liuyuan': '1',
      origin: 'https://elsewhere.example',
    })(method, call)
    if (bare.status !== 403) faults.push(`${name} without the header: ${bare.status}`)
    if (foreign.status !== 403) faults.push(`${name} from elsewhere: ${foreign.status}`)
  }
  expect(faults).toEqual([])
})

test('in a transaction of one workspace no table shows or yields a row of another', async () => {
  const faults: string[] = []
  const { id: other } = stranger.resident.tenant
  await house.deps.db.inWorkspace(asker.resident.tenant.id, async (tx) => {
    for (const { name } of await tablesOfWorkspaces(tx)) {
      const { seen } = await tx.one(sql<{ seen: number }>`
        select count(*) as seen
        from ${sql.raw(name)}
        where workspace_id <> liuyuan.workspace()
      `)
      if (seen > 0) faults.push(`${name} shows ${seen} rows`)
      await tx.run(sql`savepoint try`)
      // Where the application may update at all, it must meet no row; elsewhere it is refused.
      const changed = await tx
        .run(sql`
          update ${sql.raw(name)}
          set workspace_id = workspace_id
          where workspace_id = ${other}
        `)
        .catch(() => 0)
      await tx.run(sql`rollback to savepoint try`)
      if (changed > 0) faults.push(`${name} yields ${changed} rows`)
    }
  })
  expect(faults).toEqual([])
})

test('what is refused to a stranger is given to whom it belongs', {
  timeout: 300_000,
}, async () => {
  const faults: string[] = []
  for (const { name, method } of inOrder(routes)) {
    const foreign = (calls[name]?.(stranger.ids, stranger.ids) ?? []).filter(
      (call) => call.kind === 'foreign',
    )
    if (foreign.length === 0) continue
    // Another refusal than "not found" also proves that the thing was looked at. One thing is enough: what is undone
    // by one route would be missing for the next.
    const answers: number[] = []
    for (const call of foreign) {
      const { status } = await stranger.byToken(method, call)
      answers.push(status)
      if (status !== 404 && status !== 400) break
    }
    if (answers.every((status) => status === 404 || status === 400))
      faults.push(`${name}: ${answers}`)
  }
  expect(faults).toEqual([])
})
