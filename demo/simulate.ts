import { addMs, type Chance } from '../server/kernel/index.ts'
import {
  cities,
  festivals,
  givenNames,
  type Product,
  products,
  skinTypes,
  sources,
  surnames,
} from './brand.ts'

const DAY_MS = 86_400_000
/** Shanghai has no summer time: its wall clock is always eight hours ahead. */
const SHANGHAI_MS = 8 * 3_600_000

export type Person = {
  no: number
  memberNo: string
  anonymousId: string
  /** Who they are for WeChat, as the brand's mini program knows them. */
  unionid: string
  name: string
  phone: string
  city: string
  skinType: string
  source: string
  joinedAt: Date
  /** How strongly each concern speaks to this person; decides what is bought and answered. */
  concern: string
  /** Purchases a week while a customer, and the chance to be lost after each purchase: the BG/NBD's own story. */
  ratePerWeek: number
  lossChance: number
  spendFactor: number
}

export type Order = {
  no: string
  person: Person
  orderedAt: Date
  paidAt: Date | null
  paidFen: number
  refundedFen: number
  items: { product: Product; quantity: number }[]
}

export type Visit = { person: Person; at: Date; viewed: Product[] }
export type Answer = { person: Person; at: Date; concern: string; worry: string }

export type World = { people: Person[]; orders: Order[]; visits: Visit[]; answers: Answer[] }

const PEOPLE_A_DAY = 9
const WORRIES = [
  '怕刺激过敏',
  '担心没有效果',
  '不知道怎么搭配',
  '价格有点高',
  '怕买到假货',
] as const

/**
 * A year of the brand's life, the same for the same chance. Everybody arrives, buys by a habit of their own until they are
 * lost, looks around before buying, and some answer a form.
 * @param from first day (an instant); @param to the present: nothing happens after it.
 */
export function simulateYear(chance: Chance, from: Date, to: Date): World {
  const world: World = { people: [], orders: [], visits: [], answers: [] }
  for (let at = from; at < to; at = addMs(at, DAY_MS)) {
    for (let n = poisson(chance, PEOPLE_A_DAY * busy(at)); n > 0; n--) {
      const joinedAt = during(chance, at)
      if (joinedAt < to) world.people.push(arrive(chance, world.people.length + 1, joinedAt))
    }
  }
  for (const person of world.people) live(chance, world, person, to)
  world.orders.sort((a, b) => a.orderedAt.getTime() - b.orderedAt.getTime())
  return world
}

/** A person as the world makes them; `no` counts from 1. */
export function arrive(chance: Chance, no: number, joinedAt: Date): Person {
  const product = pick(chance, products, (p) => p.weight)
  return {
    no,
    memberNo: `QH${String(no).padStart(6, '0')}`,
    anonymousId: `web-${no.toString(36)}-${Math.floor(chance.fraction() * 36 ** 6).toString(36)}`,
    unionid: `oQH${no.toString(36).padStart(25, '0')}`,
    name: one(chance, surnames) + one(chance, givenNames),
    phone: `1${one(chance, ['38', '39', '50', '59', '86', '77', '99', '58'])}${String(10_000_000 + ((no * 7919 + 31) % 89_999_999)).padStart(8, '0')}`,
    city: one(chance, cities),
    skinType: one(chance, skinTypes),
    source: pick(chance, sources, (s) => s.weight).name,
    joinedAt,
    concern: product.concern,
    ratePerWeek: gamma(chance, 0.9) / 7.5,
    lossChance: Math.min(0.95, beta(chance, 0.9, 3.2)),
    spendFactor: 0.6 + gamma(chance, 2.2) / 2.6,
  }
}

function live(chance: Chance, world: World, person: Person, to: Date): void {
  const buysAtOnce = chance.fraction() < 0.72
  const first = buysAtOnce
    ? addMs(person.joinedAt, chance.fraction() * DAY_MS)
    : waitForNext(chance, person, person.joinedAt)
  if (chance.fraction() < 0.3) answer(chance, world, person, to)
  for (let at = first; at < to; at = waitForNext(chance, person, at)) {
    look(chance, world, person, at)
    world.orders.push(order(chance, person, at, world.orders.length + 1))
    if (chance.fraction() < person.lossChance) break
  }
  if (chance.fraction() < 0.5)
    look(chance, world, person, addMs(person.joinedAt, chance.fraction() * 20 * DAY_MS), to)
}

