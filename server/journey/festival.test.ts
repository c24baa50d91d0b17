import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Trigger } from '../../contract/journey.ts'
import { problemsOf } from '../../contract/journey-problems.ts'
import { newId } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { letInByDate, peopleAhead } from './dates.ts'
import { type FestivalTrigger, festivalBehind, festivalsAhead, nextFestival } from './festival.ts'
import { datesAhead } from './planned.ts'
import { comeByDay } from './rehearsal-days.ts'
import { DAY, HOUR, type Person, planOf, type World, worldIn } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())

const at = (text: string) => new Date(`${text}+08:00`)
const segmentId = newId()
const on = (festival: FestivalTrigger['festival'], more: Partial<FestivalTrigger> = {}) => ({
  ...{ kind: 'festival' as const, festival, segmentId, offsetDays: 0, at: '09:30' },
  ...more,
})
/** The world begins in the morning of this day. */
const double11 = on('double_11')
const plan = (...triggers: Trigger[]) => ({
  entry: { kind: 'again' as const, afterDays: 1 },
  triggers,
})
const next = (trigger: FestivalTrigger, now: Date, timeZone = 'Asia/Shanghai') => {
  const found = nextFestival(trigger, { now, timeZone })
  return [found?.festivalOn.toString(), found?.comeAt.toISOString()]
}

test('a festival is found over the end of a year, and in a year with a leap month once', () => {
  const is = (day: string, trigger: FestivalTrigger) =>
    festivalBehind(Temporal.PlainDate.from(day), trigger)?.toString()
  expect(is('2026-12-29', on('new_year', { offsetDays: -3 }))).toBe('2027-01-01')
  expect(is('2027-01-02', on('christmas', { offsetDays: 8 }))).toBe('2026-12-25')
  // 1995 had a second eighth month.
  expect(is('1995-09-09', on('mid_autumn'))).toBe('1995-09-09')
  expect(is('1995-10-09', on('mid_autumn'))).toBeUndefined()
  expect(next(on('mid_autumn'), at('2025-10-06T09:30:00'))[0]).toBe('2026-09-25')
  expect(next(on('kitchen_god'), at('2025-01-23T00:00:00'))[0]).toBe('2026-02-10')
})

test('the hour is that of the workspace', () => {
  const now = at('2026-12-20T00:00:00')
  expect(next(on('winter_solstice'), now)).toEqual(['2026-12-22', '2026-12-22T01:30:00.000Z'])
  expect(next(on('winter_solstice'), now, 'America/New_York')).toEqual([
    '2026-12-22',
    '2026-12-22T14:30:00.000Z',
  ])
})

test('on a festival the people of the segment come in, and for one festival never twice', async () => {
  const world = await worldIn(base.db, 3)
  world.mouth.inSegment = world.people.slice(0, 2).map(({ no }) => no)
  const id = await world.launch(plan(double11))
  world.clock.advanceMs(HOUR)
  const made = await Promise.all(
    Array.from({ length: 4 }, () => letInByDate(world.deps, world.tenant)),
  )
  expect(made.reduce((sum, count) => sum + count, 0)).toBe(1)
  await world.work(id)
  expect((await world.inside(id)).map(({ no }) => no).sort()).toEqual(world.mouth.inSegment)
  // The next version greets a day later, and for another it is a festival more.
  await world.publishNext(id, plan({ ...double11, offsetDays: 1 }))
  world.clock.advanceMs(DAY)
  expect(await letInByDate(world.deps, world.tenant)).toBe(0)
  await world.publishNext(id, plan(on('double_12', { offsetDays: -29, at: '09:00' })))
  world.clock.advanceMs(DAY)
  expect(await letInByDate(world.deps, world.tenant)).toBe(1)
})

test('a festival that fell while nobody worked is made up for on the next day and not later', async () => {
  const world = await worldIn(base.db, 1)
  await world.launch(plan(double11))
  world.clock.advanceMs(DAY)
  expect(await letInByDate(world.deps, world.tenant)).toBe(1)
  const late = await worldIn(base.db, 1)
  await late.launch(plan(double11))
  late.clock.advanceMs(2 * DAY)
  expect(await letInByDate(late.deps, late.tenant)).toBe(0)
})

