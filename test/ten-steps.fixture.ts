import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { z } from 'zod'
import { contactsOf, makeCodes } from '../demo/codes.ts'
import { type Door, doorOf } from '../demo/door.ts'
import { customersFile, ordersFile } from '../demo/files.ts'
import { makeForms } from '../demo/forms.ts'
import { makeLibrary } from '../demo/library.ts'
import { makeRewards } from '../demo/rewards.ts'
import { connect, streetOf } from '../demo/sandbox.ts'
import { simulateYear, type World } from '../demo/simulate.ts'
import { type Purchase, type Sandbox, startSandbox } from '../sandbox/index.ts'
import { unservedPeople } from '../server/handover/state.ts'
import { addMs, home, readId, seededChance } from '../server/kernel/index.ts'
import { createLinkTracker } from '../server/page/index.ts'
import { sql } from '../server/postgres/index.ts'
import { canBrowse, choose, openBrowser, openPage, PICTURES } from './browser.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'
import {
  confirmAll,
  crowdAfter,
  type Loop,
  loopOf,
  type Sop,
  timesReceived,
  until,
} from './loop.fixture.ts'

const phoneDir = join(home, 'dist', 'web', 'phone')
export const canRun = canBrowse && existsSync(join(home, 'dist', 'web', 'sidebar', 'index.html'))
/** A morning on the workspace's clock: what may be sent must not depend on when this runs. */
export const NOW = new Date('2026-11-18T10:00:00+08:00')
export const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS
/** As long as the SOPs of the library look at what people buy. */
export const WINDOW_DAYS = 30
const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15'
const WIDE = { width: 1600, height: 950 }

/** Answers are looked at where they are used. */
export const loose = z.any()

/** The demo brand on its first morning: its people and orders lie in files, its associates wait in WeCom. */
export type Town = {
  house: House
  brand: Resident
  owner: Door
  sandbox: Sandbox
  loop: Loop
  world: World
  browser: Browser
  /** The console. */
  page: Page
  /** The phones of customers, and beside them an associate's WeCom. */
  phones: Page
  /** What broke on any page. */
  troubles: string[]
  stop(): Promise<void>
}

export async function openTown(): Promise<Town> {
  const sandbox = await startSandbox({ seed: 41, now: NOW, phoneDir })
  sandbox.world.clock.set(NOW, true)
  // Its clock stands: a limit by the minute, and the seconds of giving a task out, would never pass.
  Object.assign(sandbox.weather, { perMinute: 1e6, perHour: 1e6, dispatchMs: 0 })
  const house = await startHouse({ wecomUrl: sandbox.url })
  const brand = await house.movesIn('青禾护肤', { clockAt: NOW })
  const world = simulateYear(seededChance(7), new Date(NOW.getTime() - YEAR_MS), NOW)
  const browser = await openBrowser()
  const troubles: string[] = []
  const page = await openPage(browser, troubles)
  page.setDefaultTimeout(20_000)
  // A browser that says it is driven by a program would leave no trace on the brand's own pages.
  const handsets = { userAgent: SAFARI, locale: 'zh-CN', viewport: WIDE }
  const phones = await (await browser.newContext(handsets)).newPage()
  phones.setDefaultTimeout(20_000)
  phones.on('pageerror', (error) => troubles.push(String(error)))
  const owner = doorOf(house.url, { cookie: await brand.signIn() })
  const loop = loopOf(house, brand, sandbox)
  return {
    ...{ house, brand, owner, sandbox, loop, world, browser, page, phones, troubles },
    async stop() {
      await browser.close()
      await house.stop()
      await sandbox.stop()
    },
  }
}

/** The brand connects WeCom, hangs up its codes, and writes its library, as the demo does. */
export async function settleIn({ house, brand, owner, sandbox, world }: Town): Promise<void> {
  const door = doorOf(house.url, brand)
  const street = streetOf(sandbox.url)
  const company = await connect(owner, street, house.url)
  await makeCodes(door, NOW)
  await street.addContacts(contactsOf(world.people, NOW))
  await owner.post(`${company}/sync`)
  await makeLibrary(door)
  await makeRewards(owner)
  const nobody = new AbortController().signal
  await makeForms({ owner, people: [], now: NOW, signal: nobody })
}

export const filesOf = ({ world }: Town) => ({
  members: customersFile(world),
  orders: ordersFile(world),
})

/** Uploads a file in the wizard, as guessed, and waits for its end. */
export async function upload(
  { page, house }: Town,
  file: { kind: string; name: string; text: string },
): Promise<void> {
  await page.goto(`${house.url}/imports/new`)
  await page.locator(`input[type=radio][value=${file.kind}]`).check()
  const buffer = Buffer.from(file.text)
  const chosen = { name: file.name, mimeType: 'text/csv', buffer }
  await page.locator('input[type=file]').setInputFiles(chosen)
  await page.getByRole('button', { name: '上传并查看' }).click()
  await page.getByText('这些列是什么意思').waitFor()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('核对后再开始').waitFor()
  await page.getByRole('button', { name: /^(导入 [\d,]+ 行|开始导入)$/ }).click()
  await page.getByText(/导入完成：/).waitFor({ timeout: 240_000 })
}

/** A picture of a step, named so that all of them lie in their order. */
export async function picture(of: Page, name: string): Promise<void> {
  await of.screenshot({ path: join(PICTURES, `ten-${name}.png`) })
}

