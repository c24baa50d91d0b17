import type { JourneyVersion, StepNumbers } from '../../../contract/journey-view.ts'
import { Go, useFormat, useText } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { texts } from './text.ts'
import { useOutcomeWord, useStepWord } from './words.ts'

type PathTo = (filter: Record<string, string>) => string

/** Every step with who came, who waits, and what came of it; each number opens its people. */
export function NumbersTable({ version, pathTo }: { version: JourneyVersion; pathTo: PathTo }) {
  const t = useText(texts)
  const word = useStepWord()
  return (
    <table className="sop-numbers">
      <thead>
        <tr>
          <th>{t('numbers_step')}</th>
          <th>{t('numbers_came')}</th>
          <th>{t('numbers_waiting')}</th>
          <th>{t('numbers_outcomes')}</th>
          <th>{t('numbers_messages')}</th>
        </tr>
      </thead>
      <tbody>
        {version.plan.steps.map((step) => {
          const numbers = version.steps.find(({ stepId }) => stepId === step.id)
          const { kind, says } = word(step)
          return (
            <tr key={step.id}>
              <th scope="row">
                {says}
                <div className="kit-soft">{kind}</div>
              </th>
              <Cells version={version} numbers={numbers} pathTo={pathTo} />
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Cells({
  version,
  numbers,
  pathTo,
}: {
  version: JourneyVersion
  numbers: StepNumbers | undefined
  pathTo: PathTo
}) {
  const delivery = useText(deliveryTexts)
  const outcome = useOutcomeWord(version.plan)
  if (!numbers) return null
  const { stepId: step, came, waiting, outcomes, messages } = numbers
  return (
    <>
      <td>
        <Count people={came} to={pathTo({ at: 'came', step })} />
      </td>
      <td>
        <Count people={waiting} to={pathTo({ at: 'waiting', step })} />
      </td>
      <td>
        {outcomes.map((one) => (
          <div key={`${one.outcome} ${one.detail}`}>
            {outcome(step, one)}{' '}
            <Count
              people={one.people}
              to={pathTo({ at: 'came', step, outcome: one.outcome, detail: one.detail })}
            />
          </div>
        ))}
      </td>
      <td>
        {messages.map(({ state, people }) => (
          <div key={state}>
            {delivery(`state_${state}`)}{' '}
            <Count people={people} to={pathTo({ at: 'message', step, state })} />
          </div>
        ))}
      </td>
    </>
  )
}

function Count({ people, to }: { people: number; to: string }) {
  const format = useFormat()
  if (people === 0) return <span className="kit-soft">0</span>
  return (
    <Go to={to} className="kit-number">
      {format.count(people)}
    </Go>
  )
}
