import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from '../sandbox/index.ts'
import { showId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { createWecom, tokensInMemory } from '../wecom/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

/** What WeCom tells besides friendships, tags and groups, each with what becomes of it here. */
const loose = z.any()
let sandbox: Sandbox
let house: House
let brand: Resident
let wecom: ReturnType<typeof createWecom>

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 5 })
  wecom = createWecom({
    baseUrl: sandbox.url,
    corpId: SANDBOX_CORP,
    secret: SANDBOX_SECRET,
    tokens: tokensInMemory(),
    clock: sandbox.world.clock,
  })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
  const corp = loose.parse(
    (await brand.owner('POST', '/api/corps', { corpId: SANDBOX_CORP, secret: SANDBOX_SECRET }))
      .body,
  )
  const keys = (await brand.owner('POST', `/api/corps/${corp.id}/callback-keys`)).body
  await fetch(`${sandbox.url}/sandbox/receiver`, { method: 'POST', body: JSON.stringify(keys) })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

async function asked(path: string) {
  return loose.parse((await brand.owner('GET', path)).body)
}

/** Looks again until there is something. */
const until = <T>(look: () => Promise<T>) => vi.waitUntil(look, { timeout: 24_000, interval: 80 })

function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return house.deps.db.inWorkspace(brand.tenant.id, (tx) => tx.rows(statement))
}

/** A friend of an associate, known to the product. @returns their external user id. */
async function friendOf(userid: string, name: string): Promise<string> {
  const { externalUserId } = sandbox.deeds.makePerson({ name })
  await wecom.addContactWay({
    userids: [userid],
    state: `way-${name}`,
    remark: '',
    skipVerify: true,
  })
  sandbox.deeds.scan({ state: `way-${name}` }, externalUserId)
  await until(async () => (await personOf(externalUserId)) !== null)
  return externalUserId
}

async function personOf(externalUserId: string): Promise<string | null> {
  const [found] = await rows(sql<{ id: string }>`
    select c.id
    from customer.follow f
    join customer.customer c on c.id = f.customer_id
    where f.external_userid = ${externalUserId}
      and c.name <> ''
  `)
  return found ? showId('customer', found.id) : null
}

/** How often something stands on somebody's timeline. */
async function happened(externalUserId: string, name: string): Promise<number> {
  await house.settled(brand.tenant)
  const { items } = await asked(`/api/customers/${await personOf(externalUserId)}/timeline`)
  return items.filter((one: { name: string }) => one.name === name).length
}

async function notices() {
  return (await asked('/api/corp-notices')).items
}

test('what a customer writes to customer service counts as their answer, once, however often it is read', async () => {
  const externalUserId = await friendOf('chenlan', '林小满')
  const made = await wecom.addKfAccount({ name: '留园客服', mediaId: '' })
  const openKfid = made.ok ? made.value : ''
  await wecom.addKfServicers({ openKfid, userids: ['chenlan'] })
  const who = { openKfid, externalUserId }
  sandbox.deeds.enterKf({ ...who, scene: 'poster' })
  sandbox.deeds.writeKf({ ...who, text: '面膜怎么用' })
  await until(async () => (await happened(externalUserId, 'message.replied')) === 1)
  expect(await happened(externalUserId, 'service.entered')).toBe(1)
  sandbox.deeds.writeKf({ ...who, text: '多久一次' })
  await until(async () => (await happened(externalUserId, 'message.replied')) === 2)
  // Whoever is killed between a page and its cursor would read the page again.
  await rows(sql`update ingestion.service_account set cursor = '' returning 1`)
  sandbox.deeds.writeKf({ ...who, text: '谢谢' })
  await until(async () => (await happened(externalUserId, 'message.replied')) === 3)
  const [{ cursor, token } = { cursor: '', token: '' }] = await rows(
    sql<{ cursor: string; token: string }>`select cursor, token from ingestion.service_account`,
  )
  expect([cursor !== '', token !== '']).toEqual([true, true])
  // What was said stays in WeCom, and so does the token.
  const kept = JSON.stringify(await rows(sql`select body from event.inbox`))
  expect(kept).not.toContain('面膜怎么用')
}, 90_000)

