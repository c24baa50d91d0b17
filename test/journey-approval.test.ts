import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { broadcast, madeBroadcast } from '../contract/broadcast.ts'
import { defaultRules, policy } from '../contract/delivery.ts'
import * as contract from '../contract/journey-view.ts'
import { madeSegment, segment } from '../contract/segment-view.ts'
import { colleague } from '../contract/staff.ts'
import { sleep } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { broadcastSaying } from './crawler-broadcasts.ts'
import { planSaying } from './crawler-journeys.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const PASSWORD = 'a long enough password'
const PEOPLE = 8
const LIMIT = 5

let house: House
let brand: Resident
let segmentId: string
/** Somebody who is signed in. */
type Person = (method: string, path: string, body?: unknown) => Promise<Answer>
type Answer = { status: number; body: unknown }
let owner: Person
let operator: Person
let viewer: Person

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
  owner = await signedIn(brand.login)
  operator = await signedIn(await join('operator'))
  viewer = await signedIn(await join('viewer'))
  await peopleMoveIn()
  const { no } = policy.parse((await owner('GET', '/api/contact-policy')).body)
  const rules = { ...defaultRules, approvalAbove: LIMIT }
  const set = await owner('PUT', '/api/contact-policy', { rules, no, reason: '双人确认' })
  expect(set).toMatchObject({ status: 200 })
}, 120_000)
afterAll(() => house?.stop())

async function join(role: 'operator' | 'viewer'): Promise<string> {
  const login = `${role}-of-approval@example.test`
  const who = { login, password: PASSWORD, name: role, role }
  expect(await owner('POST', '/api/staff', who)).toMatchObject({ status: 201 })
  return login
}

