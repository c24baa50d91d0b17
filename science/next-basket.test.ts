import { describe, expect, test } from 'vitest'
import { measureNextBasket } from './next-basket.fixture.ts'
import { absent } from './shared-data.fixture.ts'

describe.skipIf(absent)('a year of a web shop (needs ../shared/data)', () => {
  test('what goes with her things hits the next basket more often than best sellers, and shows more of the shelf', () => {
    const { methods } = measureNextBasket()
    const of = (name: string) => {
      const found = methods.find((one) => one.name === name)
      if (!found) throw new Error(`no ${name}`)
      return found
    }
    const [ours, sellers, random] = [of('ours'), of('best sellers'), of('random')]
    expect(ours.hit, JSON.stringify(methods)).toBeGreaterThan(sellers.hit)
    expect(ours.recall).toBeGreaterThan(sellers.recall)
    expect(ours.coverage).toBeGreaterThan(sellers.coverage)
    expect(sellers.hit).toBeGreaterThan(random.hit)
  }, 60_000)
})
