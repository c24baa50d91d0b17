import { liked, neighborsOf } from './next-product.ts'
import { dayNumber, readCsv } from './shared-data.fixture.ts'

const AT_MOST = 10
const UNTIL = dayNumber('2011-09-30')
const RECENT_DAYS = 30

type Line = { customer: string; item: string; day: number }
type Tried = { own: Map<number, number>; wanted: Set<number> }
/**
 * hit: share of people of whose next basket something was among the ten. recall: share of the new things of a basket that were.
 * coverage: share of all items shown to anybody. novelty: mean of −log2 of the share of people who own what was shown.
 */
export type Method = {
  name: 'ours' | 'best sellers' | 'random'
  hit: number
  recall: number
  coverage: number
  novelty: number
}

/** Learnt until 2011-09-30; of each person the first day after it on which they bought, things that are new to them only. */
export function measureNextBasket(): { people: number; items: number; methods: Method[] } {
  const { items, people, tried } = divide(linesOfYear())
  const buyers = new Float64Array(items)
  const recent = new Float64Array(items)
  for (const own of people)
    for (const [item, day] of own) {
      buyers[item] = (buyers[item] ?? 0) + 1
      if (day > UNTIL - RECENT_DAYS) recent[item] = (recent[item] ?? 0) + 1
    }
  const baskets = people.map((own) => [...own].sort((a, b) => b[1] - a[1]).map(([item]) => item))
  const { neighbors } = neighborsOf(baskets, items)
  const all = Array.from({ length: items }, (_, item) => ({
    item,
    recentBuyers: recent[item] ?? 0,
  }))
  const sellers = [...all].sort((a, b) => b.recentBuyers - a.recentBuyers).map(({ item }) => item)
  const next = chance(20261130)
  const score = (name: Method['name'], say: (own: Map<number, number>) => number[]) =>
    judged(name, { tried, items, buyers, people: people.length }, say)
  const unowned = (own: Map<number, number>, list: readonly number[]) =>
    list.filter((item) => !own.has(item)).slice(0, AT_MOST)
  return {
    people: tried.length,
    items,
    methods: [
      score('ours', (own) => {
        const owned = [...own].map(([item, day]) => {
          return { item, ageDays: UNTIL - day, neighbors: neighbors[item] ?? [] }
        })
        return liked(owned, all)
          .slice(0, AT_MOST)
          .map(({ item }) => item)
      }),
      score('best sellers', (own) => unowned(own, sellers)),
      score('random', (own) => {
        const drawn = new Set<number>()
        while (drawn.size < AT_MOST) {
          const item = Math.floor(next() * items)
          if (!own.has(item)) drawn.add(item)
        }
        return [...drawn]
      }),
    ],
  }
}

type World = { tried: readonly Tried[]; items: number; buyers: Float64Array; people: number }

function judged(
  name: Method['name'],
  { tried, items, buyers, people }: World,
  say: (own: Map<number, number>) => number[],
): Method {
  const shown = new Set<number>()
  let [hits, recall, bits, said] = [0, 0, 0, 0]
  for (const { own, wanted } of tried) {
    const list = say(own)
    const found = list.filter((item) => wanted.has(item)).length
    if (found > 0) hits += 1
    recall += found / wanted.size
    for (const item of list) {
      shown.add(item)
      said += 1
      bits -= Math.log2((buyers[item] ?? 1) / people)
    }
  }
  const count = tried.length
  const coverage = shown.size / items
  return { name, hit: hits / count, recall: recall / count, coverage, novelty: bits / said }
}

function divide(lines: readonly Line[]) {
  const numbers = new Map<string, number>()
  const people = new Map<string, Map<number, number>>()
  const later = new Map<string, Line[]>()
  for (const line of lines) {
    const { customer, item, day } = line
    if (day > UNTIL) {
      later.set(customer, [...(later.get(customer) ?? []), line])
      continue
    }
    const no = numbers.get(item) ?? numbers.size
    numbers.set(item, no)
    const own = people.get(customer) ?? new Map<number, number>()
    people.set(customer, own.set(no, Math.max(own.get(no) ?? 0, day)))
  }
  const tried = [...people].flatMap(([customer, own]) => {
    const bought = later.get(customer) ?? []
    const first = Math.min(...bought.map(({ day }) => day))
    const wanted = new Set<number>()
    for (const { day, item } of bought) {
      const no = numbers.get(item)
      if (day === first && no !== undefined && !own.has(no)) wanted.add(no)
    }
    return wanted.size === 0 ? [] : [{ own, wanted }]
  })
  return { items: numbers.size, people: [...people.values()], tried }
}

/** Lines of things that were bought: postage, fees and the like are no products. */
function linesOfYear(): Line[] {
  return readCsv('online-retail/lines_2010-12_2011-12.csv.gz').flatMap((row) => {
    const { stock_code: item = '', customer_id: customer = '', invoice_date: date = '' } = row
    const isBought = Number(row.quantity) > 0 && Number(row.unit_price) > 0 && /^\d{5}/.test(item)
    return isBought && customer !== '' ? [{ item, customer, day: dayNumber(date) }] : []
  })
}

/** A seeded generator (mulberry32), 0 to 1. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
