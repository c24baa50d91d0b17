import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { addMs, seededChance, sleep } from '../../server/kernel/index.ts'
import {
  broken,
  browserReason,
  canBrowse,
  openAt,
  openBrowser,
  openPage,
  signIn,
} from '../browser.fixture.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'

const CLOCK = new Date('2026-07-01T04:00:00Z')
const DAY_MS = 86_400_000
const HEADER = '会员号,下单时间,实付金额'
const value = z.object({
  running: z.unknown().nullable(),
  fit: z.looseObject({ purchaseModel: z.looseObject({ state: z.string() }) }).nullable(),
})

let house: House
let browser: Browser
beforeAll(async () => {
  if (!canBrowse) return
  house = await startHouse()
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

/** Moves a brand in with these orders. @returns what the purchase model came to. */
async function brandWith(name: string, rows: string[]): Promise<[Resident, string]> {
  const brand = await house.movesIn(name, { clockAt: CLOCK })
  const answer = await fetch(`${house.url}/api/imports?kind=orders&fileName=orders.csv`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${brand.apiToken}`,
      'content-type': 'application/octet-stream',
    },
    body: [HEADER, ...rows].join('\n'),
  })
  const { id } = z.object({ id: z.string() }).parse(await answer.json())
  await brand.ask('POST', `/api/imports/${id}/start`)
  while (!/"state":"finished"/.test((await brand.ask('GET', `/api/imports/${id}`)).text)) {
    await sleep(100)
  }
  await house.settled(brand.tenant)
  for (;;) {
    const { running, fit } = value.parse((await brand.ask('GET', '/api/value')).body)
    if (fit && !running) return [brand, fit.purchaseModel.state]
    await sleep(100)
  }
}

function row(customer: number, at: Date, yuan: number): string {
  return `M${customer},${at.toISOString().slice(0, 19)}Z,${yuan}`
}

/** Every page that speaks of value, in both languages; what each says. */
async function readAll(page: Page, name: string): Promise<Record<string, string>> {
  const said: Record<string, string> = {}
  for (const language of ['en', 'zh']) {
    await page.evaluate(`localStorage.setItem('liuyuan.language', '${language}')`)
    for (const path of PAGES) {
      const picture = `${name}-${language}${path.replaceAll(/[/?=]/g, '-')}`
      const text = await openAt(page, house.url + path, picture)
      expect(text, path).not.toMatch(/NaN|undefined|Infinity|\{\{/)
      // The same elements in other words: looked at once, in the language that comes first.
      if (language === 'zh')
        expect(await broken(page), `${path} can be used by everybody`).toEqual([])
      said[`${language} ${path}`] = text
    }
  }
  return said
}

const PAGES = [
  '/',
  '/value',
  '/value?view=timing',
  '/value?view=rfm',
  '/value?view=cohorts',
  '/value/people',
  '/diagnosis',
]

test.skipIf(!canBrowse)(
  `with a dozen customers the forecast is refused, what is missing is said, and the rest still works${browserReason}`,
  async () => {
    const rows = Array.from({ length: 20 }, (_, n) =>
      row(n % 12, addMs(CLOCK, -(60 - n * 2) * DAY_MS), 80 + n),
    )
    const [brand, state] = await brandWith('小店', rows)
    expect(state).toBe('refused')
    const page = await openPage(browser, [])
    await signIn(page, house.url, brand)
    await brand.ask('POST', '/api/diagnoses', { basis: 'data' })
    const said = await readAll(page, 'few')
    expect(said['zh /value']).toMatch(/数据还不够预测：客户要 \d+ 位，现在 12 位/)
    expect(said['en /value']).toMatch(/12/)
    expect(said['zh /value/people']).toMatch(/先按累计消费从高到低/)
    expect(said['zh /value/people']).toMatch(/未留姓名的客户 #\d+/)
    expect(said['zh /diagnosis']).toMatch(/还看不出|看不出/)
  },
  240_000,
)

test.skipIf(!canBrowse)(
  `where nobody has left yet, nobody is said to be leaving${browserReason}`,
  async () => {
    const chance = seededChance(5)
    const rows = Array.from({ length: 400 }, (_, customer) => {
      const mean = 15 + chance.fraction() * 30
      const times: string[] = []
      for (
        let day = 360 * chance.fraction() + 20;
        day > 1;
        day -= -mean * Math.log(1 - chance.fraction())
      )
        times.push(
          row(
            customer,
            addMs(CLOCK, -Math.round(day * DAY_MS)),
            50 + Math.round(chance.fraction() * 200),
          ),
        )
      return times
    })
    const [brand, state] = await brandWith('老街坊', rows.flat())
    expect(state).toBe('degenerate')
    const page = await openPage(browser, [])
    await signIn(page, house.url, brand)
    await brand.ask('POST', '/api/diagnoses', { basis: 'data' })
    const said = await readAll(page, 'loyal')
    expect(said['zh /value']).toMatch(/看不出有人流失，所以不判断谁还在/)
    expect(said['zh /value']).not.toMatch(/多半已经离开/)
  },
  240_000,
)
