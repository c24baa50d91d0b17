import { describe, expect, test } from 'vitest'
import { type Liked, liftOf, liked, neighborsOf, weightOf } from './next-product.ts'
import { absent, dayNumber, readCsv } from './shared-data.fixture.ts'

/** Twelve people buy bread and butter, ten of them jam too; six others buy soap and nothing else. */
const baskets = [
  ...Array.from({ length: 10 }, () => [0, 1, 2]),
  [0, 1],
  [0, 1],
  ...Array.from({ length: 6 }, () => [3]),
  ...Array.from({ length: 4 }, () => [3, 4]),
]
const found = neighborsOf(baskets, 5)
const owned = (item: number, ageDays = 0) => ({
  item,
  ageDays,
  neighbors: found.neighbors[item] ?? [],
})
const candidates = [12, 12, 10, 10, 4].map((recentBuyers, item) => ({ item, recentBuyers }))
const items = (all: Liked<number>[]) => all.map(({ item }) => item)

test('what goes with a thing is what its buyers bought too, the nearest first', () => {
  expect(found.neighbors[0]?.map(({ item, both }) => [item, both])).toEqual([
    [1, 12],
    [2, 10],
  ])
  // Ten baskets of three and two of two, each of length 1.
  expect(found.neighbors[0]?.[1]?.cosine).toBeCloseTo(10 / 3 / Math.sqrt((10 / 3 + 1) * (10 / 3)))
})

test('what fewer than five people bought together goes with nothing', () => {
  expect(found.neighbors[4]).toEqual([])
})

test('who bought bread is shown butter and jam before soap, with the reason, and never bread', () => {
  const said = liked([owned(0)], candidates)
  expect(items(said)).toEqual([1, 2, 3, 4])
  expect(said[0]?.because).toEqual({ item: 0, both: 12 })
  expect(said[2]?.because).toBeNull()
})

test('what was bought lately says more than what was bought long ago', () => {
  expect(weightOf(90)).toBe(0.5)
  const old = { ...owned(0, 360), neighbors: [{ item: 1, both: 12, cosine: 0.5 }] }
  const fresh = { ...owned(3), neighbors: [{ item: 2, both: 9, cosine: 0.4 }] }
  expect(items(liked([old, fresh], candidates)).slice(0, 2)).toEqual([2, 1])
})

test('who has bought nothing is shown what most buy', () => {
  expect(items(liked([], candidates)).slice(0, 2)).toEqual([0, 1])
})

test('a reason says the share among buyers and how many times the usual it is', () => {
  const told = liftOf({ both: 18, buyers: 100, otherBuyers: 58, people: 1000 })
  expect(told.share).toBe(0.18)
  expect(told.lift).toBeCloseTo(3.1, 1)
})

/** The protocol of the reference: the first day after 2011-09-30 on which a person buys, things that are new to her only; of every
 * other person, which halves the time. Of all people it is 0.365, of the best sellers 0.341. */
describe.skipIf(absent)('a year of a web shop (needs ../shared/data)', () => {
  test('ten new things hit the next basket as often as in the reference', () => {
    const until = dayNumber('2011-09-30')
    const lines = linesOfYear()
    const numbers = new Map<string, number>()
    const people = new Map<string, Map<number, number>>()
    const later = new Map<string, { day: number; item: string }[]>()
    for (const { customer, item, day } of lines) {
      if (day > until) {
        const bought = later.get(customer) ?? []
        later.set(customer, bought)
        bought.push({ day, item })
        continue
      }
      const no = numbers.get(item) ?? numbers.size
      numbers.set(item, no)
      const own = people.get(customer) ?? new Map<number, number>()
      own.set(no, Math.max(own.get(no) ?? 0, day))
      people.set(customer, own)
    }
    const { neighbors } = neighborsOf(
      [...people.values()].map((own) => [...own].sort((a, b) => b[1] - a[1]).map(([item]) => item)),
      numbers.size,
    )
    const recent = new Map<number, number>()
    for (const own of people.values())
      for (const [item, day] of own)
        if (day > until - 30) recent.set(item, (recent.get(item) ?? 0) + 1)
    const all = [...numbers.values()].map((item) => ({ item, recentBuyers: recent.get(item) ?? 0 }))
    const hits = { ours: 0, people: 0 }
    for (const [customer, own] of people) {
      const bought = later.get(customer)
      if (!bought || Number(customer) % 2 === 0) continue
      const first = Math.min(...bought.map(({ day }) => day))
      const wanted = new Set(
        bought.flatMap(({ day, item }) => {
          const no = day === first ? numbers.get(item) : undefined
          return no === undefined || own.has(no) ? [] : [no]
        }),
      )
      if (wanted.size === 0) continue
      const mine = [...own].map(([item, day]) => ({
        item,
        ageDays: until - day,
        neighbors: neighbors[item] ?? [],
      }))
      hits.people += 1
      if (isHit(liked(mine, all), wanted)) hits.ours += 1
    }
    expect(hits.people).toBeGreaterThan(800)
    expect(hits.ours / hits.people).toBeGreaterThan(0.335)
  }, 60_000)
})

function isHit(said: Liked<number>[], wanted: ReadonlySet<number>): boolean {
  return said.slice(0, 10).some(({ item }) => wanted.has(item))
}

/** Lines of things that were bought: postage, fees and the like are no products. */
function linesOfYear() {
  return readCsv('online-retail/lines_2010-12_2011-12.csv.gz').flatMap((row) => {
    const { stock_code: item = '', customer_id: customer = '', invoice_date: date = '' } = row
    const isBought = Number(row.quantity) > 0 && Number(row.unit_price) > 0 && /^\d{5}/.test(item)
    return isBought ? [{ item, customer, day: dayNumber(date) }] : []
  })
}
