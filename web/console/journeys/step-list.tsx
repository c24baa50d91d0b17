import { Button, Dropdown, Tag } from 'antd'
import type { JourneyPlan, JourneyStep, StepKind } from '../../../contract/journey.ts'
import { armsOf, laneOf, MAIN } from '../../../contract/journey-flow.ts'
import type { StepMark } from '../../../contract/journey-rehearsal.ts'
import type { LaunchProblem } from '../../../contract/journey-view.ts'
import { useText, useUndoToast } from '../../ui/index.ts'
import { insert, laneSteps, move, newStep, type Place, remove, sizeOf } from './draft.ts'
import { Marks } from './rehearsal-marks.tsx'
import { texts } from './text.ts'
import { useArmWord, useStepWord } from './words.ts'

type Props = {
  plan: JourneyPlan
  selected: string | null
  problems: readonly LaunchProblem[]
  /** What the rehearsal of this draft found. */
  marks: ReadonlyMap<string, readonly StepMark[]>
  onSelect: (stepId: string | null) => void
  onChange: (plan: JourneyPlan) => void
}

/** The plan as a list, arms indented below their fork: to choose, add, move and delete steps by keyboard too. */
export function StepList(props: Props) {
  const t = useText(texts)
  const { plan, problems, selected, onSelect } = props
  const whole = problems.filter(({ stepId }) => stepId === null).length
  return (
    <>
      <div className="sop-step">
        <button type="button" aria-pressed={selected === null} onClick={() => onSelect(null)}>
          <strong>{t('plan')}</strong>
          {whole > 0 && <Tag color="warning">{t('problems', { count: whole })}</Tag>}
        </button>
      </div>
      {plan.steps.length === 0 && <p className="kit-soft">{t('start_here')}</p>}
      <Lane {...props} lane={MAIN} />
    </>
  )
}

function Lane({ lane, ...props }: Props & { lane: string }) {
  const { plan } = props
  const steps = laneSteps(plan, lane)
  return (
    <ol className="sop-lane">
      {steps.map((step, at) => (
        <li key={step.id}>
          <Line {...props} step={step} isFirst={at === 0} isLast={at === steps.length - 1} />
          <Arms {...props} step={step} />
        </li>
      ))}
      <li>
        <Add {...props} place={{ lane, after: steps.at(-1)?.id ?? null }} />
      </li>
    </ol>
  )
}

function Arms({ step, ...props }: Props & { step: JourneyStep }) {
  const word = useArmWord()
  return armsOf(step).map((arm, at) => (
    <div key={arm.id} className="sop-arms">
      <div className="sop-arm">{word(arm, at)}</div>
      <Lane {...props} lane={laneOf(step.id, arm.id)} />
    </div>
  ))
}

function Line({
  step,
  isFirst,
  isLast,
  plan,
  selected,
  problems,
  marks,
  onSelect,
  onChange,
}: Props & { step: JourneyStep; isFirst: boolean; isLast: boolean }) {
  const t = useText(texts)
  const undoable = useUndoToast()
  const { kind, says } = useStepWord(plan)(step)
  const wrong = problems.some(({ stepId }) => stepId === step.id)
  const drop = () => {
    const count = sizeOf(plan, step.id)
    onChange(remove(plan, step.id))
    if (selected === step.id) onSelect(null)
    undoable({ says: t('removed', { count }), undo: () => onChange(plan) })
  }
  return (
    <div className="sop-step">
      <button type="button" aria-pressed={selected === step.id} onClick={() => onSelect(step.id)}>
        <span>{says}</span>
        <span className="kit-soft">
          {kind} {wrong && <Tag color="warning">{t('problems', { count: 1 })}</Tag>}
          <Marks marks={marks.get(step.id) ?? []} />
        </span>
      </button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'up', label: t('up'), disabled: isFirst },
            { key: 'down', label: t('down'), disabled: isLast },
            { key: 'remove', label: t('remove'), danger: true },
          ],
          onClick: ({ key }) => {
            if (key === 'remove') drop()
            else onChange(move(plan, step.id, key === 'up' ? -1 : 1))
          },
        }}
      >
        <Button
          type="text"
          size="small"
          aria-label={`${says}: ${t('up')}, ${t('down')}, ${t('remove')}`}
        >
          ⋯
        </Button>
      </Dropdown>
    </div>
  )
}

const KINDS = [
  'send',
  'staff_task',
  'wait',
  'wait_until',
  'wait_event',
  'wait_reply',
  'wait_task',
  'branch',
  'split',
  'loop',
  'tag',
  'end',
] as const satisfies readonly StepKind[]

function Add({ plan, place, onChange, onSelect }: Props & { place: Place }) {
  const t = useText(texts)
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: KINDS.map((key) => ({ key, label: t(`kind_${key}`) })),
        onClick: ({ key }) => {
          const kind = KINDS.find((one) => one === key)
          if (!kind) return
          const step = newStep(plan, kind, place.lane)
          onChange(insert(plan, step, place))
          onSelect(step.id)
        },
      }}
    >
      <Button type="link" size="small">
        {t(place.lane === MAIN ? 'add' : 'add_here')}
      </Button>
    </Dropdown>
  )
}
