import { Tooltip } from 'antd'
import type { Formats } from './formats.ts'
import { type House, useFormat, useHouse } from './house.tsx'
import { type Say, useText } from './language.ts'
import { texts } from './text.ts'

const DAY_MS = 86_400_000

/** An instant as a person says it: 今天 14:05, 昨天 09:30, 3月2日 18:00, 2025年3月2日 18:00. */
function spoken(at: string, house: House, format: Formats, t: Say<typeof texts.keys>): string {
  const now = house.now()
  const today = format.dayOf(now)
  const on = format.dayOf(at)
  const time = format.clock(at)
  const away = Math.round((Date.parse(on) - Date.parse(today)) / DAY_MS)
  if (away === 0) return t('today', { time })
  if (away === -1) return t('yesterday', { time })
  if (away === 1) return t('tomorrow', { time })
  return t('on_day', { day: format.day(on, Number(today.slice(0, 4))), time })
}

/** An instant in the workspace's zone; hover for the whole of it. Null says 还没有. */
export function When({ at }: { at: string | null }) {
  const house = useHouse()
  const format = useFormat()
  const t = useText(texts)
  if (at === null) return <span className="kit-soft">{t('never')}</span>
  return (
    <Tooltip title={format.instant(at)}>
      <time dateTime={at} className="kit-number">
        {spoken(at, house, format, t)}
      </time>
    </Tooltip>
  )
}

/** A calendar day of the workspace (`2026-11-24`). */
export function Day({ on }: { on: string | null }) {
  const house = useHouse()
  const format = useFormat()
  const t = useText(texts)
  if (on === null) return <span className="kit-soft">{t('never')}</span>
  const year = Number(format.dayOf(house.now()).slice(0, 4))
  return (
    <Tooltip title={`${on} ${format.weekday(on)}`}>
      <time dateTime={on} className="kit-number">
        {format.day(on, year)}
      </time>
    </Tooltip>
  )
}

/** The words of `When`, for sentences. */
export function useWhen(): (at: string) => string {
  const house = useHouse()
  const format = useFormat()
  const t = useText(texts)
  return (at) => spoken(at, house, format, t)
}
