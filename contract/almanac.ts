import { z } from 'zod'
import { instant } from './page.ts'

/**
 * Days that everybody knows: the 24 solar terms (节气), festivals by the moon and by the sun, and shopping festivals. Words of a
 * name stand with the screens.
 */
export const solarTerms = [
  'minor_cold',
  'major_cold',
  'start_of_spring',
  'rain_water',
  'awakening_of_insects',
  'spring_equinox',
  'pure_brightness',
  'grain_rain',
  'start_of_summer',
  'grain_buds',
  'grain_in_ear',
  'summer_solstice',
  'minor_heat',
  'major_heat',
  'start_of_autumn',
  'end_of_heat',
  'white_dew',
  'autumn_equinox',
  'cold_dew',
  'frost_descent',
  'start_of_winter',
  'minor_snow',
  'major_snow',
  'winter_solstice',
] as const
export const lunarFestivals = [
  'new_year_eve',
  'lunar_new_year',
  'lantern',
  'dragon_head',
  'dragon_boat',
  'double_seventh',
  'ghosts',
  'mid_autumn',
  'double_ninth',
  'porridge',
  'kitchen_god',
] as const
export const solarFestivals = [
  'new_year',
  'valentine',
  'may_day',
  'youth',
  'mothers_day',
  'i_love_you',
  'childrens_day',
  'fathers_day',
  'teachers_day',
  'day_of_1931',
  'national_day',
  'nanjing',
  'christmas',
] as const
export const shoppingFestivals = ['queens_day', 'mid_year', 'double_11', 'double_12'] as const
export const festivals = [
  ...lunarFestivals,
  ...solarFestivals,
  ...shoppingFestivals,
  ...solarTerms,
] as const
export const festival = z.enum(festivals)
export type Festival = z.infer<typeof festival>

/** Days on which the dead are remembered: who promotes something then embarrasses the brand. */
export const mourningDays: readonly Festival[] = [
  'pure_brightness',
  'ghosts',
  'day_of_1931',
  'nanjing',
]

export const day = z.iso.date()
/** A day off, or a working day in its place. */
export const arrangedDay = z.strictObject({
  on: day,
  is: z.enum(['rest', 'work']),
  name: z.string().trim().min(1).max(20),
})
export type ArrangedDay = z.infer<typeof arrangedDay>

/** GET /api/holidays/:year: the arrangement that counts. `own`: somebody wrote it; `built_in`: it came with the program; `none`: not known. */
export const holidays = z.object({
  year: z.number(),
  from: z.enum(['own', 'built_in', 'none']),
  days: z.array(arrangedDay),
  changedAt: instant.nullable(),
  changedBy: z.string().nullable(),
})
export type Holidays = z.infer<typeof holidays>
const DAYS_MAX = 120
/** PUT /api/holidays/:year; DELETE goes back to what came with the program. */
export const writtenHolidays = z.strictObject({
  days: z
    .array(arrangedDay)
    .max(DAYS_MAX)
    .refine((all) => new Set(all.map(({ on }) => on)).size === all.length, { message: 'on twice' }),
})
export const year = z.object({ year: z.coerce.number().int().min(2000).max(2099) })
