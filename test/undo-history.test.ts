import { Readable } from 'node:stream'
import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { filesFolder } from '../server/app/files.ts'
import { beginImport } from '../server/ingestion/index.ts'
import { showId, sleep, type Tenant } from '../server/kernel/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

let house: House
beforeAll(async () => {
  house = await startHouse()
})
afterAll(() => house?.stop())

const view = z.object({ no: z.number(), state: z.string(), takenBack: z.unknown() })

async function untilState(brand: Resident, path: string, state: string) {
  for (let look = 0; look < 600; look++) {
    const seen = view.parse((await brand.ask('GET', path)).body)
    if (seen.state === state) {
      await house.settled(brand.tenant)
      return seen
    }
    await sleep(50)
  }
  throw new Error(`${path} did not become ${state}`)
}

/** What ClickHouse holds of customers, by their numbers. */
async function mirrors({ no }: Tenant) {
  const ask = (sql: string) =>
    house.deps.clickhouse.rows({ sql, params: { workspace: no }, comment: 'test' })
  return {
    arrivals: await ask(
      'select customer from customer_arrival final where workspace = {workspace:UInt32} order by customer',
    ),
    identities: await ask(
      'select customer, kind from customer_identity final where workspace = {workspace:UInt32} and gone = 0 order by customer, kind',
    ),
    traits: await ask(
      'select customer, key, value from customer_trait final where workspace = {workspace:UInt32} and empty = 0 order by customer, key',
    ),
    taggings: await ask(
      'select customer from customer_tagging final where workspace = {workspace:UInt32} and gone = 0 order by customer',
    ),
    overrides: await ask(
      'select customer, person from customer_override final where workspace = {workspace:UInt32} and gone = 0',
    ),
    events: await ask(
      "select name, customer from event where workspace = {workspace:UInt32} and name not like 'i%.%' order by name, customer",
    ),
  }
}

test('after an undo history knows no more of people than without the import', async () => {
  const brand = await house.movesIn('青禾护肤')
  const sdk = new Analytics({ writeKey: brand.writeKey, host: house.url })
  sdk.identify({ userId: 'u1', traits: { city: '北京', phone: '13912345678' } })
  sdk.identify({ userId: 'u2', traits: { city: '成都' } })
  await sdk.closeAndFlush()
  await house.settled(brand.tenant)
  const before = await mirrors(brand.tenant)
  expect(before.arrivals).toEqual([{ customer: 1 }, { customer: 2 }])
  const text =
    'user_id,手机号,城市,标签\nu2,13912345678,上海,敏感肌\nu3,13912345679,苏州,敏感肌\nu1,,上海,油皮\n'
  const draft = await beginImport(
    { ...house.deps, filesDir: filesFolder(house.deps.config) },
    brand.tenant,
    { kind: 'customers', fileName: 'c.csv', content: Readable.from([text]), by: null },
  )
  const path = `/api/imports/${showId('import', draft.id)}`
  const { no } = await untilState(brand, path, 'finished')
  expect((await mirrors(brand.tenant)).arrivals).toHaveLength(3)
  expect((await brand.ask('POST', `${path}/undo`, { confirm: no })).status).toBe(200)
  const { takenBack } = await untilState(brand, path, 'undone')
  expect(takenBack).toMatchObject({ people: { removed: 1, kept: [], restored: 2 }, taggings: 3 })
  expect(await mirrors(brand.tenant)).toEqual(before)
})
