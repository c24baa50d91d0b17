import { Button, Checkbox, Input, InputNumber, Select, TimePicker } from 'antd'
import dayjs from 'dayjs'
import type { JourneyPlan, JourneyStep } from '../../../contract/journey.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { Explain, useLoad, useText } from '../../ui/index.ts'
import { ArmCondition } from './arm-condition.tsx'
import { addArm, removeArm } from './draft.ts'
import { EffectForm } from './effect-form.tsx'
import { EventField } from './event-field.tsx'
import { Field, SpanField } from './field.tsx'
import { JudgeForm } from './judge-form.tsx'
import { texts } from './text.ts'
import { LoopForm, TaskForm } from './way-forms.tsx'
import { wayTexts } from './way-text.ts'

const TIME = 'HH:mm'
const ARMS_MAX = 6
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

type StepOf<K extends JourneyStep['kind']> = Extract<JourneyStep, { kind: K }>
type Change = (step: JourneyStep) => void
type Props = { plan: JourneyPlan; step: JourneyStep; onChange: Change }

/** Everything that can be said about the chosen step. */
export function StepForm({ plan, step, onChange }: Props) {
  const t = useText(texts)
  return (
    <div className="kit-stack">
      <Field label={t('step_name')}>
        {(id) => (
          <Input
            id={id}
            value={step.name}
            maxLength={60}
            placeholder={t('step_name_hint')}
            onChange={({ target }) => onChange({ ...step, name: target.value })}
          />
        )}
      </Field>
      <OfKind plan={plan} step={step} onChange={onChange} />
    </div>
  )
}

function OfKind({ plan, step, onChange }: Props) {
  const t = useText(texts)
  switch (step.kind) {
    case 'send':
    case 'staff_task':
      return <EffectForm step={step} onChange={onChange} />
    case 'wait':
      return (
        <SpanField
          label={t('wait_for')}
          span={step.for}
          onChange={(span) => onChange({ ...step, for: span })}
        />
      )
    case 'wait_until':
      return <UntilForm step={step} onChange={onChange} />
    case 'wait_event':
      return (
        <>
          <EventField
            label={t('event')}
            event={step.event}
            onChange={(event) => onChange({ ...step, event })}
          />
          <SpanField
            label={t('event_within')}
            span={step.within}
            onChange={(within) => onChange({ ...step, within })}
          />
        </>
      )
    case 'wait_reply':
      return (
        <>
          <p className="kit-soft">{t('reply_help')}</p>
          <SpanField
            label={t('event_within')}
            span={step.within}
            onChange={(within) => onChange({ ...step, within })}
          />
        </>
      )
    case 'wait_task':
      return <TaskForm plan={plan} step={step} onChange={onChange} />
    case 'loop':
      return <LoopForm plan={plan} step={step} onChange={onChange} />
    case 'branch':
      return <BranchForm step={step} onChange={onChange} />
    case 'split':
      return <SplitForm step={step} onChange={onChange} />
    case 'tag':
      return <TagForm step={step} onChange={onChange} />
    default:
      return null
  }
}

function UntilForm({ step, onChange }: { step: StepOf<'wait_until'>; onChange: Change }) {
  const t = useText(texts)
  const way = useText(wayTexts)
  const { ownHour, ...stated } = step
  return (
    <>
      <div>
        <Checkbox
          checked={ownHour === true}
          onChange={({ target }) => onChange(target.checked ? { ...step, ownHour: true } : stated)}
        >
          {way('own_hour')}
        </Checkbox>
        <Explain what={way('own_hour')}>{way('own_hour_help')}</Explain>
      </div>
      <Field label={t('wait_days')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            max={365}
            precision={0}
            changeOnWheel={false}
            value={step.afterDays}
            onChange={(afterDays) => onChange({ ...step, afterDays: afterDays ?? 0 })}
          />
        )}
      </Field>
      <Field label={ownHour ? way('own_hour_else') : t('wait_time')}>
        {(id) => (
          <TimePicker
            id={id}
            format={TIME}
            minuteStep={5}
            allowClear={false}
            value={dayjs(step.time, TIME)}
            onChange={(time) => time && onChange({ ...step, time: time.format(TIME) })}
          />
        )}
      </Field>
      <Field label={t('wait_weekdays')}>
        {() => (
          <Checkbox.Group
            value={step.weekdays}
            options={WEEKDAYS.map((value) => ({ value, label: t(`weekday_${value}`) }))}
            onChange={(weekdays) => onChange({ ...step, weekdays: [...weekdays].sort() })}
          />
        )}
      </Field>
    </>
  )
}

