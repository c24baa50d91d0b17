import type { JourneyPlan, JourneyStep } from '../../../contract/journey.ts'
import { armsOf } from '../../../contract/journey-flow.ts'
import { useText } from '../../ui/index.ts'
import { BOX, type Drawing, layOut } from './flow-layout.ts'
import './journeys.css'
import { texts } from './text.ts'
import { useArmWord, useStepWord } from './words.ts'

const FORKS: readonly JourneyStep['kind'][] = [
  'branch',
  'split',
  'wait_event',
  'wait_reply',
  'wait_task',
]
const SPEAKS: readonly JourneyStep['kind'][] = ['send', 'staff_task']

/** The plan as a drawing: steps below each other, arms side by side. Choosing a box chooses its step. */
export function FlowPicture({
  plan,
  selected,
  wrong = [],
  below,
  onSelect,
}: {
  plan: JourneyPlan
  selected: string | null
  /** Steps with something to mend. */
  wrong?: readonly string[]
  /** A second line of a box, instead of its kind: numbers, where it runs. */
  below?: (stepId: string) => string
  onSelect: (stepId: string) => void
}) {
  const t = useText(texts)
  const step = useStepWord(plan)
  const drawing = layOut(plan)
  if (drawing.boxes.length === 0) return <p className="kit-soft">{t('picture_none')}</p>
  return (
    <div className="sop-picture">
      <section
        className="sop-flow"
        aria-label={t('picture_label')}
        style={{ width: drawing.width, height: drawing.height }}
      >
        <Lines drawing={drawing} />
        {drawing.boxes.map(({ x, y, step: one }) => {
          const { kind, says } = step(one)
          const classes = ['sop-box']
          if (SPEAKS.includes(one.kind)) classes.push('sop-speaks')
          if (FORKS.includes(one.kind)) classes.push('sop-fork')
          if (wrong.includes(one.id)) classes.push('sop-wrong')
          return (
            <button
              key={one.id}
              type="button"
              className={classes.join(' ')}
              aria-pressed={one.id === selected}
              title={says}
              style={{ left: x - BOX.width / 2, top: y, width: BOX.width, height: BOX.height }}
              onClick={() => onSelect(one.id)}
            >
              <span>{says}</span>
              <span className="kit-soft">{below ? below(one.id) : kind}</span>
            </button>
          )
        })}
        <Labels plan={plan} drawing={drawing} />
      </section>
    </div>
  )
}

function Lines({ drawing: { width, height, lines } }: { drawing: Drawing }) {
  return (
    <svg width={width} height={height} aria-hidden="true">
      {lines.map(({ key, from, to }) => {
        const middle = from.y + Math.min(12, (to.y - from.y) / 2)
        return <path key={key} d={`M${from.x} ${from.y} V${middle} H${to.x} V${to.y}`} />
      })}
    </svg>
  )
}

function Labels({ plan, drawing }: { plan: JourneyPlan; drawing: Drawing }) {
  const word = useArmWord()
  return drawing.labels.map(({ key, x, y, stepId, armId }) => {
    const fork = plan.steps.find(({ id }) => id === stepId)
    const arms = fork ? armsOf(fork) : []
    const at = arms.findIndex(({ id }) => id === armId)
    const arm = arms[at]
    const share =
      fork?.kind === 'split' ? ` ${fork.arms.find(({ id }) => id === armId)?.share ?? 0}%` : ''
    return (
      <span key={key} className="sop-label" style={{ left: x, top: y }}>
        {arm ? word(arm, at) : ''}
        {share}
      </span>
    )
  })
}
