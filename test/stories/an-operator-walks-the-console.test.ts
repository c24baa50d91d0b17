import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { doorOf } from '../../demo/door.ts'
import { grow } from '../../demo/grow.ts'
import { simulateYear } from '../../demo/simulate.ts'
import { seededChance, sleep } from '../../server/kernel/index.ts'
import {
  broken,
  browserReason,
  canBrowse,
  openAt,
  openBrowser,
  openPage,
} from '../browser.fixture.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'

const DAYS = 150

let house: House
let brand: Resident
let browser: Browser
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  if (!canBrowse) return
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
  const now = new Date()
  const from = new Date(now.getTime() - DAYS * 86_400_000)
  const never = new AbortController().signal
  await grow(doorOf(house.url, brand), simulateYear(seededChance(7), from, now), {
    signal: never,
    progress: () => undefined,
  })
  await house.settled(brand.tenant)
  await valued()
  await brand.ask('POST', '/api/diagnoses', { basis: 'data' })
  browser = await openBrowser()
  page = await openPage(browser, troubles)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

async function valued(): Promise<void> {
  for (let look = 0; look < 200; look++) {
    const { text } = await brand.ask('GET', '/api/value')
    if (/"fit":\{/.test(text) && /"running":null/.test(text)) return
    await sleep(200)
  }
}

const open = (path: string, picture: string | null) => openAt(page, house.url + path, picture)

test.skipIf(!canBrowse)(
  `a person signs in; a wrong password is told in words${browserReason}`,
  async () => {
    await page.goto(house.url)
    await page.locator('input').first().waitFor()
    const [login, password] = await page.locator('input').all()
    await login?.fill(brand.login)
    await password?.fill('not the password')
    await page.keyboard.press('Enter')
    await page.getByText('账号或密码不对').waitFor()
    await password?.fill(brand.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '概览' }).waitFor()
    expect(await page.locator('main').innerText()).toMatch(/新增 \d+ 位客户/)
  },
)

type Visit = { path: string; zh: RegExp; en: RegExp; says: RegExp }
const walk: Visit[] = [
  { path: '/', zh: /概览/, en: /Overview/, says: /成交额/ },
  { path: '/customers', zh: /客户/, en: /Customers/, says: /QH0/ },
  { path: '/conflicts', zh: /冲突/, en: /conflicts/, says: /./ },
  { path: '/tags', zh: /标签/, en: /Tags/, says: /敏感肌/ },
  { path: '/imports', zh: /导入/, en: /Import/, says: /订单明细\.csv/ },
  { path: '/imports/new', zh: /导入文件/, en: /Import/, says: /CSV/ },
  { path: '/orders', zh: /订单/, en: /Orders/, says: /QH2/ },
  { path: '/value', zh: /价值/, en: /value/, says: /¥/ },
  { path: '/value/people', zh: /名单/, en: /value/, says: /¥/ },
  { path: '/diagnosis', zh: /诊断/, en: /Diagnosis/, says: /组合/ },
  { path: '/diagnosis/new', zh: /问答/, en: /questions/, says: /下一步/ },
  { path: '/diagnosis/history', zh: /历次/, en: /diagnoses/i, says: /组合 \d/ },
  { path: '/developers', zh: /开发者/, en: /Developers/, says: /lyw_/ },
  { path: '/developers/parked', zh: /搁置/, en: /Parked/, says: /./ },
  { path: '/approvals', zh: /等人批准/, en: /approval/, says: /没有等批准/ },
  { path: '/staff', zh: /员工与角色/, en: /Staff/, says: /管理员/ },
  { path: '/settings', zh: /工作区/, en: /Workspace/, says: /Asia\/Shanghai|上海/ },
]
const heading = () => page.locator('h1').first().innerText()
const pictureOf = (language: string, path: string) => `${language}${path.replaceAll('/', '-')}`
const addresses = new Set<string>()

test.skipIf(!canBrowse)(
  `each page opens in Chinese with the brand's own people and numbers${browserReason}`,
  async () => {
    for (const { path, zh, says } of walk) {
      const text = await open(path, pictureOf('zh', path))
      expect(await heading(), path).toMatch(zh)
      expect(text, path).toMatch(says)
      expect(await broken(page), `${path} can be used by everybody`).toEqual([])
      for (const address of await linksHere()) addresses.add(address)
    }
    expect(troubles).toEqual([])
  },
  240_000,
)

/** Where the page's links lead, inside the console. */
async function linksHere(): Promise<string[]> {
  const all = await page.evaluate(
    `[...document.querySelectorAll('main a[href^="/"]')].map((link) => link.getAttribute('href'))`,
  )
  return z
    .array(z.string())
    .parse(all)
    .filter((address) => !address.startsWith('/api/'))
}

test.skipIf(!canBrowse)(
  `no link leads to a failure, and no number to an empty list${browserReason}`,
  async () => {
    // One of each kind is enough: ids and figures do not make another page.
    const kinds = new Map([...addresses].map((to) => [to.replace(/[0-9a-f]{32}|\d+/g, 'n'), to]))
    for (const { path } of walk) kinds.delete(path)
    expect(kinds.size).toBeGreaterThan(8)
    for (const address of kinds.values()) {
      const text = await open(address, null)
      if (/^\/(customers|orders)\?/.test(address)) expect(text, address).not.toMatch(/没有符合/)
    }
    expect(troubles).toEqual([])
  },
  240_000,
)

test.skipIf(!canBrowse)(
  `a customer is found by pinyin and read like a letter${browserReason}`,
  async () => {
    const listed = await brand.ask('GET', '/api/customers?limit=1&sort=-orders')
    const [, id = '', name = ''] =
      /"id":"(cus_[0-9a-f]+)".*?"name":"([^"]+)"/.exec(listed.text) ?? []
    expect(name).not.toBe('')
    const text = await open(`/customers/${id}`, 'zh-person')
    expect(text).toContain(name)
    expect(text).not.toMatch(/1\d{10}/)
    expect(troubles).toEqual([])
  },
)

test.skipIf(!canBrowse)(
  `the same pages speak English, in the dark, to everybody${browserReason}`,
  async () => {
    await page.evaluate(
      `localStorage.setItem('liuyuan.language', 'en'); localStorage.setItem('liuyuan.mode', '"dark"')`,
    )
    for (const { path, en } of walk) {
      await open(path, pictureOf('en-dark', path))
      expect(await heading(), path).toMatch(en)
      // What the house says itself; the brand's own words stay as they are.
      const ours = await page
        .locator('nav, main h1, main th, main label, main button:not([title])')
        .allInnerTexts()
      expect(ours.join('\n'), path).not.toMatch(/[\u4e00-\u9fff]/)
      expect(await broken(page), `${path} can be used by everybody`).toEqual([])
    }
    expect(troubles).toEqual([])
  },
  240_000,
)
