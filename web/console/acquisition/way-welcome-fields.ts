import type { Comer, WayWelcome, WelcomeLanguage } from '../../../contract/way-welcome.ts'
import { useText } from '../../ui/index.ts'
import { useDaysSaid } from './schedule-days.ts'
import { wayWelcomeTexts } from './way-welcome-text.ts'

/** A welcome as the form has it: hours are two fields, and what is open is empty. */
export type WelcomeFields = {
  weekdays: number[]
  from?: string
  to?: string
  comer?: Comer | null
  language?: WelcomeLanguage | null
  words?: string
}

export function fieldsOf({ hours, ...one }: WayWelcome): WelcomeFields {
  return { ...one, ...(hours ?? {}) }
}

/** @returns the welcome that is typed; one without words yet has none. */
export function welcomeOf({ weekdays, from, to, comer, language, words }: WelcomeFields) {
  return {
    weekdays,
    hours: from && to ? { from, to } : null,
    comer: comer ?? null,
    language: language ?? null,
    words: words?.trim() ?? '',
  }
}

/** Says for whom and when a welcome is. */
export function useWelcomeSaid(): (one: WayWelcome) => string {
  const t = useText(wayWelcomeTexts)
  const days = useDaysSaid()
  return ({ weekdays, hours, comer, language }) => {
    const line = t('line', {
      days: days(weekdays),
      hours: hours ? `${hours.from}–${hours.to}` : t('all_day'),
      comer: t(comer === null ? 'comer_any' : `comer_${comer}`),
    })
    return language === null
      ? line
      : t('line_language', { line, language: t(`language_${language}`) })
  }
}