async function born(world: World, person: Person | undefined, told: string): Promise<void> {
  const traits = JSON.stringify({ birthday: { v: told, at: 1 } })
  await base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.run(
      sql`update customer.customer set traits = ${traits}::jsonb where no = ${person?.no ?? 0}`,
    ),
  )
}

test('a birthday by the moon comes on the lunar day, told so or worked out from the day of birth', async () => {
  const world = await worldIn(base.db, 4)
  const [told, worked, bySun] = world.people
  // The world's day is the third of the tenth month; so was the nineteenth of November 1990.
  await born(world, told, '10-03')
  await born(world, worked, '1990-11-19')
  await born(world, bySun, '1990-11-11')
  const birthday = { kind: 'date' as const, trait: 'birthday', offsetDays: 0, at: '09:30' }
  const triggers = [
    birthday,
    { ...birthday, calendar: 'lunar' as const },
    { ...birthday, calendar: 'lunar_of_solar' as const },
  ]
  const who: (number | undefined)[] = [bySun?.no, told?.no, worked?.no]
  const within = { from: at('2026-11-11T00:00:00'), until: at('2026-11-11T23:00:00') }
  for (const [i, one] of triggers.entries()) {
    const come = await comeByDay(world.deps, world.tenant, { ...within, plan: plan(one) })
    expect(come).toEqual([{ no: who[i], at: at('2026-11-11T09:30:00') }])
  }
  const id = await world.launch(plan(...triggers))
  const ahead = (days: number) =>
    base.db.inWorkspace(world.tenant.id, (tx) =>
      peopleAhead(tx, world.tenant, { plan: plan(...triggers), now: world.clock.now(), days }),
    )
  expect(await ahead(1)).toBe(3)
  world.clock.advanceMs(HOUR)
  expect(await letInByDate(world.deps, world.tenant)).toBe(3)
  await world.work(id)
  expect((await world.inside(id)).map(({ no }) => no).sort()).toEqual([...who].sort())
})

test('the check, the rehearsal and the calendar tell when a festival comes and for how many', async () => {
  const world = await worldIn(base.db, 2)
  world.mouth.inSegment = world.people.map(({ no }) => no)
  const { neighbours } = world.deps
  const scope = { tenant: world.tenant, now: world.clock.now() }
  expect(await festivalsAhead(neighbours, scope, plan(double11))).toEqual([
    {
      festival: 'double_11',
      festivalOn: '2026-11-11',
      comeAt: '2026-11-11T01:30:00.000Z',
      people: 2,
    },
  ])
  const within = { from: at('2026-11-01T00:00:00'), until: at('2026-11-30T00:00:00') }
  const come = await comeByDay(world.deps, world.tenant, { ...within, plan: plan(double11) })
  expect(come).toEqual(world.mouth.inSegment.map((no) => ({ no, at: at('2026-11-11T09:30:00') })))
  const id = await world.launch(plan(double11))
  const days = ['2026-11-10', '2026-11-11', '2026-11-12']
  const planned = await base.db.inWorkspace(world.tenant.id, (tx) =>
    datesAhead(tx, world.tenant, days),
  )
  // This segment has never been reckoned.
  expect(planned).toEqual([{ journeyId: id, name: '沉默唤醒', on: '2026-11-11', people: 0 }])
})

test('a festival that is open, or stands twice for one segment, keeps an SOP from being launched', () => {
  const codes = (...triggers: Trigger[]) =>
    problemsOf(planOf(plan(...triggers))).map(({ code }) => code)
  expect(codes(double11, on('double_12'))).toEqual([])
  expect(codes(on(''))).toEqual(['festival_missing'])
  expect(codes(double11, { ...double11, offsetDays: -7 })).toEqual(['festival_twice'])
})
