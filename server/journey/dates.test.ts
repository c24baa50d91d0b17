import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { daysDue, letInByDate, monthDaysOf, peopleAhead } from './dates.ts'
import { DAY, HOUR, type Person, planOf, type World, worldIn } from './world.fixture.ts'

const SHANGHAI = 'Asia/Shanghai'
const at = (text: string) => new Date(`${text}+08:00`)
let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())

const birthday = { kind: 'date' as const, trait: 'birthday', offsetDays: 0, at: '09:30' }
const yearly = { entry: { kind: 'again' as const, afterDays: 300 }, triggers: [birthday] }

async function born(world: World, person: Person | undefined, told: string): Promise<void> {
  if (!person) throw new Error('nobody')
  const traits = JSON.stringify({ birthday: { v: told, at: 1 } })
  await base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.run(sql`update customer.customer set traits = ${traits}::jsonb where id = ${person.id}`),
  )
}

test('three days before a birthday is the day whose people are three days on', () => {
  const on = (text: string, offset: number) => monthDaysOf(Temporal.PlainDate.from(text), offset)
  expect(on('2026-11-11', 0)).toEqual(['11-11'])
  expect(on('2026-12-30', -3)).toEqual(['01-02'])
  expect(on('2026-01-02', 3)).toEqual(['12-30'])
})

test('who was born on a leap day is not left out three years of four, and comes once in the fourth', () => {
  const on = (text: string) => monthDaysOf(Temporal.PlainDate.from(text), 0)
  expect(on('2027-02-28')).toEqual(['02-28', '02-29'])
  expect(on('2028-02-28')).toEqual(['02-28'])
  expect(on('2028-02-29')).toEqual(['02-29'])
})

test('a day is due from its moment on, a missed one is made up for on the next day and not later', () => {
  const since = at('2026-11-01T00:00:00')
  const due = (now: Date, from = since) =>
    daysDue(birthday, { now, since: from, timeZone: SHANGHAI }).map(String)
  expect(due(at('2026-11-11T09:29:59'))).toEqual(['2026-11-10'])
  expect(due(at('2026-11-11T09:30:00'))).toEqual(['2026-11-10', '2026-11-11'])
  expect(due(at('2026-11-11T10:00:00'), at('2026-11-11T09:45:00')), 'launched after it').toEqual([])
})

test('on their birthday people come in, each once, however many look at the same time', async () => {
  const world = await worldIn(base.db, 5)
  const [one, two, three, four, five] = world.people
  await born(world, one, '1990-11-11')
  await born(world, two, '11-11')
  await born(world, three, '1988-11-12')
  await born(world, four, 'November')
  await born(world, five, '2001-11-11T00:00:00.000Z')
  const id = await world.launch(yearly)
  world.clock.advanceMs(HOUR)
  const made = await Promise.all(
    Array.from({ length: 4 }, () => letInByDate(world.deps, world.tenant)),
  )
  expect(made.reduce((sum, count) => sum + count, 0)).toBe(1)
  await world.work(id)
  const numbers = (await world.inside(id)).map(({ no }) => no).sort()
  expect(numbers).toEqual([one?.no, two?.no, five?.no].sort())
  await letInByDate(world.deps, world.tenant)
  await world.work(id)
  expect(await world.inside(id)).toHaveLength(3)
  world.clock.advanceMs(DAY)
  await letInByDate(world.deps, world.tenant)
  await world.work(id)
  expect((await world.inside(id)).map(({ no }) => no)).toContain(three?.no)
})

test('two rows of one person are one, and a journey that stands still lets nobody in afterwards', async () => {
  const world = await worldIn(base.db, 2)
  const [one, two] = world.people
  await born(world, one, '1990-11-11')
  await born(world, two, '1990-11-11')
  await base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.run(
      sql`update customer.customer set person_id = ${one?.id ?? ''} where id = ${two?.id ?? ''}`,
    ),
  )
  const id = await world.launch(yearly)
  await base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.run(sql`
      insert into journey.pause (workspace_id, id, journey_id, paused_at, reason)
      values (${world.tenant.id}, ${id}, ${id}, ${world.clock.now()}, '先停一停')
    `),
  )
  world.clock.advanceMs(HOUR)
  expect(await letInByDate(world.deps, world.tenant)).toBe(0)
  await base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.run(sql`update journey.pause set resumed_at = ${world.clock.now()} where id = ${id}`),
  )
  expect(await letInByDate(world.deps, world.tenant)).toBe(1)
  await world.work(id)
  expect((await world.inside(id)).map(({ no }) => no)).toEqual([one?.no])
})

test('before the launch it is told how many come within a month', async () => {
  const world = await worldIn(base.db, 3)
  const [one, two, three] = world.people
  await born(world, one, '1990-11-11')
  await born(world, two, '1990-12-10')
  await born(world, three, '1990-12-12')
  const ahead = (plan: ReturnType<typeof planOf>) =>
    base.db.inWorkspace(world.tenant.id, (tx) =>
      peopleAhead(tx, world.tenant, { plan, now: world.clock.now(), days: 30 }),
    )
  expect(await ahead(planOf(yearly))).toBe(2)
  expect(await ahead(planOf({}))).toBe(null)
})
