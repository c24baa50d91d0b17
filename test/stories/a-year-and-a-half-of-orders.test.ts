import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { home, sleep } from '../../server/kernel/index.ts'
import {
  browserReason,
  canBrowse,
  openAt,
  openBrowser,
  openPage,
  PICTURES,
  signIn,
} from '../browser.fixture.ts'
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
/** The import that was made in the wizard, by its id. */
let byHand: string | undefined
beforeAll(async () => {
  if (!isThere) return
  house = await startHouse()
  brand = await house.movesIn('CDNOW', {
    currency: 'USD',
    clockAt: new Date('1998-07-01T04:00:00Z'),
  })
})
afterAll(() => house?.stop())

async function valued(): Promise<void> {
  for (;;) {
    const { running, fit } = value.parse((await brand.ask('GET', '/api/value')).body)
    if (fit && !running) return
    await sleep(300)
  }
}

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

function numberOf(text = ''): number {
  return Number(text.replaceAll(',', ''))
}

test.skipIf(!isThere || !canBrowse)(
  `an owner brings a file through the wizard and reads people, value and diagnosis (skipped where shared/data is absent)${browserReason}`,
  async () => {
    const browser = await openBrowser()
    const troubles: string[] = []
    const page = await openPage(browser, troubles)
    await signIn(page, house.url, brand)

    await openAt(page, `${house.url}/imports/new`, 'wizard-file')
    const buffer = gunzipSync(readFileSync(FILE))
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'cdnow.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: '上传并查看' }).click()
    await page.getByText('这些列是什么意思').waitFor()
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByText('核对后再开始').waitFor()
    await page.screenshot({ path: join(PICTURES, 'wizard-totals.png'), fullPage: true })
    await page.getByRole('button', { name: /^(导入 69,659 行|开始导入)$/ }).click()
    await page.getByText('新增 69,659 笔订单').waitFor({ timeout: 240_000 })
    byHand = new URL(page.url()).pathname.split('/').at(-1)
    const done = await page.locator('main').innerText()
    expect(done).toMatch(/23,570 位客户/)
    expect(done).toMatch(/2,500,315\.63/)
    await house.settled(brand.tenant)
    expect(await openAt(page, `${house.url}/customers`, 'cdnow-customers')).toMatch(
      /一共 23,570 位客户/,
    )

    await valued()
    await openAt(page, `${house.url}/value`, 'cdnow-value')
    await page.getByText('方法与定义').click()
    const worth = await page.locator('main').innerText()
    expect(worth).toMatch(
      /这 23,570 位客户预计带来 \$789,905\.98（95% 区间 \$77\d,\d{3}\.\d{2} 至 \$80\d,\d{3}\.\d{2}）/,
    )
    expect(worth).toMatch(/花得最多的 20% 贡献了 68% 的收入，其中 746 位 多半已经离开/)
    expect(worth).toMatch(/1998年2月14日/)
    const [, predicted, actual] = /预测 ([\d,]+) 次，实际 ([\d,]+) 次/.exec(worth) ?? []
    const tooLow = 1 - numberOf(predicted) / numberOf(actual)
    expect(Math.round(tooLow * 100)).toBe(7)

    await openAt(page, `${house.url}/diagnosis`, 'cdnow-before-diagnosis')
    await page.getByRole('button', { name: '用订单诊断' }).click()
    await page.getByText('三个条件', { exact: true }).waitFor()
    await page.screenshot({ path: join(PICTURES, 'cdnow-diagnosis.png'), fullPage: true })
    const answer = await page.locator('main').innerText()
    expect(answer).toMatch(/依据 23,570 位客户、67,591 个购买日的订单/)
    expect(answer).toMatch(/最接近组合 \d/)
    expect(answer).toMatch(/这些数据看不出什么/)
    expect(troubles).toEqual([])
    await browser.close()
  },
  300_000,
)

test.skipIf(!isThere)(
  'the CDNOW orders become 23,570 people, their value and an answer; the same file again adds nothing (skipped where shared/data is absent)',
  async () => {
    const text = gunzipSync(readFileSync(FILE)).toString('utf8')
    // The owner above has brought it already, where there is a browser.
    const first = byHand ?? (await imported(text)).id
    const result = await brand.ask('GET', `/api/imports/${first}`)
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

    await valued()
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
