import { Button, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useFormat, useHouse } from './house.tsx'
import { useText } from './language.ts'
import { texts } from './text.ts'
import { When } from './when.tsx'

export type Happening = {
  id: string
  at: string
  /** For the filter: 订单, 浏览 … */
  kind: string
  what: ReactNode
  detail?: ReactNode
  icon?: ReactNode
  tone?: 'harm' | 'waiting'
}

/** What happened, newest first, by day; filtered by kind. `more` loads the earlier. */
export function Timeline({
  happenings,
  kinds = [],
  more,
  isMoreLoading = false,
  empty,
}: {
  happenings: readonly Happening[]
  kinds?: readonly { key: string; label: string }[]
  more?: (() => void) | undefined
  isMoreLoading?: boolean
  empty?: ReactNode
}) {
  const t = useText(texts)
  const [kind, setKind] = useState('')
  const shown = kind === '' ? happenings : happenings.filter((one) => one.kind === kind)
  const options = [
    { value: '', label: t('timeline_all') },
    ...kinds.map(({ key, label }) => ({ value: key, label })),
  ]
  return (
    <div className="kit-timeline">
      {kinds.length > 1 && <Segmented options={options} value={kind} onChange={setKind} />}
      {shown.length === 0 && <p className="kit-soft">{empty ?? t('timeline_none')}</p>}
      <Days happenings={shown} />
      {more && (
        <Button onClick={more} loading={isMoreLoading}>
          {t('timeline_more')}
        </Button>
      )}
    </div>
  )
}

function Days({ happenings }: { happenings: readonly Happening[] }) {
  const format = useFormat()
  const house = useHouse()
  const year = Number(format.dayOf(house.now()).slice(0, 4))
  const days = new Map<string, Happening[]>()
  for (const one of happenings) {
    const on = format.dayOf(one.at)
    days.set(on, [...(days.get(on) ?? []), one])
  }
  return [...days].map(([on, ofDay]) => (
    <section key={on}>
      <h3 className="kit-timeline-day">
        {format.day(on, year)} <span className="kit-soft">{format.weekday(on)}</span>
      </h3>
      <ol>
        {ofDay.map((one) => (
          <li key={one.id} className={`kit-happening kit-tone-${one.tone ?? 'calm'}`}>
            <span className="kit-happening-mark">{one.icon}</span>
            <div>
              <div>
                {one.what}{' '}
                <span className="kit-soft kit-happening-at">
                  <When at={one.at} />
                </span>
              </div>
              {one.detail !== undefined && <div className="kit-soft">{one.detail}</div>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  ))
}
