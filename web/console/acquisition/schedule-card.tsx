import { Button } from 'antd'
import { useState } from 'react'
import type { ContactWayDetail } from '../../../contract/acquisition.ts'
import { type WayServing, wayServing } from '../../../contract/way-schedule.ts'
import {
  api,
  Card,
  Explain,
  useDeed,
  useLoad,
  useMay,
  useText,
  useUndoToast,
} from '../../ui/index.ts'
import { useDaysSaid } from './schedule-days.ts'
import { ScheduleModal } from './schedule-modal.tsx'
import { scheduleTexts } from './schedule-text.ts'

const LIVE_MS = 5_000

/** When whom a code leads to, and whom it leads to now. */
export function ScheduleCard({ way }: { way: ContactWayDetail }) {
  const t = useText(scheduleTexts)
  const mayWrite = useMay('acquisition.write')
  const [isOpen, setOpen] = useState(false)
  const path = `/api/contact-ways/${way.id}/schedule`
  const load = useLoad(path, wayServing, { every: LIVE_MS })
  const toast = useUndoToast()
  const change = useDeed(
    (schedule: WayServing['schedule']) => api.put(path, wayServing, { schedule }),
    { refresh: [path] },
  )
  if (!load.data) return null
  const { schedule } = load.data
  const end = async () => {
    if (!(await change.runAndWait(null))) return
    toast({ says: t('ended'), undo: () => change.run(schedule) })
  }
  return (
    <Card title={t('title')} extra={<Explain what={t('title')}>{t('help')}</Explain>}>
      <div className="kit-stack">
        {schedule ? (
          <Lines serving={load.data} schedule={schedule} way={way} />
        ) : (
          <p className="kit-soft">{t('always')}</p>
        )}
        {mayWrite && (
          <div className="kit-deeds">
            <Button onClick={() => setOpen(true)}>{t(schedule ? 'edit' : 'begin')}</Button>
            {schedule && (
              <Button type="text" loading={change.isBusy} onClick={() => void end()}>
                {t('end')}
              </Button>
            )}
          </div>
        )}
      </div>
      {isOpen && <ScheduleModal way={way} schedule={schedule} onClose={() => setOpen(false)} />}
    </Card>
  )
}

function Lines({
  serving: { served, errcode },
  schedule,
  way,
}: {
  serving: WayServing
  schedule: NonNullable<WayServing['schedule']>
  way: ContactWayDetail
}) {
  const t = useText(scheduleTexts)
  const known = new Map([...way.associates, ...served].map(({ userid, name }) => [userid, name]))
  const names = (userids: readonly string[]) =>
    userids.map((userid) => known.get(userid) ?? userid).join('、')
  const days = useDaysSaid()
  return (
    <>
      <strong>{t('now', { names: served.map(({ name }) => name).join('、') })}</strong>
      {errcode !== null && (
        <span>{errcode === 0 ? t('silent') : t('refused', { errcode: String(errcode) })}</span>
      )}
      <ul>
        {schedule.shifts.map(({ weekdays, from, to, userids }) => (
          <li key={`${weekdays.join()} ${from} ${to} ${userids.join()}`}>
            {t('shift_line', { days: days(weekdays), from, to, names: names(userids) })}
          </li>
        ))}
      </ul>
      {schedule.spare.length > 0 && (
        <span className="kit-soft">{t('spare_line', { names: names(schedule.spare) })}</span>
      )}
      {schedule.capPerDay !== null && (
        <span className="kit-soft">{t('cap_line', { count: schedule.capPerDay })}</span>
      )}
    </>
  )
}
