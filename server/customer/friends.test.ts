import { afterAll, beforeAll, expect, test } from 'vitest'
import { customerFilter } from '../../contract/customer-filter.ts'
import type { ResolvedEvent, Tenant } from '../event/index.ts'
import { addMs, newId } from '../kernel/index.ts'
import { type Database, sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { chatStep } from './apply-chats.ts'
import { giveSource } from './give-source.ts'
import { listCustomers } from './list.ts'
import { createResolve } from './resolve.ts'
import { mirrorTags } from './wecom-tags.ts'
import { event, newTenant, now, seal } from './world.fixture.ts'

let own: TestDatabase
let db: Database
const resolve = createResolve({ seal })

beforeAll(async () => {
  own = await testDatabase()
  db = own.db
})
afterAll(() => own.drop())

const daysAgo = (days: number) => addMs(now, -days * 86_400_000)

/** Somebody who follows, or followed, an associate. */
async function friend(
  tenant: Tenant,
  contact: string,
  {
    userid = 'lan',
    state = '',
    leftAt = null,
  }: { userid?: string; state?: string; leftAt?: Date | null },
): Promise<string> {
  return db.inWorkspace(tenant.id, async (tx) => {
    const told = event('', { claims: [{ kind: 'external_userid', value: contact }] })
    const { who } = await resolve(tx, { tenant, batchNo: 1, now }, [told])
    const id = who[0]?.id ?? ''
    await tx.run(sql`
      insert into customer.follow (
        workspace_id, id, customer_id, userid, external_userid, state, started_at, confirmed_at, left_at
      )
      values (
        ${tenant.id}, ${newId()}, ${id}, ${userid}, ${contact}, ${state}, ${daysAgo(9)}, ${daysAgo(9)}, ${leftAt}
      )
    `)
    return id
  })
}

async function listed(tenant: Tenant, asked: Record<string, string>): Promise<string[]> {
  const filter = customerFilter.parse(asked)
  const page = await db.inWorkspace(tenant.id, (tx) =>
    listCustomers(tx, tenant, seal, { filter, limit: 50 }),
  )
  return page.persons.map(({ id }) => id).sort()
}

test('lists know friends of an associate from those who are lost and those who never were friends', async () => {
  const tenant = await newTenant(db)
  const stays = await friend(tenant, 'wm1', {})
  const left = await friend(tenant, 'wm2', { leftAt: daysAgo(1) })
  const others = await friend(tenant, 'wm3', { userid: 'zhou', state: 'till' })
  expect(await listed(tenant, { associate: 'lan' })).toEqual([stays])
  expect(await listed(tenant, { associate: 'lan', relation: 'lost' })).toEqual([left])
  expect(await listed(tenant, { relation: 'friend' })).toEqual([stays, others].sort())
  expect(await listed(tenant, { code: 'till' })).toEqual([others])
  expect(await listed(tenant, { relation: 'never' })).toEqual([])
})

test('who came by a code before it was entered here belongs to its source once it is', async () => {
  const tenant = await newTenant(db)
  const id = await friend(tenant, 'wm1', { state: 'old_poster' })
  const sourceId = newId()
  const given = await db.inWorkspace(tenant.id, (tx) =>
    giveSource(tx, tenant, { state: 'old_poster', sourceId }),
  )
  expect(given).toBe(1)
  expect(await listed(tenant, { from: `src_${sourceId.replaceAll('-', '')}` })).toEqual([id])
})

test('a chat is kept as the last one of its pair; one that is told late turns nothing back', async () => {
  const tenant = await newTenant(db)
  await friend(tenant, 'wm1', {})
  const wrote = (days: number): ResolvedEvent => ({
    ...event('', {
      name: 'message.replied',
      at: daysAgo(days),
      props: { userid: 'lan', external_userid: 'wm1' },
    }),
    customerId: null,
    customerNo: 0,
  })
  await db.inWorkspace(tenant.id, async (tx) => {
    const context = { tenant, batchNo: 1, now }
    await chatStep.apply(tx, context, [wrote(2), wrote(1)])
    await chatStep.apply(tx, context, [wrote(3)])
    const [follow] = await tx.rows(
      sql<{ at: Date }>`select last_chat_at as at from customer.follow`,
    )
    expect(follow?.at).toEqual(daysAgo(1))
  })
})

test('a corp tag group that takes on the name of one of ours stands beside it, under a name of its own', async () => {
  const tenant = await newTenant(db)
  const groups = () =>
    db.inWorkspace(tenant.id, (tx) =>
      tx.rows(sql<{ name: string; id: string | null }>`
        select name, wecom_id as id from customer.tag_group where archived_at is null order by wecom_id nulls first
      `),
    )
  const told = (name: string, id = 'g1') =>
    db.inWorkspace(tenant.id, (tx) =>
      mirrorTags(
        tx,
        { ...tenant, company: '' },
        { groups: [{ id, name, tags: [] }], ofCompany: '' },
        now,
      ),
    )
  await told('肤质')
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into customer.tag_group (workspace_id, id, name, created_at)
      values (${tenant.id}, ${newId()}, '会员等级', ${now})
    `),
  )
  await told('会员等级')
  expect(await groups()).toEqual([
    { name: '会员等级', id: null },
    { name: '会员等级（企业微信）', id: 'g1' },
  ])
  // Deleted in WeCom and made anew under a name that its forerunner had here.
  await told('肤质', 'g1')
  await told('肤质', 'g2')
  expect(await groups()).toEqual([
    { name: '会员等级', id: null },
    { name: '肤质', id: 'g2' },
  ])
})
