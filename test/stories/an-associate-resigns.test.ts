import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { freeRules } from '../../server/channel/world.fixture.ts'
import { makePromise } from '../../server/customer/index.ts'
import { unservedPeople } from '../../server/handover/state.ts'
import { home, readId } from '../../server/kernel/index.ts'
import {
  broken,
  browserReason,
  canBrowse,
  openAt,
  openBrowser,
  openPage,
  PICTURES,
  signIn,
} from '../browser.fixture.ts'
import { launchFor } from '../care.fixture.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'
import { confirmAll, connectCorp, until } from '../loop.fixture.ts'

const phoneDir = join(home, 'dist', 'web', 'phone')
const canRun = canBrowse && existsSync(join(home, 'dist', 'web', 'sidebar', 'index.html'))
const loose = z.any()
/** A morning on the workspace's clock: what may be sent must not depend on when this runs. */
const MORNING = new Date('2026-11-11T10:00:00+08:00')
const createdAt = new Date('2026-11-01T10:00:00+08:00')
const NAMES = ['唐晓雯', '顾一宁', '许嘉'] as const

let sandbox: Sandbox
let house: House
let brand: Resident
let browser: Browser
let page: Page
let phone: Page
/** By name: here and in WeCom. */
const people = new Map<string, { id: string; contact: string }>()
const troubles: string[] = []

