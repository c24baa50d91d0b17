import { LunarYear, Solar } from 'lunar-typescript'
import type { Temporal } from 'temporal-polyfill'
import { lunarDay } from './festivals.ts'

/** Nobody who is older than this is told of. */
const LIFE_YEARS = 120
/** Reckoning a year takes a millisecond or two, and every day asks for the years of a whole life. */
const known = new Map<number, Month[]>()
type Month = { month: number; days: number; firstJulianDay: number }

/**
 * The lunar days, as `08-15`, that are kept on a day. A leap month keeps none: they have been kept in the ordinary month before
 * it. A month of 29 days keeps its 30th on its last.
 */
export function keptOn(on: Temporal.PlainDate): string[] {
  const { month, day, isLeap } = lunarDay(on)
  if (isLeap) return []
  const isLast = lunarDay(on.add({ days: 1 })).day === 1
  return (isLast && day === 29 ? [29, 30] : [day]).map((one) => shown(month, one))
}

/** The days by the sun, as `1990-10-03`, on which these lunar days (`08-15`) fell within a life until then, also in leap months. */
export function bornOn(lunarDays: readonly string[], until: Temporal.PlainDate): string[] {
  const years = Array.from({ length: LIFE_YEARS + 1 }, (_, i) => until.year - i)
  return years
    .flatMap(monthsOf)
    .flatMap(({ month, days, firstJulianDay }) =>
      lunarDays.flatMap((one) => {
        const day = Number(one.slice('08-'.length))
        if (Number(one.slice(0, 2)) !== month || day > days) return []
        return [Solar.fromJulianDay(firstJulianDay + day - 1).toYmd()]
      }),
    )
    .filter((on) => on <= until.toString())
}

function monthsOf(year: number): Month[] {
  const found = known.get(year) ?? reckoned(year)
  known.set(year, found)
  return found
}

function reckoned(year: number): Month[] {
  return LunarYear.fromYear(year)
    .getMonths()
    .filter((one) => one.getYear() === year)
    .map((one) => ({
      month: Math.abs(one.getMonth()),
      days: one.getDayCount(),
      firstJulianDay: one.getFirstJulianDay(),
    }))
}

const shown = (month: number, day: number) =>
  `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
