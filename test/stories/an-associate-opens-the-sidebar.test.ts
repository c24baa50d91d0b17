import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { home } from '../../server/kernel/index.ts'
import {
  broken,
  browserReason,
  canBrowse,
  openBrowser,
  openPage,
  PICTURES,
  signIn,
} from '../browser.fixture.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'
import { connectCorp, until } from '../loop.fixture.ts'

const phoneDir = join(home, 'dist', 'web', 'phone')
const canRun = canBrowse && existsSync(join(home, 'dist', 'web', 'sidebar', 'index.html'))
const loose = z.any()
/** A morning on the workspace's clock: what may be sent must not depend on when this runs. */
const MORNING = new Date('2026-11-11T10:00:00+08:00')
const createdAt = new Date('2026-11-01T10:00:00+08:00')
const TITLE = '换季泛红急救三步'

let sandbox: Sandbox
let house: House
let brand: Resident
let browser: Browser
let page: Page
let phone: Page
let hers: string
const troubles: string[] = []

beforeAll(async () => {
  if (!canRun) return
  sandbox = await startSandbox({ seed: 22, phoneDir })
  hers = sandbox.deeds.makePerson({ name: '唐晓雯' }).externalUserId
  sandbox.deeds.befriend(hers, 'chenlan', { createdAt })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤', { clockAt: MORNING })
  await connectCorp(house, brand, sandbox)
  browser = await openBrowser()
  page = await openPage(browser, troubles)
  phone = await openPage(browser, troubles)
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
  await sandbox?.stop()
})

async function made(path: string, body: unknown): Promise<string> {
  return loose.parse((await brand.ask('POST', path, body)).body).id
}

/** The customer has shown twice that her skin is sensitive. */
async function herNeed(): Promise<void> {
  const groupId = await made('/api/tag-groups', { name: '需求' })
  const tagId = await made('/api/tags', { groupId, name: '敏感肌' })
  await made('/api/tags', { groupId, name: '保湿' })
  const id = await until('she is known', async () => {
    const found = await brand.ask('GET', '/api/customers?limit=10')
    return loose.parse(found.body).items[0]?.id
  })
  for (const quote of ['一换季脸就红', '用酸会刺痛'])
    await made(`/api/customers/${id}/taggings`, { tagId, quote })
}

/** The operator writes this week's material and an answer, in the console. */
async function write(): Promise<void> {
  await page.goto(`${house.url}/materials`)
  await page.getByRole('button', { name: '新素材' }).first().click()
  await page.locator('#title').fill(TITLE)
  await page.locator('#text').fill('{{ customer.name | default: "您" }}，先停酸类，温水洗脸')
  await page.locator('#tagIds').click()
  await page.keyboard.type('敏感肌')
  await page.locator('.ant-select-item-option').filter({ hasText: '敏感肌' }).first().click()
  await page.keyboard.press('Escape')
  await page.locator('#story').fill('这两周昼夜温差大')
  await page.getByRole('dialog').getByRole('button', { name: '新素材' }).click()
  await page.getByText('现在有 1 条可选').waitFor()
  expect(await broken(page)).toEqual([])
  await page.screenshot({ path: join(PICTURES, 'zh-materials.png'), fullPage: true })
  await page.goto(`${house.url}/quick-replies`)
  await page.getByRole('button', { name: '新话术' }).first().click()
  await page.locator('#category').fill('发货')
  await page.locator('#title').fill('多久发货')
  await page.locator('#text').fill('24 小时内发出')
  await page.getByRole('dialog').getByRole('button', { name: '新话术' }).click()
  await page.getByText('1 条话术，分 1 类').waitFor()
  expect(await broken(page)).toEqual([])
}

async function openSidebar(): Promise<FrameLocator> {
  await phone.goto(sandbox.url)
  await phone.getByLabel('导购', { exact: true }).selectOption('chenlan')
  await phone.getByRole('tab', { name: '聊天' }).click()
  await phone.locator('.desk-body').getByText('唐晓雯').first().click()
  await phone.getByRole('button', { name: '侧边栏' }).click()
  return phone.frameLocator('iframe')
}

const said = async () => {
  const answer = await fetch(`${sandbox.url}/sandbox/effects?kind=chat`)
  const { effects } = loose.parse(await answer.json())
  return effects.filter((one: { from?: string }) => one.from !== 'customer')
}

test.skipIf(!canRun)(
  `an associate opens a chat: who this is, what to send and why, and one tap${browserReason}`,
  async () => {
    await signIn(page, house.url, brand)
    await herNeed()
    await write()
    const side = await openSidebar()
    await side.getByRole('heading', { name: '唐晓雯' }).waitFor()
    await side.getByText(`发「${TITLE}」`).waitFor()
    expect(await side.locator('.next').innerText()).toContain('「敏感肌」需求')
    await phone.screenshot({ path: join(PICTURES, 'zh-sidebar-person.png') })
    await side.locator('.next').getByRole('button', { name: '发送' }).click()
    await phone.locator('.desk-body').getByText('唐晓雯，先停酸类，温水洗脸').first().waitFor()
    await until('WeCom has it once', async () => (await said()).length === 1)

    // The day's slot is taken: the same page says so, and why.
    await side.getByText('最近发得够多了').first().waitFor()
    await side.getByRole('tab', { name: '话术' }).click()
    await side.getByLabel('搜话术：文字或拼音').fill('fahuo')
    await side.getByText('24 小时内发出').waitFor()
    await side.getByRole('button', { name: '发送' }).click()
    await phone.locator('.desk-body').getByText('24 小时内发出').first().waitFor()

    await side.getByRole('tab', { name: '客户' }).click()
    await side.getByRole('button', { name: '记一个承诺' }).click()
    await side.getByLabel('答应了什么').fill('周三寄小样')
    await side.getByRole('button', { name: '保存' }).click()
    await side.getByText('兑现承诺：周三寄小样').waitFor()
    await side.getByRole('button', { name: '已兑现' }).click()
    await side.getByText('兑现承诺：周三寄小样').waitFor({ state: 'detached' })
    await phone.screenshot({ path: join(PICTURES, 'zh-sidebar-after.png') })

    await page.goto(`${house.url}/materials`)
    await page.getByText('1 人发了 1 次').waitFor()
    expect(troubles).toEqual([])
  },
  300_000,
)