test('who came by an acquisition link and writes has answered; nobody knew before that they would', async () => {
  const link = await wecom.addAcquisitionLink({ name: '公众号菜单', userids: ['zhoumu'] })
  const linkId = link.ok ? link.value.link_id : ''
  sandbox.deeds.buyQuota(100, 300)
  const { externalUserId } = sandbox.deeds.makePerson({ name: '周一一' })
  const opened = sandbox.deeds.openLink({ linkId, channel: 'menu', externalUserId })
  const userid = opened?.userid ?? ''
  await until(async () => (await personOf(externalUserId)) !== null)
  sandbox.deeds.chat({ userid, externalUserId, from: 'customer', text: '你好' })
  await until(async () => (await happened(externalUserId, 'message.replied')) === 1)
  expect(await happened(externalUserId, 'acquisition_link.chat_started')).toBe(1)
  const person = await personOf(externalUserId)
  const [follow] = (await asked(`/api/customers/${person}/follows`)).items
  expect(follow).toMatchObject({ associate: { userid: 'zhoumu' }, addWay: 16 })
  expect(follow.lastChatAt).not.toBeNull()
}, 60_000)

test('a link that nobody answers, and a customer whom nobody took over, wait for somebody until they are seen to', async () => {
  const externalUserId = await friendOf('linxia', '何小何')
  const pair = { from: 'linxia', to: 'heqing', externalUserIds: [externalUserId] }
  expect(await wecom.transferCustomers(pair)).toMatchObject({ value: [{ errcode: 0 }] })
  sandbox.deeds.refuse({ externalUserId, to: 'heqing' })
  const link = await wecom.addAcquisitionLink({ name: '海报', userids: ['tangmin'] })
  const linkId = link.ok ? link.value.link_id : ''
  sandbox.deeds.resign('tangmin')
  await until(async () => (await notices()).length === 2)
  expect(await notices()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'transfer_failed',
        customer: { id: await personOf(externalUserId), name: '何小何' },
        associate: { userid: 'heqing', name: '何晴' },
        reason: 'customer_refused',
      }),
      expect.objectContaining({ kind: 'link_unavailable', linkId, customer: null }),
    ]),
  )
  expect((await asked('/api/overview')).needs).toContainEqual({
    kind: 'corp_notices',
    count: 2,
    to: '/settings/wecom',
  })
  const seen = (await notices()).find((one: { kind: string }) => one.kind === 'transfer_failed')
  const settle = () => brand.owner('PUT', `/api/corp-notices/${seen.id}/settlement`)
  expect((await settle()).status).toBe(200)
  expect((await settle()).status).toBe(404)
  expect((await notices()).map((one: { kind: string }) => one.kind)).toEqual(['link_unavailable'])
}, 60_000)

test('a quota that is used up waits for somebody, and goes by itself when more is bought', async () => {
  const kinds = async () => (await notices()).map((one: { kind: string }) => one.kind).sort()
  const [quota] = sandbox.world.corp.acquisition.quotas
  const link = await wecom.addAcquisitionLink({ name: '快递卡', userids: ['wuyue'] })
  const linkId = link.ok ? link.value.link_id : ''
  for (const one of sandbox.world.corp.acquisition.quotas) one.balance = 0
  if (quota) quota.balance = 1
  const { externalUserId } = sandbox.deeds.makePerson()
  sandbox.deeds.openLink({ linkId, channel: '', externalUserId })
  await until(async () => (await kinds()).includes('quota_exhausted'))
  sandbox.deeds.buyQuota(50, 300)
  await until(async () => !(await kinds()).includes('quota_exhausted'))
}, 60_000)

test('what a customer says to the archive stands by their friendship, and the newest word counts', async () => {
  const externalUserId = await friendOf('sunyi', '孙一一')
  const said = async () => {
    const { items } = await asked(`/api/customers/${await personOf(externalUserId)}/follows`)
    return items[0].archive?.says ?? null
  }
  expect(await said()).toBeNull()
  sandbox.deeds.seat({ userid: 'sunyi', isOn: true })
  sandbox.deeds.consent({ userid: 'sunyi', externalUserId, status: 'Agree' })
  await until(async () => (await said()) === 'agreed')
  // Only the archive itself tells of a refusal: whoever reads it passes it on.
  const word = (id: string, at: number, says: string) => ({
    id,
    at: new Date(at).toISOString(),
    says,
    userid: 'sunyi',
    externalUserid: externalUserId,
  })
  const now = sandbox.world.clock.now().getTime()
  const told = { items: [word('a2', now + 2_000, 'refused'), word('a1', now + 1_000, 'agreed')] }
  expect((await brand.ask('POST', '/api/chats', told)).status).toBe(202)
  await until(async () => (await said()) === 'refused')
  expect(await happened(externalUserId, 'contact.archive_refused')).toBe(1)
}, 60_000)
