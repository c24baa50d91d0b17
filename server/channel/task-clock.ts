import type { WorkRules } from '../../contract/staff-work.ts'
import { addMs } from '../kernel/index.ts'
import { quietFrom, quietUntil } from './quiet-hours.ts'

const MINUTE_MS = 60_000
/** Spells of work that a time limit is followed through; longer ones end at the last. */
const SPELLS_MAX = 30

/** The first instant from `at` on at which associates are at work. */
export function atWorkFrom(at: Date, zone: string, { hours }: Pick<WorkRules, 'hours'>): Date {
  return quietUntil(at, zone, { from: hours.to, to: hours.from }) ?? at
}

/** `minutes` of working time after an instant: the clock stands while nobody is at work. */
export function afterWorking(
  at: Date,
  minutes: number,
  zone: string,
  { hours }: Pick<WorkRules, 'hours'>,
): Date {
  const rest = { from: hours.to, to: hours.from }
  let from = quietUntil(at, zone, rest) ?? at
  let leftMs = minutes * MINUTE_MS
  for (let spells = 0; spells < SPELLS_MAX; spells++) {
    const end = quietFrom(from, zone, rest)
    if (!end || from.getTime() + leftMs <= end.getTime()) return addMs(from, leftMs)
    leftMs -= end.getTime() - from.getTime()
    from = quietUntil(end, zone, rest) ?? end
  }
  return from
}

/** By when a task should be done: within working time, and in any case before it closes. */
export function dueOf(at: Date, closesAt: Date, zone: string, rules: WorkRules): Date {
  const due = afterWorking(at, rules.dueWithinMinutes, zone, rules)
  return due < closesAt ? due : closesAt
}

/** When the clock has something to do about a task next: remind of it, or tell a manager. */
export function lookOf(
  task: { openedAt: Date; dueAt: Date; isEscalated: boolean; remindedUntil: Date | null },
  zone: string,
  rules: WorkRules,
): Date | null {
  const { openedAt, dueAt, isEscalated, remindedUntil } = task
  const first = afterWorking(openedAt, rules.nudge.afterMinutes, zone, rules)
  const next = remindedUntil ? atWorkFrom(remindedUntil, zone, rules) : first
  const looks = [
    ...(rules.nudge.isOn ? [next] : []),
    ...(isEscalated || rules.managers.length === 0
      ? []
      : [afterWorking(dueAt, rules.escalateAfterMinutes, zone, rules)]),
  ]
  return looks.reduce<Date | null>((one, other) => (one && one < other ? one : other), null)
}
