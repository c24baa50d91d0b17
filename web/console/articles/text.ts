import { defineTexts, useText } from '../../ui/index.ts'
import { en } from './text-en.ts'
import { zh } from './text-zh.ts'

export const texts = defineTexts('articles', { zh, en })

const MINUTE = 60

/** A time of reading in words. */
export function useReadingTime(): (seconds: number) => string {
  const t = useText(texts)
  return (seconds) => {
    const whole = Math.round(seconds)
    if (whole < MINUTE) return t('seconds', { seconds: whole })
    return t('minutes', { minutes: Math.floor(whole / MINUTE), seconds: whole % MINUTE })
  }
}
