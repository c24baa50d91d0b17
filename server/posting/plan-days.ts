import { Temporal } from 'temporal-polyfill'
import type { PlanWhen } from '../../contract/group-plan.ts'

const DAY_MS = 86_400_000

export type TimedStep = { id: string; when: PlanWhen; countsFrom: Date }
/** When a plan may speak: days of the workspace, both included. */
export type PlanSpan = { startsOn: string | null; endsOn: string | null; eventOn: string | null }
/** @param since what was due before it is not made up for; by the workspace's clock. */
export type TimedGroup = { id: string; createdAt: Date; since: Date }
/** A step that is due in a group on a day of the workspace. */
export type Occurrence = { stepId: string; groupId: string; on: string; dueAt: Date }
type Between = { after: Date; until: Date; timeZone: string }

/**
 * Every occurrence of steps in groups that is due after `after` and at `until` at the latest, the earliest first. Days and
 * times of day are the zone's, also over a change of the clocks.
 */
export function occurrencesIn(
  span: PlanSpan,
  { steps, groups }: { steps: readonly TimedStep[]; groups: readonly TimedGroup[] },
  between: Between,
): Occurrence[] {
  const found = steps.flatMap((step) => {
    if (step.when.kind === 'day') return daysOfLife(step, groups, between)
    const days = step.when.kind === 'week' ? weekdays(step.when.nth, between) : eventDay(step, span)
    return days.flatMap((on) =>
      groups.map((group) => ({
        ...{ stepId: step.id, groupId: group.id, on: on.toString() },
        dueAt: instantOf(on, step.when.time, between.timeZone),
      })),
    )
  })
  const countsFrom = new Map(steps.map((step) => [step.id, step.countsFrom]))
  const since = new Map(groups.map((group) => [group.id, group.since]))
  const isIn = ({ stepId, groupId, on, dueAt }: Occurrence) =>
    dueAt > between.after &&
    dueAt <= between.until &&
    dueAt >= (countsFrom.get(stepId) ?? dueAt) &&
    dueAt >= (since.get(groupId) ?? dueAt) &&
    (span.startsOn === null || on >= span.startsOn) &&
    (span.endsOn === null || on <= span.endsOn)
  return found
    .filter(isIn)
    .sort(
      (a, b) =>
        a.dueAt.getTime() - b.dueAt.getTime() ||
        a.stepId.localeCompare(b.stepId) ||
        a.groupId.localeCompare(b.groupId),
    )
}

/** The last day on which a plan says anything; null: it has no end. */
export function lastDayOf(
  span: PlanSpan,
  steps: readonly Pick<TimedStep, 'when'>[],
): string | null {
  const { endsOn, eventOn } = span
  if (eventOn === null || steps.some(({ when }) => when.kind !== 'event')) return endsOn
  const last = Math.max(...steps.map(({ when }) => when.nth))
  const over = Temporal.PlainDate.from(eventOn).add({ days: last }).toString()
  return endsOn !== null && endsOn < over ? endsOn : over
}

function daysOfLife(
  { id, when }: TimedStep,
  groups: readonly TimedGroup[],
  { after, until, timeZone }: Between,
): Occurrence[] {
  return groups.flatMap((group) => {
    // A glance first: dates are dear, and most groups are long past most days.
    const about = group.createdAt.getTime() + (when.nth - 1) * DAY_MS
    if (about < after.getTime() - 2 * DAY_MS || about > until.getTime() + 2 * DAY_MS) return []
    const on = dayIn(group.createdAt, timeZone).add({ days: when.nth - 1 })
    const at = instantOf(on, when.time, timeZone)
    // On its first day a group hears what was due before it was made as soon as it is there.
    const dueAt = new Date(Math.max(at.getTime(), group.createdAt.getTime()))
    return [{ stepId: id, groupId: group.id, on: on.toString(), dueAt }]
  })
}

function weekdays(nth: number, { after, until, timeZone }: Between): Temporal.PlainDate[] {
  const first = dayIn(after, timeZone)
  const days: Temporal.PlainDate[] = []
  let on = first.add({ days: (nth - first.dayOfWeek + 7) % 7 })
  for (; instantOf(on, '00:00', timeZone) <= until; on = on.add({ days: 7 })) days.push(on)
  return days
}

function eventDay({ when }: TimedStep, { eventOn }: PlanSpan): Temporal.PlainDate[] {
  return eventOn === null ? [] : [Temporal.PlainDate.from(eventOn).add({ days: when.nth })]
}

function dayIn(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
}

function instantOf(on: Temporal.PlainDate, time: string, timeZone: string): Date {
  const plainTime = Temporal.PlainTime.from(time)
  return new Date(on.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds)
}
