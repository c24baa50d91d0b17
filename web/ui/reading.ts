import type { PersonReading } from '../../contract/article.ts'
import { defineTexts, type Same, useText } from './language.ts'

const zh = {
  title: '读过的文章',
  seconds: '{{seconds}} 秒',
  minutes: '{{minutes}} 分 {{seconds}} 秒',
  line: '{{time}}，读到 {{depth}}%',
  whole: '{{time}}，读完了',
  opened: '打开过',
} as const
const en: Same<typeof zh> = {
  title: 'Articles they read',
  seconds: '{{seconds}} s',
  minutes: '{{minutes}} min {{seconds}} s',
  line: '{{time}}, {{depth}}% of it',
  whole: '{{time}}, to its end',
  opened: 'opened it',
}
export const readingTexts = defineTexts('reading', { zh, en })

const MINUTE = 60

/** A time of reading in words. */
export function useReadingTime(): (seconds: number) => string {
  const t = useText(readingTexts)
  return (seconds) => {
    const whole = Math.round(seconds)
    if (whole < MINUTE) return t('seconds', { seconds: whole })
    return t('minutes', { minutes: Math.floor(whole / MINUTE), seconds: whole % MINUTE })
  }
}

/** How somebody read an article, in words. */
export function useReadingWord(): (
  reading: Pick<PersonReading, 'seconds' | 'depth' | 'hasFinished'>,
) => string {
  const t = useText(readingTexts)
  const time = useReadingTime()
  return ({ seconds, depth, hasFinished }) => {
    if (seconds === 0) return t('opened')
    return t(hasFinished ? 'whole' : 'line', { time: time(seconds), depth })
  }
}
