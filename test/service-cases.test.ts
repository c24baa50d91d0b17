import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import * as contract from '../contract/care.ts'
import { consent } from '../contract/delivery.ts'
import { doorOf } from '../demo/door.ts'
import { runClocks } from '../server/care/run-clocks.ts'
import { addMs, newId, readId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { eventually, launchFor, type Somebody, settleCustomers, travelOf } from './care.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const made = z.object({ id: z.string() })

let house: House
let brand: Resident
let people: Somebody[]

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
  const names = ['甲', '乙', '丙', '丁', '戊'].map((name) => `顾客${name}`)
  people = await settleCustomers(house, brand, names)
}, 120_000)
afterAll(() => house?.stop())

async function track(...batch: Record<string, unknown>[]): Promise<void> {
  await doorOf(house.url, brand).track(batch.map((one) => ({ messageId: newId(), ...one })))
  await house.settled(brand.tenant)
}

const got = async (path: string) => (await brand.owner('GET', path)).body
const idOf = (name: string) => people.find((one) => one.name === `顾客${name}`)?.id ?? ''
const one = async (id: string) =>
  contract.serviceCaseDetail.parse(await got(`/api/service-cases/${id}`))
const casesOf = async (name: string) =>
  contract.casesOfPerson.parse(await got(`/api/customers/${idOf(name)}/service-cases`)).items
const does = async (method: string, path: string, body: unknown) => {
  const answer = await brand.owner(method, path, body)
  expect([200, 201], answer.text).toContain(answer.status)
}

async function complain(name: string, more = {}): Promise<string> {
  const body = { customerId: idOf(name), kind: 'complaint', subject: '面霜用了起红疹', ...more }
  const answer = await brand.owner('POST', '/api/service-cases', body)
  expect(answer).toMatchObject({ status: 201 })
  return made.parse(answer.body).id
}

test('who complains gets no promotion until it is solved; service goes on; the pages say why', async () => {
  const id = await complain('甲')
  const customerId = idOf('甲')
  const sale = await launchFor(brand, '会员日', { purpose: 'promotion', customerId })
  const care = await launchFor(brand, '售后回访', { purpose: 'service', customerId })
  const waiting = await eventually(async () => {
    const travel = await travelOf(brand, sale)
    return travel?.note?.reason === 'open_case' ? travel : null
  })
  expect(waiting.passages).toEqual([])
  const served = await eventually(async () => {
    const travel = await travelOf(brand, care)
    return travel && travel.passages.length > 0 ? travel : null
  })
  expect(served.passages[0]).toMatchObject({ stepId: 'hello', outcome: 'planned' })
  const stand = consent.parse(await got(`/api/customers/${idOf('甲')}/consent`))
  expect(stand.openCase).toBe(id)
  await does('PUT', `/api/service-cases/${id}/answer`, { text: '已经道歉，正在查批次' })
  await does('PUT', `/api/service-cases/${id}/solution`, { kind: 'refunded', text: '退了全款' })
  const gone = await eventually(async () => {
    const travel = await travelOf(brand, sale)
    return travel && travel.passages.length > 0 ? travel : null
  })
  expect(gone.passages[0]).toMatchObject({ stepId: 'hello', outcome: 'planned' })
  expect(consent.parse(await got(`/api/customers/${idOf('甲')}/consent`)).openCase).toBe(null)
  const done = await one(id)
  expect(done).toMatchObject({
    state: 'solved',
    resolutionKind: 'refunded',
    owner: { name: '陈岚' },
  })
  expect(done.entries.map(({ kind }) => kind)).toEqual(['solved', 'answered', 'opened'])
  expect(done.entries[0]?.by).toBe('林知夏')
})

test('an event that the brand has named opens a case, once while it is unsolved, and the past opens none', async () => {
  const stored = contract.storedCareSettings.parse(await got('/api/service-case-settings'))
  const openers = [{ event: 'Complaint Form', kind: 'complaint', priority: 'urgent' }]
  const settings = { ...stored.settings, openers }
  await does('PUT', '/api/service-case-settings', { no: stored.no, settings })
  const form = { type: 'track', userId: 'M1', event: 'Complaint Form' }
  await track({ ...form, properties: { message: '瓶子漏了' } })
  await track({ ...form, properties: { message: '还在漏' } })
  await track({ ...form, userId: 'M2', timestamp: '2025-01-01T00:00:00Z' })
  const mine = await casesOf('乙')
  expect(mine).toMatchObject([
    { origin: 'event', originEvent: 'Complaint Form', subject: '瓶子漏了', priority: 'urgent' },
  ])
  const { entries } = await one(mine[0]?.id ?? '')
  expect(entries).toMatchObject([
    { kind: 'happened_again', text: '还在漏' },
    { kind: 'opened', by: null },
  ])
  expect(await casesOf('丙')).toEqual([])
})

