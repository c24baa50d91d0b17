import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { storedCareSettings } from '../contract/care.ts'
import * as contract from '../contract/reply.ts'
import { runReplies } from '../server/care/run-replies.ts'
import { addMs, newId, showId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { eventually, launchFor, settleCustomers, travelOf } from './care.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const MINUTE_MS = 60_000
const made = z.object({ id: z.string() })
const CONTACTS = ['甲', '乙', '丙', '丁', '戊', '己'] as const
type Contact = (typeof CONTACTS)[number]

let house: House
let brand: Resident
const ids = new Map<string, string>()

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
  // WeCom's own people: whoever an archive tells of is known by the contact's id.
  for (const name of CONTACTS) await says(name, 'associate', { minutesAgo: 60 * 24 * 3 })
  await house.settled(brand.tenant)
  await settleCustomers(house, brand, [])
  const rows = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ value: string; id: string }>`
      select i.value, i.customer_id as id
      from customer.identity i
      where i.workspace_id = ${brand.tenant.id}
        and i.kind = 'external_userid'
    `),
  )
  for (const { value, id } of rows) ids.set(value, showId('customer', id))
}, 120_000)
afterAll(() => house?.stop())

const idOf = (name: Contact) => ids.get(`wm${name}`) ?? ''
const got = async (path: string) => (await brand.owner('GET', path)).body
const does = async (method: string, path: string, body?: unknown) => {
  const answer = await brand.owner(method, path, body)
  expect([200, 201], answer.text).toContain(answer.status)
  return answer.body
}

type Said = { minutesAgo?: number; userid?: string }
/** The archive tells that somebody wrote. */
async function says(name: Contact, from: 'customer' | 'associate', said: Said = {}): Promise<void> {
  const { minutesAgo = 0, userid = 'chenlan' } = said
  const at = addMs(house.deps.clock.now(), -minutesAgo * MINUTE_MS).toISOString()
  const item = { id: newId(), at, from, userid, externalUserid: `wm${name}` }
  expect((await brand.ask('POST', '/api/chats', { items: [item] })).status).toBeLessThan(300)
  await house.settled(brand.tenant)
}

async function waitsOf(name: Contact, state = 'all'): Promise<contract.ReplyWait[]> {
  const { items } = contract.replyWaits.parse(await got(`/api/replies?state=${state}`))
  return items.filter(({ customer }) => customer.id === idOf(name))
}

test('who has written waits, is not promoted to, and when the associate answers both end; a mass send is no answer', async () => {
  await says('甲', 'customer', { minutesAgo: 3 })
  await says('甲', 'customer', { minutesAgo: 2 })
  const [wait] = await waitsOf('甲', 'waiting')
  expect(wait).toMatchObject({
    associate: { userid: 'chenlan', name: '陈岚' },
    messages: 2,
    heard: 'chat',
    outcome: null,
  })
  const sale = await launchFor(brand, '会员日', { purpose: 'promotion', customerId: idOf('甲') })
  const held = await eventually(async () => {
    const travel = await travelOf(brand, sale)
    return travel?.note?.reason === 'waiting_reply' ? travel : null
  })
  expect(held.passages).toEqual([])
  const care = await launchFor(brand, '回访', { purpose: 'service', customerId: idOf('甲') })
  const served = await eventually(async () => {
    const travel = await travelOf(brand, care)
    return travel && travel.passages.length > 0 ? travel : null
  })
  expect(served.passages[0]).toMatchObject({ stepId: 'hello', outcome: 'planned' })
  expect(await waitsOf('甲', 'waiting')).toHaveLength(1)
  await says('甲', 'associate')
  expect(await waitsOf('甲')).toMatchObject([{ outcome: 'answered', messages: 2 }])
  const gone = await eventually(async () => {
    const travel = await travelOf(brand, sale)
    return travel && travel.passages.length > 0 ? travel : null
  })
  expect(gone.passages[0]).toMatchObject({ stepId: 'hello', outcome: 'planned' })
})

