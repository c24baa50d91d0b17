import type { z } from 'zod'
import type { JourneyStep } from '../../../contract/journey.ts'
import {
  type JourneyVersion,
  journeyAnswers,
  type StepNumbers,
} from '../../../contract/journey-view.ts'
import { Explain, Go, useFormat, useLoad, useText } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { texts } from './text.ts'
import { useOutcomeWord, useStepWord } from './words.ts'

/** Who answered is counted in history, and rarely changes from one second to the next. */
const ANSWERS_MS = 15_000

type PathTo = (filter: Record<string, string>) => string

/** Every step with who came, who waits, and what came of it; each number opens its people. */
export function NumbersTable({
  journeyId,
  version,
  pathTo,
}: {
  journeyId: string
  version: JourneyVersion
  pathTo: PathTo
}) {
  const t = useText(texts)
  const word = useStepWord()
  const path = `/api/journeys/${journeyId}/versions/${version.no}/answers`
  const answers = useLoad(path, journeyAnswers, { every: ANSWERS_MS }).data
  const days = answers?.days ?? 0
  return (
    <table className="sop-numbers">
      <thead>
        <tr>
          <th>{t('numbers_step')}</th>
          <th>{t('numbers_came')}</th>
          <th>{t('numbers_waiting')}</th>
          <th>{t('numbers_outcomes')}</th>
          <th>{t('numbers_messages')}</th>
          <th>
            {t('numbers_clicked')}
            <Explain what={t('numbers_clicked')}>{t('numbers_clicked_help')}</Explain>
          </th>
          <th>
            {t('numbers_replied')}
            <Explain what={t('numbers_replied')}>{t('numbers_replied_help', { days })}</Explain>
          </th>
          <th>
            {t('numbers_bought')}
            <Explain what={t('numbers_bought')}>{t('numbers_bought_help', { days })}</Explain>
          </th>
          <th>
            {t('numbers_gone')}
            <Explain what={t('numbers_gone')}>{t('numbers_gone_help')}</Explain>
          </th>
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
              <Answers
                step={step}
                numbers={numbers}
                answers={answers && answersTo(answers, step.id)}
                pathTo={pathTo}
              />
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

/** What came after its message. Only messages have answers, and nothing is shown where nothing is known. */
function Answers({
  step: { id: step, kind },
  numbers,
  answers,
  pathTo,
}: {
  step: JourneyStep
  numbers: StepNumbers | undefined
  answers: { replied: number; bought: number } | null | undefined
  pathTo: PathTo
}) {
  const t = useText(texts)
  if (!numbers) return null
  const { clicked, clicks, left } = numbers
  const isMessage = kind === 'send' || kind === 'staff_task'
  return (
    <>
      <td>
        {isMessage && <Count people={clicked} to={pathTo({ at: 'clicked', step })} />}
        {clicks > 0 && <div className="kit-soft">{t('numbers_clicks', { count: clicks })}</div>}
      </td>
      {(['replied', 'bought'] as const).map((at) => (
        <td key={at}>
          {isMessage && (answers ? <Count people={answers[at]} to={pathTo({ at, step })} /> : '—')}
        </td>
      ))}
      <td>
        <Count people={left} to={pathTo({ at: 'left', step })} />
      </td>
    </>
  )
}

/** Null while history is away; a step that nobody answered is not in the list. */
function answersTo({ steps }: z.infer<typeof journeyAnswers>, stepId: string) {
  if (steps === null) return null
  return steps.find((one) => one.stepId === stepId) ?? { replied: 0, bought: 0 }
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
