import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { wechatOf } from '../../demo/wechat.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { home, readId } from '../../server/kernel/index.ts'
import { createLinkTracker } from '../../server/page/index.ts'
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
import { connectCorp, until } from '../loop.fixture.ts'

const phoneDir = join(home, 'dist', 'web', 'phone')
const canRun = canBrowse && existsSync(join(phoneDir, 'index.html'))
const NAME = '好东西介绍给朋友'
const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15'
const WIDE = { width: 1600, height: 950 }
/** Answers are looked at where they are used. */
const loose = z.any()
let sandbox: Sandbox
let house: House
let brand: Resident
let browser: Browser
let page: Page
let phones: Page
let inviter: string
const troubles: string[] = []

beforeAll(async () => {
  if (!canRun) return
  sandbox = await startSandbox({ seed: 17, phoneDir })
  inviter = sandbox.deeds.makePerson({ name: '唐晓雯' }).externalUserId
  const createdAt = new Date(Date.now() - 90 * 86_400_000)
  sandbox.deeds.befriend(inviter, 'chenlan', { createdAt })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
  await connectCorp(house, brand, sandbox)
  const reward = { kind: 'points', name: '介绍礼 100 积分', words: '', points: 100, cost: 100 }
  expect((await brand.owner('POST', '/api/rewards', reward)).status).toBe(201)
  browser = await openBrowser()
  page = await openPage(browser, troubles)
  // A browser that says it is driven by a program would leave no trace on the brand's own pages.
  phones = await (
    await browser.newContext({ userAgent: SAFARI, locale: 'zh-CN', viewport: WIDE })
  ).newPage()
  phones.on('pageerror', (error) => troubles.push(String(error)))
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
  await sandbox?.stop()
})

async function picture(of: Page, name: string): Promise<void> {
  await of.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
}

/** The operator writes the campaign: forbidden words are told before the launch, with what is allowed. */
async function launch(): Promise<string> {
  await page.goto(`${house.url}/referrals/new`)
  await page.locator('#name').fill(NAME)
  await page.locator('#headline').fill('转发朋友圈得积分')
  await choose(page, page.locator('#userids'), '陈兰', '陈兰')
  await page.locator('#tiers_0_people').fill('1')
  await choose(page, page.locator('#tiers_0_rewardId'), '介绍礼 100 积分')
  await page.getByRole('button', { name: '建好草稿' }).click()
  await page.getByText('像是分享有奖').waitFor()
  expect(await page.getByRole('button', { name: '发布' }).isDisabled()).toBe(true)
  await picture(page, 'zh-referral-forbidden')
  expect(await broken(page)).toEqual([])
  await page.getByRole('link', { name: '修改' }).click()
  await page.locator('#headline').fill('把用得好的，介绍给朋友')
  await page.getByRole('button', { name: '保存草稿' }).click()
  await page.getByRole('button', { name: '发布' }).click()
  await page.getByText('已经可以参加，还没有人来').waitFor()
  const id = readId('referral', page.url().split('/').at(-1) ?? '') ?? ''
  const links = createLinkTracker({ seal: house.deps.seal, base: house.url })
  return links.urlOf(brand.tenant, { kind: 'invite', id }) ?? ''
}

/** She takes part on her phone, and a friend scans her code on a second one. */
async function invite(link: string): Promise<void> {
  await phones.goto(sandbox.url)
  await phones.getByRole('button', { name: '再来一部手机' }).click()
  const [first, second] = [phones.locator('.handset').nth(0), phones.locator('.handset').nth(1)]
  await first.getByRole('button', { name: /唐晓雯/ }).click()
  await first.getByRole('button', { name: '扫一扫' }).click()
  await first.getByLabel('粘贴一个链接').fill(link)
  await first.getByRole('button', { name: '打开', exact: true }).click()
  const inside = first.frameLocator('iframe')
  await inside.getByRole('button', { name: '我要参加' }).click()
  await inside.getByAltText('您的邀请码').waitFor()
  await picture(phones, 'zh-phone-referral')
  await second.getByRole('button', { name: '我是陌生人' }).click()
  await second.getByRole('button', { name: '扫一扫' }).click()
  await second.getByRole('button', { name: new RegExp(NAME) }).click()
  await second.getByLabel('输入消息').waitFor()
}

/** Somebody adds a friend who is herself, on the same phone. */
async function fake(link: string): Promise<void> {
  const phone = wechatOf(inviter)
  await phone.open(link)
  const way = [...sandbox.world.corp.ways.values()].find(({ remark }) => remark === NAME)
  const { externalUserId } = sandbox.deeds.makePerson({ name: '小号' })
  sandbox.deeds.scan({ state: way?.state ?? '' }, externalUserId)
  phone.become(externalUserId)
  await phone.open(link)
}

test.skipIf(!canRun)(
  `a customer brings a friend: the reward is held, a friend on the same phone waits for somebody to look${browserReason}`,
  async () => {
    await signIn(page, house.url, brand)
    await until('she is known', async () => {
      const { body } = await brand.ask('GET', '/api/customers?limit=5')
      return loose.parse(body).items.length > 0
    })
    const link = await launch()
    await invite(link)
    await page.getByText('1 位老朋友参加，带来 1 位新朋友').waitFor({ timeout: 60_000 })
    await page.getByText('谁介绍的', { exact: true }).click()
    await page.getByText('占着名额，到时间发放').waitFor()
    await picture(page, 'zh-referral-inviters')
    expect(await broken(page)).toEqual([])

    await fake(link)
    await page.getByText('待核实 · 1').waitFor({ timeout: 60_000 })
    await page.getByText('待核实 · 1').click()
    await page.getByText('在同一台手机上').waitFor()
    await picture(page, 'zh-referral-suspicious')
    expect(await broken(page)).toEqual([])
    await page.getByRole('button', { name: '不算', exact: true }).click()
    await page.getByLabel('依据').fill('同一台手机，加了自己的小号')
    await page.getByRole('dialog').getByRole('button', { name: '不算', exact: true }).click()
    await page.getByText('没有待核实的新朋友').waitFor()
    // She comes to the shop and explains; the word is taken back.
    await page.getByText('来了谁', { exact: true }).click()
    await page.getByRole('button', { name: '改判' }).click()
    await page.getByLabel('依据').fill('本人到店说明，是她妹妹，用过她的旧手机')
    await page.getByRole('dialog').getByRole('button', { name: '是真人，算数' }).click()
    await page.getByText('本人到店说明，是她妹妹，用过她的旧手机').waitFor()
    expect(await broken(page)).toEqual([])

    await page.getByText('邀请树', { exact: true }).click()
    await page.getByRole('button', { name: '唐晓雯' }).click()
    await page.getByText('等时间').first().waitFor()
    await picture(page, 'zh-referral-tree')
    expect(await broken(page)).toEqual([])
    expect(troubles).toEqual([])
  },
  300_000,
)
