import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doorOf } from '../../demo/door.ts'
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

const said = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ')

test.skipIf(!canBrowse)(
  `an SOP is written from a starter, checked, launched, and its numbers open the people${browserReason}`,
  { timeout: 240_000 },
  async () => {
    await page.goto(house.url)
    await signIn(page, house.url, brand)
    await page.goto(`${house.url}/journeys`)
    await page.getByRole('button', { name: '新建 SOP' }).first().click()
    await page.getByRole('button', { name: /售后关怀/ }).click()
    await page.waitForURL(/\/journeys\/jny_\w+\/edit/)
    // Its words are changed; the change is saved by itself, and can be taken back and done again.
    await page.locator('.sop-box', { hasText: '怎么用' }).click()
    const words = page.getByLabel('写给客户的话')
    await words.fill('{{ customer.name | default: "您" }}好，使用前需要我帮忙吗？')
    await page.getByText('已保存').waitFor()
    await page.getByRole('button', { name: /撤\s*销/ }).click()
    expect(await words.inputValue()).toContain('谢谢您的信任')
    await page.getByRole('button', { name: /重\s*做/ }).click()
    expect(await words.inputValue()).toContain('需要我帮忙吗')
    await page.getByText('已保存').waitFor()
    expect(await broken(page)).toEqual([])
    // Checked: nothing is wrong, nobody is inside yet, who comes in is known.
    await page.getByRole('button', { name: '检查并启动' }).click()
    await page.getByText(/以后每发生一次就进来一位/).waitFor()
    expect(await page.getByRole('dialog').innerText()).toContain('每 100 人里约留 10 人')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /启\s*动$/ })
      .click()
    await page.waitForURL(/\/journeys\/jny_\w+$/)
    const running = page.url()
    await page.getByText('还没有人进入。').waitFor()
    // Twenty people buy; those of the control group enter as well.
    await doorOf(house.url, brand).track(
      Array.from({ length: 20 }, (_, no) => ({
        type: 'track',
        messageId: `o${no}`,
        userId: `U${no}`,
        event: 'Order Completed',
        properties: { order_id: `A${no}`, revenue: 99, currency: 'CNY' },
      })),
    )
    await house.settled(brand.tenant)
    await page.getByText(/共 20 人进入/).waitFor({ timeout: 30_000 })
    expect(await broken(page)).toEqual([])
    // The number of the first step opens its people, and each explains their way.
    const waiting = page.locator('tbody tr').first().locator('td').nth(1).getByRole('link')
    const people = Number(await waiting.innerText())
    expect(people).toBeGreaterThan(0)
    await waiting.click()
    await page.waitForURL(/\/people\?/)
    await page
      .locator('tbody tr.ant-table-row')
      .nth(people - 1)
      .waitFor()
    expect(await page.locator('tbody tr.ant-table-row').count()).toBe(people)
    const says = await openAt(page, page.url(), 'an-sop-people')
    expect(says).toContain('售后关怀')
    await page.locator('tbody tr.ant-table-row').first().locator('td').nth(2).click()
    await page.getByText('因为「付款」').waitFor()
    await openAt(page, running, 'an-sop-runs')
    expect(await said()).toContain('运行中')
    // A pause asks why, and shows who did it.
    await page.getByRole('button', { name: /暂\s*停/ }).click()
    await page.getByLabel('为什么暂停').fill('文案要改')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /暂\s*停/ })
      .click()
    await page.getByText(/林知夏 在 .* 暂停：文案要改/).waitFor()
    expect(troubles).toEqual([])
  },
)
