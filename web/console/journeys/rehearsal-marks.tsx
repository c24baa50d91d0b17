import { Alert, Tag, Tooltip } from 'antd'
import type { JourneyPlan } from '../../../contract/journey.ts'
import {
  newestRehearsal,
  type Rehearsal,
  type StepMark,
} from '../../../contract/journey-rehearsal.ts'
import { Go, useLoad, useText } from '../../ui/index.ts'
import { texts } from './rehearsal-text.ts'
import { useStepWord } from './words.ts'

/** Marks that say that a step will not be carried out. */
const HARMFUL: readonly StepMark[] = ['no_time', 'all_refused', 'nobody_comes']

/** The newest rehearsal of an SOP; asked again when the draft is another. */
export function useRehearsal(journeyId: string, draftNo: number): Rehearsal | null {
  const query = { draft: draftNo }
  return (
    useLoad(`/api/journeys/${journeyId}/rehearsal`, newestRehearsal, { query }).data?.rehearsal ??
    null
  )
}

/** What the rehearsal found about each step; nothing when it was of another draft. */
export function marksOf(rehearsal: Rehearsal | null): ReadonlyMap<string, readonly StepMark[]> {
  if (!rehearsal?.report || rehearsal.why === 'draft') return new Map()
  return new Map(rehearsal.report.steps.map(({ stepId, marks }) => [stepId, marks]))
}

export function Marks({ marks }: { marks: readonly StepMark[] }) {
  const t = useText(texts)
  return marks.map((mark) => (
    <Tooltip key={mark} title={t(`why_${mark}`)}>
      <Tag color={HARMFUL.includes(mark) ? 'error' : 'warning'}>{t(`mark_${mark}`)}</Tag>
    </Tooltip>
  ))
}

/** What the launch is told: rehearsed or not, and which steps would not be carried out. */
export function LaunchMarks({
  rehearsal,
  journeyId,
  plan,
}: {
  rehearsal: Rehearsal | null
  journeyId: string
  plan: JourneyPlan
}) {
  const t = useText(texts)
  const word = useStepWord()
  const open = <Go to={`/journeys/${journeyId}/rehearsal`}>{t('launch_open')}</Go>
  if (!rehearsal?.report)
    return (
      <Alert
        type="info"
        showIcon
        title={
          <>
            {t('launch_none')} {open}
          </>
        }
      />
    )
  if (rehearsal.isStale)
    return (
      <Alert
        type="info"
        showIcon
        title={
          <>
            {t('launch_stale')} {open}
          </>
        }
      />
    )
  const marks = marksOf(rehearsal)
  const marked = plan.steps.filter(({ id }) => (marks.get(id)?.length ?? 0) > 0)
  if (marked.length === 0)
    return (
      <Alert
        type="success"
        showIcon
        title={
          <>
            {t('launch_clean')} {open}
          </>
        }
      />
    )
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <>
          {t('launch_marks', { count: marked.length })} {open}
        </>
      }
      description={marked.map((step) => (
        <div key={step.id}>
          {word(step).says} <Marks marks={marks.get(step.id) ?? []} />
        </div>
      ))}
    />
  )
}
