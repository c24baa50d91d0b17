import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { doorOf } from '../../demo/door.ts'
import { append } from '../../server/event/index.ts'
import { assign, begin } from '../../server/experiment/index.ts'
import { addMs, home, newId, seededChance, sleep } from '../../server/kernel/index.ts'
import { sql } from '../../server/postgres/index.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)
const isBuilt = existsSync(join(home, 'dist', 'web', 'console', 'index.html'))
const canRun = CHROMIUM !== undefined && isBuilt
const reason = canRun
  ? ''
  : ` (skipped: ${CHROMIUM ? 'the console is not built' : 'no Chromium here'})`
const PICTURES = join(home, 'test-results')
const DAY_MS = 86_400_000
const PEOPLE = 1_200

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

/** A brand whose people bought now and then for a year, told through the public door. */
async function aYearOfOrders(start: Date): Promise<{ ids: string[]; nos: number[] }> {
  const chance = seededChance(11)
  const messages = Array.from({ length: PEOPLE }, (_, i) => i).flatMap((i) => {
    const orders = Math.floor(chance.fraction() ** 2 * 4)
    return [
      { type: 'identify', messageId: `i${i}`, userId: `R${i}`, traits: { name: `顾客${i}` } },
      ...Array.from({ length: orders }, (_, n) =>
        order(`R${i}`, `past-${i}-${n}`, addMs(start, -(5 + chance.fraction() * 300) * DAY_MS)),
      ),
    ]
  })
  await doorOf(house.url, brand).track(messages)
  await house.settled(brand.tenant)
  const rows = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ id: string; no: number }>`
      select id, no from customer.customer where person_id = id order by no`),
  )
  return { ids: rows.map(({ id }) => id), nos: rows.map(({ no }) => no) }
}

function order(userId: string, id: string, at: Date) {
  return {
    type: 'track',
    messageId: id,
    userId,
    event: 'Order Completed',
    timestamp: at.toISOString(),
    properties: { order_id: id, revenue: 60 + ((id.length * 37) % 120), currency: 'CNY' },
  }
}

/** One journey as the journey room tells of it: people enter, something leaves for the treated, it ends. */
async function journey(
  people: { ids: string[]; nos: number[] },
  {
    title,
    works,
    start,
    buys = true,
  }: { title: string; works: boolean; start: Date; buys?: boolean },
): Promise<void> {
  const { tenant } = brand
  const journeyId = newId()
  const subject = { kind: 'journey' as const, id: journeyId, version: 1 }
  const context = { tenant, now: start }
  const experiment = await house.deps.db.inWorkspace(tenant.id, async (tx) => {
    const id = await begin(tx, context, {
      subject,
      holdoutShare: 0.4,
      metric: 'orders',
      windowDays: 14,
      title,
      meant: '让 90 天没来的老客再买一次',
    })
    return id
  })
  const arms = await house.deps.db.inWorkspace(tenant.id, (tx) =>
    assign(tx, context, experiment, { customerIds: people.ids, customerNos: people.nos }),
  )
  // Whoever falls into which arm, the same share of each buys: every twentieth, of the treated more where it works.
  const count = { treated: 0, control: 0 }
  const bought = people.nos.flatMap((no, i) => {
    const arm = arms[i] ?? 'control'
    const every = arm === 'treated' && works ? 6 : 20
    if (!buys || count[arm]++ % every !== 0) return []
    const at = addMs(start, (1 + (no % 12)) * DAY_MS)
    return [order(`R${no - 1}`, `${experiment}-${no}`, at)]
  })
  await doorOf(house.url, brand).track(bought)
  // The end comes by another lane: it would be told of before the last orders are known.
  await house.settled(tenant)
  await house.deps.db.inWorkspace(tenant.id, async (tx) => {
    const sent = people.nos.flatMap((no, i) =>
      arms[i] === 'treated'
        ? [
            {
              name: 'message.sent',
              at: start,
              cause: [experiment, String(no)],
              customer: { id: people.ids[i] ?? '', no },
              value: null,
              props: { journey_id: journeyId, carrier: 'wecom_mass' },
            },
          ]
        : [],
    )
    await append(tx, tenant, sent, { lane: 'journey', now: start })
    const ended = {
      name: 'journey.ended',
      at: start,
      cause: [experiment],
      customer: null,
      value: null,
      props: {
        journey_id: journeyId,
        experiment_id: experiment,
      },
    }
    await append(tx, tenant, [ended], { lane: 'journey', now: house.deps.clock.now() })
  })
  await house.settled(tenant)
}

const list = z.object({
  items: z.array(z.object({ id: z.string(), title: z.string(), verdict: z.string() })),
})

