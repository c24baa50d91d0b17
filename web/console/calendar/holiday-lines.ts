import dayjs from 'dayjs'
import type { ArrangedDay } from '../../../contract/almanac.ts'

const LINE = /^(休|班)\s+(\d{4}-\d{2}-\d{2})(?:\s+(\d{4}-\d{2}-\d{2}))?\s+(\S.{0,19})$/
const DAYS_MAX = 40

/** An arrangement as lines: days of one kind and name that follow each other are one. */
export function linesOf(days: readonly ArrangedDay[]): string {
  const spans: { first: ArrangedDay; last: string }[] = []
  for (const day of days) {
    const open = spans.at(-1)
    const follows =
      open &&
      open.first.is === day.is &&
      open.first.name === day.name &&
      dayjs(open.last).add(1, 'day').format('YYYY-MM-DD') === day.on
    if (follows) open.last = day.on
    else spans.push({ first: day, last: day.on })
  }
  return spans
    .map(({ first, last }) => {
      const sign = first.is === 'rest' ? '休' : '班'
      return [sign, first.on, ...(last === first.on ? [] : [last]), first.name].join(' ')
    })
    .join('\n')
}

/** Reads such lines. @returns the days, or the number (from 1) of the line that cannot be read. */
export function readLines(
  text: string,
  year: number,
): { days: ArrangedDay[] } | { line: number; text: string } {
  const days: ArrangedDay[] = []
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '') continue
    const [, sign, from = '', to = from, name = ''] = LINE.exec(line) ?? []
    const count = dayjs(to).diff(dayjs(from), 'day') + 1
    const isRight =
      sign !== undefined &&
      from.startsWith(`${year}-`) &&
      to.startsWith(`${year}-`) &&
      dayjs(from).format('YYYY-MM-DD') === from &&
      dayjs(to).format('YYYY-MM-DD') === to &&
      count >= 1 &&
      count <= DAYS_MAX
    if (!isRight) return { line: at + 1, text: line }
    for (let i = 0; i < count; i += 1) {
      const on = dayjs(from).add(i, 'day').format('YYYY-MM-DD')
      if (days.some((day) => day.on === on)) return { line: at + 1, text: line }
      days.push({ on, is: sign === '休' ? 'rest' : 'work', name })
    }
  }
  return { days }
}