function BranchForm({ step, onChange }: { step: StepOf<'branch'>; onChange: Change }) {
  const t = useText(texts)
  const put = (id: string, changes: Partial<StepOf<'branch'>['arms'][number]>) =>
    onChange({
      ...step,
      arms: step.arms.map((arm) => (arm.id === id ? { ...arm, ...changes } : arm)),
    })
  return (
    <>
      {step.arms.map((arm, at) => (
        <div key={arm.id} className="kit-stack">
          <Field label={`${t('arm_unnamed', { no: at + 1 })} · ${t('arm_name')}`}>
            {(id) => (
              <Input
                id={id}
                value={arm.name}
                maxLength={60}
                onChange={({ target }) => put(arm.id, { name: target.value })}
              />
            )}
          </Field>
          <ArmCondition tree={arm.tree} onChange={(tree) => put(arm.id, { tree })} />
          {step.arms.length > 1 && (
            <Button type="link" size="small" onClick={() => onChange(removeArm(step, arm.id))}>
              {t('arm_remove')}
            </Button>
          )}
        </div>
      ))}
      {step.arms.length < ARMS_MAX && (
        <Button onClick={() => onChange(addArm(step))}>{t('arm_add')}</Button>
      )}
    </>
  )
}

function SplitForm({ step, onChange }: { step: StepOf<'split'>; onChange: Change }) {
  const t = useText(texts)
  const put = (id: string, changes: Partial<StepOf<'split'>['arms'][number]>) =>
    onChange({
      ...step,
      arms: step.arms.map((arm) => (arm.id === id ? { ...arm, ...changes } : arm)),
    })
  return (
    <>
      {step.arms.map((arm) => (
        <div key={arm.id} className="kit-deeds">
          <Input
            aria-label={t('arm_name')}
            value={arm.name}
            maxLength={60}
            onChange={({ target }) => put(arm.id, { name: target.value })}
          />
          <InputNumber
            aria-label={`${arm.name} ${t('arm_share')}`}
            min={1}
            max={99}
            precision={0}
            changeOnWheel={false}
            suffix="%"
            value={arm.share}
            onChange={(share) => put(arm.id, { share: share ?? 1 })}
          />
          {step.arms.length > 2 && (
            <Button type="link" size="small" onClick={() => onChange(removeArm(step, arm.id))}>
              {t('arm_remove')}
            </Button>
          )}
        </div>
      ))}
      {step.arms.length < ARMS_MAX && (
        <Button onClick={() => onChange(addArm(step))}>{t('arm_add')}</Button>
      )}
      <JudgeForm step={step} onChange={onChange} />
    </>
  )
}

const SIGNS = [
  { value: 1, text: 'tag_plus' },
  { value: -1, text: 'tag_minus' },
] as const

function TagForm({ step, onChange }: { step: StepOf<'tag'>; onChange: Change }) {
  const t = useText(texts)
  const load = useLoad('/api/tag-groups', tagGroups)
  return (
    <>
      <Field label={t('tag')}>
        {(id) => (
          <Select
            id={id}
            style={{ width: '100%' }}
            showSearch={{ optionFilterProp: 'label' }}
            value={step.tagId === '' ? null : step.tagId}
            options={(load.data?.items ?? []).map(({ name, tags }) => ({
              label: name,
              options: tags.map((tag) => ({ value: tag.id, label: tag.name })),
            }))}
            onChange={(tagId: string) => onChange({ ...step, tagId })}
          />
        )}
      </Field>
      <Field label={t('tag_sign')}>
        {(id) => (
          <Select
            id={id}
            value={step.sign}
            options={SIGNS.map(({ value, text }) => ({ value, label: t(text) }))}
            onChange={(sign) => onChange({ ...step, sign })}
          />
        )}
      </Field>
    </>
  )
}
