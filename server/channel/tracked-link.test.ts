import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeal, newId } from '../kernel/index.ts'
import { createLinkTracker, isRobot } from '../page/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { hearClick } from './hear-click.ts'
import { addresseesOf, morning, newCustomers, newTenant, plan, specOf } from './world.fixture.ts'

const links = createLinkTracker({
  seal: createSeal(randomBytes(32)),
  base: 'https://go.brand.test',
})
const LINK = { title: '周五会员日', url: 'https://shop.brand.test/friday?from=sop' }

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())

const tokenOf = (url: string | null) => url?.split('/').at(-1) ?? ''

test('a link of ours tells what it stands for, and nobody can make one up', () => {
  const id = newId()
  const url = links.urlOf({ no: 7 }, { kind: 'delivery', id })
  expect(url).toMatch(/^https:\/\/go\.brand\.test\/r\/[\w-]{44}$/)
  const token = tokenOf(url)
  expect(links.read(token)).toEqual({ kind: 'delivery', id, workspaceNo: 7 })
  const bytes = Buffer.from(token, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const forged = Buffer.from(bytes)
    forged.writeUInt8(forged.readUInt8(at) ^ 1, at)
    expect(links.read(forged.toString('base64url')), `byte ${at}`).toBeNull()
  }
  const other = createLinkTracker({ seal: createSeal(randomBytes(32)), base: null })
  expect(other.read(token)).toBeNull()
  expect(other.urlOf({ no: 7 }, { kind: 'delivery', id })).toBeNull()
})

test('a link of somebody’s own becomes an event of theirs, a link of many is only counted, a robot leaves no trace', async () => {
  const { db } = base
  const tenant = await newTenant(db)
  const people = await newCustomers(db, tenant, 1)
  const [addressee] = addresseesOf(people)
  if (!addressee) throw new Error('nobody')
  const spec = { ...specOf(), content: { text: '到店有礼', link: LINK } }
  await plan(db, tenant, spec, [addressee])
  const of = { kind: 'delivery' as const, id: addressee.deliveryId }
  const read = () =>
    db.inWorkspace(tenant.id, (tx) =>
      tx.one(sql<{ clickedAt: Date | null; told: number; messageId: string; clicks: number }>`
        select d.clicked_at as "clickedAt", d.message_id as "messageId",
               (select count(*) from event.inbox where body like '%message.clicked%') as told,
               coalesce((select sum(clicks) from channel.link_count), 0)::bigint as clicks
        from channel.delivery d
        where d.id = ${addressee.deliveryId}
      `),
    )
  const hear = (what: Parameters<typeof hearClick>[2], isCounted: boolean) =>
    db.inWorkspace(tenant.id, async (tx) => {
      const way = await hearClick(tx, { tenant, now: morning }, what, isCounted)
      return way?.url ?? null
    })
  expect(await hear(of, false)).toBe(LINK.url)
  expect(await read()).toMatchObject({ clickedAt: null, told: 0, clicks: 0 })
  expect(await hear(of, true)).toBe(LINK.url)
  expect(await read()).toMatchObject({ clickedAt: morning, told: 1, clicks: 0 })
  const { messageId } = await read()
  await hear({ kind: 'message', id: messageId }, true)
  await hear({ kind: 'message', id: messageId }, true)
  await hear({ kind: 'message', id: messageId }, false)
  expect((await read()).clicks).toBe(2)
  expect(await read()).toMatchObject({ told: 1 })
  expect(await hear({ kind: 'delivery', id: newId() }, true)).toBeNull()
})

test('what follows links by itself is told from people by what it calls itself', () => {
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.54'
  const desk = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 wxwork/4.1.30'
  for (const agent of [phone, desk]) expect(isRobot({ 'user-agent': agent }), agent).toBe(false)
  for (const agent of [
    '',
    'Mozilla/5.0 (compatible; Baiduspider/2.0)',
    'facebookexternalhit/1.1',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'curl/8.5.0',
    'python-requests/2.32',
    'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130.0.0.0 Safari/537.36',
  ])
    expect(isRobot({ 'user-agent': agent }), agent).toBe(true)
  expect(isRobot({ 'user-agent': phone, 'sec-purpose': 'prefetch;prerender' })).toBe(true)
})