test('when two turn out to be one person their cases and what waits for them are that person’s; undone, each has their own', async () => {
  const id = await complain('丁')
  const merged = await brand.owner('POST', '/api/merges', {
    customerId: idOf('丙'),
    otherId: idOf('丁'),
  })
  expect(merged).toMatchObject({ status: 201 })
  await house.settled(brand.tenant)
  const openOf = async (name: string) =>
    consent.parse(await got(`/api/customers/${idOf(name)}/consent`)).openCase
  expect(await openOf('丙')).toBe(id)
  expect((await casesOf('丙')).map((each) => each.id)).toEqual([id])
  const mergeId = made.parse(merged.body).id
  await does('DELETE', `/api/merges/${mergeId}`, { reason: '看错了' })
  await house.settled(brand.tenant)
  expect(await openOf('丙')).toBe(null)
  expect(await openOf('丁')).toBe(id)
  await does('PUT', `/api/service-cases/${id}/solution`, { kind: 'explained', text: '说清楚了' })
})

test('a clock that runs out is told once to who is in charge, and is found in the list until they have taken note', async () => {
  const id = await complain('戊')
  const { deps } = house
  const late = { ...brand.tenant, clockAt: addMs(deps.clock.now(), 30 * 24 * 3_600_000) }
  expect(await runClocks(deps, late)).toBe(true)
  expect(await runClocks(deps, late)).toBe(false)
  const escalated = async () =>
    contract.serviceCases
      .parse(await got('/api/service-cases?state=escalated'))
      .items.map((each) => each.id)
  expect(await escalated()).toContain(id)
  expect((await one(id)).entries.filter(({ kind }) => kind === 'escalated')).toMatchObject([
    { detail: { clock: 'resolve' } },
  ])
  await does('PUT', `/api/service-cases/${id}/escalation`, { text: '我来跟' })
  expect(await escalated()).not.toContain(id)
  await does('PUT', `/api/service-cases/${id}/owner`, { owner: 'zhouyan', reason: '陈岚休假' })
  expect(await one(id)).toMatchObject({ owner: { name: '周妍' } })
  const refused = await brand.owner('PUT', `/api/service-cases/${id}/owner`, { owner: 'nobody' })
  expect(refused).toMatchObject({ status: 400, body: { code: 'unknown_associate' } })
})

test('the list is searched by person and by number, exported, and says how cases went', async () => {
  const found = async (query: string) =>
    contract.serviceCases.parse(await got(`/api/service-cases?state=all&${query}`)).items
  expect((await found(`search=${encodeURIComponent('顾客甲')}`)).length).toBe(1)
  const [first] = await found('search=%231')
  expect(first?.no).toBe(1)
  expect(await found('owner=zhouyan')).toMatchObject([{ customer: { name: '顾客戊' } }])
  const { text } = await brand.owner('GET', '/api/service-cases.csv?state=all')
  expect(text).toContain('面霜用了起红疹')
  const report = contract.caseReport.parse(await got('/api/service-case-report?days=7'))
  expect(report.all).toMatchObject({ opened: 4, solved: 2 })
  expect(report.byKind).toMatchObject([{ kind: 'complaint', opened: 4 }])
  expect(report.unsolved).toBe(2)
})

test('a solved case closes by itself after its days, is rated, and can be opened again', async () => {
  const [mine] = await casesOf('甲')
  const id = mine?.id ?? ''
  await does('PUT', `/api/service-cases/${id}/rating`, { satisfaction: 4 })
  const { deps } = house
  const later = { ...brand.tenant, clockAt: addMs(deps.clock.now(), 4 * 24 * 3_600_000) }
  await runClocks(deps, later)
  expect(await one(id)).toMatchObject({ state: 'closed', satisfaction: 4 })
  await does('DELETE', `/api/service-cases/${id}/solution`, { text: '又起了' })
  expect(await one(id)).toMatchObject({ state: 'open', reopened: 1, satisfaction: null })
  expect(consent.parse(await got(`/api/customers/${idOf('甲')}/consent`)).openCase).toBe(id)
  const told = await deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ body: string }>`select body from event.inbox where body like '%case.%'`),
  )
  const customerId = readId('customer', idOf('甲'))
  for (const name of ['case.opened', 'case.solved', 'case.closed', 'case.reopened'])
    expect(
      told.some(({ body }) => body.includes(`"${name}"`) && body.includes(customerId ?? '-')),
    ).toBe(true)
})
