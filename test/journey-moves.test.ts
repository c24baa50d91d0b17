import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import * as moves from '../contract/journey-moves.ts'
import * as contract from '../contract/journey-view.ts'
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

async function inFlight(id: string): Promise<moves.InFlight> {
  return moves.inFlight.parse((await brand.ask('GET', `/api/journeys/${id}/in-flight`)).body)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 400; look++) {
    if (await isSo()) return
    await sleep(50)
  }
  throw new Error('it did not come to that')
}

async function somebody(): Promise<string | undefined> {
  await fetch(`${house.url}/v1/identify`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${brand.writeKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({ messageId: 'a', userId: 'a', traits: { name: '林晓' } }),
  })
  await house.settled(brand.tenant)
  const { body } = await brand.ask('GET', '/api/customers')
  return z.object({ items: z.array(z.object({ id: z.string() })) }).parse(body).items[0]?.id
}

const launch = (id: string, draftNo: number) =>
  brand.ask('POST', `/api/journeys/${id}/versions`, {
    ...{ draftNo, withThoseInside: false, audience: 0 },
  })

test('people in flight are moved to the version that was just launched, for as many as were seen, by one who may', async () => {
  const customer = await somebody()
  const plan = planSaying('好久不见')
  const { body } = await brand.ask('POST', '/api/journeys', { name: '唤醒', plan })
  const { id } = contract.madeJourney.parse(body)
  await launch(id, 1)
  await brand.ask('POST', `/api/journeys/${id}/admissions`, { customerIds: [customer] })
  await until(async () => (await inFlight(id)).versions[0]?.steps[0]?.stepId === 'rest')
  await brand.ask('PUT', `/api/journeys/${id}/draft`, {
    ...{ draftNo: 1, name: '唤醒' },
    plan: { ...plan, steps: plan.steps.map((step) => ({ ...step, name: '改过' })) },
  })
  await launch(id, 2)
  const move = (toVersion: number, stepId: string, people: number) =>
    brand.ask('POST', `/api/journeys/${id}/migrations`, {
      ...{ toVersion, people, reason: '新版更合适' },
      moves: [{ version: 1, stepId, to: 'rest' }],
    })
  expect((await move(3, 'rest', 1)).body).toMatchObject({ code: 'journey_changed' })
  expect((await move(2, 'nowhere', 1)).body).toMatchObject({ code: 'journey_moves_wrong' })
  const asked = await move(2, 'rest', 1)
  expect(asked.status).toBe(201)
  expect(moves.migrationAsked.parse(asked.body).people).toBe(1)
  await until(async () => (await inFlight(id)).migration?.isDone === true)
  expect(await inFlight(id)).toMatchObject({
    versions: [{ no: 2, inside: 1, steps: [{ stepId: 'rest', people: 1 }] }],
    migration: { toVersion: 2, moved: 1, departed: 0, reason: '新版更合适' },
  })
})
