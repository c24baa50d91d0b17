import type { StaffMinutes, Workload } from '../channel/index.ts'
import { dayOf } from '../kernel/index.ts'
import type { Tried } from './rehearse.ts'

/** Something that an associate has to do, with how long it takes and for whom. */
export type Deed = {
  userid: string
  on: string
  at: Date
  stepId: string
  kind: 'task' | 'personal' | 'confirm'
  minutes: number
  customerNos: number[]
}

/** Deeds of associates on their days, and which of them find no time there. */
export type Workdays = {
  deeds: readonly (Deed & { hasTime: boolean })[]
  /** By associate and day: minutes of this plan, and of what others had asked for before. */
  days: readonly { userid: string; on: string; minutes: number; before: number }[]
}

/** What a mass send to many at once and a task for one ask of associates. @param carrierOf by which way a step speaks. */
export function deedsOf(
  tried: readonly Tried[],
  {
    time,
    timeZone,
    carrierOf,
  }: {
    time: StaffMinutes
    timeZone: string
    carrierOf: (stepId: string) => string | null
  },
): Deed[] {
  const deeds = new Map<string, Deed>()
  for (const one of tried) {
    const carrier = carrierOf(one.stepId)
    if (one.outcome !== 'planned' || one.userid === '') continue
    if (carrier !== 'staff_task' && carrier !== 'wecom_mass') continue
    const kind = kindOf(carrier, one.text)
    // What is the same for many and goes at the same moment is one mass send of each associate.
    const own = kind === 'confirm' ? '' : one.deliveryId
    const key = `${one.userid} ${one.stepId} ${one.at.getTime()} ${own}`
    const known = deeds.get(key)
    if (known) {
      known.customerNos.push(one.customerNo)
      continue
    }
    deeds.set(key, {
      userid: one.userid,
      on: dayOf(one.at, timeZone),
      at: one.at,
      stepId: one.stepId,
      kind,
      minutes: minutesFor(kind, time),
      customerNos: [one.customerNo],
    })
  }
  return [...deeds.values()]
}

function kindOf(carrier: 'staff_task' | 'wecom_mass', text: string | null): Deed['kind'] {
  if (carrier === 'staff_task') return 'task'
  return text === null ? 'confirm' : 'personal'
}

function minutesFor(kind: Deed['kind'], time: StaffMinutes): number {
  return kind === 'confirm' ? time.of.mass_confirm : time.of.message
}

/**
 * Fills the days of associates in the order in which deeds come up, after what other plans had asked for; what lies beyond the
 * minutes of a day is what nobody has time for. @param weight how many people one who was looked at stands for.
 */
export function workdaysOf(
  deeds: readonly Deed[],
  { time, before, weight }: { time: StaffMinutes; before: readonly Workload[]; weight: number },
): Workdays {
  const asked = new Map(
    before.map(({ userid, on, tasks, confirms }) => [
      `${userid} ${on}`,
      tasks * time.of.message + confirms * time.of.mass_confirm,
    ]),
  )
  const days = new Map<string, Workdays['days'][number]>()
  const done: (Deed & { hasTime: boolean })[] = []
  for (const deed of [...deeds].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const key = `${deed.userid} ${deed.on}`
    const day = days.get(key) ?? {
      userid: deed.userid,
      on: deed.on,
      minutes: 0,
      before: asked.get(key) ?? 0,
    }
    // A mass send to a part of the people is one deed all the same.
    const minutes = deed.minutes * (deed.kind === 'confirm' ? 1 : weight)
    const all = { ...day, minutes: day.minutes + minutes }
    days.set(key, all)
    done.push({ ...deed, minutes, hasTime: all.minutes + all.before <= time.perDay(deed.userid) })
  }
  return { deeds: done, days: [...days.values()] }
}
