import { Button, Checkbox, Input, InputNumber, Radio, Select } from 'antd'
import { type JourneyPlan, journeyMetrics, type Trigger } from '../../../contract/journey.ts'
import { useText } from '../../ui/index.ts'
import { DateField } from './date-field.tsx'
import { EventField } from './event-field.tsx'
import { FestivalField } from './festival-field.tsx'
import { Field } from './field.tsx'
import { SegmentField } from './segment-field.tsx'
import { texts } from './text.ts'

type Props = { plan: JourneyPlan; onChange: (plan: JourneyPlan) => void }

const LINES_MAX = 5
const bought = { name: 'order.paid', where: [] }

/** What holds for the whole SOP: who enters, how often, the goal, ways out, the control group. */
export function PlanForm(props: Props) {
  return (
    <div className="kit-stack">
      <Triggers {...props} />
      <Entry {...props} />
      <Goal {...props} />
      <Exits {...props} />
      <Control {...props} />
    </div>
  )
}

const TRIGGERS = ['segment', 'event', 'date', 'festival', 'manual'] as const

function emptyTrigger(kind: Trigger['kind']): Trigger {
  if (kind === 'segment') return { kind, segmentId: '' }
  if (kind === 'date') return { kind, trait: '', offsetDays: 0, at: '10:00' }
  if (kind === 'festival') return { kind, festival: '', segmentId: '', offsetDays: 0, at: '10:00' }
  return kind === 'event' ? { kind, event: { name: '', where: [] } } : { kind }
}

function Triggers({ plan, onChange }: Props) {
  const t = useText(texts)
  const { triggers } = plan
  const put = (next: Trigger[]) => onChange({ ...plan, triggers: next })
  const change = (at: number, next: Trigger) =>
    put(triggers.map((one, i) => (i === at ? next : one)))
  return (
    <section className="kit-stack">
      <h3>{t('trigger_title')}</h3>
      {triggers.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a trigger has no name of its own, and its place is what it is.
        <div key={at} className="kit-stack">
          <div className="kit-deeds">
            <Select
              aria-label={t('triggers')}
              value={one.kind}
              options={TRIGGERS.map((value) => ({ value, label: t(`trigger_${value}`) }))}
              onChange={(kind) => change(at, emptyTrigger(kind))}
            />
            <Button type="link" onClick={() => put(triggers.filter((_, i) => i !== at))}>
              {t('remove_line')}
            </Button>
          </div>
          {one.kind === 'segment' && (
            <SegmentField
              liveOnly
              label={t('segment')}
              segmentId={one.segmentId}
              onChange={(segmentId) => change(at, { ...one, segmentId })}
            />
          )}
          {one.kind === 'event' && (
            <EventField
              label={t('event')}
              event={one.event}
              onChange={(event) => change(at, { ...one, event })}
            />
          )}
          {one.kind === 'date' && <DateField date={one} onChange={(date) => change(at, date)} />}
          {one.kind === 'festival' && (
            <FestivalField festival={one} onChange={(festival) => change(at, festival)} />
          )}
        </div>
      ))}
      {triggers.length < LINES_MAX && (
        <Button onClick={() => put([...triggers, emptyTrigger('segment')])}>
          {t('trigger_add')}
        </Button>
      )}
    </section>
  )
}

function Entry({ plan, onChange }: Props) {
  const t = useText(texts)
  const { entry } = plan
  return (
    <section>
      <h3>{t('entry')}</h3>
      <Radio.Group
        value={entry.kind}
        onChange={({ target }) =>
          onChange({
            ...plan,
            entry: target.value === 'again' ? { kind: 'again', afterDays: 30 } : { kind: 'once' },
          })
        }
        options={[
          { value: 'once', label: t('entry_once') },
          { value: 'again', label: t('entry_again') },
        ]}
      />
      {entry.kind === 'again' && (
        <Field label={t('entry_days')}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={730}
              precision={0}
              changeOnWheel={false}
              value={entry.afterDays}
              onChange={(days) => onChange({ ...plan, entry: { ...entry, afterDays: days ?? 1 } })}
            />
          )}
        </Field>
      )}
    </section>
  )
}

function Goal({ plan, onChange }: Props) {
  const t = useText(texts)
  const { goal } = plan
  return (
    <section>
      <h3>{t('goal')}</h3>
      <p className="kit-soft">{t('goal_help')}</p>
      <Radio.Group
        value={goal !== null}
        onChange={({ target }) => onChange({ ...plan, goal: target.value ? bought : null })}
        options={[
          { value: true, label: t('goal_on') },
          { value: false, label: t('goal_none') },
        ]}
      />
      {goal && (
        <EventField
          label={t('event')}
          event={goal}
          onChange={(event) => onChange({ ...plan, goal: event })}
        />
      )}
    </section>
  )
}