async function written(count: number) {
  for (let look = 0; look < 200; look++) {
    const { items } = list.parse((await brand.ask('GET', '/api/retrospectives')).body)
    if (items.length >= count) return items
    await sleep(200)
  }
  throw new Error('no retrospective was written')
}

/** Opens a page and waits until it has something to say; leaves a picture. */
async function open(path: string, picture: string): Promise<string> {
  await page.goto(house.url + path)
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  // The net is quiet for a moment before a part of the page asks for its own data.
  const isLoading = page.locator('main [aria-busy=true]')
  await expect.poll(() => isLoading.count(), { timeout: 30_000 }).toBe(0)
  await page.screenshot({ path: join(PICTURES, `${picture}.png`), fullPage: true })
  expect(await page.locator('[role=alert]').count(), `${path} shows no failure`).toBe(0)
  return page.locator('main').innerText()
}

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

async function signIn(): Promise<void> {
  await page.goto(house.url)
  await page.locator('input').first().waitFor()
  const [login, password] = await page.locator('input').all()
  await login?.fill(brand.login)
  await password?.fill(brand.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '概览' }).waitFor()
}

test.skipIf(!canRun)(
  `an ended SOP is told of truthfully: one worked, one cannot be told; the decision is recorded${reason}`,
  async () => {
    const start = addMs(new Date(), -20 * DAY_MS)
    const people = await aYearOfOrders(start)
    // Each has people of its own: what the one brings about is no accident of the other.
    const half = (from: number, to: number) => ({
      ids: people.ids.slice(from, to),
      nos: people.nos.slice(from, to),
    })
    await journey(half(0, PEOPLE / 2), { title: '唤醒 90 天未购', works: true, start })
    await journey(half(PEOPLE / 2, PEOPLE), { title: '周二的小贴士', works: false, start })
    // Begun today: nobody has had the time to order.
    await journey(people, { title: '刚刚开始的', works: false, start: new Date(), buys: false })
    const reports = await written(3)
    const verdictOf = (title: string) => reports.find((one) => one.title === title)?.verdict
    expect(verdictOf('唤醒 90 天未购')).toBe('effective')
    expect(verdictOf('周二的小贴士')).toBe('not_enough_evidence')

    await signIn()
    expect(await open('/', 'zh-overview-stages')).toMatch(/五环节/)
    expect(await broken()).toEqual([])
    expect(await open('/retrospectives', 'zh-retrospectives')).toMatch(/唤醒 90 天未购/)
    expect(await broken()).toEqual([])
    expect(await open('/experiments', 'zh-experiments')).toMatch(/40%/)
    expect(await broken()).toEqual([])
    expect(await open('/overview/convert', 'zh-stage-convert')).toMatch(/顾客/)
    expect(await broken()).toEqual([])

    const begun = reports.find(({ title }) => title === '刚刚开始的')
    const silent = await open(`/retrospectives/${begun?.id}`, 'zh-retrospective-silent')
    expect(silent).toMatch(/数据不足：参加的 \d+ 人和对照的 \d+ 人都还没有下单/)
    expect(silent).not.toMatch(/0\.0 至 0\.0/)

    const [worked] = reports.filter(({ verdict }) => verdict === 'effective')
    const text = await open(`/retrospectives/${worked?.id}`, 'zh-retrospective')
    expect(text).toMatch(
      /这场活动有效：每 100 人多 [\d.]+ 单（95% 区间 [\d.]+ 至 [\d.]+），净赚 ¥[\d,.]+。/,
    )
    expect(await broken()).toEqual([])
    await page.locator('summary').click()
    await page.waitForLoadState('networkidle')
    expect(await broken()).toEqual([])
    await page.screenshot({ path: join(PICTURES, 'zh-retrospective-method.png'), fullPage: true })
    await page.locator('textarea').fill('唤醒有用，下个月扩大到全部门店')
    await page.getByRole('button', { name: '记下决定' }).click()
    await page.getByText('照旧继续 唤醒有用').waitFor()

    const unclear = reports.find(({ title }) => title === '周二的小贴士')
    expect(await open(`/retrospectives/${unclear?.id}`, 'zh-retrospective-unclear')).toMatch(
      /证据不足：再有 [\d,]+ 人才能判断。/,
    )
    await page.evaluate(`localStorage.setItem('liuyuan.language', 'en')`)
    await page.evaluate(`localStorage.setItem('liuyuan.mode', '"dark"')`)
    expect(await open(`/retrospectives/${worked?.id}`, 'en-retrospective-dark')).toMatch(
      /This worked: /,
    )
    expect(await broken()).toEqual([])
    await open('/', 'en-overview-dark')
    expect(await broken()).toEqual([])
    expect(troubles).toEqual([])
  },
  240_000,
)
