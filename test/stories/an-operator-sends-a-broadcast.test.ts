import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { readId } from '../../server/kernel/index.ts'
import { sql } from '../../server/postgres/index.ts'
import {
  broken,
  browserReason,
  canBrowse,
  openBrowser,
  openPage,
  signIn,
} from '../browser.fixture.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'
import { confirmAll, connectCorp, type Loop, loopOf, until } from '../loop.fixture.ts'

const PEOPLE = 24
/** A morning on the workspace's clock: what may be sent must not depend on when this runs. */
const MORNING = new Date('2026-11-11T10:00:00+08:00')
const createdAt = new Date('2026-11-01T10:00:00+08:00')
const WORDS = '周五会员日，到店有礼'

let sandbox: Sandbox
let house: House
let brand: Resident
let loop: Loop
let browser: Browser
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  if (!canBrowse) return
  sandbox = await startSandbox({ seed: 7 })
  for (let n = 0; n < PEOPLE; n++) {
    const { externalUserId } = sandbox.deeds.makePerson()
    sandbox.deeds.befriend(externalUserId, n % 2 === 0 ? 'chenlan' : 'zhoumu', { createdAt })
  }
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤', { clockAt: MORNING })
  loop = loopOf(house, brand, sandbox)
  await connectCorp(house, brand, sandbox)
  await until('WeCom’s people are here', async () => {
    const [row] = await loop.rows(
      sql<{
        count: number
      }>`select count(*)::int as count from customer.follow where ended_at is null`,
    )
    return (row?.count ?? 0) >= PEOPLE
  })
  await loop.settled()
  browser = await openBrowser()
  page = await openPage(browser, troubles)
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
  await sandbox?.stop()
})

/** Who really got the words, by the pretend WeCom's own log, and how often. */
function received(): Map<string, number> {
  const times = new Map<string, number>()
  for (const effect of sandbox.effects.read())
    if (effect.kind === 'mass_received' && effect.text === WORDS)
      times.set(effect.externalUserId, (times.get(effect.externalUserId) ?? 0) + 1)
  return times
}

type Meant = { no: number; id: string; external: string; isControl: boolean }
const meant = (broadcastId: string) =>
  loop.rows(sql<Meant>`
    select r.customer_no as no, r.customer_id as id, f.external_userid as external, r.state = 'control' as "isControl"
    from campaign.recipient r
    join customer.follow f on f.workspace_id = r.workspace_id and f.customer_id = r.customer_id
    where r.broadcast_id = ${broadcastId}
    order by r.customer_no
  `)

test.skipIf(!canBrowse)(
  `an operator sends a broadcast: what the button says is what WeCom saw, each person once and nobody of the control group${browserReason}`,
  { timeout: 300_000 },
  async () => {
    const { size } = await loop.segment('加了好友的人', {
      kind: 'follow',
      is: 'standing',
      userids: [],
      states: [],
      window: { kind: 'ever' },
    })
    expect(size).toBe(PEOPLE)
    await page.goto(house.url)
    await signIn(page, house.url, brand)
    await page.goto(`${house.url}/broadcasts`)
    await page.getByRole('button', { name: '新建群发' }).first().click()
    await page.waitForURL(/\/broadcasts\/bcs_\w+\/edit/)
    const id = readId('broadcast', /bcs_\w+/.exec(page.url())?.[0] ?? '') ?? ''
    // Whom.
    await page.getByLabel('名称').fill('会员日')
    await page.getByRole('combobox').first().click()
    await page.locator('.ant-select-item-option').filter({ hasText: '加了好友的人' }).click()
    await page.getByText(`人群里现在有 ${PEOPLE} 人`).waitFor()
    await page.getByRole('button', { name: '下一步' }).click()
    // What.
    await page.getByLabel('写给客户的话').fill(WORDS)
    await page.locator('.bcs-phone').getByText(WORDS).waitFor()
    await page.getByText('已保存').waitFor()
    await page.getByRole('button', { name: '下一步' }).click()
    // When: at once, with a tenth left out to compare.
    await page.getByRole('button', { name: '下一步' }).click()
    const launch = page.getByRole('button', { name: /向 \d+ 人发送/ })
    await launch.waitFor()
    expect(await broken(page)).toEqual([])
    await launch.click()
    await page.waitForURL(/\/broadcasts\/bcs_\w+(\?|$)/)
    // It is with the associates, who are reminded before they tap.
    await until('everybody is with an associate', async () => {
      const rows = await loop.rows(
        sql<{
          state: string
        }>`select distinct state from channel.delivery where broadcast_id = ${id}`,
      )
      return rows.length === 1 && rows[0]?.state === 'handed'
    })
    await page.getByRole('button', { name: /提醒还没确认的 2 位导购/ }).click()
    await page.getByText('已提醒 2 个待发任务').waitFor()
    confirmAll(sandbox)
    await page.getByText('已结束').first().waitFor({ timeout: 60_000 })
    const people = await meant(id)
    const treated = people.filter(({ isControl }) => !isControl)
    expect(people).toHaveLength(PEOPLE)
    expect([...received().keys()].sort()).toEqual(treated.map(({ external }) => external).sort())
    expect([...received().values()].every((times) => times === 1)).toBe(true)
    await page.getByText(`已发出 ${treated.length} 人`).waitFor()
    await page.getByRole('link', { name: '全部名单' }).click()
    await page.getByRole('heading', { name: /会员日 · 全部名单/ }).waitFor()
    expect(await broken(page)).toEqual([])
    expect(troubles).toEqual([])
  },
)