async function signedIn(login: string): Promise<Person> {
  const json = { 'content-type': 'application/json', 'x-liuyuan': '1' }
  const opened = await fetch(`${house.url}/api/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ login, password: PASSWORD }),
  })
  expect(opened.status).toBe(200)
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
  return async (method, path, body) => {
    const answer = await fetch(house.url + path, {
      method,
      headers: { cookie, 'x-liuyuan': '1', ...(body === undefined ? {} : json) },
      body: body === undefined ? null : JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.json() }
  }
}

async function peopleMoveIn(): Promise<void> {
  const tree = { kind: 'trait', key: 'city', test: { op: 'is', anyOf: ['杭州'] } }
  const made = await brand.ask('POST', '/api/segments', { name: '杭州', tree, isLive: true })
  segmentId = madeSegment.parse(made.body).id
  const batch = Array.from({ length: PEOPLE }, (_, i) => ({
    type: 'identify',
    messageId: `m${i}`,
    userId: `M${i}`,
    traits: { name: `顾客${i}`, city: '杭州' },
  }))
  await fetch(`${house.url}/v1/batch`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${brand.writeKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({ batch }),
  })
  await house.settled(brand.tenant)
  for (let look = 0; look < 400; look++) {
    const { body } = await brand.ask('GET', `/api/segments/${segmentId}`)
    if (segment.parse(body).size === PEOPLE) return
    await sleep(50)
  }
  throw new Error('the segment was not computed')
}

async function draft(): Promise<string> {
  const plan = { ...planSaying('好久不见'), triggers: [{ kind: 'segment', segmentId }] }
  const made = await owner('POST', '/api/journeys', { name: '唤醒', plan })
  return contract.madeJourney.parse(made.body).id
}

const wish = { draftNo: 1, withThoseInside: true, audience: PEOPLE, reason: '周年庆' }
const { reason: _why, ...deed } = wish
const asked = async (by: Person, id: string) =>
  contract.approvalAsked.parse((await by('POST', `/api/journeys/${id}/approvals`, wish)).body).id
const judge = (by: Person, id: string, said: 'approved' | 'refused') =>
  by('PUT', `/api/approvals/${id}/verdict`, { said, reason: '看过了' })
const read = async (id: string) =>
  contract.journey.parse((await owner('GET', `/api/journeys/${id}`)).body)

test('a launch to more people than one may decide on waits until somebody else approves, and then is launched', async () => {
  const id = await draft()
  expect(await operator('POST', `/api/journeys/${id}/versions`, deed)).toMatchObject({
    status: 409,
    body: { code: 'journey_needs_approval', params: { audience: PEOPLE, limit: LIMIT } },
  })
  const request = await asked(operator, id)
  expect((await read(id)).approval).toMatchObject({ state: 'open', audience: PEOPLE })
  const { body } = await owner('GET', '/api/approvals')
  expect(contract.approvals.parse(body).items).toMatchObject([
    { id: request, askedBy: 'operator', reason: '周年庆', isMine: false, isStale: false },
  ])
  expect(await judge(owner, request, 'approved')).toMatchObject({ body: { version: 1 } })
  const { versions, state, approval } = await read(id)
  expect(state).toBe('running')
  expect(approval).toBeNull()
  expect(versions).toMatchObject([
    { publishedBy: 'operator', approvedBy: '林知夏', audience: PEOPLE },
  ])
  const deeds = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ action: string }>`
      select action from staff.audit where subject = ${id} and action <> 'journey.made' order by at, id
    `),
  )
  expect(deeds.map(({ action }) => action).sort()).toEqual([
    'journey.approval_approved',
    'journey.approval_asked',
    'journey.launched',
  ])
  // A verdict is given once.
  expect(await judge(owner, request, 'refused')).toMatchObject({ status: 409 })
})

test('nobody approves what they asked for themselves, whatever their role; nor does a program, nor who only looks', async () => {
  const id = await draft()
  const request = await asked(owner, id)
  expect(await judge(owner, request, 'approved')).toMatchObject({
    status: 403,
    body: { code: 'own_approval' },
  })
  const byProgram = { said: 'approved', reason: '自动通过' }
  expect(await brand.ask('PUT', `/api/approvals/${request}/verdict`, byProgram)).toMatchObject({
    status: 403,
    body: { code: 'own_approval' },
  })
  expect(await judge(viewer, request, 'approved')).toMatchObject({ status: 403 })
  expect((await read(id)).versions).toEqual([])
  // The table holds it too, should a route forget.
  const { rows } = await house.deps.db.inWorkspace(brand.tenant.id, async (tx) => ({
    rows: await tx.rows(sql<{ by: string }>`
      select asked_by as by from channel.approval where verdict is null
    `),
  }))
  const forged = house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(sql`
      update channel.approval
      set verdict = 'approved', decided_at = ${house.deps.clock.now()}, decided_by = ${rows[0]?.by ?? null}
      where verdict is null
    `),
  )
  await expect(forged).rejects.toThrow(/check/)
  expect(await owner('DELETE', `/api/approvals/${request}`)).toMatchObject({ status: 200 })
})

test('a refusal is told with its reason; a draft that was changed after the request cannot be approved', async () => {
  const id = await draft()
  expect(await judge(operator, await asked(owner, id), 'refused')).toMatchObject({ status: 200 })
  expect((await read(id)).approval).toMatchObject({
    state: 'refused',
    decidedBy: 'operator',
    verdictReason: '看过了',
  })
  const again = await asked(owner, id)
  expect(await owner('POST', `/api/journeys/${id}/approvals`, wish)).toMatchObject({
    status: 409,
    body: { code: 'approval_asked' },
  })
  const { draft: was } = await read(id)
  const changed = { draftNo: was.no, name: '唤醒', plan: planSaying('换了一句') }
  expect(await owner('PUT', `/api/journeys/${id}/draft`, changed)).toMatchObject({ status: 200 })
  expect((await read(id)).approval).toMatchObject({ state: 'open', isStale: true })
  expect(await judge(operator, again, 'approved')).toMatchObject({
    status: 409,
    body: { code: 'journey_changed' },
  })
  expect((await read(id)).versions).toEqual([])
})

test('the number itself is moved only by who may change the workspace', async () => {
  const { no } = policy.parse((await owner('GET', '/api/contact-policy')).body)
  const change = (approvalAbove: number | null) => ({
    rules: { ...defaultRules, approvalAbove },
    no,
    reason: '放宽',
  })
  expect(await operator('PUT', '/api/contact-policy', change(null))).toMatchObject({ status: 403 })
  expect(await operator('PUT', '/api/contact-policy', change(LIMIT))).toMatchObject({ status: 200 })
})

test('whoever is disabled is out at once and may come back; the last owner stays', async () => {
  const all = z.object({ items: z.array(colleague) })
  const read = async () => all.parse((await owner('GET', '/api/staff')).body).items
  const find = async (role: string) => (await read()).find((one) => one.role === role)?.id ?? ''
  const place = `/api/staff/${await find('viewer')}/disabled`
  expect(await viewer('GET', '/api/approvals')).toMatchObject({ status: 200 })
  expect(await owner('PUT', place)).toMatchObject({ status: 200 })
  expect(await viewer('GET', '/api/approvals')).toMatchObject({ status: 401 })
  expect(await owner('DELETE', place)).toMatchObject({ status: 200 })
  expect(await viewer('GET', '/api/approvals')).toMatchObject({ status: 200 })
  const mine = `/api/staff/${await find('owner')}/disabled`
  expect(await owner('PUT', mine)).toMatchObject({ status: 409, body: { code: 'last_owner' } })
  expect(await operator('PUT', mine)).toMatchObject({ status: 403 })
})

test('a broadcast that is too large for one waits for a second person too, and is launched by their word alone', async () => {
  const plan = broadcastSaying('周年庆', segmentId)
  const made = await operator('POST', '/api/broadcasts', { name: '周年庆', plan })
  const { id } = madeBroadcast.parse(made.body)
  const { reason, ...sent } = { draftNo: 1, audience: PEOPLE, reason: '周年庆' }
  const stateOf = async () => broadcast.parse((await owner('GET', `/api/broadcasts/${id}`)).body)
  expect(await operator('POST', `/api/broadcasts/${id}/launch`, sent)).toMatchObject({
    status: 409,
    body: { code: 'broadcast_needs_approval', params: { audience: PEOPLE, limit: LIMIT } },
  })
  const ask = await operator('POST', `/api/broadcasts/${id}/approvals`, { ...sent, reason })
  const request = contract.approvalAsked.parse(ask.body).id
  const judged = (by: Person) =>
    by('PUT', `/api/broadcast-approvals/${request}/verdict`, { said: 'approved', reason: '看过了' })
  expect(await judged(operator)).toMatchObject({ status: 403, body: { code: 'own_approval' } })
  expect((await stateOf()).launch).toBeNull()
  // A list of SOPs does not offer it to be approved as one.
  expect(await judge(owner, request, 'approved')).toMatchObject({ status: 404 })
  expect(await judged(owner)).toMatchObject({ status: 200 })
  expect(await judged(owner)).toMatchObject({ status: 409 })
  expect((await stateOf()).launch).toMatchObject({ launchedBy: 'operator', approvedBy: '林知夏' })
})
