import { z } from 'zod'
import { showId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import type { Life } from './segment-history.fixture.ts'
import type { PersonFacts } from './segment-oracle.fixture.ts'
import type { SegmentWorld } from './segment-world.fixture.ts'

const record = z.record(z.string(), z.unknown())
const traits = z.record(z.string(), z.object({ v: z.unknown(), at: z.number() }))

/** Everything that is known, by person: decisions from Postgres, what happened from the bare table of events. */
export async function factsOf(world: SegmentWorld, life: Life): Promise<Map<number, PersonFacts>> {
  const { tenant } = life
  const people = new Map<number, PersonFacts>()
  const personOf = await customers(world, life, people)
  const of = (no: number) => people.get(personOf.get(no) ?? 0)
  for (const event of await world.clickhouse.rows<EventRow>({
    sql: `
      select name, customer, toUnixTimestamp64Milli(at) as at, value, props
      from event
      where workspace = {workspace:UInt32}`,
    params: { workspace: tenant.no },
    comment: 'oracle',
  }))
    of(event.customer)?.events.push({ ...event, props: record.parse(JSON.parse(event.props)) })
  for (const { customer, ...follow } of await world.clickhouse.rows<FollowRow>({
    sql: `
      select customer, userid, state, toUnixTimestamp64Milli(started_at) as startedAt,
             toUnixTimestamp64Milli(ended_at) as endedAt
      from customer_follow final
      where workspace = {workspace:UInt32}`,
    params: { workspace: tenant.no },
    comment: 'oracle',
  }))
    of(customer)?.follows.push(follow)
  for (const { customer, group, ...spell } of await world.clickhouse.rows<GroupRow>({
    sql: `
      select customer, group_chat as group, toUnixTimestamp64Milli(joined_at) as joinedAt,
             toUnixTimestamp64Milli(left_at) as leftAt
      from group_membership final
      where workspace = {workspace:UInt32}`,
    params: { workspace: tenant.no },
    comment: 'oracle',
  }))
    of(customer)?.groups.push({ ...spell, group: showId('groupChat', group) })
  await decisions(world, life, of)
  for (const [no, value] of [...life.values].sort(([a], [b]) => b - a)) {
    const person = of(no)
    // The number that stands for the person counts; without one the smallest.
    const isOwn = personOf.get(no) === no
    if (person && (isOwn || !life.values.has(personOf.get(no) ?? 0))) person.value = value
  }
  for (const [no, layer] of [...life.layers].sort(([a], [b]) => b - a)) {
    const person = of(no)
    const isOwn = personOf.get(no) === no
    if (person && (isOwn || !life.layers.has(personOf.get(no) ?? 0))) person.layer = layer
  }
  return people
}

type EventRow = { name: string; customer: number; at: number; value: number; props: string }
type GroupRow = { customer: number; group: string; joinedAt: number; leftAt: number | null }
type FollowRow = {
  customer: number
  userid: string
  state: string
  startedAt: number
  endedAt: number | null
}

async function customers(
  world: SegmentWorld,
  { tenant }: Life,
  people: Map<number, PersonFacts>,
): Promise<Map<number, number>> {
  const rows = await world.within(tenant, (tx) =>
    tx.rows(sql<{ no: number; person: number; source: string; traits: unknown }>`
      select c.no, p.no as person, p.source, c.traits
      from customer.customer c
      join customer.customer p
        on p.workspace_id = c.workspace_id
        and p.id = c.person_id
      where c.workspace_id = ${tenant.id}
    `),
  )
  for (const row of rows) {
    const person: PersonFacts = people.get(row.person) ?? {
      source: row.source,
      traits: [],
      identities: new Set(),
      events: [],
      orders: [],
      taggings: [],
      follows: [],
      groups: [],
      value: null,
      layer: null,
    }
    for (const [key, { v, at }] of Object.entries(traits.parse(row.traits)))
      person.traits.push({ key, value: v, at, customer: row.no })
    people.set(row.person, person)
  }
  return new Map(rows.map(({ no, person }) => [no, person]))
}

async function decisions(
  world: SegmentWorld,
  { tenant }: Life,
  of: (no: number) => PersonFacts | undefined,
): Promise<void> {
  const { identities, taggings, orders } = await world.within(tenant, async (tx) => ({
    identities: await tx.rows(sql<{ no: number; kind: string }>`
      select c.no, i.kind
      from customer.identity i
      join customer.customer c on c.workspace_id = i.workspace_id and c.id = i.customer_id
    `),
    taggings: await tx.rows(sql<{
      no: number
      tagId: string
      source: string
      sign: 1 | -1
      weight: number
      at: Date
    }>`
      select c.no, a.tag_id as "tagId", a.source, a.sign, a.weight, a.tagged_at as at
      from customer.tagging a
      join customer.customer c on c.workspace_id = a.workspace_id and c.id = a.customer_id
      where a.withdrawn_at is null
    `),
    orders: await tx.rows(sql<{ no: number; at: Date; paid: number; refunded: number }>`
      select customer_no as no, ordered_at as at, paid, refunded
      from commerce.order
      where state in ('paid', 'refunded')
    `),
  }))
  for (const { no, kind } of identities) of(no)?.identities.add(kind)
  for (const { no, tagId, at, ...rest } of taggings)
    of(no)?.taggings.push({ ...rest, tagId: showId('tag', tagId), at: at.getTime() })
  for (const { no, at, paid, refunded } of orders)
    of(no)?.orders.push({ at: at.getTime(), net: paid - refunded, isWhole: refunded === 0 })
}