beforeAll(async () => {
  if (!canRun) return
  sandbox = await startSandbox({ seed: 31, phoneDir })
  for (const name of NAMES) {
    const { externalUserId: contact } = sandbox.deeds.makePerson({ name })
    people.set(name, { id: '', contact })
    sandbox.deeds.befriend(contact, 'chenlan', { createdAt })
  }
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

const one = (name: (typeof NAMES)[number]) => people.get(name) ?? { id: '', contact: '' }
const got = async (path: string) => loose.parse((await brand.owner('GET', path)).body)

/** Customers for whom nobody answers, whatever is going on. */
async function ownerless(): Promise<number> {
  const { tenant } = brand
  const all = await house.deps.db.inWorkspace(tenant.id, (tx) => unservedPeople(tx, tenant))
  return all.filter(({ owner }) => owner === null).length
}

/** What is open with her customers on the day before. */
async function theDayBefore(): Promise<void> {
  await until('her customers are known', async () => {
    const { items } = await got('/api/customers?limit=10')
    for (const { id, name } of items) {
      const known = people.get(name)
      if (known) known.id = id
    }
    return items.length === NAMES.length && [...people.values()].every(({ id }) => id !== '')
  })
  await brand.owner('PUT', '/api/contact-policy', { rules: freeRules, no: 0, reason: '测试' })
  const { tenant } = brand
  const customerId = readId('customer', one('唐晓雯').id) ?? ''
  const promise = { text: '周五前留一支 30ml 修护精华', dueOn: '2026-11-13' }
  await house.deps.db.inWorkspace(tenant.id, (tx) =>
    makePromise(tx, tenant, {
      ...{ ...promise, customerId, userid: 'chenlan', madeBy: null, now: MORNING },
    }),
  )
  const complaint = { customerId: one('顾一宁').id, kind: 'complaint', subject: '泵头压不出来' }
  await brand.owner('POST', '/api/service-cases', complaint)
  // Before she leaves the owner has named who answers for customers of whoever leaves.
  await brand.owner('PUT', '/api/handover-caretaker', { userid: 'zhoumu' })
}

/** The owner looks at what would happen, and hands her customers over. */
async function handOver(): Promise<void> {
  await openAt(page, `${house.url}/handover`, 'zh-handover')
  await page.getByText('3 位客户的导购已经离开，还没有交接；现在由周牧代管。').waitFor()
  expect(await broken(page)).toEqual([])
  await page.getByRole('link', { name: '交接 3 位客户' }).click()
  await page.getByLabel('接手的同事').click()
  await page.keyboard.type('林夏')
  await page.locator('.ant-select-item-option').filter({ hasText: '林夏' }).first().click()
  await page.keyboard.press('Escape')
  // A list that is just closing has no name any more.
  await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'hidden' })
  await page.getByText('陈兰名下 3 位客户，3 位交出去。').waitFor()
  await page.getByLabel('交接说明').fill('回老家了')
  expect(await broken(page)).toEqual([])
  await page.screenshot({ path: join(PICTURES, 'zh-handover-new.png'), fullPage: true })
  await page.getByRole('button', { name: '交接 3 位客户' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('3')
  await page.getByRole('dialog').getByRole('button', { name: '交接 3 位客户' }).click()
  await page.getByRole('heading', { name: '陈兰 → 林夏' }).waitFor()
  await page.getByText('等客户答复').first().waitFor()
}

/** A customer looks at their phone, and says yes or no. */
async function says(name: (typeof NAMES)[number], word: '好的' | '拒绝'): Promise<void> {
  const hers = await openPage(browser, troubles)
  await hers.goto(sandbox.url)
  await hers.getByRole('button', { name }).first().click()
  await hers.getByText('由林夏接替').waitFor()
  await hers.screenshot({ path: join(PICTURES, 'zh-phone-offer.png') })
  await hers.getByRole('button', { name: word, exact: true }).click()
  await hers.getByText('由林夏接替').waitFor({ state: 'detached' })
  await hers.context().close()
}

/** Whoever refused is handed to somebody else. */
async function anotherSuccessor(): Promise<void> {
  await page.getByText('客户拒绝了', { exact: true }).waitFor()
  expect(await broken(page)).toEqual([])
  await page.screenshot({ path: join(PICTURES, 'zh-handover-one.png'), fullPage: true })
  await page.getByRole('button', { name: '换一位接手人' }).click()
  await page.getByRole('dialog').getByLabel('换一位接手人').click()
  await page.keyboard.type('何晴')
  await page.locator('.ant-select-item-option').filter({ hasText: '何晴' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '换一位接手人' }).click()
  await until('WeCom asks the customer about the other', async () =>
    sandbox.world.corp.transfers.some(({ to, state }) => to === 'heqing' && state === 'waiting'),
  )
  sandbox.deeds.agree({ externalUserId: one('许嘉').contact, to: 'heqing' })
}

/** How often each customer has the message of the SOP, and from whom. */
function received(): string[] {
  return sandbox.effects
    .read()
    .flatMap((effect) => (effect.kind === 'mass_received' ? [effect.userid] : []))
}

test.skipIf(!canRun)(
  `an associate resigns: the successor reads the promises, the SOP goes on under the new name, and nobody is without an owner for a minute${browserReason}`,
  async () => {
    await signIn(page, house.url, brand)
    await theDayBefore()
    sandbox.deeds.resign('chenlan')
    await until('it is noticed', async () => (await got('/api/handover-state')).waiting === 3)
    expect(await ownerless()).toBe(0)
    const overview = await got('/api/overview')
    expect(overview.needs).toContainEqual({
      ...{ kind: 'customers_to_hand_over', count: 3, to: '/handover' },
    })
    // An SOP comes to its message while nobody can send it: it waits.
    await launchFor(brand, '回访', { purpose: 'service', customerId: one('唐晓雯').id })
    await handOver()
    expect(await ownerless()).toBe(0)
    await says('许嘉', '拒绝')
    expect(await ownerless()).toBe(0)
    await says('唐晓雯', '好的')
    await says('顾一宁', '好的')
    expect(await ownerless()).toBe(0)
    await anotherSuccessor()
    await page.getByText('3 位客户，3 位已经接到。').waitFor({ timeout: 60_000 })
    expect(await ownerless()).toBe(0)

    const { items } = await got(`/api/customers/${one('顾一宁').id}/service-cases`)
    expect(items).toMatchObject([{ owner: { userid: 'linxia' } }])
    await until('the SOP has sent through the successor', async () => {
      confirmAll(sandbox)
      return received().length > 0
    })
    expect(received()).toEqual(['linxia'])

    await page.goto(`${house.url}/customers/${one('唐晓雯').id}`)
    await page.getByText('林夏从陈兰手里接过来').waitFor()
    await page.getByText('陈兰答应的，现在由林夏兑现').waitFor()
    await page.screenshot({ path: join(PICTURES, 'zh-handover-letter.png'), fullPage: true })
    await openAt(page, `${house.url}/handover/kit/linxia`, 'zh-handover-kit')
    await page.getByText('答应过：周五前留一支 30ml 修护精华').waitFor()
    expect(await broken(page)).toEqual([])

    await phone.goto(sandbox.url)
    await phone.getByLabel('导购', { exact: true }).selectOption('linxia')
    await phone.getByRole('tab', { name: '聊天' }).click()
    await phone.locator('.desk-body').getByText('唐晓雯').first().click()
    await phone.getByRole('button', { name: '侧边栏' }).click()
    const side = phone.frameLocator('iframe')
    await side.getByRole('heading', { name: '交接信' }).waitFor()
    await side.getByText('陈兰答应过：周五前留一支 30ml 修护精华').waitFor()
    await phone.screenshot({ path: join(PICTURES, 'zh-sidebar-letter.png') })
    expect(troubles).toEqual([])
  },
  300_000,
)
