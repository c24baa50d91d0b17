import { Temporal } from 'temporal-polyfill'
import type { PolicyRules } from '../../contract/delivery.ts'

type QuietHours = NonNullable<PolicyRules['quietHours']>

/**
 * The instant from which a customer may be spoken to again, when `at` lies in the quiet hours of their own clock; null when
 * it does not. A clock that jumps makes no hole: a boundary that does not exist on a day counts at the jump, one that comes
 * twice counts where the quiet is longer.
 */
export function quietUntil(at: Date, zone: string, quiet: QuietHours | null): Date | null {
  let until: Date | null = null
  // Where an hour comes twice, the little that lay between two spells may be gone, and the next one has begun already.
  for (let spell = spellAround(at, zone, quiet); spell; spell = spellAround(spell.end, zone, quiet))
    until = spell.end
  return until
}

/** When the next quiet hours begin after `at`; null when there are none. Within quiet hours: `at` itself. */
export function quietFrom(at: Date, zone: string, quiet: QuietHours | null): Date | null {
  if (!quiet) return null
  if (spellAround(at, zone, quiet)) return at
  const today = dayIn(at, zone)
  for (const day of [today, today.add({ days: 1 }), today.add({ days: 2 })]) {
    const start = instantOf(day, quiet.from, zone, 'earlier')
    if (start > at) return start
  }
  return null
}

/** The first instant of the day after that of `at`. */
export function nextDay(at: Date, zone: string): Date {
  const start = dayIn(at, zone).add({ days: 1 }).toZonedDateTime(zone)
  return new Date(start.epochMilliseconds)
}

/** The first instant of the month after that of `at`. */
export function monthStart(at: Date, zone: string): Date {
  return new Date(dayIn(at, zone).with({ day: 1 }).toZonedDateTime(zone).epochMilliseconds)
}

export function nextMonth(at: Date, zone: string): Date {
  const start = dayIn(at, zone).with({ day: 1 }).add({ months: 1 }).toZonedDateTime(zone)
  return new Date(start.epochMilliseconds)
}

/** How many days the month of `at` has. */
export function daysOfMonth(at: Date, zone: string): number {
  return dayIn(at, zone).daysInMonth
}

const ZONES_KEPT = 1_000

/**
 * The same question, answered once for each zone as long as it is about one instant (and one rule, where there is one): a
 * batch asks for every person, and its people live in a few zones. Calendar arithmetic was a seventh of the planning.
 */
export function onceForEachZone<Answer, Rule = undefined>(
  ask: (at: Date, zone: string, rule: Rule) => Answer,
): (at: Date, zone: string, rule: Rule) => Answer {
  let about: { at: number; rule: Rule } | null = null
  const answers = new Map<string, { answer: Answer }>()
  return (at, zone, rule) => {
    if (about?.at !== at.getTime() || about.rule !== rule || answers.size >= ZONES_KEPT) {
      answers.clear()
      about = { at: at.getTime(), rule }
    }
    const known = answers.get(zone) ?? { answer: ask(at, zone, rule) }
    answers.set(zone, known)
    return known.answer
  }
}

/** Whether the machine knows the zone. */
export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}

/** The spell of quiet that holds `at`. One begins on the day itself or on the day before. */
function spellAround(at: Date, zone: string, quiet: QuietHours | null): { end: Date } | null {
  if (!quiet || quiet.from === quiet.to) return null
  const today = dayIn(at, zone)
  for (const day of [today, today.subtract({ days: 1 })]) {
    const last = quiet.from < quiet.to ? day : day.add({ days: 1 })
    const start = instantOf(day, quiet.from, zone, 'earlier')
    const end = instantOf(last, quiet.to, zone, 'later')
    if (at >= start && at < end) return { end }
  }
  return null
}

function dayIn(at: Date, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate()
}

/** When a clock of the zone shows `time` on `day`: the first or the last time it does, and at the jump where it never does. */
function instantOf(
  day: Temporal.PlainDate,
  time: string,
  zone: string,
  disambiguation: 'earlier' | 'later',
): Date {
  const local = day.toPlainDateTime(Temporal.PlainTime.from(time))
  const zoned = local.toZonedDateTime(zone, { disambiguation })
  if (zoned.toPlainDateTime().equals(local)) return new Date(zoned.epochMilliseconds)
  // Temporal's own answer lies as far before or behind the jump as the clock jumps.
  const before = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const jump = before.getTimeZoneTransition('next') ?? zoned
  return new Date(jump.epochMilliseconds)
}
