import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  broken,
  browserReason,
  canBrowse,
  openAt,
  openBrowser,
  openPage,
} from '../browser.fixture.ts'
import { type House, startHouse } from '../house.fixture.ts'

let house: House
let browser: Browser
const troubles: string[] = []

beforeAll(async () => {
  if (!canBrowse) return
  house = await startHouse()
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

test.skipIf(!canBrowse)(
  `a fresh installation leads to its set-up page, makes the first workspace and shows what to do next${browserReason}`,
  async () => {
    const page = await openPage(browser, troubles)
    await page.goto(house.url)
    await page.getByRole('heading', { name: '第一次使用' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/setup')
    expect(await broken(page)).toEqual([])

    const told = { token: 'not the token', workspaceName: '小店', name: '王老板', login: 'boss' }
    for (const [id, text] of Object.entries(told)) await page.locator(`#${id}`).fill(text)
    await page.locator('#password').fill('a long password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    const { runDir } = house
    await page.locator('#token').fill(readFileSync(join(runDir, 'setup-token'), 'utf8').trim())
    await page.locator('#password').press('Enter')
    await page.getByRole('heading', { name: '概览' }).waitFor()

    for (const path of EMPTY) {
      const text = await openAt(page, house.url + path, `empty${path.replaceAll('/', '-')}`)
      expect(text, path).not.toMatch(/\b0 (位客户|笔订单|次导入|个标签)/)
      expect(await broken(page), `${path} can be used by everybody`).toEqual([])
    }
    expect(troubles).toEqual([])
  },
  120_000,
)

/** Pages that say something of their own while there is nothing. */
const EMPTY = [
  '/',
  '/customers',
  '/conflicts',
  '/tags',
  '/imports',
  '/orders',
  '/value',
  '/diagnosis',
]
