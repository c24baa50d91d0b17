import { afterAll, beforeAll, expect, test } from 'vitest'
import { standingOf } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { lastOfMonths, newestFit } from './fit-store.ts'
import { type Happening, type HistoryWorld, openHistory } from './history.fixture.ts'
import { type Cell, readMoves, worthOf } from './layers.ts'
import { refit } from './refit.ts'
import { workspaceHistory } from './workspace-history.ts'

let world: HistoryWorld
beforeAll(async () => {
  world = await openHistory()
})
afterAll(() => world?.close())

const NOW = Date.parse('2026-06-30T04:00:00Z')
const DAY = 86_400_000
const ago = (days: number) => new Date(NOW - days * DAY).toISOString()

/** Every so many days somebody clicks, from long ago until some days ago. */
function clicks(customer: number, { every, until }: { every: number; until: number }): Happening[] {
  const days = Array.from(
    { length: Math.floor((150 - until) / every) },
    (_, i) => until + i * every,
  )
  return days.map((day) => ({ customer, at: ago(day), name: 'link.opened' }))
}

type LayerRow = { customer: number; tie: string; came: number; spoken_to: number; chance: number }

async function layersOf(tenant: Tenant): Promise<Map<number, LayerRow>> {
  const fit = await world.base.db.inWorkspace(tenant.id, (tx) => newestFit(tx, tenant))
  const rows = await workspaceHistory(world.clickhouse, tenant).rows<LayerRow>({
    sql: `
      select customer, tie, came, spoken_to, chance
      from customer_layer
      where workspace = {workspace:UInt32}
        and snapshot = {snapshot:UInt32}`,
    params: { snapshot: fit?.snapshot ?? 0 },
    comment: 'test',
  })
  return new Map(rows.map((row) => [row.customer, row]))
}

/** Ten who click every other day, thirty who do so each month, ten who were last heard of three months ago, one never. */
async function brand(): Promise<{ tenant: Tenant; ids: Map<number, string> }> {
  const tenant = await world.workspace(new Date(NOW).toISOString())
  const everybody = Array.from({ length: 51 }, (_, i) => i + 1)
  const ids = await world.arrived(tenant, everybody, ago(300))
  await world.happened(tenant, [
    ...everybody.slice(0, 10).flatMap((no) => clicks(no, { every: 2, until: 1 })),
    ...everybody.slice(10, 40).flatMap((no) => clicks(no, { every: 30, until: 2 + (no % 28) })),
    ...everybody.slice(40, 50).flatMap((no) => clicks(no, { every: 30, until: 90 })),
  ])
  return { tenant, ids }
}

test('who comes every other day is strong, who was last heard of a season ago is weak, who never came is silent', async () => {
  const { tenant, ids } = await brand()
  await refit(world.depsFor(tenant), tenant)
  const layers = await layersOf(tenant)
  const tie = (no: number) => layers.get(no)?.tie
  expect(layers.size).toBe(51)
  expect(tie(1)).toBe('strong')
  expect(tie(45)).toBe('weak')
  expect(tie(51)).toBe('silent')
  const fit = await world.base.db.inWorkspace(tenant.id, (tx) => newestFit(tx, tenant))
  const report = fit?.result.ties
  expect(report).toMatchObject({ mode: 'no_archive', people: 51, capacity: null })
  expect(report?.foretelling?.auc ?? 0).toBeGreaterThan(0.6)
  expect(report?.signs.find(({ kind }) => kind === 'click')?.count).toBeGreaterThan(400)
  // Too few came for a probability: nobody is told one.
  expect(report?.isCalibrated).toBe(false)
  // What the contact policy asks for is the same.
  const asked = [ids.get(1) ?? '', ids.get(45) ?? '', ids.get(51) ?? '']
  const standings = await world.base.db.inWorkspace(tenant.id, (tx) =>
    standingOf(tx, tenant, asked),
  )
  const byId = new Map(standings.map(({ customerId, tie }) => [customerId, tie]))
  expect(asked.map((id) => byId.get(id))).toEqual(['strong', 'weak', 'silent'])
})

