import type { Calendar, CalendarEntry } from '../../../contract/calendar.ts'
import { Card, useFormat, useText } from '../../ui/index.ts'
import { Entry, keyOf, type Move, MoveField } from './entry.tsx'
import { DayHead } from './month.tsx'
import { texts } from './text.ts'

/** A week as a list: each day with all that stands on it. */
export function Week({
  calendar,
  entries,
  move,
}: {
  calendar: Calendar
  entries: readonly CalendarEntry[]
  move: Move | undefined
}) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <div className="kit-stack">
      {calendar.days.map((day) => {
        const own = entries.filter(({ on }) => on === day.on)
        return (
          <Card
            key={day.on}
            title={`${format.day(day.on)} ${format.weekday(day.on)}`}
            extra={<DayHead day={day} />}
          >
            {own.length === 0 && <p className="kit-soft">{t('nothing')}</p>}
            {own.map((one) => (
              <div key={keyOf(one)} className="kit-row">
                <ul className="cal-entries">
                  <Entry entry={one} move={move} />
                </ul>
                {one.canMove && move && <MoveField entry={one} move={move} />}
              </div>
            ))}
          </Card>
        )
      })}
    </div>
  )
}
