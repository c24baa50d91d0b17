import { Button } from 'antd'
import { useState } from 'react'
import type { Calendar, CalendarDay, CalendarEntry } from '../../../contract/calendar.ts'
import { useFormat, useText } from '../../ui/index.ts'
import { Entry, keyOf, type Move } from './entry.tsx'
import { texts } from './text.ts'

const SHOWN = 4

type Shown = {
  calendar: Calendar
  entries: readonly CalendarEntry[]
  move: Move | undefined
}

/** Six weeks as squares; `month` (`2026-12`) says which days are its own. */
export function Month({ calendar, entries, move, month }: Shown & { month: string }) {
  const format = useFormat()
  const names = calendar.days.slice(0, 7)
  return (
    <div className="cal-grid">
      {names.map(({ on }) => (
        <div key={on} className="cal-name">
          {format.weekday(on)}
        </div>
      ))}
      {calendar.days.map((day) => (
        <Square
          key={day.on}
          day={day}
          isToday={day.on === calendar.today}
          isOther={!day.on.startsWith(month)}
          all={entries}
          move={move}
        />
      ))}
    </div>
  )
}

function Square({
  day,
  isToday,
  isOther,
  all,
  move,
}: {
  day: CalendarDay
  isToday: boolean
  isOther: boolean
  all: readonly CalendarEntry[]
  move: Move | undefined
}) {
  const t = useText(texts)
  const [isOver, setOver] = useState(false)
  const [isWhole, setWhole] = useState(false)
  const own = all.filter(({ on }) => on === day.on)
  const shown = isWhole ? own : own.slice(0, SHOWN)
  const classes = ['cal-day', isToday && 'cal-today', isOther && 'cal-other', isOver && 'cal-over']
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: where something is dropped; keys move it from the entry itself
    <div
      className={classes.filter(Boolean).join(' ')}
      data-day={day.on}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const key = event.dataTransfer.getData('text/plain')
        const dropped = all.find((one) => keyOf(one) === key && one.canMove)
        if (dropped && dropped.on !== day.on) move?.(dropped, day.on)
      }}
    >
      <DayHead day={day} />
      <ul className="cal-entries">
        {shown.map((one) => (
          <Entry key={keyOf(one)} entry={one} move={move} />
        ))}
      </ul>
      {shown.length < own.length && (
        <Button type="link" size="small" onClick={() => setWhole(true)}>
          {t('more', { count: own.length - shown.length })}
        </Button>
      )}
    </div>
  )
}

/** The number of a day with what everybody knows of it. */
export function DayHead({ day }: { day: CalendarDay }) {
  const t = useText(texts)
  const { on, lunar, festivals, arranged } = day
  const words = festivals.length === 0 ? lunar : festivals.map((one) => t(one)).join(' · ')
  return (
    <div className="cal-head">
      <span className="cal-no kit-number">{Number(on.slice(-2))}</span>
      {arranged && (
        <span className="cal-lunar" title={arranged.name}>
          [{t(arranged.is)}]
        </span>
      )}
      <span className="cal-lunar">{words}</span>
    </div>
  )
}
