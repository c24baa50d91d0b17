import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { home, sleep } from '../../server/kernel/index.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'

const FILE = join(home, '..', 'shared', 'data', 'cdnow', 'cdnow_full.csv.gz')
const isThere = existsSync(FILE)
const view = z.object({ id: z.string(), state: z.string(), rowsWaiting: z.number() })
const value = z.object({
  running: z.unknown().nullable(),
  fit: z.looseObject({ finishedAt: z.string() }).nullable(),
})

let house: House
let brand: Resident
beforeAll(async () => {
  if (!isThere) return
  house = await startHouse()
  brand = await house.movesIn('CDNOW', {
    currency: 'USD',
    clockAt: new Date('1998-07-01T04:00:00Z'),
  })
})
afterAll(() => house?.stop())

async function imported(text: string): Promise<z.infer<typeof view>> {
  const answer = await fetch(`${house.url}/api/imports?kind=orders&fileName=cdnow.csv`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${brand.apiToken}`,
      'content-type': 'application/octet-stream',
    },
    body: text,
  })
  const draft = view.parse(await answer.json())
  await brand.ask('POST', `/api/imports/${draft.id}/start`)
  for (;;) {
    const { body } = await brand.ask('GET', `/api/imports/${draft.id}`)
    const seen = view.parse(body)
    if (seen.state !== 'queued' && seen.state !== 'running' && seen.rowsWaiting === 0) return seen
    await sleep(300)
  }
}

test.skipIf(!isThere)(
  'the CDNOW orders become 23,570 people, their value and an answer (skipped where shared/data is absent)',
  async () => {
    const text = gunzipSync(readFileSync(FILE)).toString('utf8')
    const first = await imported(text)
    const result = await brand.ask('GET', `/api/imports/${first.id}`)
    expect(result.body).toMatchObject({
      state: 'finished',
      rowsRead: 69_659,
      rowsFailed: 0,
      orders: { created: 69_659, customers: 23_570, paid: 250_031_563 },
    })
    const again = await imported(text)
    expect((await brand.ask('GET', `/api/imports/${again.id}`)).body).toMatchObject({
      state: 'finished',
      orders: { created: 0, changed: 0 },
    })
    await house.settled(brand.tenant)

    for (;;) {
      const { running, fit } = value.parse((await brand.ask('GET', '/api/value')).body)
      if (fit && !running) break
      await sleep(300)
    }
    const { body } = await brand.ask('GET', '/api/value')
    expect(body).toMatchObject({
      fit: {
        data: { customers: 23_570, orders: 69_659, spent: 250_031_563, lastOn: '1998-06-30' },
        purchaseModel: { state: 'fitted' },
        backtest: { state: 'done' },
      },
    })
    const made = await brand.ask('POST', '/api/diagnoses', { basis: 'data' })
    expect(made.status).toBe(201)
    expect(made.text).toMatch(/"verdict":"(fit|caution|unfit|not_enough_data)"/)
    expect((await brand.ask('GET', '/api/overview')).body).toMatchObject({
      figures: [{ key: 'customers', value: 23_570 }, {}, {}, {}, {}],
    })
  },
  240_000,
)