test('what is told late changes nothing wrongly: a message told after its answer waits for nothing, one after the answer waits on', async () => {
  await says('乙', 'associate', { minutesAgo: 5 })
  await says('乙', 'customer', { minutesAgo: 6 })
  expect(await waitsOf('乙')).toEqual([])
  await says('乙', 'customer', { minutesAgo: 4 })
  await says('乙', 'customer', { minutesAgo: 1 })
  // The answer to the first of the two is told last.
  await says('乙', 'associate', { minutesAgo: 2 })
  const waits = await waitsOf('乙')
  expect(waits.map(({ outcome }) => outcome)).toEqual([null, 'answered'])
  expect(waits[0]?.messages).toBe(1)
  await says('乙', 'customer', { minutesAgo: 60 * 24 * 4 })
  expect(await waitsOf('乙')).toHaveLength(2)
})

test('an answer by another associate is no answer to what was asked of this one', async () => {
  await says('丙', 'customer', { minutesAgo: 2 })
  await says('丙', 'associate', { userid: 'zhouyan' })
  expect(await waitsOf('丙', 'waiting')).toHaveLength(1)
})

test('without an archive a colleague writes it down, says that it is answered, and can take that back', async () => {
  const url = `/api/customers/${idOf('丁')}/replies`
  const { id } = made.parse(await does('POST', url, { userid: 'zhouyan' }))
  expect(made.parse(await does('POST', url, { userid: 'zhouyan' })).id).toBe(id)
  expect(await waitsOf('丁', 'waiting')).toMatchObject([{ id, heard: 'staff', messages: 2 }])
  await does('PUT', `/api/replies/${id}/outcome`, { outcome: 'let_be' })
  expect(await waitsOf('丁')).toMatchObject([{ outcome: 'let_be', answerMinutes: null }])
  expect(
    (await brand.owner('PUT', `/api/replies/${id}/outcome`, { outcome: 'noted' })).status,
  ).toBe(409)
  await does('DELETE', `/api/replies/${id}/outcome`)
  expect(await waitsOf('丁', 'waiting')).toHaveLength(1)
  await does('PUT', `/api/replies/${id}/outcome`, { outcome: 'noted' })
  expect(await waitsOf('丁')).toMatchObject([{ outcome: 'noted', answerMinutes: 0 }])
})

test('a clock that runs out is told once; who is given up on is let go and counts as never answered', async () => {
  await says('戊', 'customer')
  const [wait] = await waitsOf('戊')
  const { deps } = house
  const at = (ms: number) => ({ ...brand.tenant, clockAt: addMs(deps.clock.now(), ms) })
  const dueIn = Date.parse(wait?.dueAt ?? '') - deps.clock.now().getTime()
  expect(await runReplies(deps, at(dueIn + 1_000))).toBe(true)
  expect(await runReplies(deps, at(dueIn + 1_000))).toBe(false)
  expect(await waitsOf('戊', 'escalated')).toHaveLength(1)
  await does('PUT', `/api/replies/${wait?.id}/escalation`)
  expect(await waitsOf('戊', 'escalated')).toEqual([])
  expect(await waitsOf('戊', 'overdue')).toHaveLength(1)
  expect(await runReplies(deps, at(3 * 24 * 60 * MINUTE_MS))).toBe(true)
  expect(await waitsOf('戊')).toMatchObject([{ outcome: 'lapsed', isOverdue: true }])
  const held = await deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql`
      select h.id
      from channel.hold h
      join care.reply_wait r on r.workspace_id = h.workspace_id and r.id = h.id
      where h.ended_at is null
        and r.ended_at is not null
    `),
  )
  expect(held).toEqual([])
  const report = contract.replyReport.parse(await got('/api/reply-report'))
  expect(report.isTold).toBe(true)
  const mine = report.byAssociate.find(({ associate }) => associate?.userid === 'chenlan')
  expect(mine).toMatchObject({ asked: 5, answered: 2, lapsed: 3, waiting: 0, inTimeShare: 1 })
})

test('switched off, nobody is said to wait', async () => {
  const stored = storedCareSettings.parse(await got('/api/service-case-settings'))
  const settings = { ...stored.settings, reply: { ...stored.settings.reply, isOn: false } }
  await does('PUT', '/api/service-case-settings', { no: stored.no, settings })
  await says('己', 'customer')
  expect(await waitsOf('己')).toEqual([])
  const noted = await brand.owner('POST', `/api/customers/${idOf('己')}/replies`, {})
  expect(noted).toMatchObject({ status: 409, body: { code: 'reply_off' } })
})
