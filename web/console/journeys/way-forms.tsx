import { InputNumber, Select } from 'antd'
import { type JourneyPlan, type JourneyStep, LAPS_MAX } from '../../../contract/journey.ts'
import { targetsOf, tasksAbove } from '../../../contract/journey-problems.ts'
import { useText } from '../../ui/index.ts'
import { Field, SpanField } from './field.tsx'
import { texts } from './text.ts'
import { useStepWord } from './words.ts'

type StepOf<K extends JourneyStep['kind']> = Extract<JourneyStep, { kind: K }>
type Props<K extends JourneyStep['kind']> = {
  plan: JourneyPlan
  step: StepOf<K>
  onChange: (step: JourneyStep) => void
}

/** Whose task is waited for, and for how long at most. */
export function TaskForm({ plan, step, onChange }: Props<'wait_task'>) {
  const t = useText(texts)
  return (
    <>
      <Field label={t('task_step')} help={t('task_step_help')}>
        {(id) => (
          <StepSelect
            id={id}
            among={tasksAbove(plan, step)}
            value={step.taskStep}
            onChange={(taskStep) => onChange({ ...step, taskStep })}
          />
        )}
      </Field>
      <SpanField
        label={t('event_within')}
        span={step.within}
        onChange={(within) => onChange({ ...step, within })}
      />
    </>
  )
}

/** Where a loop leads back to, and how often at most. */
export function LoopForm({ plan, step, onChange }: Props<'loop'>) {
  const t = useText(texts)
  return (
    <>
      <Field label={t('loop_to')} help={t('loop_to_help')}>
        {(id) => (
          <StepSelect
            id={id}
            among={targetsOf(plan, step)}
            value={step.to}
            onChange={(to) => onChange({ ...step, to })}
          />
        )}
      </Field>
      <Field label={t('loop_times')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={LAPS_MAX}
            precision={0}
            changeOnWheel={false}
            value={step.times}
            onChange={(times) => onChange({ ...step, times: times ?? 1 })}
          />
        )}
      </Field>
    </>
  )
}

function StepSelect({
  id,
  among,
  value,
  onChange,
}: {
  id: string
  among: readonly JourneyStep[]
  value: string
  onChange: (stepId: string) => void
}) {
  const t = useText(texts)
  const word = useStepWord()
  return (
    <Select
      id={id}
      style={{ width: '100%' }}
      value={among.some((one) => one.id === value) ? value : null}
      placeholder={t('step_pick')}
      notFoundContent={t('step_pick_none')}
      options={among.map((one) => ({ value: one.id, label: word(one).says }))}
      onChange={onChange}
    />
  )
}
