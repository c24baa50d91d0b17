import { Select } from 'antd'
import type { JourneyPlan, JourneyStep } from '../../../contract/journey.ts'
import { armsOf, MAIN } from '../../../contract/journey-flow.ts'
import type { InFlight } from '../../../contract/journey-moves.ts'
import { useFormat, useText } from '../../ui/index.ts'
import { moveTexts } from './move-text.ts'
import { useArmWord, useStepWord } from './words.ts'

const STAY = ' stay'
const LEAVE = ' leave'

type Target = string | null | undefined

/** The steps of an older version with who stands there, and where each goes on. Those where nobody stands are folded. */
export function MoveTable({
  version: { plan, steps },
  newest,
  targetOf,
  choose,
}: {
  version: InFlight['versions'][number]
  newest: JourneyPlan
  targetOf: (stepId: string) => Target
  choose: (stepId: string, to: Target) => void
}) {
  const t = useText(moveTexts)
  const people = new Map(steps.map((one) => [one.stepId, one.people]))
  const rows = (some: readonly JourneyStep[]) => (
    <Rows
      steps={some}
      plan={plan}
      newest={newest}
      peopleAt={(stepId) => people.get(stepId) ?? 0}
      targetOf={targetOf}
      choose={choose}
    />
  )
  const empty = plan.steps.filter(({ id }) => !people.has(id))
  return (
    <>
      {rows(plan.steps.filter(({ id }) => people.has(id)))}
      {empty.length > 0 && (
        <details>
          <summary>{t('empty_steps', { count: empty.length })}</summary>
          <p className="kit-soft">{t('empty_steps_help')}</p>
          {rows(empty)}
        </details>
      )}
    </>
  )
}

function Rows({
  steps,
  plan,
  newest,
  peopleAt,
  targetOf,
  choose,
}: {
  steps: readonly JourneyStep[]
  plan: JourneyPlan
  newest: JourneyPlan
  peopleAt: (stepId: string) => number
  targetOf: (stepId: string) => Target
  choose: (stepId: string, to: Target) => void
}) {
  const t = useText(moveTexts)
  const format = useFormat()
  const word = useStepWord(plan)
  const options = useOptions(newest)
  return (
    <table className="sop-numbers">
      <thead>
        <tr>
          <th>{t('stands_at')}</th>
          <th>{t('people')}</th>
          <th>{t('goes_to')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => {
          const { kind, says } = word(step)
          const to = targetOf(step.id)
          return (
            <tr key={step.id}>
              <th scope="row">
                {says}
                <div className="kit-soft">{kind}</div>
              </th>
              <td className="kit-number">{format.count(peopleAt(step.id))}</td>
              <td>
                <Select
                  aria-label={`${says} ${t('goes_to')}`}
                  className="sop-move-to"
                  value={to === undefined ? STAY : (to ?? LEAVE)}
                  options={options}
                  onChange={(value) => choose(step.id, targetFrom(value))}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function targetFrom(value: string): Target {
  if (value === STAY) return undefined
  return value === LEAVE ? null : value
}

/** The steps of the new version in their order, each in an arm with the arm's name; then leaving, and staying. */
function useOptions(plan: JourneyPlan): { value: string; label: string }[] {
  const t = useText(moveTexts)
  const word = useStepWord(plan)
  const armWord = useArmWord()
  const steps = plan.steps.map((step, at) => {
    const no = at + 1
    const { kind, says } = word(step)
    const text = says === kind ? says : `${kind} · ${says}`
    if (step.lane === MAIN) return { value: step.id, label: t('to_step', { no, says: text }) }
    const [above = '', armId = ''] = step.lane.split('.')
    const fork = plan.steps.find(({ id }) => id === above)
    const arms = fork ? armsOf(fork) : []
    const place = arms.findIndex(({ id }) => id === armId)
    const arm = arms[place]
    const named = arm ? armWord(arm, place) : armId
    return { value: step.id, label: t('to_in', { no, says: text, arm: named }) }
  })
  return [{ value: STAY, label: t('to_stay') }, ...steps, { value: LEAVE, label: t('to_leave') }]
}
