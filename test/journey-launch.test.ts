import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelState } from '../contract/delivery.ts'
import * as contract from '../contract/journey-view.ts'
import { madeSegment, segment } from '../contract/segment-view.ts'
import { sleep } from '../server/kernel/index.ts'
import { planSaying } from './crawler-journeys.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

let house: House
let brand: Resident

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
}, 120_000)
afterAll(() => house?.stop())

/** So many people of a city move in; the loop has brought its segment up when this returns. */
async function moveIn(
  city: string,
  { from, to, segmentId }: { from: number; to: number; segmentId: string },
) {
  const batch = Array.from({ length: to - from }, (_, i) => ({
    type: 'identify',
    messageId: `${city}-${from + i}`,
    userId: `${city}-${from + i}`,
    traits: { name: `${city}客户${from + i}`, city },
  }))
  const answer = await fetch(`${house.url}/v1/batch`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${brand.writeKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({ batch }),
  })
  expect(answer.status).toBe(200)
  await house.settled(brand.tenant)
  await until(async () => {
    const { body } = await brand.ask('GET', `/api/segments/${segmentId}`)
    return segment.parse(body).size === to
  })
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 400; look++) {
    if (await isSo()) return
    await sleep(50)
  }
  throw new Error('it did not come to that')
}

async function peopleOf(city: string): Promise<string> {
  const tree = { kind: 'trait', key: 'city', test: { op: 'is', anyOf: [city] } }
  const made = await brand.ask('POST', '/api/segments', { name: city, tree, isLive: true })
  return madeSegment.parse(made.body).id
}

/** A draft by which the members of a segment come in, a wait before anything is said. */
async function draftFor(segmentId: string): Promise<string> {
  const plan = planSaying('好久不见')
  const { body } = await brand.ask('POST', '/api/journeys', {
    name: '唤醒',
    plan: { ...plan, triggers: [{ kind: 'segment', segmentId }] },
  })
  return contract.madeJourney.parse(body).id
}

const launch = (id: string, audience: number, withThoseInside = true) =>
  brand.ask('POST', `/api/journeys/${id}/versions`, { draftNo: 1, withThoseInside, audience })

const audienceOf = async (id: string) =>
  contract.launchCheck.parse((await brand.ask('GET', `/api/journeys/${id}/check`)).body).audience

async function read(id: string): Promise<contract.Journey> {
  return contract.journey.parse((await brand.ask('GET', `/api/journeys/${id}`)).body)
}

test('a crowd that grew since it was looked at is not written to; after another look it is, each once', async () => {
  const segmentId = await peopleOf('杭州')
  await moveIn('杭州', { from: 0, to: 30, segmentId })
  const id = await draftFor(segmentId)
  expect(await audienceOf(id)).toBe(30)
  await moveIn('杭州', { from: 30, to: 51, segmentId })
  expect(await launch(id, 30)).toMatchObject({
    status: 409,
    body: { code: 'journey_grown', params: { seen: 30, now: 51 } },
  })
  // Nothing of it has begun: no version, nobody inside.
  expect(await read(id)).toMatchObject({ state: 'draft', versions: [], people: { entered: 0 } })
  expect(await launch(id, await audienceOf(id))).toMatchObject({ status: 201 })
  await until(async () => (await read(id)).people.entered === 51)
  const { versions, admissions } = await read(id)
  expect(versions).toMatchObject([{ no: 1, audience: 51, entered: 51 }])
  expect(admissions).toMatchObject([{ seen: 51, entered: 51, isDone: true }])
  const people = await brand.ask('GET', `/api/journeys/${id}/people?limit=1`)
  const [somebody] = contract.enrollmentPage.parse(people.body).items
  const { body } = await brand.ask('GET', `/api/enrollments/${somebody?.id}`)
  expect(contract.enrollment.parse(body).cause).toMatchObject({ kind: 'segment', name: '杭州' })
  // The same crowd put in by hand: its size is looked at as well, and nobody comes in twice.
  const again = await brand.ask('POST', `/api/journeys/${id}/admissions`, {
    segmentId,
    audience: 0,
  })
  expect(again.body).toMatchObject({ people: 0 })
})

test('a few more than were seen are no reason to stop, and who lets in nobody now is asked for no number', async () => {
  const segmentId = await peopleOf('上海')
  await moveIn('上海', { from: 0, to: 20, segmentId })
  const near = await draftFor(segmentId)
  expect(await launch(near, 0)).toMatchObject({ status: 201 })
  await moveIn('上海', { from: 20, to: 21, segmentId })
  const far = await draftFor(segmentId)
  expect(await launch(far, 0)).toMatchObject({ status: 409, body: { code: 'journey_grown' } })
  expect(await launch(far, 0, false)).toMatchObject({ status: 201 })
  expect((await read(far)).people.entered).toBe(0)
  // By hand the brake holds as at the launch.
  const put = { segmentId, audience: 0 }
  expect(await brand.ask('POST', `/api/journeys/${far}/admissions`, put)).toMatchObject({
    status: 409,
    body: { code: 'journey_grown', params: { seen: 0, now: 21 } },
  })
})

test('an SOP that is ended while its messages are stopped lets them go, so that who is inside comes to the end', async () => {
  const id = await draftFor(await peopleOf('成都'))
  expect(await launch(id, 0)).toMatchObject({ status: 201 })
  const reason = { reason: '文案要改', messages: true }
  expect(await brand.ask('PUT', `/api/journeys/${id}/pause`, reason)).toMatchObject({ status: 200 })
  const stopped = async () =>
    channelState
      .parse((await brand.ask('GET', '/api/channel')).body)
      .pauses.map((one) => one.subject)
  expect(await stopped()).toEqual([id])
  const ending = { mode: 'finish', reason: '够了', confirm: '唤醒' }
  expect(await brand.ask('PUT', `/api/journeys/${id}/ending`, ending)).toMatchObject({
    status: 200,
  })
  expect(await stopped()).toEqual([])
})
