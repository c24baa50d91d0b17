import { App } from 'antd'
import { z } from 'zod'
import { type WorkRules, work } from '../../../contract/staff-work.ts'
import {
  api,
  Go,
  Loaded,
  PageHead,
  useDeed,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { AbsenceCard } from './absence-card.tsx'
import { WorkForm } from './work-form.tsx'
import { texts } from './work-text.ts'

const done = z.object({ ok: z.literal(true) })
const PATH = '/api/staff-work'

/** How associates' work is counted and kept in time, and who is away. */
export function WorkPage() {
  const load = useLoad(PATH, work)
  return (
    <Loaded load={load} shape="form">
      {(data) => <Work key={data.no} work={data} />}
    </Loaded>
  )
}

function Work({ work: { rules, no, changedAt, changedBy } }: { work: z.infer<typeof work> }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const save = useDeed((next: WorkRules) => api.put(PATH, done, { rules: next, no }), {
    refresh: [PATH, '/api/staff-tasks'],
    done: () => void message.success(t('saved')),
  })
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={t('sentence', {
          message: rules.minutes.message,
          day: rules.minutesPerDay,
          due: rules.dueWithinMinutes,
        })}
        deeds={<Go to="/staff-tasks">{t('back')}</Go>}
      />
      {changedAt !== null && (
        <p className="kit-soft">
          {t('changed', { no: String(no), who: changedBy ?? t('someone') })} <When at={changedAt} />
        </p>
      )}
      <div className="kit-two">
        <WorkForm
          rules={rules}
          isBusy={save.isBusy}
          mayWrite={useMay('messages.write')}
          onSave={save.run}
        />
        <aside className="kit-stack">
          <AbsenceCard />
        </aside>
      </div>
    </div>
  )
}
