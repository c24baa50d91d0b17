import { useEffect, useState } from 'react'
import { formats } from '../ui/formats.ts'
import { useLanguage, useText } from '../ui/language.ts'
import { texts } from './text.ts'
import { useWorld } from './world.tsx'

/** The sandbox lives in Beijing's day, as WeCom does. */
const ZONE = 'Asia/Shanghai'
const TICK_MS = 5_000

/** The sandbox's present, going on between two answers; an empty text before the first. */
export function useNow(): string {
  const { seen, seenAt } = useWorld()
  const [, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  if (!seen) return ''
  return new Date(Date.parse(seen.now) + performance.now() - seenAt).toISOString()
}

/** 14:05 today, 昨天 14:05, 11月3日 14:05. */
export function useWhen(): (at: string) => string {
  const t = useText(texts)
  const language = useLanguage()
  const now = useNow()
  const format = formats({ language, timeZone: ZONE })
  return (at) => {
    const time = format.clock(at)
    const [on, today] = [format.dayOf(at), now === '' ? format.dayOf(at) : format.dayOf(now)]
    if (on === today) return time
    const isYesterday = Date.parse(today) - Date.parse(on) === 86_400_000
    if (isYesterday) return t('yesterday', { time })
    return t('on_day', { day: format.day(on, Number(today.slice(0, 4))), time })
  }
}

export function useClockOf(): (at: string) => string {
  const language = useLanguage()
  return formats({ language, timeZone: ZONE }).clock
}
