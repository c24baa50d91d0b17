import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { SANDBOX_OFFICIAL, SANDBOX_OFFICIAL_SECRET } from '../../sandbox/index.ts'
import { tokensInMemory } from '../../wecom/index.ts'
import { createWeixin } from '../../weixin/index.ts'
import { addMs, newId } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { planDeliveries } from './index.ts'
import { massResultStep } from './official-mass-result.ts'
import { type OfficialSenderDeps, officialMessageStep } from './send-official.ts'
import { officialMassStep } from './send-official-mass.ts'
import { startTown, type Town } from './sender.fixture.ts'
import type { Who } from './world.fixture.ts'

const HOUR_MS = 3_600_000
let base: TestDatabase
let town: Town
let deps: OfficialSenderDeps

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())
beforeEach(async () => {
  town = await startTown(base)
  const { sandbox, clock } = town
  const account = createWeixin({
    baseUrl: sandbox.url,
    appId: SANDBOX_OFFICIAL,
    secret: SANDBOX_OFFICIAL_SECRET,
    tokens: tokensInMemory(),
    clock,
    timeoutMs: 500,
  })
  deps = { ...town.deps, officialOf: async () => account }
  const now = clock.now()
  const closed = Buffer.from('closed')
  await write(sql`
      insert into official.account (
        workspace_id, id, app_id, name, kind, secret, callback_token, callback_aes_key, connected_at, changed_at
      )
      values (${town.tenant.id}, ${newId()}, ${SANDBOX_OFFICIAL}, '服务号', 'service', ${closed}, ${closed}, ${closed}, ${now}, ${now})
    `)
})
afterEach(() => town.stop())

function write(statement: ReturnType<typeof sql>): Promise<number> {
  return base.db.inWorkspace(town.tenant.id, (tx) => tx.run(statement))
}

/** Somebody who follows the account, there and here. @param wroteHoursAgo null: never wrote. */
async function follower(wroteHoursAgo: number | null): Promise<Who & { openid: string }> {
  const { sandbox, tenant, clock } = town
  const [who] = await town.friends(1)
  if (!who) throw new Error('nobody came')
  const { externalUserId } = sandbox.deeds.makePerson()
  const fan = sandbox.official.subscribe(externalUserId, null)
  if (!fan) throw new Error('nobody follows')
  const now = clock.now()
  const wroteAt = wroteHoursAgo === null ? null : addMs(now, -wroteHoursAgo * HOUR_MS)
  fan.window = wroteAt ? { until: addMs(wroteAt, 48 * HOUR_MS), left: 5 } : { until: now, left: 0 }
  await write(sql`
      insert into official.subscription (
        workspace_id, app_id, openid, customer_id, subscribed_at, scene, turned_at, wrote_at
      )
      values (${tenant.id}, ${SANDBOX_OFFICIAL}, ${fan.openid}, ${who.id}, ${addMs(now, -72 * HOUR_MS)}, '', ${now}, ${wroteAt})
    `)
  return { ...who, openid: fan.openid }
}

async function plan(carrier: 'official_message' | 'official_mass', people: Who[], text = '上新了') {
  const now = town.clock.now()
  const spec = {
    cause: { kind: 'test' as const },
    carrier,
    purpose: 'value' as const,
    content: { text },
    notBefore: now,
    notAfter: addMs(now, 24 * HOUR_MS),
    lateness: 'skip' as const,
  }
  const wanted = people.map(({ id, no }) => ({
    deliveryId: newId(),
    customerId: id,
    customerNo: no,
    enrollmentId: null,
  }))
  return base.db.inWorkspace(town.tenant.id, (tx) =>
    planDeliveries(tx, { tenant: town.tenant, now }, spec, wanted),
  )
}

const states = () =>
  base.db.inWorkspace(town.tenant.id, (tx) =>
    tx.rows(sql<{ state: string; reason: string | null; times: number }>`
      select state, reason, count(*)::int as times
      from channel.delivery
      where workspace_id = ${town.tenant.id}
      group by state, reason
      order by state, reason
    `),
  )
const effects = (kind: string) => town.sandbox.effects.read().filter((one) => one.kind === kind)