test('a mass message is no contact, a task that an associate did is, and the same click within an hour counts once', async () => {
  const tenant = await world.workspace(new Date(NOW).toISOString())
  await world.arrived(tenant, [1, 2, 3], ago(300))
  const sent = (customer: number, carrier: string): Happening[] =>
    [3, 10, 20].map((days) => ({
      customer,
      at: ago(days),
      name: 'message.sent',
      props: { carrier },
    }))
  const minutes = Array.from({ length: 20 }, (_, i) => ({
    customer: 3,
    at: new Date(NOW - 3 * DAY + i * 60_000).toISOString(),
    name: 'link.opened',
  }))
  await world.happened(tenant, [...sent(1, 'wecom_mass'), ...sent(2, 'staff_task'), ...minutes])
  await refit(world.depsFor(tenant), tenant)
  const layers = await layersOf(tenant)
  expect(layers.get(1)).toMatchObject({ came: 0, spoken_to: 0 })
  expect(layers.get(2)).toMatchObject({ came: 0, spoken_to: 3 })
  expect(layers.get(3)).toMatchObject({ came: 1, spoken_to: 0 })
})

test('what merged customers did is the person’s, and the snapshot before says what they were', async () => {
  const tenant = await world.workspace(new Date(NOW).toISOString())
  await world.arrived(tenant, [1, 2, 3], ago(300))
  await world.happened(tenant, [
    ...clicks(2, { every: 3, until: 1 }),
    ...clicks(3, { every: 40, until: 100 }),
  ])
  await refit(world.depsFor(tenant), tenant)
  expect((await layersOf(tenant)).get(1)?.tie).toBe('silent')
  await world.isOnePerson(tenant, 2, 1)
  await refit(world.depsFor(tenant), tenant)
  const layers = await layersOf(tenant)
  expect(layers.get(1)?.tie).toBe('strong')
  expect(layers.has(2)).toBe(false)
})

test('between the last snapshots of two months one sees who went away; with one month nothing is claimed', async () => {
  const june = await world.workspace(new Date(NOW).toISOString())
  await world.arrived(june, [1, 2], ago(300))
  await world.happened(june, [
    ...clicks(1, { every: 3, until: 1 }),
    { customer: 2, at: ago(170), name: 'link.opened' },
  ])
  await refit(world.depsFor(june), june)
  const monthsOf = (tenant: Tenant) =>
    world.base.db.inWorkspace(tenant.id, (tx) => lastOfMonths(tx, tenant, 2))
  expect(await monthsOf(june)).toHaveLength(1)
  const july = { ...june, clockAt: new Date(NOW + 31 * DAY) }
  for (const _ of [1, 2, 3]) await refit(world.depsFor(july), july)
  const [to, from] = await monthsOf(july)
  if (!to || !from) throw new Error('two months were expected')
  const history = workspaceHistory(world.clickhouse, july)
  const moves = await readMoves(history, { from: from.snapshot, to: to.snapshot })
  expect(moves.filter(({ people }) => people > 0)).toEqual([
    { from: 'strong', to: 'strong', people: 1 },
    { from: 'weak', to: 'silent', people: 1 },
  ])
})

test('where strong ties bring more, that is said with its error; few people say nothing', () => {
  const cell = (tie: Cell['tie'], people: number, each: number): Cell => {
    const squares = people * each * each * 2
    return { tie, rfm: 'general_value', people, spent: 0, value90: people * each, squares }
  }
  expect(worthOf([cell('strong', 400, 5_000), cell('weak', 600, 1_000)]).verdict).toBe('more')
  expect(worthOf([cell('strong', 400, 1_000), cell('weak', 600, 5_000)]).verdict).toBe('less')
  expect(worthOf([cell('strong', 40, 1_000), cell('weak', 60, 1_050)]).verdict).toBe('unclear')
  expect(worthOf([cell('strong', 10, 9_000), cell('weak', 60, 1)]).verdict).toBeNull()
})
