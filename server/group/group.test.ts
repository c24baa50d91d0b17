import { afterAll, beforeAll, expect, test } from 'vitest'
import { createResolve } from '../customer/index.ts'
import { PRIVATE, type ResolvedEvent, type Tenant } from '../event/index.ts'
import { addMs, createSeal, newId } from '../kernel/index.ts'
import { type Database, sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { groupStep } from './apply-groups.ts'
import { listGroups } from './list-groups.ts'
import { daysOfGroup, groupsOf, listMembers, waysInto } from './members.ts'
import { liveGroups } from './store.ts'

const noon = new Date('2026-11-11T12:00:00+08:00')
let base: TestDatabase
let db: Database
let tenant: Tenant

beforeAll(async () => {
  base = await testDatabase()
  db = base.db
  const id = newId()
  const { no } = await db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no
    `),
  )
  tenant = {
    id,
    no,
    name: '青禾护肤',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    clockAt: null,
    isDemo: false,
  }
  await db.inWorkspace(id, (tx) =>
    tx.run(sql`
      insert into corp.associate (workspace_id, userid, name, is_active, first_seen_at, changed_at)
      values (${id}, 'chenlan', '陈兰', true, ${noon}, ${noon}), (${id}, 'zhoumu', '周牧', false, ${noon}, ${noon})
    `),
  )
})
afterAll(() => base?.drop())

const resolve = createResolve({ seal: createSeal(Buffer.alloc(32, 7)) })

async function newCustomer(contact: string): Promise<{ id: string; no: number }> {
  const added = {
    ...happened('contact.added', noon, {}),
    claims: [{ kind: 'external_userid' as const, value: contact }],
  }
  const { who } = await db.inWorkspace(tenant.id, (tx) =>
    resolve(tx, { tenant, batchNo: 1, now: noon }, [added]),
  )
  const [one] = who
  if (!one) throw new Error('nobody was made')
  return one
}

function happened(
  name: string,
  at: Date,
  props: Record<string, unknown>,
  customer: { id: string; no: number } | null = null,
): ResolvedEvent {
  return {
    eventId: newId(),
    name,
    at,
    receivedAt: at,
    source: 'wecom',
    claims: [],
    customerId: customer?.id ?? null,
    customerNo: customer?.no ?? 0,
    value: null,
    props,
    importNo: 0,
  }
}

/** Which spells the mirror of segments got, by customers' numbers. */
async function landed(...events: ResolvedEvent[]): Promise<unknown[]> {
  const { landings } = await db.inWorkspace(tenant.id, (tx) =>
    groupStep.apply(tx, { tenant, batchNo: 1, now: noon }, events),
  )
  return landings.flatMap(({ rows }) =>
    rows.map(({ customer, left_at }) => [customer, left_at !== null]),
  )
}

async function apply(...events: ResolvedEvent[]): Promise<string[]> {
  const { facts } = await db.inWorkspace(tenant.id, (tx) =>
    groupStep.apply(tx, { tenant, batchNo: 1, now: noon }, events),
  )
  return facts.map(({ name, props, customer }) =>
    [name, props.external_userid, customer ? 'customer' : 'stranger'].join(' '),
  )
}

const member = (id: string, at: Date, more = {}) => ({
  member: id,
  isStaff: false,
  name: `微信${id}`,
  nickname: '',
  joinedAt: at,
  joinScene: 1,
  invitedBy: 'chenlan',
  state: '',
  ...more,
})
const told = (chatId: string, at: Date, members: object[], owner = 'chenlan') =>
  happened('group_chat.told', at, {
    chat_id: chatId,
    [PRIVATE]: {
      group: { name: `${chatId}福利群`, owner, notice: '每周五上新', createdAt: noon, members },
    },
  })
const minutes = (n: number) => addMs(noon, n * 60_000)

test('a group is read: staff, customers and people whom nobody has added are told apart', async () => {
  await newCustomer('wmKnown')
  const facts = await apply(
    happened('group_chat.created', noon, { chat_id: 'wr1' }),
    told('wr1', minutes(1), [
      member('chenlan', noon, { isStaff: true, name: '陈兰', invitedBy: '' }),
      member('wmKnown', minutes(0.5), { joinScene: 3, state: 'poster' }),
      member('wmStranger', minutes(0.5)),
    ]),
  )
  expect(facts).toEqual([
    'group.member_joined wmKnown customer',
    'group.member_joined wmStranger stranger',
  ])
  const { items, sums } = await listed()
  expect(items).toMatchObject([
    { name: 'wr1福利群', customers: 1, strangers: 1, staff: 1, joined: 2, left: 0 },
  ])
  expect(sums).toEqual({ customers: 1, strangers: 1, joined: 2, left: 0 })
})

function listed(more: Partial<Parameters<typeof listGroups>[2]> = {}) {
  return db.inWorkspace(tenant.id, (tx) =>
    listGroups(tx, tenant, {
      search: '',
      state: 'live',
      sort: '-members',
      limit: 50,
      owner: null,
      active: ['chenlan'],
      since: addMs(noon, -86_400_000),
      from: 0,
      ...more,
    }),
  )
}

test('a stranger in a group who adds an associate is a customer there from then on', async () => {
  const customer = await newCustomer('wmStranger')
  const added = () =>
    happened('contact.added', minutes(2), { external_userid: 'wmStranger' }, customer)
  // The group was read first: that somebody joined stood on nobody's timeline.
  expect(await apply(added())).toEqual(['group.member_joined wmStranger customer'])
  expect(await apply(added())).toEqual([])
  expect((await listed()).items).toMatchObject([{ customers: 2, strangers: 0 }])
  const groups = await db.inWorkspace(tenant.id, (tx) => groupsOf(tx, tenant, ['wmStranger']))
  expect(groups).toMatchObject([{ name: 'wr1福利群', leftAt: null }])
})

test('who is removed is told as left, with how; a doubled event says nothing more', async () => {
  const left = () =>
    happened('group_chat.changed', minutes(3), {
      chat_id: 'wr1',
      detail: 'del_member',
      members: ['wmKnown'],
      quit_scene: 1,
    })
  expect(await apply(left())).toEqual(['group.member_left wmKnown customer'])
  expect(await apply(left())).toEqual([])
  const groupId = await idOf('wr1')
  const page = await db.inWorkspace(tenant.id, (tx) =>
    listMembers(tx, tenant, { groupId, search: '', standing: 'left', limit: 50, from: 0 }),
  )
  expect(page).toMatchObject({ total: 1, items: [{ member: 'wmKnown', leftHow: 1 }] })
})

test('comings and goings are counted by the workspace’s days, and by how people came', async () => {
  const asked = { groupId: await idOf('wr1'), since: addMs(noon, -86_400_000) }
  const days = await db.inWorkspace(tenant.id, (tx) => daysOfGroup(tx, tenant, asked))
  expect(days).toEqual([{ on: '2026-11-11', joined: 2, left: 1 }])
  const ways = await db.inWorkspace(tenant.id, (tx) => waysInto(tx, tenant, asked))
  expect(ways).toEqual({ code: 1, invited: 1, unknown: 0 })
})

test('a reading finds who came and went unheard', async () => {
  const facts = await apply(
    told('wr1', minutes(60), [
      member('chenlan', noon, { isStaff: true }),
      member('wmUnheard', minutes(30)),
    ]),
  )
  expect(facts.sort()).toEqual([
    'group.member_joined wmUnheard stranger',
    'group.member_left wmStranger customer',
  ])
})

test('an older reading that comes late turns nothing back', async () => {
  expect(await apply(told('wr1', minutes(20), [member('wmKnown', noon)]))).toEqual([])
  expect((await listed()).items).toMatchObject([{ customers: 0, strangers: 1 }])
})

test('a group whose owner is no longer at work is found by itself', async () => {
  await apply(told('wr2', minutes(61), [member('wmOther', noon)], 'zhoumu'))
  expect((await listed({ state: 'ownerless' })).items).toMatchObject([{ name: 'wr2福利群' }])
  expect((await listed({ search: 'WR2' })).total).toBe(1)
  expect((await listed({ limit: 1 })).next).toBe('1')
})

test('a group that is dissolved leaves everybody out and is on the list of the living no more', async () => {
  const facts = await apply(happened('group_chat.dismissed', minutes(70), { chat_id: 'wr2' }))
  expect(facts).toEqual(['group.member_left wmOther stranger'])
  expect(await apply(happened('group_chat.gone', minutes(80), { chat_id: 'wr2' }))).toEqual([])
  expect(await db.inWorkspace(tenant.id, (tx) => liveGroups(tx, tenant))).toEqual(['wr1'])
  expect((await listed({ state: 'dissolved' })).items).toMatchObject([{ strangers: 0 }])
})

test('segments are told of who comes and goes, from when somebody is a customer on', async () => {
  const read = (...members: string[]) =>
    told('wr3', minutes(90 + members.length), [
      member('chenlan', noon, { isStaff: true }),
      ...members.map((id) => member(id, minutes(80))),
    ])
  const known = await newCustomer('wmMirrored')
  expect(await landed(read('wmMirrored', 'wmLater'))).toEqual([[known.no, false]])
  const later = await newCustomer('wmLater')
  const added = happened('contact.added', minutes(93), { external_userid: 'wmLater' }, later)
  expect(await landed(added)).toEqual([[later.no, false]])
  const left = happened('group_chat.changed', minutes(94), {
    chat_id: 'wr3',
    detail: 'del_member',
    members: ['wmMirrored'],
    quit_scene: 0,
  })
  expect(await landed(left)).toEqual([[known.no, true]])
})

async function idOf(chatId: string): Promise<string> {
  const { id } = await db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<{ id: string }>`select id from "group".group_chat where chat_id = ${chatId}`),
  )
  return id
}
