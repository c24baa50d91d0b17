import { type Lunar, Solar } from 'lunar-typescript'
import type { Temporal } from 'temporal-polyfill'
import type { Festival } from '../../contract/almanac.ts'

/** A day by the moon. `month` is 1 to 12; a leap month (闰月) has the number of the one before it. */
export type LunarDay = { month: number; day: number; isLeap: boolean }

/**
 * The day by the Chinese calendar (农历). Computed by lunar-typescript, which agrees with tyme4ts on every day from 1901 to 2099;
 * the `chinese` calendar of ICU does not (417 days, among them in 2027 and 2030).
 */
export function lunarDay(on: Temporal.PlainDate): LunarDay {
  const lunar = lunarOf(on)
  const month = lunar.getMonth()
  return { month: Math.abs(month), day: lunar.getDay(), isLeap: month < 0 }
}

/** How it is written: 初一, and on the first of a month the month's name, as 正月. */
export function lunarWords(on: Temporal.PlainDate): string {
  const lunar = lunarOf(on)
  return lunar.getDay() === 1 ? `${lunar.getMonthInChinese()}月` : lunar.getDayInChinese()
}

const lunarOf = (on: Temporal.PlainDate): Lunar =>
  Solar.fromYmd(on.year, on.month, on.day).getLunar()

const BY_MOON: Readonly<Record<string, Festival>> = {
  '1-1': 'lunar_new_year',
  '1-15': 'lantern',
  '2-2': 'dragon_head',
  '5-5': 'dragon_boat',
  '7-7': 'double_seventh',
  '7-15': 'ghosts',
  '8-15': 'mid_autumn',
  '9-9': 'double_ninth',
  '12-8': 'porridge',
  '12-23': 'kitchen_god',
}
const BY_SUN: Readonly<Record<string, Festival>> = {
  '01-01': 'new_year',
  '02-14': 'valentine',
  '03-08': 'queens_day',
  '05-01': 'may_day',
  '05-04': 'youth',
  '05-20': 'i_love_you',
  '06-01': 'childrens_day',
  '06-18': 'mid_year',
  '09-10': 'teachers_day',
  '09-18': 'day_of_1931',
  '10-01': 'national_day',
  '11-11': 'double_11',
  '12-12': 'double_12',
  '12-13': 'nanjing',
  '12-25': 'christmas',
}
/** The library's names of the terms, in Beijing time. */
const TERMS: Readonly<Record<string, Festival>> = {
  小寒: 'minor_cold',
  大寒: 'major_cold',
  立春: 'start_of_spring',
  雨水: 'rain_water',
  惊蛰: 'awakening_of_insects',
  春分: 'spring_equinox',
  清明: 'pure_brightness',
  谷雨: 'grain_rain',
  立夏: 'start_of_summer',
  小满: 'grain_buds',
  芒种: 'grain_in_ear',
  夏至: 'summer_solstice',
  小暑: 'minor_heat',
  大暑: 'major_heat',
  立秋: 'start_of_autumn',
  处暑: 'end_of_heat',
  白露: 'white_dew',
  秋分: 'autumn_equinox',
  寒露: 'cold_dew',
  霜降: 'frost_descent',
  立冬: 'start_of_winter',
  小雪: 'minor_snow',
  大雪: 'major_snow',
  冬至: 'winter_solstice',
}
const SUNDAY = 7

/** The festivals and solar terms of a day, those by the moon first. A leap month has none of its own. */
export function festivalsOn(on: Temporal.PlainDate): Festival[] {
  const { month, day, isLeap } = lunarDay(on)
  const tomorrow = lunarDay(on.add({ days: 1 }))
  const isEve = tomorrow.month === 1 && tomorrow.day === 1 && !tomorrow.isLeap
  const found = [
    isEve ? 'new_year_eve' : undefined,
    isLeap ? undefined : BY_MOON[`${month}-${day}`],
    BY_SUN[on.toString().slice('2026-'.length)],
    sundayOf(on),
    TERMS[lunarOf(on).getJieQi()],
  ] as const
  return found.flatMap((one) => one ?? [])
}

/** The second Sunday of May, and the third of June. */
function sundayOf({ month, day, dayOfWeek }: Temporal.PlainDate): Festival | undefined {
  if (dayOfWeek !== SUNDAY) return undefined
  const nth = Math.ceil(day / 7)
  if (month === 5 && nth === 2) return 'mothers_day'
  return month === 6 && nth === 3 ? 'fathers_day' : undefined
}
