import type { Language } from './language.ts'

/** What numbers and times are written with: the reader's language, the workspace's zone and currency. */
export type FormatSetting = { language: Language; timeZone?: string; currency?: string }

const LOCALE: Record<Language, string> = { zh: 'zh-CN', en: 'en-US' }

const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()

/** Intl objects are slow to make, so each is made once. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}${JSON.stringify(options)}`
  const known = numbers.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, options)
  numbers.set(key, made)
  return made
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}${JSON.stringify(options)}`
  const known = dates.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, options)
  dates.set(key, made)
  return made
}

/** Minor units per major unit, as a power of ten: fen of CNY 2, JPY 0. */
export function digitsOf(currency: string): number {
  const options = numberFormat('en-US', { style: 'currency', currency }).resolvedOptions()
  return options.maximumFractionDigits ?? 2
}

/** Functions that write numbers, money and times for one reader. */
export function formats({ language, timeZone = 'UTC', currency = 'CNY' }: FormatSetting) {
  const locale = LOCALE[language]
  return {
    /** 23,570 */
    count: (value: number) => numberFormat(locale, { maximumFractionDigits: 0 }).format(value),
    /** A number with decimals: 3.14 */
    decimal: (value: number, digits = 2) =>
      numberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(value),
    /** 2.4万, 24K: for axes only. */
    compact: (value: number) =>
      numberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value),
    /** A share of one as per cent: 0.784 is 78%. */
    percent: (share: number, digits = 0) =>
      numberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(share),
    /** Integer minor units in a currency: 123456 is ¥1,234.56. */
    money: (minor: number, of: string = currency) =>
      numberFormat(locale, {
        style: 'currency',
        currency: of,
        currencyDisplay: 'narrowSymbol',
      }).format(minor / 10 ** digitsOf(of)),
    /** What stands beside a field for money: ¥. */
    moneySign: (of: string = currency) =>
      numberFormat(locale, { style: 'currency', currency: of, currencyDisplay: 'narrowSymbol' })
        .formatToParts(0)
        .find(({ type }) => type === 'currency')?.value ?? of,
    /** Money for axes: ¥1.2万. */
    moneyCompact: (minor: number, of: string = currency) =>
      numberFormat(locale, {
        style: 'currency',
        currency: of,
        currencyDisplay: 'narrowSymbol',
        notation: 'compact',
        maximumFractionDigits: 1,
      }).format(minor / 10 ** digitsOf(of)),
    /** The whole truth about an instant: 2026年11月24日 14:05:09 GMT+8. */
    instant: (at: string) =>
      dateFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone }).format(new Date(at)),
    /** A calendar day (`2026-11-24`) in words: 11月24日, with the year where it is not `year`. */
    day: (on: string, year?: number) => {
      const date = new Date(`${on}T00:00:00Z`)
      const sameYear = date.getUTCFullYear() === year
      return dateFormat(locale, {
        ...(sameYear ? {} : { year: 'numeric' }),
        month: language === 'zh' ? 'long' : 'short',
        day: 'numeric',
        timeZone: 'UTC',
      }).format(date)
    },
    /** The month of a calendar day (`2026-12-01`) in words: 2026年12月. */
    month: (on: string) =>
      dateFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
        new Date(`${on}T00:00:00Z`),
      ),
    /** The hour and minute of an instant in the workspace's zone: 14:05. */
    clock: (at: string) =>
      dateFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
      }).format(new Date(at)),
    /** The workspace's calendar day of an instant: 2026-11-24. */
    dayOf: (at: string) =>
      dateFormat('en-CA', {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        timeZone,
      }).format(new Date(at)),
    weekday: (on: string) =>
      dateFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${on}T00:00:00Z`)),
  }
}

export type Formats = ReturnType<typeof formats>
