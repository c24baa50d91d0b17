import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  broken,
  browserReason,
  canBrowse,
  choose,
  openBrowser,
  openPage,
  signIn,
} from '../browser.fixture.ts'
import { eventually, launchFor, settleCustomers, travelOf } from '../care.fixture.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'

let house: House
let brand: Resident
let browser: Browser
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  if (!canBrowse) return
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
  browser = await openBrowser()
  page = await openPage(browser, troubles)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

/** What breaks the rules, once the page has come to rest. */
async function brokenAtRest(): Promise<string[]> {
  await page.waitForLoadState('networkidle')
  return broken(page)
}

test.skipIf(!canBrowse)(
  `a customer complains: the promotion that was due waits, the pages say why, and it goes when the case is solved${browserReason}`,
  { timeout: 240_000 },
  async () => {
    const [customer] = await settleCustomers(house, brand, ['沈小满'])
    const customerId = customer?.id ?? ''
    await page.goto(house.url)
    await signIn(page, house.url, brand)
    // She calls; the case is opened on her page, in her words.
    await page.goto(`${house.url}/customers/${customerId}`)
    await page.getByRole('button', { name: '开服务单' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('客户要什么').fill('面霜用了起红疹，想退')
    await choose(page, dialog.getByLabel('类别'), '投诉')
    await dialog.getByRole('button', { name: '开服务单' }).click()
    await page.getByRole('link', { name: '#1 面霜用了起红疹，想退' }).waitFor()
    // The promotion that is due waits, and the pages say why.
    const sale = await launchFor(brand, '会员日', { purpose: 'promotion', customerId })
    const waiting = await eventually(async () => {
      const travel = await travelOf(brand, sale)
      return travel?.note?.reason === 'open_case' ? travel : null
    })
    await page.goto(`${house.url}/enrollments/${waiting.id}`)
    await page.getByText('营销消息先停下；解决后马上接着走').waitFor()
    expect(await brokenAtRest()).toEqual([])
    await page.goto(`${house.url}/customers/${customerId}`)
    await page.getByRole('link', { name: '有没解决的服务单' }).click()
    await page.waitForURL(/\/service-cases\/cse_\w+$/)
    await page.getByText('解决之前，不会给这位客户发营销消息').waitFor()
    // By the keyboard: answered, solved.
    await page.keyboard.press('a')
    await dialog.getByLabel('说明').fill('已经道歉，正在查批次')
    await dialog.getByRole('button', { name: '回应了客户' }).click()
    await page.getByText('处理中').first().waitFor()
    await page.keyboard.press('s')
    await dialog.getByLabel('处理方式').click()
    await page.getByTitle('退款').click()
    await dialog.getByLabel('说明').fill('全额退款')
    await dialog.getByRole('button', { name: /解\s*决/ }).click()
    await page.getByText('不再挡着营销消息').waitFor()
    expect(await brokenAtRest()).toEqual([])
    // It goes now.
    const gone = await eventually(async () => {
      const travel = await travelOf(brand, sale)
      return travel && travel.passages.length > 0 ? travel : null
    })
    expect(gone.passages[0]).toMatchObject({ stepId: 'hello', outcome: 'planned' })
    // The list and its figures.
    await page.goto(`${house.url}/service-cases?state=all`)
    await page.getByText('近 30 天开了 1 张，解决 1 张').waitFor()
    await page.getByRole('button', { name: '办得怎么样' }).click()
    await page.getByRole('dialog').getByText('按负责人').first().waitFor()
    expect(await brokenAtRest()).toEqual([])
    expect(troubles).toEqual([])
  },
)
