import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../server/postgres/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

let house: House
let brand: Resident
beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
})
afterAll(() => house?.stop())

type Told = { status: number; text: string; replayed: boolean }

/** Makes a key of the workspace: a deed that shows when it is done twice. */
async function makeKey(name: string, under: string | null, who = brand): Promise<Told> {
  const answer = await fetch(`${house.url}/api/keys`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${who.apiToken}`,
      'content-type': 'application/json',
      ...(under === null ? {} : { 'idempotency-key': under }),
    },
    body: JSON.stringify({ kind: 'write', name }),
  })
  const text = await answer.text()
  return { status: answer.status, text, replayed: answer.headers.has('idempotent-replayed') }
}

function keysNamed(name: string, { tenant } = brand): Promise<number> {
  return house.deps.db.inWorkspace(tenant.id, async (tx) => {
    const { made } = await tx.one(sql<{ made: number }>`
      select count(*) as made
      from staff.api_key
      where workspace_id = ${tenant.id}
        and name = ${name}
    `)
    return made
  })
}

test('the same request under the same key is done once and answered the same', async () => {
  const first = await makeKey('收银台', 'till-1')
  const again = await makeKey('收银台', 'till-1')
  expect(first).toMatchObject({ status: 201, replayed: false })
  expect(again).toEqual({ ...first, replayed: true })
  expect(await keysNamed('收银台')).toBe(1)
})

test('another request under the same key is refused and not done', async () => {
  await makeKey('小程序', 'mini-1')
  const other = await makeKey('公众号', 'mini-1')
  expect(other.status).toBe(409)
  expect(other.text).toContain('idempotency_mismatch')
  expect(await keysNamed('公众号')).toBe(0)
})

test('fifty at once are done once, and all fifty hear the one answer', async () => {
  const told = await Promise.all(Array.from({ length: 50 }, () => makeKey('门店', 'shop-1')))
  expect(new Set(told.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(told[0]?.status).toBe(201)
  expect(told.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(await keysNamed('门店')).toBe(1)
})

test('without a key each request is its own, and a key of another workspace is another key', async () => {
  const other = await house.movesIn('隔壁商号')
  await makeKey('官网二号', null)
  await makeKey('官网二号', null)
  expect(await keysNamed('官网二号')).toBe(2)
  await makeKey('共用', 'same-key')
  const theirs = await makeKey('共用', 'same-key', other)
  expect(theirs).toMatchObject({ status: 201, replayed: false })
  expect(await keysNamed('共用')).toBe(1)
  expect(await keysNamed('共用', other)).toBe(1)
})

test('a refusal is repeated as well: what was wrong does not become right by asking again', async () => {
  const ask = () =>
    fetch(`${house.url}/api/merges`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${brand.apiToken}`,
        'content-type': 'application/json',
        'idempotency-key': 'merge-1',
      },
      body: JSON.stringify({ customerId: 'cus_nobody', otherId: 'cus_nobody' }),
    })
  const first = await ask()
  const again = await ask()
  expect([first.status, again.status]).toEqual([404, 404])
  expect(await again.text()).toBe(await first.text())
})

test('another file under the same key is another request', async () => {
  const upload = (content: string) =>
    fetch(`${house.url}/api/imports?kind=orders&fileName=a.csv`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${brand.apiToken}`,
        'content-type': 'application/octet-stream',
        'idempotency-key': 'file-1',
      },
      body: content,
    })
  const orders = '订单编号,金额,下单时间,手机号\nA1,5,2024-01-01,13912345678\n'
  expect((await upload(orders)).status).toBe(201)
  expect((await upload(orders)).headers.has('idempotent-replayed')).toBe(true)
  expect((await upload(`${orders}A2,5,2024-01-02,13912345678\n`)).status).toBe(409)
})
