import { useState } from 'react'
import type { SidebarTask } from '../../contract/sidebar.ts'
import { type skipOutcomes, snooze } from '../../contract/staff-work.ts'
import { useText } from '../ui/language.ts'
import { useWords } from './place.tsx'
import { texts } from './text.ts'

type SkipOutcome = (typeof skipOutcomes)[number]
const WAYS = ['not_now', 'not_wanted', 'no_answer', 'other'] as const
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const REASON_MIN = 2

/** For later, with when and why; or not at all, and why. What cannot wait any longer is not offered. */
export function LeaveTask({
  task,
  isBusy,
  onSnooze,
  onSkip,
  onCancel,
  now,
}: {
  task: SidebarTask
  isBusy: boolean
  onSnooze: (until: string, reason: string) => void
  onSkip: (outcome: SkipOutcome, reason: string) => void
  onCancel: () => void
  now: string
}) {
  const t = useText(texts)
  const words = useWords()
  const [way, setWay] = useState<SkipOutcome | 'later'>('later')
  const [reason, setReason] = useState('')
  const times = laterTimes(now, task.latest)
  const [until, setUntil] = useState(times[0])
  const says = reason.trim()
  const isReady = says.length >= REASON_MIN && (way !== 'later' || until !== undefined)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (way !== 'later') onSkip(way, says)
        else if (until !== undefined) onSnooze(snooze.shape.until.parse(until), says)
      }}
    >
      <label>
        {t('leave_how')}
        <select
          className="field"
          value={way}
          onChange={({ target }) => setWay(WAYS.find((one) => one === target.value) ?? 'later')}
        >
          <option value="later">{t('leave_later')}</option>
          {WAYS.map((one) => (
            <option key={one} value={one}>
              {t(`leave_${one}`)}
            </option>
          ))}
        </select>
      </label>
      {way === 'later' && (
        <label>
          {t('leave_until')}
          <select
            className="field"
            value={until ?? ''}
            onChange={({ target }) => setUntil(target.value)}
          >
            {times.map((one) => (
              <option key={one} value={one}>
                {words.whenAt(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {way === 'later' && times.length === 0 && <p className="waiting">{t('leave_too_late')}</p>}
      <label>
        {t('skip_why')}
        <input
          className="field"
          value={reason}
          maxLength={200}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <div className="row">
        <button type="submit" className="button button-main" disabled={isBusy || !isReady}>
          {way === 'later' ? t('leave_do_later') : t('leave_do')}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}

/** In an hour, in three, tomorrow and in two days at this time, as far as the task may wait. */
function laterTimes(now: string, latest: string): string[] {
  const from = Date.parse(now)
  return [HOUR_MS, 3 * HOUR_MS, DAY_MS, 2 * DAY_MS]
    .map((ms) => from + ms)
    .filter((at) => at <= Date.parse(latest))
    .map((at) => new Date(at).toISOString())
}
