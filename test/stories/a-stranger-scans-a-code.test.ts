import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { carryChats } from '../../demo/archive.ts'
import { doorOf } from '../../demo/door.ts'
import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { home } from '../../server/kernel/index.ts'
import {
  broken,
  browserReason,
  canBrowse,
  choose,
  openBrowser,
  openPage,
  PICTURES,
  signIn,
} from '../browser.fixture.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'

const phoneDir = join(home, 'dist', 'web', 'phone')
const canRun = canBrowse && existsSync(join(phoneDir, 'index.html'))
const ending = new AbortController()

let sandbox: Sandbox
let house: House
let brand: Resident
let browser: Browser
let page: Page
let phone: Page
let carrying: Promise<void>
const troubles: string[] = []

beforeAll(async () => {
  if (!canRun) return
  sandbox = await startSandbox({ seed: 7, phoneDir })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
  const door = doorOf(house.url, brand)
  carrying = carryChats({ url: sandbox.url, door, signal: ending.signal })
  browser = await openBrowser()
  page = await openPage(browser, troubles)
  phone = await openPage(browser, troubles)
}, 300_000)
afterAll(async () => {
  ending.abort()
  await carrying
  await browser?.close()
  await house?.stop()
  await sandbox?.stop()
})

async function picture(of: Page, name: string): Promise<void> {
  await of.waitForLoadState('networkidle')
  await of.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
}

/** The owner connects the corp on the page, and copies what it shows into WeCom. */
async function connect(): Promise<void> {
  await page.goto(`${house.url}/settings/wecom`)
  await page.locator('#corpId').fill(SANDBOX_CORP)
  await page.locator('#secret').fill('a wrong secret of some length')
  await page.getByRole('button', { name: '测试并连接' }).click()
  await page.getByText('企业微信不认这个 Secret').waitFor()
  expect(troubles.splice(0)).toEqual([`400 ${house.url}/api/corps`])
  await page.locator('#secret').fill(SANDBOX_SECRET)
  await page.getByRole('button', { name: '测试并连接' }).click()
  await page.getByRole('heading', { name: '连接状态' }).waitFor()
  await page.getByRole('button', { name: '显示 Token' }).click()
  await page.locator('.kit-copy code').nth(2).waitFor()
  const [url, token, aesKey] = await page.locator('.kit-copy code').allInnerTexts()
  const answer = await fetch(`${sandbox.url}/sandbox/receiver`, {
    method: 'POST',
    body: JSON.stringify({ url, token, aesKey }),
  })
  expect(await answer.json()).toEqual({ isVerified: true })
  await page.getByText('通过了验证').waitFor()
  await page.getByText('陈兰').first().waitFor()
  expect(await page.locator('body').innerText(), 'the secret is never shown').not.toContain(
    SANDBOX_SECRET,
  )
  await picture(page, 'zh-wecom')
  expect(await broken(page)).toEqual([])
}

/** The operator makes a code, with a source that is new and what it cost. */
async function makeCode(): Promise<void> {
  await page.goto(`${house.url}/contact-ways/new`)
  await page.locator('#name').fill('南京西路店 收银台')
  await page.locator('#sourceId').click()
  await page.keyboard.type('南京西路店')
  await page.locator('.ant-select-item-option').filter({ hasText: '新建来源' }).first().click()
  await page.keyboard.press('Escape')
  await choose(page, page.locator('#userids'), '陈兰', '陈兰')
  await page.locator('#welcomeNew').fill('你好，我是{{brand}}的{{associate}}。')
  await page.getByText('你好，我是青禾护肤的陈兰。').waitFor()
  await picture(page, 'zh-contact-way-new')
  expect(await broken(page)).toEqual([])
  await page.getByRole('button', { name: '生成渠道活码' }).click()
  await page.getByRole('heading', { name: '二维码' }).waitFor()
  const code = page.getByAltText('南京西路店 收银台 的二维码')
  await code.waitFor()
  await expect
    .poll(() => code.evaluate((image) => 'naturalWidth' in image && Number(image.naturalWidth)))
    .toBeGreaterThan(0)

  await page.goto(`${house.url}/sources`)
  await page.getByRole('button', { name: '记一笔成本' }).click()
  await page.locator('#amount').fill('300')
  await page.locator('#days').click()
  await page.locator('.ant-picker-cell-today').first().click()
  await page.locator('.ant-picker-cell-today').first().click()
  await page.getByRole('dialog').getByRole('button', { name: '记一笔成本' }).click()
  await page.getByText('已记下 ¥300.00').waitFor()
  await picture(page, 'zh-sources')
}

test.skipIf(!canRun)(
  `a stranger scans a code, is welcomed, writes and leaves; the console knows it all${browserReason}`,
  async () => {
    await signIn(page, house.url, brand)
    await connect()
    await makeCode()

    await phone.goto(sandbox.url)
    await phone.getByRole('button', { name: '我是陌生人' }).click()
    await phone.getByRole('button', { name: '扫一扫' }).click()
    await phone.getByRole('button', { name: '南京西路店 收银台' }).click()
    await phone.getByText('你好，我是青禾护肤的陈兰。').waitFor()
    // The phone always has a question open that waits for the next change: it never rests.
    await phone.screenshot({ path: join(PICTURES, 'zh-phone-welcome.png'), fullPage: true })

    await page.goto(`${house.url}/customers?relation=friend`)
    await page.locator('.kit-person-name a').first().click()
    const follows = page.locator('.kit-card').filter({ hasText: '好友关系' })
    await follows.getByText('南京西路店 收银台').waitFor()
    expect(await follows.innerText()).toContain('来源「南京西路店」')
    expect(await follows.innerText()).toContain('¥300.00')

    await phone.getByLabel('输入消息').fill('敏感肌能用吗？')
    await phone.getByRole('button', { name: '发送' }).click()
    await follows.getByText('最近聊天').waitFor()
    // The timeline reads ClickHouse, where things land a moment later; it goes on by itself.
    const wrote = page.locator('.kit-happening').filter({ hasText: '给导购写了消息' })
    await wrote.waitFor({ timeout: 90_000 })
    await picture(page, 'zh-person-follows')
    expect(await broken(page)).toEqual([])

    await phone.getByRole('button', { name: '联系人资料' }).click()
    await phone.getByRole('button', { name: '删除这位导购' }).click()
    await phone.getByRole('button', { name: '确定删除' }).click()
    await follows.getByText('客户已删除导购').waitFor()
    await page.goto(`${house.url}/customers?relation=lost`)
    await page.locator('.kit-person-name').first().waitFor()
    expect(await page.locator('.kit-person-name').count()).toBe(1)

    await page.goto(`${house.url}/contact-ways`)
    await page.getByText('带来 1 位新好友，离开了 1 位').waitFor()
    await picture(page, 'zh-contact-ways')
    expect(await broken(page)).toEqual([])
    expect(troubles).toEqual([])
  },
  300_000,
)
