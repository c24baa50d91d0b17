import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { work } from '../../contract/staff-work.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { sql } from '../../server/postgres/index.ts'
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
import { connectCorp, type Loop, loopOf, until } from '../loop.fixture.ts'

const NOW = new Date('2026-11-20T12:00:00+08:00')
const DAY_MS = 86_400_000
/** Came to the brand over the last weeks, all to one associate. */
const NEWCOMERS = 30
/** Come after the launch. */
const LATER = 6
const TEN = new Date('2026-11-21T10:00:00+08:00')
let sandbox: Sandbox
let house: House
let brand: Resident
let loop: Loop
let browser: Browser
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  if (!canBrowse) return
  sandbox = await startSandbox({ seed: 11, now: NOW })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤', { clockAt: NOW })
  loop = loopOf(house, brand, sandbox)
  for (let no = 0; no < NEWCOMERS; no++)
    befriend(`新客${no}`, new Date(NOW.getTime() - 20 * DAY_MS))
  await connectCorp(house, brand, sandbox)
  await until('all are known', async () => (await friends()) === NEWCOMERS)
  await loop.settled()
  browser = await openBrowser()
  page = await openPage(browser, troubles)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
  await sandbox?.stop()
})

function befriend(name: string, createdAt: Date): void {
  const { externalUserId } = sandbox.deeds.makePerson({ name })
  sandbox.deeds.befriend(externalUserId, 'chenlan', { createdAt })
}

async function friends(): Promise<number> {
  const [found] = await loop.rows(
    sql<{ n: number }>`select count(*)::int as n from customer.follow`,
  )
  return found?.n ?? 0
}

const identified = z.object({ id: z.string() })
const scannable = z.object({ state: z.string() })
const main = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ')

test.skipIf(!canBrowse)(
  `an operator takes the newcomers’ SOP, rehearses it, sees what nobody has time for, and launches knowing it${browserReason}`,
  { timeout: 300_000 },
  async () => {
    await signIn(page, house.url, brand)
    await page.goto(`${house.url}/journeys`)
    await page.getByRole('button', { name: '新建 SOP' }).first().click()
    await page.getByRole('button', { name: /新客首7天/ }).click()
    await page.waitForURL(/\/journeys\/jny_\w+\/edit/)
    const edit = page.url()
    await page.getByRole('button', { name: '检查并启动' }).click()
    await page.getByText('这份草稿还没有演练过。').waitFor()
    // It has not been rehearsed; the way there is in the window.
    await page.getByRole('dialog').getByRole('link', { name: '看演练' }).click()
    await page.getByRole('button', { name: '开始演练' }).click()
    await page
      .getByText(new RegExp(`过去 30 天会有 ${NEWCOMERS} 人进入`))
      .waitFor({ timeout: 60_000 })
    expect(await broken(page)).toEqual([])
    // Thirty people on one day, one associate, three minutes each and a hundred and twenty a day: on the first day all find time.
    expect(await main()).toContain('第1天：先帮上忙')
    expect(await main()).not.toContain('没人有时间做')
    // Where the day is shorter, it does not fit any more, and the step says so before anything is sent.
    const { rules, no } = work.parse((await brand.owner('GET', '/api/staff-work')).body)
    await brand.owner('PUT', '/api/staff-work', { rules: { ...rules, minutesPerDay: 20 }, no })
    await page.reload()
    await page.getByText('导购的用时或每天的时间改过了').waitFor()
    await page.getByRole('button', { name: '重新演练' }).click()
    await page.getByText('没人有时间做').first().waitFor({ timeout: 60_000 })
    await page.getByText(/步做不完：导购没有时间/).waitFor()
    const picture = await openAt(page, page.url(), 'an-sop-rehearsed')
    expect(picture).toContain('每位导购')
    await openAt(page, edit, 'an-sop-marked')
    await page.locator('.sop-step', { hasText: '没人有时间做' }).first().waitFor()
    // The launch is told as well; whoever launches all the same does it knowingly.
    await page.getByRole('button', { name: '检查并启动' }).click()
    await page.getByText(/演练发现 \d+ 步可能执行不了/).waitFor()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /启\s*动$/ })
      .click()
    await page.waitForURL(/\/journeys\/jny_\w+$/)
    await page.getByText('还没有人进入。').waitFor()
    // Whoever was there before stays out; whoever adds an associate now comes in, and the numbers say so by themselves.
    const source = identified.parse(
      (await brand.owner('POST', '/api/sources', { name: '门店' })).body,
    )
    const way = scannable.parse(
      (
        await brand.owner('POST', '/api/contact-ways', {
          name: '门店海报',
          sourceId: source.id,
          userids: ['chenlan'],
          welcomeNew: '你好',
        })
      ).body,
    )
    for (let no = 0; no < LATER; no++) sandbox.deeds.scan({ state: way.state }, null)
    await page.getByText(`${LATER} 人进入`).first().waitFor({ timeout: 60_000 })
    // The next morning at ten the first step speaks to them, through their associate: it says their name. To the minute, for a step
    // that is late waits for the next ten o'clock.
    await loop.moveTo(TEN)
    await until('a task was given out', async () => {
      const [found] = await loop.rows(
        sql<{ n: number }>`select count(*)::int as n from channel.staff_task where state = 'open'`,
      )
      return found?.n
    })
    const first = page.locator('tr', { hasText: '第1天：先帮上忙' })
    await first.filter({ hasText: /在导购手里\s*\d/ }).waitFor({ timeout: 60_000 })
    await openAt(page, page.url(), 'an-sop-running')
    expect(troubles).toEqual([])
  },
)
