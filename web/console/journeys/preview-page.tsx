import { Alert, Button, DatePicker, Switch } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { JourneyPlan, JourneyStep } from '../../../contract/journey.ts'
import { type Journey, journey as journeyShape } from '../../../contract/journey-view.ts'
import {
  type WalkedStep,
  type Walkthrough,
  walkthrough,
} from '../../../contract/journey-walkthrough.ts'
import {
  Card,
  Empty,
  Loaded,
  PageHead,
  Sentence,
  useAnswer,
  useGo,
  useHouse,
  useLoad,
  useMay,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { Field } from './field.tsx'
import './journeys.css'
import { PersonField, type Picked } from './person-field.tsx'
import { useReasonWord } from './reason-word.ts'
import { TestModal } from './test-modal.tsx'
import { texts } from './try-text.ts'
import { problemsHere, useOutcomeWord, useStepWord } from './words.ts'

/** The draft as one customer would go through it: their way, the times, how each message reads, what is held back. */
export function PreviewPage() {
  const id = usePart('id')
  const load = useLoad(`/api/journeys/${id}`, journeyShape)
  return (
    <Loaded load={load} shape="report">
      {(journey) => <Page journey={journey} />}
    </Loaded>
  )
}

function Page({ journey }: { journey: Journey }) {
  const t = useText(texts)
  const go = useGo()
  const house = useHouse()
  const { plan, no: draftNo } = journey.draft
  const [picked, setPicked] = useState<Picked[]>([])
  const [start, setStart] = useState(() => dayjs(house.now()).second(0).millisecond(0))
  const [hears, setHears] = useState<readonly string[]>([])
  const problems = problemsHere(plan).length
  const [who] = picked
  const asked =
    who && problems === 0
      ? { draftNo, customerId: who.value, startAt: start.toISOString(), hears }
      : undefined
  const load = useAnswer(`/api/journeys/${journey.id}/walkthrough`, walkthrough, asked)
  return (
    <div className="kit-page">
      <PageHead
        title={t('title', { name: journey.name })}
        sentence={t('question')}
        deeds={<Button onClick={() => go(`/journeys/${journey.id}/edit`)}>{t('back')}</Button>}
      />
      {problems > 0 && (
        <Alert type="warning" showIcon title={t('not_ready', { count: problems })} />
      )}
      <div className="kit-two">
        <div>
          <span>{t('who')}</span>
          <PersonField label={t('who')} picked={picked} onPick={setPicked} />
        </div>
        <Field label={t('start')}>
          {(id) => (
            <DatePicker
              id={id}
              showTime={{ format: 'HH:mm' }}
              format="YYYY-MM-DD HH:mm"
              allowClear={false}
              value={start}
              onChange={(next) => next && setStart(next)}
            />
          )}
        </Field>
      </div>
      {asked === undefined ? (
        <Empty what={t('empty')} why={t('empty_why')} />
      ) : (
        <Loaded load={load} shape="list">
          {(walked) => (
            <Walked
              walked={walked}
              journey={journey}
              plan={plan}
              hears={hears}
              hear={(stepId, isHeard) =>
                setHears(isHeard ? [...hears, stepId] : hears.filter((id) => id !== stepId))
              }
            />
          )}
        </Loaded>
      )}
    </div>
  )
}

/** What is waited for may be supposed to happen. */
const SUPPOSED: readonly JourneyStep['kind'][] = ['wait_event', 'wait_reply', 'wait_task']

type Hearing = { hears: readonly string[]; hear: (stepId: string, isHeard: boolean) => void }

function Walked({
  walked,
  journey,
  plan,
  ...hearing
}: { walked: Walkthrough; journey: Journey; plan: JourneyPlan } & Hearing) {
  const t = useText(texts)
  const [testing, setTesting] = useState<JourneyStep>()
  const says = useSentence()
  return (
    <>
      <Sentence>{says(walked)}</Sentence>
      <Card title={t('path')}>
        <ol className="sop-lane">
          {walked.steps.map((step) => (
            <li key={`${step.stepId} ${step.at} ${step.outcome}`}>
              <Step step={step} plan={plan} test={setTesting} {...hearing} />
            </li>
          ))}
        </ol>
      </Card>
      <p className="kit-soft">{t('method')}</p>
      {testing && (
        <TestModal
          journeyId={journey.id}
          draftNo={journey.draft.no}
          step={testing}
          customerId={walked.customer.id}
          close={() => setTesting(undefined)}
        />
      )}
    </>
  )
}

function useSentence(): (walked: Walkthrough) => string {
  const t = useText(texts)
  const when = useWhen()
  return ({ customer: { name }, startAt, endsAt, steps }) => {
    const count = steps.filter(({ outcome }) => outcome === 'planned').length
    const held = steps.filter(({ outcome, message }) => outcome === 'skipped' && message).length
    const skipped = held === 0 ? t('skipped_none') : t('skipped', { count: held })
    const said = { from: when(startAt), name, count, skipped }
    return endsAt === null ? t('sentence_long', said) : t('sentence', { ...said, to: when(endsAt) })
  }
}

function Step({
  step,
  plan,
  test,
  hears,
  hear,
}: { step: WalkedStep; plan: JourneyPlan; test: (step: JourneyStep) => void } & Hearing) {
  const t = useText(texts)
  const word = useStepWord()
  const outcome = useOutcomeWord(plan)
  const reason = useReasonWord()
  const when = useWhen()
  const mayWrite = useMay('journeys.write')
  const found = plan.steps.find(({ id }) => id === step.stepId)
  if (!found) return null
  const isHeard = hears.includes(step.stepId)
  return (
    <div className="kit-stack sop-walked">
      <div className="kit-row">
        <strong>{word(found).says}</strong>
        <span className="kit-soft">{when(step.at)}</span>
      </div>
      {step.putOff.map((one) => (
        <span key={one.until} className="kit-soft">
          {t('waited_for', { reason: reason(one.reason), when: when(one.until) })}
        </span>
      ))}
      <div className="kit-row">
        <span>{outcome(step.stepId, step)}</span>
        {SUPPOSED.includes(found.kind) && (
          <Switch
            checked={isHeard}
            checkedChildren={t('hears')}
            unCheckedChildren={t('hears_not')}
            onChange={(next) => hear(step.stepId, next)}
          />
        )}
        {step.message && mayWrite && (
          <Button size="small" onClick={() => test(found)}>
            {t('test')}
          </Button>
        )}
      </div>
      {step.message && <Message message={step.message} />}
    </div>
  )
}

function Message({ message }: { message: NonNullable<WalkedStep['message']> }) {
  const t = useText(texts)
  const { text, subject, sender, lacking, carrier } = message
  const isFromBrand = carrier !== 'wecom_mass' && carrier !== 'staff_task'
  const names = lacking.join(' / ')
  return (
    <blockquote className="sop-reads">
      {subject !== null && <strong>{subject}</strong>}
      <p>{text ?? t('unreadable', { names })}</p>
      <span className="kit-soft">
        {sender !== '' && t('by', { who: sender })}
        {isFromBrand && t('by_brand')}
        {text !== null && lacking.length > 0 && ` · ${t('lacking', { names })}`}
      </span>
    </blockquote>
  )
}
