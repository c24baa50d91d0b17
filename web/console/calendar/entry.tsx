import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { CalendarEntry, EntryKind } from '../../../contract/calendar.ts'
import { Go, useFormat, useText } from '../../ui/index.ts'
import { daysLater, daysOfKey } from './span.ts'
import { texts } from './text.ts'

/** Puts an entry on another day. */
export type Move = (entry: CalendarEntry, to: string) => void

const PAGES: Record<EntryKind, (id: string) => string> = {
  broadcast: (id) => `/broadcasts/${id}`,
  moment: (id) => `/moments/${id}`,
  journey_steps: (id) => `/journeys/${id}`,
  journey_dates: (id) => `/journeys/${id}`,
  flash_begin: (id) => `/flash/${id}`,
  flash_end: (id) => `/flash/${id}`,
  hook_end: (id) => `/hooks/${id}`,
  referral_begin: (id) => `/referrals/${id}`,
  referral_end: (id) => `/referrals/${id}`,
}

const pageOf = ({ kind, subject, state }: CalendarEntry) =>
  kind === 'broadcast' && state === 'draft'
    ? `/broadcasts/${subject}/edit?step=when`
    : PAGES[kind](subject)

/** What names an entry among those of a day. */
export const keyOf = ({ kind, subject }: CalendarEntry) => `${kind} ${subject}`

/** One line of a day: it leads to its page, and is dragged or moved with Alt and the arrows where it can be. */
export function Entry({ entry, move }: { entry: CalendarEntry; move: Move | undefined }) {
  const t = useText(texts)
  const format = useFormat()
  const canMove = entry.canMove && move !== undefined
  const says = [
    entry.at === null ? '' : format.clock(entry.at),
    t(`kind_${entry.kind}`),
    entry.name,
    entry.state === 'draft' ? `(${t('draft')})` : '',
    entry.people === null ? '' : t('people', { count: entry.people }),
  ]
  const line = says.filter((one) => one !== '').join(' ')
  return (
    <li
      className="cal-entry"
      title={line}
      draggable={canMove}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', keyOf(entry))}
      onKeyDown={(event) => {
        const days = event.altKey && canMove ? daysOfKey(event.key) : undefined
        if (days === undefined) return
        event.preventDefault()
        move?.(entry, daysLater(entry.on, days))
      }}
    >
      <Go to={pageOf(entry)}>{line}</Go>
    </li>
  )
}

/** The way to another day for whoever does not drag. */
export function MoveField({ entry, move }: { entry: CalendarEntry; move: Move }) {
  const t = useText(texts)
  return (
    <DatePicker
      size="small"
      aria-label={`${t('move')} ${entry.name}`}
      prefix={t('move')}
      allowClear={false}
      value={dayjs(entry.on)}
      onChange={(to) => {
        const on = to?.format('YYYY-MM-DD')
        if (on !== undefined && on !== entry.on) move(entry, on)
      }}
    />
  )
}
