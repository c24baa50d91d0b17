import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { WaySchedule } from '../contract/way-schedule.ts'
import { serveStep } from '../server/acquisition/serve.ts'
import { servedAt } from '../server/acquisition/serving.ts'
import { startTown, type Town } from '../server/channel/sender.fixture.ts'
import { addMs, type Chance, newId, seededChance } from '../server/kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../server/postgres/index.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
const ZONE = { timeZone: 'Asia/Shanghai', offsetMinutes: 480 }
const staff = ['chenlan', 'zhoumu', 'linxia', 'heqing', 'wuyue', 'sunyi']

/** What is true of associates at a minute. */
type Facts = { inactive: Set<string>; away: Set<string>; added: Map<string, number> }

/**
 * Whom a code leads to, told otherwise: each person gets a grade, and whoever has the best is served. Minutes are counted
 * from 1970, a Thursday; this zone has no other time in summer.
 */
function oracle(
  { userids, schedule }: { userids: readonly string[]; schedule: WaySchedule },
  { inactive, away, added }: Facts,
  at: Date,
): string[] {
  const now = Math.floor(at.getTime() / MINUTE_MS) + ZONE.offsetMinutes
  const isOn = (who: string) =>
    schedule.shifts.some((shift) => {
      if (!shift.userids.includes(who)) return false
      const of = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
      const length = (of(shift.to) - of(shift.from) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES
      return [0, 1].some((before) => {
        const day = Math.floor(now / DAY_MINUTES) - before
        const begins = day * DAY_MINUTES + of(shift.from)
        return (
          shift.weekdays.includes(((day + 3) % 7) + 1) && now >= begins && now < begins + length
        )
      })
    })
  const grade = (who: string) => {
    const isFull = schedule.capPerDay !== null && (added.get(who) ?? 0) >= schedule.capPerDay
    const isGone = inactive.has(who) || away.has(who)
    const isOwn = userids.includes(who) && isOn(who)
    if (isGone || !(isOwn || schedule.spare.includes(who))) return 5
    if (isOwn) return isFull ? 3 : 1
    return isFull ? 4 : 2
  }
  const best = Math.min(...[...userids, ...schedule.spare].map(grade))
  if (best === 5) return [...userids]
  return [...new Set([...userids, ...schedule.spare])].filter((who) => grade(who) === best).sort()
}

function someOf(chance: Chance, from: readonly string[]): string[] {
  const chosen = from.filter(() => chance.fraction() < 0.5)
  return chosen.length > 0 ? chosen : [from[0] ?? '']
}

function randomSchedule(chance: Chance, userids: readonly string[]): WaySchedule {
  const upTo = (most: number) => Math.floor(chance.fraction() * (most + 1))
  const time = () => `${String(upTo(23)).padStart(2, '0')}:${String(upTo(59)).padStart(2, '0')}`
  return {
    shifts: Array.from({ length: 1 + upTo(3) }, () => ({
      weekdays: [1, 2, 3, 4, 5, 6, 7].filter(() => chance.fraction() < 0.7).concat(1 + upTo(6)),
      from: time(),
      to: time(),
      userids: someOf(chance, userids),
    })),
    spare: chance.fraction() < 0.5 ? [] : someOf(chance, staff.slice(4)),
    capPerDay: chance.fraction() < 0.4 ? null : 1 + upTo(3),
  }
}

test('at every minute of a day, whoever a code leads to is whom an independent answer names', () => {
  const chance = seededChance(23)
  const begin = new Date('2026-11-27T16:00:00Z')
  let compared = 0
  for (let round = 0; round < 25; round++) {
    const userids = someOf(chance, staff.slice(0, 4))
    const schedule = randomSchedule(chance, userids)
    const facts: Facts = { inactive: new Set(), away: new Set(), added: new Map() }
    for (let minute = 0; minute < DAY_MINUTES; minute++) {
      const at = addMs(begin, minute * MINUTE_MS)
      const who = staff[Math.floor(chance.fraction() * staff.length)] ?? ''
      const turn = chance.fraction()
      if (turn < 0.01) facts.added.set(who, (facts.added.get(who) ?? 0) + 1)
      else if (turn < 0.015) toggle(facts.away, who)
      else if (turn < 0.018) toggle(facts.inactive, who)
      const served = servedAt(
        { userids, schedule },
        {
          isActive: (one) => !facts.inactive.has(one),
          isAway: (one) => facts.away.has(one),
          addedToday: (one) => facts.added.get(one) ?? 0,
        },
        { at, timeZone: ZONE.timeZone },
      )
      expect([...served].sort()).toEqual(oracle({ userids, schedule }, facts, at).sort())
      compared += 1
    }
  }
  expect(compared).toBe(25 * DAY_MINUTES)
})

function toggle(set: Set<string>, who: string): void {
  if (!set.delete(who)) set.add(who)
}

let base: TestDatabase
let town: Town
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  town = await startTown(base)
})
afterEach(() => town?.stop())

