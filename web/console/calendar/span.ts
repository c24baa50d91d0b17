import dayjs from 'dayjs'

export type View = 'month' | 'week'
export type Span = { from: string; to: string; anchor: string }

const WEEKS_SHOWN = 6
const DAY = 'YYYY-MM-DD'

/** The Monday of a day's week. */
const monday = (on: string) => dayjs(on).subtract((dayjs(on).day() + 6) % 7, 'day')

/** The days that a view shows around a day: six weeks that begin with a Monday, or one. */
export function spanAround(anchor: string, view: View): Span {
  const first = view === 'month' ? monday(dayjs(anchor).format('YYYY-MM-01')) : monday(anchor)
  const days = view === 'month' ? WEEKS_SHOWN * 7 : 7
  return { anchor, from: first.format(DAY), to: first.add(days - 1, 'day').format(DAY) }
}

/** A day of the span so many months or weeks away. */
export function turned(anchor: string, view: View, by: number): string {
  const from = view === 'month' ? dayjs(anchor).date(1) : dayjs(anchor)
  return from.add(by, view).format(DAY)
}

export const daysLater = (on: string, days: number) => dayjs(on).add(days, 'day').format(DAY)

const ARROWS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
}
/** By how many days Alt and an arrow move; undefined: another key. */
export const daysOfKey = (key: string): number | undefined => ARROWS[key]
