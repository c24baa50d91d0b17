import { afterAll, beforeAll, expect, test } from 'vitest'
import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from '../sandbox/index.ts'
import { storeCorp } from '../server/corp/store.ts'
import { sleep, systemClock } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { bindWecom } from '../server/staff/wecom-account.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

let sandbox: Sandbox
let house: House
let brand: Resident

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 9 })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
  // The list of workspaces is believed for a second.
  await sleep(1_100)
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

async function connect(agentId: number | null): Promise<void> {
  const { tenant } = brand
  await house.deps.db.inWorkspace(tenant.id, (tx) =>
    storeCorp(tx, tenant, house.deps.seal, {
      corpId: SANDBOX_CORP,
      company: '',
      name: '',
      agentId,
      secret: SANDBOX_SECRET,
      callbackToken: 'LiuYuanToken2026',
      callbackAesKey: 'A'.repeat(43),
      by: null,
      now: systemClock.now(),
    }),
  )
}

async function bind(userid: string | null): Promise<void> {
  await house.deps.db.inWorkspace(brand.tenant.id, async (tx) => {
    const { id } = await tx.one(sql<{ id: string }>`
      select id from staff.staff where login = ${brand.login}
    `)
    await bindWecom(tx, brand.tenant.id, { id, userid })
  })
}

const plain = { redirect: 'manual' } as const
const offered = async () => (await fetch(`${house.url}/api/session/wecom`)).json()

/** A browser that goes to scan: its cookie, and where WeCom's page is. */
async function begin() {
  const answer = await fetch(`${house.url}/api/session/wecom/begin`, plain)
  expect(answer.status).toBe(302)
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return { cookie, page: answer.headers.get('location') ?? '' }
}

/** Somebody scans. @returns where WeCom sends the browser. */
async function scan(page: string, as: string): Promise<string> {
  const answer = await fetch(`${page}&as=member:${as}`, plain)
  expect(answer.status).toBe(302)
  return answer.headers.get('location') ?? ''
}

/** The browser comes back. @returns where it is sent, and the session that it got. */
async function comeBack(to: string, cookie: string) {
  const answer = await fetch(to, { ...plain, headers: { cookie } })
  const session = answer.headers.getSetCookie().find((one) => one.startsWith('liuyuan_session='))
  return { to: answer.headers.get('location'), session: session?.split(';')[0] ?? null }
}

test('scanning is offered where a company is connected and its AgentId is known', async () => {
  expect(await offered()).toEqual({ companies: [] })
  await connect(null)
  expect(await offered()).toEqual({ companies: [] })
  await connect(sandbox.world.corp.agentId)
  expect(await offered()).toMatchObject({ companies: [{ name: '' }] })
})

test('a colleague whose WeCom account was entered scans and is in, as themselves', async () => {
  await bind('ChenLan')
  const { cookie, page } = await begin()
  const { to, session } = await comeBack(await scan(page, 'chenlan'), cookie)
  expect(to).toBe('/')
  const me = await fetch(`${house.url}/api/session`, { headers: { cookie: session ?? '' } })
  expect(await me.json()).toMatchObject({ staff: { login: brand.login, role: 'owner' } })
})

test('nobody else gets in by scanning: no other member, nobody whose account was taken off', async () => {
  const other = await begin()
  expect(await comeBack(await scan(other.page, 'zhoumu'), other.cookie)).toEqual({
    to: '/sign-in?wecom=unbound',
    session: null,
  })
  await bind(null)
  const former = await begin()
  expect(await comeBack(await scan(former.page, 'chenlan'), former.cookie)).toMatchObject({
    session: null,
  })
})

test('a disabled colleague does not get in, whatever they scan', async () => {
  await bind('chenlan')
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(
      sql`update staff.staff set disabled_at = ${systemClock.now()} where login = ${brand.login}`,
    ),
  )
  const { cookie, page } = await begin()
  expect(await comeBack(await scan(page, 'chenlan'), cookie)).toMatchObject({ session: null })
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(sql`update staff.staff set disabled_at = null where login = ${brand.login}`),
  )
})

test('a code that another browser brought, or brings a second time, opens nothing', async () => {
  const { cookie, page } = await begin()
  const returned = await scan(page, 'chenlan')
  // Somebody sends the address to a victim, whose browser never asked.
  expect(await comeBack(returned, '')).toEqual({ to: '/sign-in?wecom=failed', session: null })
  const mine = await begin()
  expect(await comeBack(returned, mine.cookie)).toMatchObject({ session: null })
  expect(await comeBack(returned, cookie)).toMatchObject({ to: '/' })
  expect(await comeBack(returned, cookie)).toEqual({ to: '/sign-in?wecom=failed', session: null })
})
