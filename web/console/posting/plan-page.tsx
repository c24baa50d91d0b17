import { Alert } from 'antd'
import { type Plan, plan } from '../../../contract/group-plan.ts'
import {
  GoButton,
  Loaded,
  PageHead,
  useLoad,
  useMay,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { PlanAhead } from './plan-ahead.tsx'
import { PlanDeeds } from './plan-deeds.tsx'
import { PlanLog } from './plan-log.tsx'
import { PlanResults } from './plan-results.tsx'
import { planTexts } from './plan-text.ts'
import { PlanMark } from './plans-page.tsx'

const REFRESH_MS = 10_000

/** A plan of posts in groups: how it stands, what is ahead, what came of each step. */
export function PlanPage() {
  const t = useText(planTexts)
  const id = usePart('id')
  const load = useLoad(`/api/group-plans/${id}`, plan, { every: REFRESH_MS })
  const mayWrite = useMay('journeys.write')
  return (
    <Loaded load={load} shape="report">
      {(known) => (
        <div className="kit-page">
          <PageHead
            title={known.name}
            sentence={<PlanMark state={known.state} />}
            help={t('help')}
            deeds={
              <div className="kit-deeds">
                {mayWrite && known.state !== 'ended' && (
                  <GoButton to={`/group-plans/${id}/edit`}>{t('edit')}</GoButton>
                )}
                {mayWrite && <PlanDeeds plan={known} />}
              </div>
            }
          />
          <Turned plan={known} />
          {known.state !== 'ended' && <PlanAhead id={id} />}
          <PlanResults id={id} />
          <PlanLog id={id} />
        </div>
      )}
    </Loaded>
  )
}

function Turned({ plan: { state, turnedBy, turnedAt, turnReason } }: { plan: Plan }) {
  const t = useText(planTexts)
  const when = useWhen()
  if (state === 'draft') return null
  const by = { who: turnedBy ?? t('by_itself'), when: when(turnedAt) }
  const words = turnReason === '' ? t('turned', by) : t('turned_why', { ...by, why: turnReason })
  return <Alert type="info" showIcon title={`${t(`state_${state}`)} · ${words}`} />
}
