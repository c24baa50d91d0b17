import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from '../sandbox/index.ts'
import { sleep } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

/** The product connected to a pretend WeCom by its public doors, and people who come, change and go. */
/** Answers are looked at where they are used. */
const loose = z.any()
let sandbox: Sandbox
let house: House
let brand: Resident
let corpUrl: string

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 11 })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

/** A request of the owner, signed in as at the console; the answer is looked at where it is used. */
async function owner(method: string, path: string, body?: unknown) {
  const answer = await brand.owner(method, path, body)
  return { status: answer.status, body: loose.parse(answer.body) }
}

async function play(path: string, body: unknown) {
  const answer = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return loose.parse(await answer.json())
}

/** Looks again until there is something. */
const until = <T>(look: () => Promise<T>) => vi.waitUntil(look, { timeout: 24_000, interval: 80 })

function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return house.deps.db.inWorkspace(brand.tenant.id, (tx) => tx.rows(statement))
}

test('a wrong secret is refused by WeCom itself and nothing is kept', async () => {
  const wrong = { corpId: SANDBOX_CORP, secret: 'a wrong secret of some length' }
  expect(await owner('POST', '/api/corps', wrong)).toMatchObject({
    status: 400,
    body: { code: 'corp_refused_secret' },
  })
  expect((await owner('GET', '/api/corps')).body).toEqual({ items: [] })
})

test('connected by the owner: both directions prove themselves, and everybody comes in once', async () => {
  await play('contacts', {
    contacts: Array.from({ length: 60 }, (_, n) => ({
      name: `老友${n}`,
      unionid: `o-${n}`,
      addedAt: '2026-01-05T10:00:00+08:00',
    })),
  })
  const told = await owner('POST', '/api/corps', { corpId: SANDBOX_CORP, secret: SANDBOX_SECRET })
  expect(told.body).toMatchObject({ corpId: SANDBOX_CORP, asked: { errcode: 0 } })
  corpUrl = `/api/corps/${told.body.id}`
  const keys = (await owner('POST', `${corpUrl}/callback-keys`)).body
  expect(await play('receiver', keys)).toEqual({ isVerified: true })
  const corp = await until(async () => {
    const [now] = (await owner('GET', '/api/corps')).body.items
    return now.syncedAt !== null && now
  })
  expect(corp).toMatchObject({ isSyncing: false, syncError: null })
  expect(corp.verifiedAt).not.toBeNull()
  await until(async () => {
    const [{ n } = { n: 0 }] = await rows(
      sql<{ n: number }>`select count(*)::int as n from customer.follow`,
    )
    return n === 60
  })
  const associates = (await owner('GET', '/api/associates')).body.items
  expect(associates).toHaveLength(14)
  expect(associates.map((one: { customers: number }) => one.customers)).not.toContain(0)
  const names = await rows(
    sql<{ name: string }>`select name from customer.customer where person_id = id`,
  )
  expect(names.filter(({ name }) => name.startsWith('老友'))).toHaveLength(60)
  const secrets = await rows(
    sql<{ all: string }>`select row_to_json(c)::text as all from corp.corp c`,
  )
  expect(secrets[0]?.all).not.toContain(SANDBOX_SECRET)
  expect(secrets[0]?.all).not.toContain(keys.token)
})

test('a stranger scans a code of a source with a cost, changes and leaves', async () => {
  const { id: sourceId } = (await owner('POST', '/api/sources', { name: '门店·静安' })).body
  const day = new Date().toISOString().slice(0, 10)
  await owner('POST', `/api/sources/${sourceId}/costs`, { amount: 30_000, fromOn: day, toOn: day })
  const group = (await owner('POST', '/api/tag-groups', { name: '来自' })).body.id
  const tagId = (await owner('POST', '/api/tags', { groupId: group, name: '静安店' })).body.id
  const made = await owner('POST', '/api/contact-ways', {
    name: '静安海报',
    sourceId,
    userids: ['chenlan'],
    welcomeNew: '你好{{customer}}，我是{{associate}}',
    tagIds: [tagId],
  })
  expect(made).toMatchObject({
    status: 201,
    body: { phase: 'live', source: { name: '门店·静安' } },
  })
  expect(made.body.qrUrl).not.toBe('')
  const { externalUserId } = (await play('scan', { state: made.body.state })).person
  const follow = await until(async () => {
    const [one] = await rows(sql<Record<string, unknown>>`
      select f.customer_id, f.state, f.source_id is not null as sourced, f.ended_by, c.name
      from customer.follow f
      join customer.customer c on c.id = f.customer_id
      where f.external_userid = ${externalUserId}
    `)
    return one !== undefined && one.name !== '' && one
  })
  expect(follow).toMatchObject({ state: made.body.state, sourced: true, ended_by: null })
  const tags = await rows(sql<{ source: string }>`
    select source from customer.tagging where customer_id = ${follow.customer_id}
  `)
  expect(tags).toEqual([{ source: 'rule' }])

  await play('edit', { userid: 'chenlan', externalUserId, remark: '李女士 敏感肌' })
  await until(async () => {
    const [one] = await rows(sql<{ remark: string }>`
      select remark from customer.follow where external_userid = ${externalUserId}
    `)
    return one?.remark === '李女士 敏感肌'
  })
  await sleep(1_100)
  await play('delete-staff', { userid: 'chenlan', externalUserId })
  await until(async () => {
    const [one] = await rows(sql<{ by: string }>`
      select ended_by as by from customer.follow where external_userid = ${externalUserId}
    `)
    return one?.by === 'customer'
  })
  const detail = (await owner('GET', `/api/contact-ways/${made.body.id}`)).body
  expect(detail).toMatchObject({ added: 1, lost: 1, net: 0 })
  const [source] = (await owner('GET', '/api/sources')).body.items
  expect(source).toMatchObject({ added: 1, cost: 30_000, costPerPerson: 30_000 })
})

