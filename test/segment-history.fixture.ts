import { ties } from '../contract/delivery.ts'
import type { IdentityClaim } from '../contract/identity.ts'
import { rfmClassNames } from '../contract/insight.ts'
import { changeTraits } from '../server/customer/change-traits.ts'
import { mergeByHand } from '../server/customer/merge.ts'
import { makeTag, makeTagGroup } from '../server/customer/tag-group.ts'
import { tagCustomers, withdrawTaggings } from '../server/customer/tagging.ts'
import { undoMerge } from '../server/customer/unmerge.ts'
import { clickhouseInstant, type RiverEvent, retract, type Tenant } from '../server/event/index.ts'
import { idFrom, newId, readId, showId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import type { LayerFacts, ValueFacts } from './segment-oracle.fixture.ts'
import {
  COLORS,
  type Dice,
  EVENT_NAMES,
  GROUPS,
  JOURNEYS,
  START_MS,
  STATES,
  TRAIT_KEYS,
  USERIDS,
} from './segment-random.fixture.ts'
import type { SegmentWorld } from './segment-world.fixture.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** One workspace whose people live at random, and what the river does not keep for the oracle to read. */
export type Life = {
  tenant: Tenant
  nowMs: number
  tagIds: string[]
  values: Map<number, ValueFacts>
  layers: Map<number, LayerFacts>
  snapshot: number
  imports: number
  events: number
}

export async function beginLife(world: SegmentWorld, timeZone: string): Promise<Life> {
  const tenant = await world.newTenant(timeZone)
  const now = new Date(START_MS)
  const tagIds = await world.within(tenant, async (tx) => {
    const group = await makeTagGroup(tx, tenant.id, {
      isShared: false,
      company: '',
      name: '需求',
      now,
    })
    const groupId = group.ok ? group.value : ''
    const ids: string[] = []
    for (const name of ['敏感肌', '抗老']) {
      const made = await makeTag(tx, tenant.id, { groupId, name, now })
      if (made.ok && made.value) ids.push(made.value)
    }
    return ids
  })
  return {
    tenant,
    nowMs: START_MS,
    tagIds,
    values: new Map(),
    layers: new Map(),
    snapshot: 0,
    imports: 0,
    events: 0,
  }
}

/** A few things happen, in any order, and the clock moves. */
export async function live(world: SegmentWorld, life: Life, d: Dice): Promise<void> {
  moveClock(life, d)
  const deeds = [happen, happen, happen, tag, tag, merge, unmerge, change, predict, takeBack]
  for (let n = d.between(1, 4); n > 0; n--) await d.pick(deeds)(world, life, d)
  // What was changed by hand waits in the inbox.
  await world.happens(life.tenant, [])
}

function moveClock(life: Life, d: Dice): void {
  const step = d.pick([
    0,
    1,
    HOUR,
    5 * HOUR,
    DAY,
    DAY,
    6 * DAY,
    29 * DAY,
    HOUR,
    2 * DAY,
    7 * DAY,
    -3 * DAY,
  ])
  life.nowMs += step === 0 ? 0 : step + (d.isOneIn(2) ? 0 : d.between(-1, 1))
  life.tenant = { ...life.tenant, clockAt: new Date(life.nowMs) }
}

async function happen(world: SegmentWorld, life: Life, d: Dice): Promise<void> {
  const events = Array.from({ length: d.between(1, 8) }, () => randomEvent(life, d))
  await world.happens(life.tenant, events)
}

function randomEvent(life: Life, d: Dice): RiverEvent {
  const kind = d.pick([
    'event',
    'event',
    'event',
    'event',
    'traits',
    'order',
    'order',
    'follow',
    'group_chat',
  ])
  const at = whenOf(life, d)
  const common = {
    eventId: idFrom('life', life.tenant.id, String(++life.events)),
    at,
    receivedAt: new Date(life.nowMs),
    source: d.pick(['site', 'app']),
    claims: claimsOf(d),
    value: null,
    importNo: 0,
  }
  switch (kind) {
    case 'traits':
      return { ...common, name: 'identify', props: { [d.pick(TRAIT_KEYS)]: traitOf(life, d) } }
    case 'order': {
      const order_id = `o${d.below(12)}`
      if (d.isOneIn(4)) return { ...common, name: 'Order Refunded', props: { order_id } }
      const value = d.between(0, 6) * 1_000
      return { ...common, name: 'Order Completed', value, props: { order_id } }
    }
    case 'follow': {
      const ended = d.isOneIn(2) ? null : new Date(at.getTime() + d.between(0, 40) * DAY)
      const props = {
        id: idFrom('follow', life.tenant.id, String(d.below(15))),
        userid: d.pick(USERIDS),
        state: d.pick(STATES),
        add_way: 0,
        started_at: clickhouseInstant(at),
        ended_at: ended && clickhouseInstant(ended),
      }
      return { ...common, name: 'test.follow', props }
    }
    case 'group_chat': {
      const left = d.isOneIn(2) ? null : new Date(at.getTime() + d.between(0, 40) * DAY)
      const props = {
        id: idFrom('membership', life.tenant.id, String(d.below(15))),
        group_chat: readId('groupChat', d.pick(GROUPS)),
        joined_at: clickhouseInstant(at),
        left_at: left && clickhouseInstant(left),
      }
      return { ...common, name: 'test.group', props }
    }
    default:
      return {
        ...common,
        name: d.pick(EVENT_NAMES),
        value: d.isOneIn(2) ? null : d.between(0, 5) * 1_000,
        props: propsOf(d),
      }
  }
}

/** Now, earlier today, long ago, at the edge of some window, or still to come. */
function whenOf({ nowMs }: Life, d: Dice): Date {
  const back = d.pick([0, 1, HOUR, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 36 * DAY, -DAY, -2 * HOUR])
  const jitter = d.pick([0, 0, 1, -1, d.between(0, DAY)])
  return new Date(nowMs - back - jitter)
}

/** Few names, so that people meet: an event that names two of them can make them one. */
function claimsOf(d: Dice): IdentityClaim[] {
  const one = (): IdentityClaim => {
    const kind = d.pick(['openid', 'openid', 'openid', 'phone', 'anonymous_id'] as const)
    const n = d.below(8)
    return { kind, value: kind === 'phone' ? `+861391234567${n}` : `${kind}-${n}xyz` }
  }
  return d.isOneIn(12) ? [one(), one()] : [one()]
}

function propsOf(d: Dice): Record<string, unknown> {
  return {
    ...(d.isOneIn(4) ? {} : { color: d.pick([...COLORS, 5, 12.5, true, null]) }),
    ...(d.isOneIn(3) ? {} : { n: d.pick([0, 1, 2, 2.5, -1, '3', 'x']) }),
    ...(d.isOneIn(3) ? { journey_id: d.pick(JOURNEYS) } : {}),
  }
}

function traitOf({ nowMs }: Life, d: Dice): unknown {
  const date = new Date(nowMs + d.between(-70, 70) * DAY + d.pick([0, 1, HOUR]))
  return d.pick([
    '上海',
    'beijing',
    1,
    2,
    '3.5',
    true,
    null,
    date.toISOString(),
    date.toISOString().slice(0, 10),
  ])
}

async function customersOf(world: SegmentWorld, { tenant }: Life) {
  return world.within(tenant, (tx) =>
    tx.rows(sql<{ id: string; no: number }>`
      select id, no
      from customer.customer
      where workspace_id = ${tenant.id}
      order by no
    `),
  )
}

async function tag(world: SegmentWorld, life: Life, d: Dice): Promise<void> {
  const { tenant, tagIds } = life
  const customers = await customersOf(world, life)
  if (customers.length === 0) return
  const now = whenOf(life, d)
  await world.within(tenant, async (tx) => {
    const given = await tagCustomers(tx, tenant, {
      tagId: d.pick(tagIds),
      customerIds: [...new Set([d.pick(customers).id, d.pick(customers).id])],
      sign: d.isOneIn(5) ? -1 : 1,
      quote: null,
      by: d.isOneIn(2) ? null : newId(),
      now,
    })
    if (given.ok && d.isOneIn(4))
      await withdrawTaggings(tx, tenant, { ids: given.value, isWithdrawn: true, by: null, now })
  })
}

async function merge(world: SegmentWorld, life: Life, d: Dice): Promise<void> {
  const customers = await customersOf(world, life)
  if (customers.length < 2) return
  const [one, other] = [d.pick(customers).id, d.pick(customers).id]
  const now = new Date(life.nowMs)
  await world.within(life.tenant, (tx) =>
    mergeByHand(tx, life.tenant, { one, other, by: null, now }),
  )
}

async function unmerge(world: SegmentWorld, life: Life, d: Dice): Promise<void> {
  const { tenant } = life
  await world.within(tenant, async (tx) => {
    const merges = await tx.rows(sql<{ id: string }>`
      select id
      from customer.merge
      where workspace_id = ${tenant.id}
        and undone_at is null
      order by id
    `)
    if (merges.length === 0) return
    const mergeId = d.pick(merges).id
    const now = new Date(life.nowMs)
    await undoMerge(tx, tenant, { mergeId, reason: '不是同一个人', by: null, now })
  })
}

async function change(world: SegmentWorld, life: Life, d: Dice): Promise<void> {
  const customers = await customersOf(world, life)
  if (customers.length === 0) return
  const traits = { [d.pick(TRAIT_KEYS)]: traitOf(life, d) }
  await world.within(life.tenant, (tx) =>
    changeTraits(tx, life.tenant, {
      customerId: d.pick(customers).id,
      traits,
      now: new Date(life.nowMs),
    }),
  )
}

/** A new snapshot of predictions: of some people, among them numbers that were merged away. */
async function predict(world: SegmentWorld, life: Life, d: Dice): Promise<void> {
  const customers = (await customersOf(world, life)).filter(() => !d.isOneIn(4))
  life.snapshot += 1
  life.values = new Map(customers.map(({ no }) => [no, randomValue(life, d)]))
  const rows = [...life.values].map(([customer, value]) =>
    JSON.stringify({
      ...value,
      workspace: life.tenant.no,
      snapshot: life.snapshot,
      customer,
      spent: 0,
      spend_expected: 0,
      ltv_36m: 0,
    }),
  )
  if (rows.length > 0)
    await world.clickhouse.insert({
      table: 'customer_value',
      rows: rows.join('\n'),
      comment: 'test',
    })
  await layer(world, life, d)
  world.snapshots.set(life.tenant.no, {
    snapshot: life.snapshot,
    hasValues: true,
    hasModel: true,
    ltvFifths: [1_000, 2_000, 4_000, 5_000],
  })
}

/** Ties and classes of the same snapshot, of other people: who never bought has a tie, too. */
async function layer(world: SegmentWorld, life: Life, d: Dice): Promise<void> {
  const customers = (await customersOf(world, life)).filter(() => !d.isOneIn(5))
  life.layers = new Map(
    customers.map(({ no }) => [
      no,
      { tie: d.pick(ties), rfm_class: d.pick(['', ...rfmClassNames.slice(0, 2)]) },
    ]),
  )
  const rows = [...life.layers].map(([customer, own]) => {
    const { no: workspace } = life.tenant
    return JSON.stringify({ ...own, workspace, snapshot: life.snapshot, customer, tie_before: '' })
  })
  if (rows.length > 0)
    await world.clickhouse.insert({
      table: 'customer_layer',
      rows: rows.join('\n'),
      comment: 'test',
    })
}

function randomValue({ nowMs }: Life, d: Dice): ValueFacts {
  const day = (back: number) => new Date(nowMs - back * DAY).toISOString().slice(0, 10)
  const last = d.between(0, 60)
  return {
    orders: d.between(1, 4),
    first_on: day(last + d.between(0, 3) * 10),
    last_on: day(last),
    p_alive: d.between(0, 8) / 8,
    expected_12m: d.between(0, 32) / 8,
    ltv_12m: d.between(0, 6) * 1_000,
    r: d.between(1, 5),
    f: d.between(1, 5),
    m: d.between(1, 5),
  }
}

/** An import comes, and another one is taken back. */
async function takeBack(world: SegmentWorld, life: Life, d: Dice): Promise<void> {
  if (!d.isOneIn(2)) return
  const { tenant } = life
  const importNo = ++life.imports
  const events = Array.from({ length: 4 }, () => ({
    ...randomEvent(life, d),
    name: d.pick(EVENT_NAMES),
    props: propsOf(d),
    importNo,
  }))
  await world.happens(tenant, events)
  if (importNo < 2 || d.isOneIn(2)) return
  await world.within(tenant, (tx) =>
    retract(tx, tenant, {
      importNo: importNo - 1,
      source: 'import',
      now: new Date(life.nowMs),
      landings: [],
      forgotten: { tables: [], customers: [] },
    }),
  )
  await world.happens(tenant, [])
}

export function shownTags({ tagIds }: Life): string[] {
  return tagIds.map((id) => showId('tag', id))
}