/** Waits until the analysis of the year is done. */
export async function valued({ brand }: Town): Promise<void> {
  await until('the year is analysed', async () => {
    const { text } = await brand.ask('GET', '/api/value')
    return /"fit":\{/.test(text) && /"running":null/.test(text)
  })
}

/** Opens a customer's chat in an associate's WeCom, with the sidebar beside it. */
export async function besideChat(
  { phones }: Town,
  who: { userid: string; name: string },
): Promise<FrameLocator> {
  await phones.reload()
  await phones.locator('.desk-who select').selectOption(who.userid)
  await phones.getByRole('tab', { name: '聊天' }).click()
  await phones.locator('.desk-body').getByText(who.name).first().click()
  await phones.getByRole('button', { name: '侧边栏', exact: true }).click()
  return phones.frameLocator('iframe[src*="/sidebar"]')
}

/** Opens one of the brand's own pages from the screen for scanning of a handset. */
export async function openInPhone(handset: Locator, link: string): Promise<FrameLocator> {
  await handset.getByLabel('粘贴一个链接').fill(link)
  await handset.getByRole('button', { name: '打开', exact: true }).click()
  return handset.frameLocator('iframe')
}

/** Goes back until the handset can scan, and is about to. */
export async function aboutToScan(handset: Locator): Promise<void> {
  const scan = handset.getByRole('button', { name: '扫一扫' })
  const link = handset.getByLabel('粘贴一个链接')
  const back = handset.getByRole('button', { name: '返回' }).first()
  while ((await link.count()) === 0) {
    await scan.or(back).first().waitFor()
    await ((await scan.count()) > 0 ? scan : back).click()
    await scan.or(back).or(link).first().waitFor()
  }
}

/** The SOP's experiment, once it has begun. */
export async function sopOf({ loop }: Town, journeyId: string): Promise<Sop> {
  const experimentId = await until('it has a control group', async () => {
    const [found] = await loop.rows(sql<{ id: string }>`
      select id from experiment.experiment where subject_id = ${journeyId}
    `)
    return found?.id ?? null
  })
  return { journeyId, experimentId }
}

/** Associates tap what they were given, until everybody who was to be reached has it. */
export async function everybodySends({ loop, sandbox }: Town, sop: Sop): Promise<void> {
  await until('everything has left', async () => {
    confirmAll(sandbox)
    const [left] = await loop.rows(sql<{ sent: number; open: number }>`
      select count(*) filter (where state = 'sent')::int as sent,
             count(*) filter (where state <> all(${FINAL}::text[]))::int as open
      from channel.delivery
      where journey_id = ${sop.journeyId}
    `)
    return left !== undefined && left.sent > 0 && left.open === 0
  })
}

/** Lets the time pass until an instant, and waits until everybody in an SOP has done what was due by then. */
export async function liveUntil({ loop }: Town, at: Date): Promise<void> {
  await loop.moveTo(at)
  await until('nothing is due any more', async () => {
    const [due] = await loop.rows(sql<{ people: number }>`
      select count(*)::int as people
      from journey.enrollment
      where due_at <= ${at}
    `)
    return due?.people === 0
  })
}

const FINAL = ['sent', 'failed', 'skipped', 'expired', 'cancelled']

/** Chooses scores in a list of which one may take several. */
export async function scores({ page }: Town, field: string, wanted: string[]): Promise<void> {
  for (const score of wanted) await choose(page, page.getByLabel(field, { exact: true }), score)
}

/** The address of one of the brand's own pages, as a customer gets it. */
export function linkOf(
  { house, brand }: Town,
  kind: 'form' | 'flash' | 'invite',
  shown: string,
): string {
  const named = { form: 'form', flash: 'flashTopic', invite: 'referral' } as const
  const links = createLinkTracker({ seal: house.deps.seal, base: house.url })
  return links.urlOf(brand.tenant, { kind, id: readId(named[kind], shown) ?? '' }) ?? ''
}

/** Customers for whom nobody answers, whatever is going on. */
export async function ownerless({ house, brand }: Town): Promise<number> {
  const all = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    unservedPeople(tx, brand.tenant),
  )
  return all.filter(({ owner }) => owner === null).length
}

/** What the crowd bought after a message that moves people: who got it five times as often as the others. */
export async function boughtMore(
  { loop, sandbox }: Town,
  sop: Sop,
  text: string,
): Promise<Purchase[]> {
  const people = await loop.people(sop)
  const received = timesReceived(sandbox.effects.read(), text)
  expect([...received].filter(([, times]) => times > 1)).toEqual([])
  const truth = {
    ...{ rateWithout: 0.1, rateWith: 0.6, unlikeness: 0.3, orderMedian: 26_000, orderSpread: 0.5 },
    windowMs: (WINDOW_DAYS - 1) * DAY_MS,
  }
  return crowdAfter(people, received, { seed: 41, truth, from: NOW }).purchases
}

const EVERY = 4

/**
 * What a crowd bought whom a message did not move: every fourth of each arm, whoever fell into which, so that no accident of the
 * division makes the message look better or worse.
 */
export async function boughtAlike({ loop }: Town, sop: Sop): Promise<Purchase[]> {
  const count = { treated: 0, control: 0 }
  const people = await loop.people(sop)
  return people.flatMap(({ memberNo, isControl }) =>
    count[isControl ? 'control' : 'treated']++ % EVERY === 0
      ? [{ id: memberNo, at: addMs(NOW, 5 * DAY_MS), amount: 19_900, orderNo: `T${memberNo}` }]
      : [],
  )
}
