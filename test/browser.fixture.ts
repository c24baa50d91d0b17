import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { z } from 'zod'
import { home, sleep } from '../server/kernel/index.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)
const isBuilt = existsSync(join(home, 'dist', 'web', 'console', 'index.html'))
export const canBrowse = CHROMIUM !== undefined && isBuilt
/** For the names of tests that need a browser: why they are skipped, or nothing. */
export const browserReason = canBrowse
  ? ''
  : ` (skipped: ${CHROMIUM ? 'the console is not built' : 'no Chromium here'})`

export const PICTURES = join(home, 'test-results')

export function openBrowser(): Promise<Browser> {
  mkdirSync(PICTURES, { recursive: true })
  return chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

/** A page that writes what breaks into `troubles`: errors of the page, answers from 400 on (but for “not signed in”). */
export async function openPage(browser: Browser, troubles: string[]): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('response', (answer) => {
    const status = answer.status()
    if (status >= 400 && status !== 401) troubles.push(`${status} ${answer.url()}`)
  })
  return page
}

export async function signIn(
  page: Page,
  url: string,
  { login, password }: { login: string; password: string },
): Promise<void> {
  await page.goto(url)
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('nav').first().waitFor()
}

/** Opens a page and waits until it has something to say; leaves a picture, if it is given a name. */
export async function openAt(page: Page, address: string, picture: string | null): Promise<string> {
  const net = netOf(page)
  await page.goto(address)
  await page.locator('h1').first().waitFor()
  await untilQuiet(page, net)
  if (picture !== null)
    await page.screenshot({ path: join(PICTURES, `${picture}.png`), fullPage: true })
  expect(await page.locator('[role=alert]').count(), `${address} shows no failure`).toBe(0)
  const [said = ''] = await page.locator('main').allInnerTexts()
  // A machine with much to do may draw the skeleton only now: then that was no page to read.
  if ((await page.locator(LOADING).count()) === 0) return said
  await untilQuiet(page, net)
  return page.locator('main').innerText()
}

/** The driver's own "idle" is half a second, which was a fifth of a walk through the console. */
const QUIET_MS = 120
const QUIET_LIMIT_MS = 30_000
const LOADING = 'main [aria-busy=true]'
type Net = { asked: number; lastAt: number }
const nets = new WeakMap<Page, Net>()

/** What a page has asked for and not been answered yet. */
function netOf(page: Page): Net {
  const known = nets.get(page)
  if (known) return known
  const net: Net = { asked: 0, lastAt: performance.now() }
  const count = (more: number) => () => {
    net.asked += more
    net.lastAt = performance.now()
  }
  page.on('request', count(1))
  page.on('requestfinished', count(-1))
  page.on('requestfailed', count(-1))
  nets.set(page, net)
  return net
}

/** Waits until a page was told all that it asked for, shows it, and asks for nothing more: a part asks when it is drawn. */
async function untilQuiet(page: Page, net: Net): Promise<void> {
  const isLoading = page.locator(LOADING)
  const startedAt = performance.now()
  for (;;) {
    const isBusy = net.asked > 0 || (await isLoading.count()) > 0
    if (!isBusy && performance.now() - net.lastAt >= QUIET_MS) return
    if (performance.now() - startedAt > QUIET_LIMIT_MS)
      throw new Error(`${page.url()} is still loading after ${QUIET_LIMIT_MS} ms`)
    await sleep(20)
  }
}

/** Chooses as a person would: again, where the list was just being drawn anew and the click went nowhere. */
export async function choose(
  page: Page,
  field: Locator,
  option: string,
  typed = '',
): Promise<void> {
  const chosen = () => field.evaluate((node) => node.closest('.ant-select')?.textContent ?? '')
  const list = page.locator('.ant-select-dropdown:visible')
  const wanted = list.locator('.ant-select-item-option').filter({ hasText: option }).first()
  const isChosen = async () => {
    if ((await chosen()).includes(option)) return true
    if ((await list.count()) === 0) {
      await field.click()
      await page.keyboard.type(typed)
    }
    await wanted.click({ timeout: 2_000 }).catch(() => undefined)
    return false
  }
  await expect.poll(isChosen, { timeout: 30_000, interval: 300 }).toBe(true)
  // A list of which one may take several stays open; elsewhere the same key would close the window that a field stands in.
  const isForMany = await field.evaluate((node) => node.closest('.ant-select-multiple') !== null)
  if (isForMany) await field.press('Escape')
  await list.waitFor({ state: 'hidden' })
}

const found = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }))

/** Rules of WCAG 2.2 AA that the page breaks, each with the first place. */
export async function broken(page: Page): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(source)
  const violations = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))`,
  )
  return found.parse(violations).map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}