/** A festival pulls a purchase that would have come in the days after it. */
function waitForNext(chance: Chance, person: Person, at: Date): Date {
  const days = (-Math.log(1 - chance.fraction()) / person.ratePerWeek) * 7
  const next = addMs(at, Math.max(2, days) * DAY_MS)
  for (let back = 0; back < 12; back++) {
    const earlier = addMs(next, -back * DAY_MS)
    if (busy(earlier) > 1.3 && earlier > addMs(at, 2 * DAY_MS) && chance.fraction() < 0.35)
      return during(chance, earlier)
  }
  return during(chance, next)
}

/** One order of a person: what speaks to them first, sometimes more, sometimes returned. */
export function order(chance: Chance, person: Person, orderedAt: Date, no: number): Order {
  const count = chance.fraction() < 0.62 ? 1 : chance.fraction() < 0.75 ? 2 : 3
  const items = Array.from({ length: count }, () => ({
    product: pick(chance, products, (p) => p.weight * (p.concern === person.concern ? 3 : 1)),
    quantity: chance.fraction() < 0.15 * person.spendFactor ? 2 : 1,
  }))
  const fullFen = items.reduce((sum, item) => sum + item.product.priceFen * item.quantity, 0)
  const off = busy(orderedAt) > 1.3 ? 0.82 : 1
  const paidFen = Math.round((fullFen * off) / 100) * 100
  const paid = chance.fraction() < 0.965
  const returned = paid && chance.fraction() < 0.035
  return {
    no: `QH${orderedAt.toISOString().slice(2, 10).replaceAll('-', '')}${String(no).padStart(6, '0')}`,
    person,
    orderedAt,
    paidAt: paid ? addMs(orderedAt, (5 + chance.fraction() * 90) * 1000) : null,
    paidFen: paid ? paidFen : 0,
    refundedFen: returned ? (chance.fraction() < 0.6 ? paidFen : Math.round(paidFen / 2)) : 0,
    items,
  }
}

function look(chance: Chance, world: World, person: Person, at: Date, to?: Date): void {
  const seenAt = to ? at : addMs(at, -(3 + chance.fraction() * 60) * 60_000)
  if (seenAt < person.joinedAt || (to && seenAt >= to)) return
  const count = 1 + Math.floor(chance.fraction() * 3)
  const viewed = Array.from({ length: count }, () => pick(chance, products, (p) => p.weight))
  world.visits.push({ person, at: seenAt, viewed })
}

function answer(chance: Chance, world: World, person: Person, to: Date): void {
  const at = addMs(person.joinedAt, (1 + chance.fraction() * 9) * 3_600_000)
  if (at < to)
    world.answers.push({ person, at, concern: person.concern, worry: one(chance, WORRIES) })
}

/** How busy a day is against a usual one: weekends and festivals. */
export function busy(at: Date): number {
  const local = addMs(at, SHANGHAI_MS)
  const weekend = local.getUTCDay() === 0 || local.getUTCDay() === 6 ? 1.25 : 1
  return weekend * (festivals[local.toISOString().slice(5, 10)] ?? 1)
}

/** An instant in the waking hours of the day that `at` lies in, with a midday and an evening peak. */
function during(chance: Chance, at: Date): Date {
  const midnight = Math.floor((at.getTime() + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS
  const evening = chance.fraction() < 0.55
  const hour = evening ? 20 + gaussian(chance) * 1.6 : 12.5 + gaussian(chance) * 2.4
  return new Date(midnight + Math.min(23.9, Math.max(8, hour)) * 3_600_000)
}

export function one<T>(chance: Chance, items: readonly T[]): T {
  const found = items[Math.floor(chance.fraction() * items.length)]
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}

export function pick<T>(chance: Chance, items: readonly T[], weight: (item: T) => number): T {
  let left = chance.fraction() * items.reduce((sum, item) => sum + weight(item), 0)
  for (const item of items) {
    left -= weight(item)
    if (left < 0) return item
  }
  return one(chance, items)
}

export function poisson(chance: Chance, mean: number): number {
  let n = -1
  for (let left = 1, floor = Math.exp(-mean); left > floor; n++) left *= chance.fraction()
  return Math.max(0, n)
}

function gaussian(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.fraction())) * Math.cos(2 * Math.PI * chance.fraction())
}

/** Marsaglia and Tsang's method; below shape 1 by Stuart's boost. */
function gamma(chance: Chance, shape: number): number {
  if (shape < 1) return gamma(chance, shape + 1) * chance.fraction() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = gaussian(chance)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - chance.fraction()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return d * v
  }
}

function beta(chance: Chance, a: number, b: number): number {
  const x = gamma(chance, a)
  return x / (x + gamma(chance, b))
}
