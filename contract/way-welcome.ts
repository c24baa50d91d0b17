import { z } from 'zod'
import { isOpenAt, timeOfDay, type WallClock, weekdays } from './hours.ts'

/** WeCom takes at most 4,000 bytes; a welcome is read on a phone. */
export const welcomeText = z.string().trim().max(1_000)

/** Who comes: never a friend of anybody here; was one and had left; is a friend of another associate now. */
export const comers = ['new', 'back', 'of_another'] as const
export type Comer = (typeof comers)[number]
export const WELCOMES_MAX = 12

/** Languages that a welcome may be written for, by their code (ISO 639-1), with what files of customers call them. */
const LANGUAGES = {
  zh: ['中文', '汉语', '简体中文', '普通话', 'chinese'],
  en: ['英文', '英语', 'english'],
  ja: ['日文', '日语', '日本語', 'japanese'],
  ko: ['韩文', '韩语', '한국어', 'korean'],
  fr: ['法文', '法语', 'français', 'french'],
  ru: ['俄文', '俄语', 'русский', 'russian'],
  th: ['泰文', '泰语', 'ไทย', 'thai'],
  vi: ['越南文', '越南语', 'tiếng việt', 'vietnamese'],
} as const
export const welcomeLanguages = ['zh', 'en', 'ja', 'ko', 'fr', 'ru', 'th', 'vi'] as const
export type WelcomeLanguage = (typeof welcomeLanguages)[number]

/** One welcome of a code and for whom it is; what is left open fits everybody. */
export const wayWelcome = z.strictObject({
  weekdays: weekdays.default([1, 2, 3, 4, 5, 6, 7]),
  /** In the workspace's zone; over midnight where it ends before it begins. Null: the whole day. */
  hours: z.strictObject({ from: timeOfDay, to: timeOfDay }).nullable().default(null),
  comer: z.enum(comers).nullable().default(null),
  language: z.enum(welcomeLanguages).nullable().default(null),
  words: welcomeText.min(1),
})
export type WayWelcome = z.infer<typeof wayWelcome>
/** In the order in which they are looked through. */
export const wayWelcomes = z.array(wayWelcome).max(WELCOMES_MAX)

/** Who scanned a code, and what the clock on the workspace's wall shows. `language` null: not known. */
export type Arrival = { comer: Comer; language: WelcomeLanguage | null; at: WallClock }

/** The place of the first welcome that fits, or -1: the usual words are said. */
export function fittingWelcome(welcomes: readonly WayWelcome[], arrival: Arrival): number {
  return welcomes.findIndex((one) => isFitting(one, arrival))
}

function isFitting(
  { weekdays: days, hours, comer, language }: WayWelcome,
  arrival: Arrival,
): boolean {
  if (comer !== null && comer !== arrival.comer) return false
  if (language !== null && language !== arrival.language) return false
  // A whole day of certain weekdays ends at its midnight.
  if (hours === null) return days.includes(arrival.at.weekday)
  return isOpenAt({ weekdays: days, ...hours }, arrival.at)
}

/** The language that somebody's trait names: `en`, `en-US`, `en_GB`, 英语, English; null: none of ours. */
export function languageNamed(told: unknown): WelcomeLanguage | null {
  if (typeof told !== 'string') return null
  const word = told.trim().toLowerCase()
  const [code = ''] = word.split(/[-_]/)
  return (
    welcomeLanguages.find(
      (language) => language === code || LANGUAGES[language].some((name) => name === word),
    ) ?? null
  )
}
