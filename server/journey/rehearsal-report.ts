import type { JourneyPlan } from '../../contract/journey.ts'
import type { RehearsalReport } from '../../contract/journey-rehearsal.ts'
import type { StaffMinutes, Workload } from '../channel/index.ts'
import { addMs, dayOf, type Tenant } from '../kernel/index.ts'
import type { History } from './rehearsal-history.ts'
import { type Deed, deedsOf, type Workdays, workdaysOf } from './rehearsal-minutes.ts'
import { countBy, stepsOf, sumPeople } from './rehearsal-steps.ts'
import type { Rehearsed, Tried } from './rehearse.ts'
import { carrierOf } from './take-effect.ts'

const DAY_MS = 86_400_000
/** |z| at 95%. */
const SURE = 1.96
/** Numbers of people that are kept behind one figure, to be opened. */
const OPENED_MAX = 2_000
const FILLED = [
  'cap_overall',
  'cap_carrier',
  'cap_purpose',
  'wecom_quota',
  'official_quota',
  'ratio',
  'staff_busy',
] as const

type Asked = {
  plan: JourneyPlan
  from: Date
  until: Date
  history: History
  rehearsed: Rehearsed
  time: StaffMinutes
  before: readonly Workload[]
  nameOf: (userid: string) => string
}
/** Who stands behind each figure of a report. */
export type Behind = ReadonlyMap<string, number[]>
type Told = Omit<RehearsalReport, 'rivals' | 'young' | 'deafTo'>

/** What a rehearsal says: the figures, and the people behind them. */
export function reportOf(tenant: Tenant, asked: Asked): { report: Told; behind: Behind } {
  const { plan, from, until, history, rehearsed, time, before } = asked
  const weight = history.taken === 0 ? 1 : history.of / history.taken
  const scale = (people: number) => Math.round(people * weight)
  const { timeZone } = tenant
  const carriers = new Map<string, string>(
    plan.steps.flatMap((step) =>
      step.kind === 'send' || step.kind === 'staff_task' ? [[step.id, carrierOf(step)]] : [],
    ),
  )
  const carrierOfStep = (stepId: string) => carriers.get(stepId) ?? null
  const deeds = deedsOf(rehearsed.tried, { time, timeZone, carrierOf: carrierOfStep })
  const workdays = workdaysOf(deeds, { time, before, weight })
  const treated = rehearsed.riders.filter(
    ({ state, leftReason }) => !isControl({ state, leftReason }),
  )
  const report: Told = {
    from: from.toISOString(),
    until: until.toISOString(),
    grainMinutes: rehearsed.grainMinutes,
    sample: sampleOf(history),
    entered: scale(rehearsed.riders.length),
    control: scale(rehearsed.riders.length - treated.length),
    inside: scale(treated.filter(({ state }) => state !== 'left').length),
    left: countBy(
      treated.flatMap(({ leftReason }) => leftReason ?? []),
      scale,
    ),
    days: daysOf(tenant, asked, workdays, { scale, deeds }),
    steps: stepsOf({ plan, rehearsed, workdays, scale, until }),
    associates: associatesOf(workdays, asked, scale),
    conflicts: conflictsOf(rehearsed.tried, scale),
    staff: staffOf(workdays, scale),
  }
  return { report, behind: behindOf(rehearsed, workdays) }
}

function isControl({ state, leftReason }: { state: string; leftReason: string | null }): boolean {
  return state === 'control' || leftReason === 'measured'
}

/** By how much a figure of a hundred people may be off, because only a part was led through. */
function sampleOf({ taken, of }: History): RehearsalReport['sample'] {
  if (taken === 0 || taken === of) return null
  const share = taken / of
  return {
    people: taken,
    of,
    offPerHundred: Math.round((SURE * Math.sqrt(100 * share * (1 - share))) / share),
  }
}

function daysOf(
  { timeZone }: Tenant,
  { from, until, rehearsed, time, before }: Asked,
  workdays: Workdays,
  { scale, deeds }: { scale: (people: number) => number; deeds: readonly Deed[] },
): RehearsalReport['days'] {
  const associates = [...new Set([...deeds, ...before].map(({ userid }) => userid))]
  const available = associates.reduce((sum, userid) => sum + time.perDay(userid), 0)
  const on: string[] = []
  for (let at = from; at < until; at = addMs(at, DAY_MS)) on.push(dayOf(at, timeZone))
  const all = [...new Set([...on, dayOf(until, timeZone)])]
  const planned = rehearsed.tried.filter(({ outcome }) => outcome === 'planned')
  const isTask = new Set(deeds.filter(({ kind }) => kind === 'task').map(({ stepId }) => stepId))
  const entered = tally(rehearsed.riders.map(({ enteredAt }) => dayOf(enteredAt, timeZone)))
  const sends = tally(
    planned.filter(({ stepId }) => !isTask.has(stepId)).map(({ at }) => dayOf(at, timeZone)),
  )
  const tasks = tally(
    planned.filter(({ stepId }) => isTask.has(stepId)).map(({ at }) => dayOf(at, timeZone)),
  )
  const minutes = new Map<string, number>()
  for (const day of workdays.days) minutes.set(day.on, (minutes.get(day.on) ?? 0) + day.minutes)
  return all.map((day) => ({
    on: day,
    entered: scale(entered.get(day) ?? 0),
    sends: scale(sends.get(day) ?? 0),
    tasks: scale(tasks.get(day) ?? 0),
    minutes: Math.round(minutes.get(day) ?? 0),
    available,
  }))
}

