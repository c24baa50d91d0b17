import { Temporal } from 'temporal-polyfill'
import { type Outcome, ok, refused } from '../kernel/index.ts'

const CIVIL =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:[.,](\d{1,9}))?)?秒?分?)?\s*(Z|[+-]\d\d:?\d\d)?$/i
const COMPACT = /^(\d{4})(\d\d)(\d\d)(?:\s?(\d\d):?(\d\d):?(\d\d)?)?$/
const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?$/
const SERIAL = /^\d{5}(?:\.\d+)?$/
const EPOCH = /^\d{10}(?:\d{3})?$/

/** Day 0 of the spreadsheets' calendar, which counts a 29 February 1900 that never was. */
const SERIAL_ZERO = Temporal.PlainDate.from('1899-12-30')
const SERIALS = { min: 20_000, max: 80_000 }

export type ReadInstant = (text: string) => Outcome<Date, 'not_a_date'>

/**
 * Reads dates as files write them (2020-02-21 00:00:00, 2024-03-01 10:15:00.000, 1997-01-01, 2020/2/21, 2020年2月21日,
 * 20200221, spreadsheet serials, epoch seconds and milliseconds), in the wall clock of `timeZone` unless the text has an
 * offset of its own. A wall-clock time that a zone skips in spring is the one an hour later.
 * @param dayFirst how 03/04/2024 is meant.
 */
export function createReadInstant(timeZone: string, dayFirst: boolean): ReadInstant {
  const offsets = createOffsets(timeZone)
  return (raw) => {
    const text = raw.normalize('NFKC').trim()
    const read = readCivil(text, dayFirst, offsets) ?? readNumber(text, offsets)
    return read === null || Number.isNaN(read)
      ? refused('not_a_date', { text })
      : ok(new Date(read))
  }
}

type Offsets = ReturnType<typeof createOffsets>

function readCivil(text: string, dayFirst: boolean, offsets: Offsets): number | null {
  const civil = CIVIL.exec(text) ?? COMPACT.exec(text)
  if (civil) {
    const [, year, month, day, hour, minute, second, fraction, offset] = civil
    return civilInstant([year, month, day], [hour, minute, second, fraction], offset, offsets)
  }
  const slashed = SLASHED.exec(text)
  if (!slashed) return null
  const [, one, two, year, hour, minute, second] = slashed
  // Above 12 it can only be a day.
  const isDayFirst = Number(one) > 12 || (dayFirst && Number(two) <= 12)
  const [month, day] = isDayFirst ? [two, one] : [one, two]
  return civilInstant([year, month, day], [hour, minute, second, undefined], undefined, offsets)
}

type Part = string | undefined

function civilInstant(date: Part[], time: Part[], offset: Part, offsets: Offsets): number {
  const [year = 0, month = 0, day = 0] = date.map(Number)
  const [hour = 0, minute = 0, second = 0] = time.map((part) => Number(part ?? 0))
  const ms = Number((time[3] ?? '').padEnd(3, '0').slice(0, 3))
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const back = new Date(utc)
  // 30 February, hour 25: the calendar would roll over silently.
  const isReal =
    back.getUTCFullYear() === year &&
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  if (!isReal || year < 1900 || year > 2200) return Number.NaN
  return offset === undefined ? offsets.toInstant(utc) : utc - offsetMs(offset)
}

function offsetMs(offset: string): number {
  if (/^z$/i.test(offset)) return 0
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

function readNumber(text: string, offsets: Offsets): number | null {
  if (EPOCH.test(text)) return Number(text) * (text.length === 10 ? 1_000 : 1)
  if (!SERIAL.test(text)) return null
  const serial = Number(text)
  if (serial < SERIALS.min || serial > SERIALS.max) return null
  const day = SERIAL_ZERO.add({ days: Math.floor(serial) })
  const utc = Date.UTC(day.year, day.month - 1, day.day)
  // Seconds: a serial's fraction is exact to a few microseconds only.
  return offsets.toInstant(utc + Math.round((serial % 1) * 86_400) * 1_000)
}

const DAY_MS = 86_400_000

/**
 * Wall clock to instant in one zone. Asking the calendar costs some 40 µs, so its answer is kept for days on which the
 * offset does not change; a file has few days and many rows.
 */
function createOffsets(timeZone: string) {
  const known = new Map<number, number | null>()
  return {
    /** @param wall the wall-clock time as if it were UTC, in milliseconds. */
    toInstant(wall: number): number {
      const day = Math.floor(wall / DAY_MS)
      let offset = known.get(day)
      if (offset === undefined) {
        const from = asked(day * DAY_MS) - day * DAY_MS
        const to = asked((day + 1) * DAY_MS) - (day + 1) * DAY_MS
        offset = from === to ? from : null
        known.set(day, offset)
      }
      return offset === null ? asked(wall) : wall + offset
    },
  }

  function asked(wall: number): number {
    const plain = Temporal.Instant.fromEpochMilliseconds(wall)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
    return plain.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds
  }
}
