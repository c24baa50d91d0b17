import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { doorOf } from '../../demo/door.ts'
import { grow } from '../../demo/grow.ts'
import { simulateYear } from '../../demo/simulate.ts'
import { home, seededChance, sleep } from '../../server/kernel/index.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)
const isBuilt = existsSync(join(home, 'dist', 'web', 'console', 'index.html'))
const canRun = CHROMIUM !== undefined && isBuilt
const PICTURES = join(home, 'test-results')
const DAYS = 150

let house: House
let brand: Resident
let browser: Browser
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  if (!canRun) return
  mkdirSync(PICTURES, { recursive: true })
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
  browser = await chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
  })
  page = await context.newPage()
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('response', (answer) => {
    if (answer.status() >= 500) troubles.push(`${answer.status()} ${answer.url()}`)
  })
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

/** Opens a page and waits until it has something to say; leaves a picture. */
async function open(path: string, picture: string): Promise<string> {
  await page.goto(house.url + path)
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(PICTURES, `${picture}.png`), fullPage: true })
  expect(await page.locator('[role=alert]').count(), `${path} shows no failure`).toBe(0)
  return page.locator('main').innerText()
}

const reason = canRun
  ? ''
  : ` (skipped: ${CHROMIUM ? 'the console is not built' : 'no Chromium here'})`

test.skipIf(!canRun)(`a person signs in; a wrong password is told in words${reason}`, async () => {
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
})

const walk: [path: string, heading: RegExp, says: RegExp][] = [
  ['/', /概览/, /成交额/],
  ['/customers', /客户/, /QH0/],
  ['/conflicts', /冲突/, /./],
  ['/tags', /标签/, /敏感肌/],
  ['/imports', /导入/, /订单明细\.csv/],
  ['/orders', /订单/, /QH2/],
  ['/value', /./, /¥/],
  ['/diagnosis', /./, /组合/],
  ['/developers', /开发者/, /lyw_/],
  ['/developers/parked', /搁置/, /./],
  ['/settings', /./, /Asia\/Shanghai|上海/],
]
/** Rules of WCAG 2.2 AA that the page breaks, each with the first place. */
async function broken(): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(source)
  const found = z.array(
    z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
  )
  const violations = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))`,
  )
  return found.parse(violations).map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

test.skipIf(!canRun)(
  `each page opens in Chinese with the brand's own people and numbers${reason}`,
  async () => {
    for (const [path, heading, says] of walk) {
      const text = await open(path, `zh${path.replaceAll('/', '-')}`)
      expect(await page.locator('h1').first().innerText(), path).toMatch(heading)
      expect(text, path).toMatch(says)
      expect(await broken(), `${path} can be used by everybody`).toEqual([])
    }
    expect(troubles).toEqual([])
  },
  120_000,
)

test.skipIf(!canRun)(`a customer is found by pinyin and read like a letter${reason}`, async () => {
  const listed = await brand.ask('GET', '/api/customers?limit=1&sort=-orders')
  const [, id = '', name = ''] = /"id":"(cus_[0-9a-f]+)".*?"name":"([^"]+)"/.exec(listed.text) ?? []
  expect(name).not.toBe('')
  const text = await open(`/customers/${id}`, 'zh-person')
  expect(text).toContain(name)
  expect(text).not.toMatch(/1\d{10}/)
  expect(troubles).toEqual([])
})

test.skipIf(!canRun)(`the same pages speak English${reason}`, async () => {
  await page.evaluate(`localStorage.setItem('liuyuan.language', 'en')`)
  expect(await open('/', 'en-overview')).not.toMatch(/成交额/)
  expect(await open('/value', 'en-value')).toMatch(/[A-Za-z]{4}/)
  expect(troubles).toEqual([])
})