function tally(days: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1)
  return counts
}

function associatesOf(
  { deeds, days }: Workdays,
  { time, nameOf }: Asked,
  scale: (people: number) => number,
): RehearsalReport['associates'] {
  return [...new Set(deeds.map(({ userid }) => userid))]
    .map((userid) => {
      const mine = days.filter((day) => day.userid === userid)
      const all = mine.map(({ on, minutes, before }) => ({ on, minutes: minutes + before }))
      const most = all.reduce((a, b) => (b.minutes > a.minutes ? b : a), { on: '', minutes: 0 })
      const own = deeds.filter((deed) => deed.userid === userid)
      return {
        userid,
        name: nameOf(userid),
        tasks: scale(own.filter(({ kind }) => kind !== 'confirm').length),
        confirms: own.filter(({ kind }) => kind === 'confirm').length,
        minutesPerDay: Math.round(all.reduce((sum, day) => sum + day.minutes, 0) / all.length),
        mostMinutes: Math.round(most.minutes),
        mostOn: most.on,
        daysOver: all.filter(({ minutes }) => minutes > time.perDay(userid)).length,
        noTime: scale(sumPeople(own.filter(({ hasTime }) => !hasTime))),
      }
    })
    .sort((a, b) => b.mostMinutes - a.mostMinutes || a.userid.localeCompare(b.userid))
}

function staffOf(
  { deeds, days }: Workdays,
  scale: (people: number) => number,
): RehearsalReport['staff'] {
  const needed = days.reduce((sum, { minutes }) => sum + minutes, 0)
  return {
    associates: new Set(days.map(({ userid }) => userid)).size,
    minutesPerDay: days.length === 0 ? 0 : Math.round(needed / days.length),
    needed: Math.round(needed),
    noTime: scale(sumPeople(deeds.filter(({ hasTime }) => !hasTime))),
    deeds: deeds.length,
  }
}

/** Everybody whom a full cap put off or refused, once for each reason. */
function conflictsOf(
  tried: readonly Tried[],
  scale: (people: number) => number,
): RehearsalReport['conflicts'] {
  return FILLED.flatMap((reason) => {
    const met = tried.filter((one) => one.outcome !== 'planned' && one.reason === reason)
    if (met.length === 0) return []
    const people = new Set(met.map(({ personId }) => personId))
    const byOthers = new Set(filledByOthers(tried, met).map(({ personId }) => personId))
    return [{ reason, people: scale(people.size), byOthers: scale(byOthers.size) }]
  })
}

/** Who met a cap that the plan's own messages alone would not have filled. */
export function filledByOthers(tried: readonly Tried[], met: readonly Tried[]): Tried[] {
  const own = new Map<string, Tried[]>()
  for (const one of tried)
    if (one.outcome === 'planned') own.set(one.personId, [...(own.get(one.personId) ?? []), one])
  return met.filter(({ personId, no, at }) => {
    const max = no?.detail.max
    if (typeof max !== 'number') return false
    const before = (own.get(personId) ?? []).filter((sent) => sent.at <= at)
    return before.length < max
  })
}

function behindOf(rehearsed: Rehearsed, workdays: Workdays): Behind {
  const behind = new Map<string, Set<number>>()
  const put = (what: string, no: number) => {
    const known = behind.get(what)
    if (!known) behind.set(what, new Set([no]))
    else if (known.size < OPENED_MAX) known.add(no)
  }
  for (const { customerNo, state, leftReason } of rehearsed.riders) {
    put('entered', customerNo)
    if (isControl({ state, leftReason })) put('control', customerNo)
    else if (leftReason) put(`left ${leftReason}`, customerNo)
    else put('inside', customerNo)
  }
  for (const { step, outcome, detail, customerNo } of rehearsed.passages) {
    put(`${step} ${outcome}`, customerNo)
    if (detail) put(`${step} ${outcome} ${detail}`, customerNo)
  }
  for (const one of rehearsed.tried) {
    if (one.outcome === 'deferred') put(`${one.stepId} put_off ${one.reason}`, one.customerNo)
    if (one.outcome !== 'planned' && FILLED.some((reason) => reason === one.reason))
      put(`conflict ${one.reason}`, one.customerNo)
    for (const name of one.lacking) put(`${one.stepId} lacking ${name}`, one.customerNo)
  }
  for (const { stepId, userid, hasTime, customerNos } of workdays.deeds)
    for (const no of customerNos) {
      put(`associate ${userid}`, no)
      if (hasTime) continue
      put(`${stepId} no_time`, no)
      put(`no_time ${userid}`, no)
    }
  return new Map([...behind].map(([what, numbers]) => [what, [...numbers]]))
}