async function hang(userids: readonly string[], schedule: WaySchedule): Promise<string> {
  const made = await town.remote.addContactWay({
    userids: [...userids],
    state: 'till',
    remark: '收银台',
    skipVerify: true,
  })
  if (!made.ok) throw new Error('no code')
  const now = town.clock.now()
  await town.db.inWorkspace(town.tenant.id, async (tx) => {
    const sourceId = newId()
    await tx.run(sql`
      insert into acquisition.source (workspace_id, id, name, created_at)
      values (${town.tenant.id}, ${sourceId}, ${sourceId}, ${now})
    `)
    await tx.run(sql`
      insert into acquisition.contact_way (
        workspace_id, id, name, source_id, userids, state, phase, config_id, created_at, changed_at, schedule
      )
      values (
        ${town.tenant.id}, ${newId()}, '收银台', ${sourceId}, ${[...userids]}::text[], 'till', 'live',
        ${made.value.config_id}, ${now}, ${now}, ${JSON.stringify(schedule)}::jsonb
      )
    `)
    await tx.run(sql`
      insert into corp.associate (workspace_id, userid, name, is_active, first_seen_at, changed_at)
      select ${town.tenant.id}, n.id, n.id, true, ${now}, ${now}
      from unnest(${staff}::text[]) as n (id)
      on conflict do nothing
    `)
  })
  return made.value.config_id
}

/** Whom WeCom itself leads to. */
async function atWecom(configId: string): Promise<string[]> {
  const way = await town.remote.contactWay(configId)
  if (!way.ok) throw new Error('no such code')
  return [...z.array(z.string()).parse(way.value.user)].sort()
}

test('WeCom leads to whoever is on duty through a day with a cap and an absence, and is told only of changes', {
  timeout: 240_000,
}, async () => {
  const userids = staff.slice(0, 3)
  const schedule: WaySchedule = {
    shifts: [
      {
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        from: '09:00',
        to: '18:00',
        userids: ['chenlan', 'zhoumu'],
      },
      { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '18:00', to: '02:00', userids: ['linxia'] },
    ],
    spare: ['wuyue'],
    capPerDay: 2,
  }
  const configId = await hang(userids, schedule)
  const facts: Facts = { inactive: new Set(), away: new Set(), added: new Map() }
  let day = ''
  let told = 0
  for (let look = 0; look < DAY_MINUTES / 10; look++) {
    const at = town.clock.now()
    const today = addMs(at, ZONE.offsetMinutes * MINUTE_MS)
      .toISOString()
      .slice(0, 10)
    if (today !== day) facts.added.clear()
    day = today
    if (look === 12 || look === 15 || look === 20) await added(facts, 'chenlan')
    if (look === 22 || look === 24) await added(facts, 'zhoumu')
    if (look === 30) await leave(facts, 'linxia', day)
    told += await serveStep({ ...town.deps, remoteOf: async () => town.remote }, town.tenant)
    const expected = oracle({ userids, schedule }, facts, at).sort()
    expect([at.toISOString(), await atWecom(configId)]).toEqual([at.toISOString(), expected])
    town.move(10 * MINUTE_MS)
    const tomorrow = addMs(town.clock.now(), ZONE.offsetMinutes * MINUTE_MS).toISOString()
    if (!tomorrow.startsWith(day)) facts.away.clear()
  }
  expect(told).toBeLessThan(15)
  expect(told).toBeGreaterThan(3)
})

async function added(facts: Facts, userid: string): Promise<void> {
  facts.added.set(userid, (facts.added.get(userid) ?? 0) + 1)
  const [who] = await town.friends(1, userid)
  await town.db.inWorkspace(town.tenant.id, (tx) =>
    tx.run(sql`
      update customer.follow
      set state = 'till', started_at = ${town.clock.now()}, confirmed_at = ${town.clock.now()}
      where customer_id = ${who?.id ?? null}
    `),
  )
}

async function leave(facts: Facts, userid: string, day: string): Promise<void> {
  facts.away.add(userid)
  await town.db.inWorkspace(town.tenant.id, (tx) =>
    tx.run(sql`
      insert into channel.absence (workspace_id, id, userid, from_on, to_on, stand_in, reason, recorded_at)
      values (${town.tenant.id}, ${newId()}, ${userid}, ${day}, ${day}, null, '休息', ${town.clock.now()})
    `),
  )
}
