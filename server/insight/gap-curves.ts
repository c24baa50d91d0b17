import type { GapCurve } from '../../contract/insight.ts'
import type { PurchaseDays } from '../../science/history.ts'
import {
  type Curve,
  kaplanMeier,
  survivalAt,
  type Waits,
  waitQuantile,
} from '../../science/kaplan-meier.ts'

/** Points of a curve that are stored and drawn. */
const POINTS_MAX = 120
const WITHIN_DAYS = [7, 14, 30, 60, 90, 120, 180, 270, 365]
const QUARTILES = [0.25, 0.5, 0.75]

/**
 * How long people take from one purchase to the next: first to second, second to third, all later ones together.
 * Somebody who has not come back is counted as waiting until the cut (censored); who bought for the last time on the
 * cut day itself has not waited yet and is left out.
 */
export function gapCurves(days: PurchaseDays, cutDay: number): GapCurve[] {
  const [first, second, later] = waitsOf(days, cutDay)
  return [
    gapCurve('first_to_second', first),
    gapCurve('second_to_third', second),
    gapCurve('later', later),
  ]
}

/** Waits by the number of the purchase they begin at: first, second, third or later. */
export function waitsOf(days: PurchaseDays, cutDay: number): [Waiting, Waiting, Waiting] {
  const waits: [Waiting, Waiting, Waiting] = [waiting(), waiting(), waiting()]
  for (let i = 0; i < days.customers; i++) {
    const from = days.start[i] ?? 0
    const to = days.start[i + 1] ?? 0
    for (let j = from; j < to; j++) {
      const isLast = j === to - 1
      const until = isLast ? cutDay : (days.day[j + 1] ?? cutDay)
      const wait = until - (days.day[j] ?? 0)
      if (wait <= 0) continue
      const nth = j - from
      const list = nth === 0 ? waits[0] : nth === 1 ? waits[1] : waits[2]
      list.time.push(wait)
      list.event.push(isLast ? 0 : 1)
    }
  }
  return waits
}

export type Waiting = { time: number[]; event: number[] }
const waiting = (): Waiting => ({ time: [], event: [] })

function gapCurve(gap: GapCurve['gap'], waits: Waits): GapCurve {
  const curve = kaplanMeier(waits)
  const longest = curve.time.at(-1) ?? 0
  const withinDays = WITHIN_DAYS.filter((days) => days <= longest)
  return {
    gap,
    people: waits.time.length,
    events: curve.events.reduce((sum, d) => sum + d, 0),
    quartiles: QUARTILES.map((share) => {
      const { value, low, high } = waitQuantile(curve, share)
      return { share, days: value ?? null, lower: low ?? null, upper: high ?? null }
    }),
    points: pointsOf(curve, longest),
    within: withinDays.map((days) => {
      const at = survivalAt(curve, days)
      return {
        days,
        share: {
          value: 1 - at.survival,
          lower: 1 - known(at.high, at.survival),
          upper: 1 - known(at.low, at.survival),
        },
      }
    }),
  }
}

function pointsOf(curve: Curve, longest: number) {
  const step = Math.max(1, Math.ceil(longest / (POINTS_MAX - 1)))
  const days = Array.from({ length: Math.floor(longest / step) + 1 }, (_, i) => i * step)
  return days.map((day) => {
    const at = survivalAt(curve, day)
    return {
      day,
      survival: at.survival,
      lower: known(at.low, at.survival),
      upper: known(at.high, at.survival),
    }
  })
}

/** The interval does not exist where the curve is 0 or 1; the estimate stands for it there. */
const known = (value: number, otherwise: number) => (Number.isNaN(value) ? otherwise : value)