test('only who wrote within 48 hours gets a message, and no more than WeChat allows', async () => {
  const lately = await follower(2)
  const longAgo = await follower(49)
  const never = await follower(null)
  const [stranger] = await town.friends(1)
  const said = await plan('official_message', [
    lately,
    longAgo,
    never,
    ...(stranger ? [stranger] : []),
  ])
  expect(said.map((one) => ('reason' in one ? one.reason : one.outcome))).toEqual([
    'planned',
    'window_closed',
    'window_closed',
    'not_subscribed',
  ])
  for (let n = 0; n < 5; n += 1) await plan('official_message', [lately], `第${n}条`)
  await officialMessageStep(deps)(town.tenant)
  expect(effects('official_message')).toHaveLength(5)
  expect(await states()).toEqual([
    { state: 'sent', reason: null, times: 5 },
    { state: 'skipped', reason: 'not_subscribed', times: 1 },
    { state: 'skipped', reason: 'window_closed', times: 3 },
  ])
})

test('a message of which nobody knows whether it left waits for a person and is not sent again', async () => {
  const who = await follower(1)
  await plan('official_message', [who])
  town.sandbox.weather.scripted.push({
    path: 'official/message/custom/send',
    what: 'silentAfter',
    times: 1,
  })
  await officialMessageStep(deps)(town.tenant)
  town.move(HOUR_MS)
  await officialMessageStep(deps)(town.tenant)
  expect(await states()).toEqual([{ state: 'parked', reason: null, times: 1 }])
  expect(effects('official_message')).toHaveLength(1)
})

test('WeChat’s own no is the reason: the window that we thought open was used up elsewhere', async () => {
  const who = await follower(1)
  const fan = town.sandbox.world.corp.official.fans.get(who.openid)
  if (fan) fan.window.left = 0
  await plan('official_message', [who])
  await officialMessageStep(deps)(town.tenant)
  expect(await states()).toEqual([{ state: 'failed', reason: 'window_closed', times: 1 }])
})

test('a mass message reaches all who wear its tag, once, and its result settles them; the month has a limit', async () => {
  const people = [await follower(null), await follower(null), await follower(null)]
  await plan('official_mass', people)
  town.sandbox.weather.scripted.push({
    path: 'official/message/mass/sendall',
    what: 'busyExecuted',
    times: 1,
  })
  await officialMassStep(deps)(town.tenant)
  expect(await states()).toEqual([{ state: 'unknown', reason: null, times: 3 }])
  town.move(10_000)
  await officialMassStep(deps)(town.tenant)
  expect(await states()).toEqual([{ state: 'handed', reason: null, times: 3 }])
  expect(effects('official_mass_received')).toHaveLength(3)
  const [mass] = town.sandbox.world.corp.official.masses
  await base.db.inWorkspace(town.tenant.id, (tx) =>
    massResultStep.apply(tx, { tenant: town.tenant, batchNo: 1, now: town.clock.now() }, [
      {
        eventId: newId(),
        name: 'official.mass_finished',
        at: town.clock.now(),
        receivedAt: town.clock.now(),
        source: 'official',
        claims: [],
        customerId: null,
        customerNo: 0,
        value: null,
        props: {
          message_id: mass?.msgId ?? '',
          status: 'send success',
          total: 3,
          filtered: 3,
          sent: 3,
          failed: 0,
        },
        importNo: 0,
      },
    ]),
  )
  expect(await states()).toEqual([{ state: 'sent', reason: null, times: 3 }])
  for (let n = 0; n < 3; n += 1) await plan('official_mass', people, `第${n}期`)
  const [fifth] = await plan('official_mass', people.slice(0, 1), '第五期')
  expect(fifth).toMatchObject({ outcome: 'skipped', reason: 'official_quota' })
})

test('a result that is never told is asked for, and the tag is taken away', async () => {
  await plan('official_mass', [await follower(null)])
  await officialMassStep(deps)(town.tenant)
  town.move(3 * 60_000)
  await officialMassStep(deps)(town.tenant)
  expect(await states()).toEqual([{ state: 'sent', reason: null, times: 1 }])
  expect(town.sandbox.world.corp.official.tags.size).toBe(0)
})