test('a callback that was lost is found by the next sync', async () => {
  await play('faults', { callbackLost: 1 })
  const [known] = await rows(sql<{ userid: string; externalUserId: string }>`
    select userid, external_userid as "externalUserId"
    from customer.follow
    where ended_at is null
    order by external_userid
    limit 1
  `)
  await play('delete-customer', known)
  await play('faults', {})
  await owner('POST', `${corpUrl}/sync`)
  const ended = await until(async () => {
    const [one] = await rows(sql<{ by: string }>`
      select ended_by as by from customer.follow where external_userid = ${known?.externalUserId ?? ''}
    `)
    return one?.by
  })
  expect(ended).toBe('staff')
})

test('a group is made, somebody comes by invitation and leaves: the console says who, how and when', async () => {
  const [known] = await rows(sql<{ userid: string; externalUserId: string }>`
    select userid, external_userid as "externalUserId"
    from customer.follow
    where ended_at is null
    order by external_userid
    limit 1
  `)
  const who = known ?? { userid: '', externalUserId: '' }
  const { chatId } = await play('groups', { owner: who.userid, name: '敏感肌互助群' })
  const { externalUserId: stranger } = await play('persons', { name: '路人' })
  await play('invite', { chatId, by: who.userid, ids: [who.externalUserId, stranger] })
  const group = await until(async () => {
    const [one] = (await owner('GET', '/api/groups')).body.items
    return one?.readAt && one.customers === 1 && one
  })
  expect(group).toMatchObject({
    name: '敏感肌互助群',
    owner: { userid: who.userid, isActive: true },
    customers: 1,
    strangers: 1,
    staff: 1,
    joined: 2,
    left: 0,
  })
  const members = (await owner('GET', `/api/groups/${group.id}/members?kind=customer`)).body.items
  expect(members).toMatchObject([{ joinScene: 'invited', invitedBy: { userid: who.userid } }])
  const ofPerson = await owner('GET', `/api/customers/${members[0].customer.id}/groups`)
  expect(ofPerson.body.items).toMatchObject([{ group: { id: group.id }, leftAt: null }])
  await play('throw-out', { chatId, id: who.externalUserId })
  const gone = await until(async () => {
    const left = await owner('GET', `/api/groups/${group.id}/members?standing=left`)
    return left.body.total === 1 && left.body.items[0]
  })
  expect(gone).toMatchObject({ kind: 'customer', leftHow: 'removed' })
})

test('who is hired, moved or let go is known here soon after, and the name of who left stays', async () => {
  await play('hire', { name: '新来的', userid: 'newhere', departments: [4] })
  const shown = async () =>
    (await owner('GET', '/api/associates')).body.items.find(
      (one: { userid: string }) => one.userid === 'newhere',
    )
  const hired = await until(async () => (await shown()) ?? null)
  expect(hired).toMatchObject({ name: '新来的', isActive: true, departments: ['门店 / 静安店'] })
  await play('resign', { userid: 'newhere' })
  const left = await until(async () => {
    const one = await shown()
    return one?.isActive === false && one
  })
  expect(left).toMatchObject({ name: '新来的' })
})

test('disconnected: callbacks find nobody, codes cannot be made, and the secret is gone', async () => {
  const keys = (await owner('POST', `${corpUrl}/callback-keys`)).body
  expect((await owner('DELETE', corpUrl)).status).toBe(200)
  await sleep(2_100)
  expect(await play('receiver', keys)).toEqual({ isVerified: false })
  const [{ id: sourceId } = { id: '' }] = (await owner('GET', '/api/sources')).body.items
  const way = { name: '不会有的码', sourceId, userids: ['chenlan'] }
  expect(await owner('POST', '/api/contact-ways', way)).toMatchObject({
    status: 409,
    body: { code: 'corp_not_connected' },
  })
  const audited = await rows(sql<{ action: string }>`
    select action from staff.audit where action like 'corp.%' order by at, action
  `)
  expect(audited.map(({ action }) => action)).toEqual([
    'corp.connected',
    'corp.keys_revealed',
    'corp.keys_revealed',
    'corp.disconnected',
  ])
})
