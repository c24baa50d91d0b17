import { Alert, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { newestRehearsal, type Rehearsal } from '../../../contract/journey-rehearsal.ts'
import { type Journey, journey as journeyShape } from '../../../contract/journey-view.ts'
import {
  api,
  Empty,
  Loaded,
  PageHead,
  Progress,
  Sentence,
  useDeed,
  useGo,
  useLoad,
  useMay,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import './journeys.css'
import { Report, useRehearsalSentence } from './rehearsal-report.tsx'
import { texts } from './rehearsal-text.ts'
import { problemsHere } from './words.ts'

const LIVE_MS = 1_000
const HUNDRED = 100

/** The draft led through thirty real days: asked for, going on while the page is left, and what it found. */
export function RehearsalPage() {
  const id = usePart('id')
  const journey = useLoad(`/api/journeys/${id}`, journeyShape)
  return (
    <Loaded load={journey} shape="report">
      {(found) => <Page journey={found} />}
    </Loaded>
  )
}

function Page({ journey }: { journey: Journey }) {
  const t = useText(texts)
  const path = `/api/journeys/${journey.id}/rehearsal`
  const [isWaiting, setIsWaiting] = useState(true)
  const load = useLoad(path, newestRehearsal, { every: isWaiting ? LIVE_MS : undefined })
  const found = load.data?.rehearsal ?? null
  const isRunning = found?.state === 'waiting' || found?.state === 'running'
  if (load.data && isRunning !== isWaiting) setIsWaiting(isRunning)
  return (
    <div className="kit-page">
      <PageHead
        title={t('title', { name: journey.name })}
        sentence={t('question')}
        deeds={<Deeds journey={journey} />}
      />
      <Loaded load={load} shape="report">
        {({ rehearsal }) => (
          <>
            {!isRunning && <Ask journey={journey} rehearsal={rehearsal} />}
            <State rehearsal={rehearsal} />
            <Found journey={journey} rehearsal={rehearsal} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Deeds({ journey }: { journey: Journey }) {
  const t = useText(texts)
  const go = useGo()
  return (
    <>
      <Button onClick={() => go(`/journeys/${journey.id}/edit`)}>{t('back')}</Button>
      <Button onClick={() => go('/staff-tasks/settings')}>{t('staff_time')}</Button>
    </>
  )
}

/** The wish, with what has to be mended first. */
function Ask({ journey, rehearsal }: { journey: Journey; rehearsal: Rehearsal | null }) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const { plan, no: draftNo } = journey.draft
  const hasSegment = plan.triggers.some(({ kind }) => kind === 'segment')
  const [withThoseInside, setWithThoseInside] = useState(rehearsal?.withThoseInside ?? hasSegment)
  const ask = useDeed(
    () =>
      api.post(`/api/journeys/${journey.id}/rehearsals`, newestRehearsal, {
        draftNo,
        withThoseInside: hasSegment && withThoseInside,
      }),
    { refresh: [`/api/journeys/${journey.id}`] },
  )
  const problems = problemsHere(plan).length
  if (!mayWrite) return null
  const button = (
    <Button
      type={rehearsal === null || rehearsal.isStale ? 'primary' : 'default'}
      disabled={problems > 0}
      loading={ask.isBusy}
      onClick={() => ask.run(undefined)}
    >
      {t(rehearsal === null ? 'run' : 'run_again')}
    </Button>
  )
  const choice = hasSegment && (
    <Checkbox
      checked={withThoseInside}
      onChange={({ target }) => setWithThoseInside(target.checked)}
    >
      {t('with_inside')}
    </Checkbox>
  )
  return (
    <>
      {problems > 0 && (
        <Alert type="warning" showIcon title={t('not_ready', { count: problems })} />
      )}
      {rehearsal === null ? (
        <Empty
          what={t('empty')}
          why={t('empty_why')}
          action={
            <div className="kit-stack">
              {choice}
              {button}
            </div>
          }
        />
      ) : (
        <div className="kit-deeds">
          {button}
          {choice}
        </div>
      )}
    </>
  )
}

/** How far it is, or why what follows may not hold any more. */
function State({ rehearsal }: { rehearsal: Rehearsal | null }) {
  const t = useText(texts)
  const when = useWhen()
  if (!rehearsal) return null
  const { state, progress, why, doneAt, askedBy } = rehearsal
  if (state === 'failed') return <Alert type="error" showIcon title={t('failed')} />
  if (state !== 'done')
    return (
      <div className="kit-stack" role="status">
        <p>{t('running')}</p>
        <Progress label={t('rehearse')} done={Math.round(progress * HUNDRED)} total={HUNDRED} />
      </div>
    )
  return (
    <>
      {why !== null && <Alert type="warning" showIcon title={t(`stale_${why}`)} />}
      {doneAt !== null && (
        <p className="kit-soft">
          {t('done_at', { when: when(doneAt), who: askedBy ?? t('someone') })}
        </p>
      )}
    </>
  )
}

function Found({ journey, rehearsal }: { journey: Journey; rehearsal: Rehearsal | null }) {
  const sentence = useRehearsalSentence()
  if (!rehearsal?.report) return null
  const { report } = rehearsal
  return (
    <>
      <Sentence>{sentence(report)}</Sentence>
      {report.entered > 0 && (
        <Report report={report} plan={rehearsal.plan} journeyId={journey.id} />
      )}
    </>
  )
}