type Exit = JourneyPlan['exits'][number]
const EXITS = ['event', 'segment_left'] as const

function emptyExit(kind: Exit['kind']): Exit {
  if (kind === 'event') return { kind, event: { name: '', where: [] } }
  return { kind, segmentId: '' }
}

function Exits({ plan, onChange }: Props) {
  const t = useText(texts)
  const { exits, onReply, ...rest } = plan
  const put = (next: Exit[]) => onChange({ ...plan, exits: next })
  const change = (at: number, next: Exit) => put(exits.map((one, i) => (i === at ? next : one)))
  return (
    <section className="kit-stack">
      <h3>{t('exits')}</h3>
      <p className="kit-soft">{t('exits_help')}</p>
      {exits.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an exit has no name of its own, and its place is what it is.
        <div key={at} className="kit-stack">
          <div className="kit-deeds">
            <Select
              aria-label={t('exits')}
              value={one.kind}
              options={EXITS.map((value) => ({ value, label: t(`exit_${value}`) }))}
              onChange={(kind) => change(at, emptyExit(kind))}
            />
            <Button type="link" onClick={() => put(exits.filter((_, i) => i !== at))}>
              {t('remove_line')}
            </Button>
          </div>
          {one.kind === 'event' ? (
            <EventField
              label={t('event')}
              event={one.event}
              onChange={(event) => change(at, { ...one, event })}
            />
          ) : (
            <SegmentField
              liveOnly
              label={t('segment')}
              segmentId={one.segmentId}
              onChange={(segmentId) => change(at, { ...one, segmentId })}
            />
          )}
        </div>
      ))}
      {exits.length < LINES_MAX && (
        <Button onClick={() => put([...exits, emptyExit('event')])}>{t('exit_add')}</Button>
      )}
      <Checkbox
        checked={onReply === 'leave'}
        onChange={({ target }) =>
          onChange({ ...rest, exits, ...(target.checked ? { onReply: 'leave' } : {}) })
        }
      >
        {t('on_reply')}
      </Checkbox>
      <p className="kit-soft">{t('on_reply_help')}</p>
    </section>
  )
}

const HOLDOUT = { kind: 'holdout', share: 0.1, metric: 'buyers', windowDays: 30 } as const

function Control({ plan, onChange }: Props) {
  return (
    <ControlFields control={plan.control} onChange={(control) => onChange({ ...plan, control })} />
  )
}

/** Whether a part is left out to compare, how large it is and what counts. */
export function ControlFields({
  control,
  onChange: put,
}: {
  control: JourneyPlan['control']
  onChange: (control: JourneyPlan['control']) => void
}) {
  const t = useText(texts)
  return (
    <section className="kit-stack">
      <h3>{t('control_title')}</h3>
      <p className="kit-soft">{t('control_help')}</p>
      <Radio.Group
        value={control.kind}
        onChange={({ target }) =>
          put(target.value === 'none' ? { kind: 'none', reason: '' } : HOLDOUT)
        }
        options={[
          { value: 'holdout', label: t('control_holdout') },
          { value: 'none', label: t('control_none') },
        ]}
      />
      {control.kind === 'none' ? (
        <Field label={t('control_reason')}>
          {(id) => (
            <Input
              id={id}
              value={control.reason}
              maxLength={200}
              onChange={({ target }) => put({ ...control, reason: target.value })}
            />
          )}
        </Field>
      ) : (
        <Holdout control={control} put={put} />
      )}
    </section>
  )
}

type Kept = Extract<JourneyPlan['control'], { kind: 'holdout' }>

function Holdout({ control, put }: { control: Kept; put: (control: Kept) => void }) {
  const t = useText(texts)
  return (
    <>
      <Field label={t('control_share')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={50}
            precision={0}
            changeOnWheel={false}
            suffix="%"
            value={Math.round(control.share * 100)}
            onChange={(share) => put({ ...control, share: (share ?? 1) / 100 })}
          />
        )}
      </Field>
      <Field label={t('control_metric')}>
        {(id) => (
          <Select
            id={id}
            value={control.metric}
            options={journeyMetrics.map((value) => ({ value, label: t(`metric_${value}`) }))}
            onChange={(metric) => put({ ...control, metric })}
          />
        )}
      </Field>
      <Field label={t('control_window')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={365}
            precision={0}
            changeOnWheel={false}
            value={control.windowDays}
            onChange={(days) => put({ ...control, windowDays: days ?? 1 })}
          />
        )}
      </Field>
    </>
  )
}
