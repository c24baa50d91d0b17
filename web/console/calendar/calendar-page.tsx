import { Alert, Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import {
  type CalendarEntry,
  calendar,
  calendarMoved,
  collisions,
  entryKinds,
} from '../../../contract/calendar.ts'
import {
  api,
  Loaded,
  PageHead,
  useAddress,
  useDeed,
  useFormat,
  useHouse,
  useKeys,
  useLoad,
  useMay,
  useText,
  useUndoToast,
} from '../../ui/index.ts'
import './calendar.css'
import { Clashes } from './clashes.tsx'
import type { Move } from './entry.tsx'
import { HolidaysModal } from './holidays-modal.tsx'
import { Month } from './month.tsx'
import { type Span, spanAround, turned, type View } from './span.ts'
import { texts } from './text.ts'
import { Week } from './week.tsx'

const REFRESH_MS = 15_000
/** Who is in two audiences at once is a larger question. */
const COLLISIONS_MS = 120_000
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Everything that is planned, by day; what does not go together; and moving it. */
export function CalendarPage() {
  const t = useText(texts)
  const format = useFormat()
  const { timeZone, now } = useHouse()
  const address = useAddress()
  const [year, setYear] = useState<number>()
  const view: View = address.get('view') === 'week' ? 'week' : 'month'
  const today = format.dayOf(now())
  const wanted = address.get('day') ?? ''
  const span = spanAround(DAY.test(wanted) ? wanted : today, view)
  const query = { from: span.from, to: span.to }
  const load = useLoad('/api/calendar', calendar, { query, every: REFRESH_MS })
  const found = useLoad('/api/calendar-collisions', collisions, {
    query,
    every: COLLISIONS_MS,
  }).data
  const move = useMove()
  const count = load.data?.entries.length ?? 0
  const clashes = found?.items.length ?? 0
  const said =
    count === 0 ? 'sentence_none' : clashes === 0 ? ('sentence' as const) : 'sentence_clash'
  const ends = { from: format.day(span.from), to: format.day(span.to) }
  return (
    <div className="kit-stack">
      <PageHead
        title={t('title')}
        help={t('help', { zone: timeZone })}
        sentence={load.data && t(said, { ...ends, count, clashes })}
        deeds={
          <Button onClick={() => setYear(Number(span.anchor.slice(0, 4)))}>{t('holidays')}</Button>
        }
      />
      <Turning span={span} view={view} today={today} />
      <Loaded load={load} shape="list">
        {(data) => {
          const kinds = address.get('kinds')?.split(',')
          const entries = data.entries.filter(({ kind }) => !kinds || kinds.includes(kind))
          return (
            <div className="kit-stack">
              {data.unknownYears.length > 0 && (
                <Alert
                  type="info"
                  showIcon
                  title={t('unknown', { years: data.unknownYears.join(', ') })}
                  action={
                    <Button size="small" onClick={() => setYear(data.unknownYears[0])}>
                      {t('holidays')}
                    </Button>
                  }
                />
              )}
              {found && <Clashes found={found} />}
              {view === 'month' ? (
                <Month
                  calendar={data}
                  entries={entries}
                  move={move}
                  month={span.anchor.slice(0, '2026-12'.length)}
                />
              ) : (
                <Week calendar={data} entries={entries} move={move} />
              )}
            </div>
          )
        }}
      </Loaded>
      {year !== undefined && <HolidaysModal year={year} onClose={() => setYear(undefined)} />}
    </div>
  )
}

/** Which days are shown, and which kinds of entries. */
function Turning({ span, view, today }: { span: Span; view: View; today: string }) {
  const t = useText(texts)
  const format = useFormat()
  const address = useAddress()
  const turn = (by: number) => address.change({ day: turned(span.anchor, view, by) })
  const back = () => address.change({ day: undefined })
  useKeys([
    { key: 'p', says: t('key_earlier'), run: () => turn(-1) },
    { key: 'n', says: t('key_later'), run: () => turn(1) },
    { key: 't', says: t('key_today'), run: back },
  ])
  return (
    <div className="kit-row">
      <div className="kit-deeds">
        <Button onClick={() => turn(-1)}>{t('earlier')}</Button>
        <Button onClick={back} disabled={span.anchor === today}>
          {t('now')}
        </Button>
        <Button onClick={() => turn(1)}>{t('later')}</Button>
        <strong>{view === 'month' ? format.month(span.anchor) : format.day(span.from)}</strong>
      </div>
      <div className="kit-deeds">
        <Select
          mode="multiple"
          allowClear
          className="cal-filter"
          aria-label={t('kinds')}
          placeholder={t('kinds_all')}
          value={address.get('kinds')?.split(',') ?? []}
          onChange={(kinds: string[]) => address.change({ kinds: kinds.join(',') })}
          options={entryKinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
        />
        <Segmented<View>
          aria-label={t('view')}
          value={view}
          onChange={(next) => address.change({ view: next })}
          options={[
            { value: 'month', label: t('month') },
            { value: 'week', label: t('week') },
          ]}
        />
      </div>
    </div>
  )
}

type Moving = { entry: CalendarEntry; to: string; isUndo: boolean }

/** Puts an entry on another day, with the way back; undefined for who may not. */
function useMove(): Move | undefined {
  const t = useText(texts)
  const format = useFormat()
  const toast = useUndoToast()
  const mayWrite = useMay('journeys.write')
  const move = useDeed(
    ({ entry, to }: Moving) =>
      api.put('/api/calendar-moves', calendarMoved, { kind: entry.kind, id: entry.subject, to }),
    {
      refresh: ['/api/calendar', '/api/broadcasts', '/api/hooks'],
      done: ({ was }, { entry, to, isUndo }) => {
        if (isUndo) return
        const says = t('moved', { name: entry.name, day: format.day(to) })
        toast({ says, undo: () => move.run({ entry, to: was, isUndo: true }) })
      },
    },
  )
  if (!mayWrite) return undefined
  return (entry, to) => move.run({ entry, to, isUndo: false })
}
