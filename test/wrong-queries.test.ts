import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from './crawler-world.ts'
import { type House, startHouse } from './house.fixture.ts'

/** What a mistyped address or a broken program sends: NUL, numbers out of every range, another thing's cursor. */
const WRONG = ['%00', '-1', '9999999999999999999', '[]', 'W10', '%F0%9F%98%80', '0001-01-01']

let house: House
beforeAll(async () => {
  house = await startHouse()
})
afterAll(() => house?.stop())

const openapi = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z
        .object({ parameters: z.array(z.object({ in: z.string(), name: z.string() })).default([]) })
        .optional(),
    }),
  ),
})

test('no question, however wrong, breaks an answer', { timeout: 120_000 }, async () => {
  const { app } = await openApp(house)
  const brand = await house.movesIn('青禾护肤')
  const headers = { authorization: `Bearer ${brand.apiToken}` }
  const { paths } = openapi.parse((await app.inject({ url: '/openapi.json' })).json())
  const asked = Object.entries(paths).flatMap(([path, { get }]) =>
    (get?.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => ({ path, name })),
  )
  expect(asked.length).toBeGreaterThan(30)
  const faults: string[] = []
  for (const { path, name } of asked) {
    for (const wrong of WRONG) {
      const url = `${path.replace(/\{[^}]+\}/g, 'none')}?${name}=${wrong}`
      const { statusCode } = await app.inject({ url, headers })
      if (statusCode >= 500) faults.push(`${statusCode} ${url}`)
    }
  }
  await app.close()
  expect(faults).toEqual([])
})
