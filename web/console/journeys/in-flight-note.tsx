import { Alert } from 'antd'
import { type InFlight, inFlight } from '../../../contract/journey-moves.ts'
import type { Journey } from '../../../contract/journey-view.ts'
import { Card, Go, GoButton, useFormat, useLoad, useMay, useText, useWhen } from '../../ui/index.ts'
import { moveTexts } from './move-text.ts'
import { texts } from './text.ts'
import { useStepWord } from './words.ts'

const REFRESH_MS = 5_000

/** People on their way by older versions, people who are being moved, and an SOP that is drained. */
export function InFlightNote({ journey }: { journey: Journey }) {
  const isDraining = journey.state === 'ending'
  const [newest, ...older] = journey.versions
  const behind = older.reduce((sum, { inside }) => sum + inside, 0)
  const flight = useLoad(`/api/journeys/${journey.id}/in-flight`, inFlight, {
    every: REFRESH_MS,
    enabled: isDraining || older.length > 0,
  }).data
  if (!flight || !newest) return null
  return (
    <>
      {flight.migration && <Moved migration={flight.migration} />}
      {behind > 0 && flight.migration?.isDone !== false && journey.state !== 'ended' && (
        <Behind id={journey.id} newest={newest.no} people={behind} />
      )}
      {isDraining && <Draining journeyId={journey.id} flight={flight} />}
    </>
  )
}

function Moved({ migration }: { migration: NonNullable<InFlight['migration']> }) {
  const t = useText(moveTexts)
  const says = useText(texts)
  const when = useWhen()
  const { toVersion: version, moved, departed, askedBy, askedAt, reason, isDone } = migration
  const said = { version, moved, departed, reason }
  const title = isDone
    ? t('was_moved', { ...said, who: askedBy ?? says('someone'), when: when(askedAt) })
    : t('moving', said)
  return <Alert type={isDone ? 'info' : 'warning'} showIcon title={title} />
}

function Behind({ id, newest, people }: { id: string; newest: number; people: number }) {
  const t = useText(moveTexts)
  const mayWrite = useMay('journeys.write')
  return (
    <Alert
      type="info"
      showIcon
      title={t('older', { people })}
      action={
        mayWrite && (
          <GoButton to={`/journeys/${id}/move`}>{t('move', { version: newest })}</GoButton>
        )
      }
    />
  )
}

/** How many are still inside, at which step, and when the last is out. */
function Draining({ journeyId, flight }: { journeyId: string; flight: InFlight }) {
  const t = useText(moveTexts)
  const when = useWhen()
  const { lastOutAt, versions } = flight
  const people = versions.reduce((sum, { inside }) => sum + inside, 0)
  if (people === 0 || lastOutAt === null) return <Card>{t('drain_done')}</Card>
  return (
    <Card title={t('drain', { people })}>
      <p>{t('drain_last', { when: when(lastOutAt) })}</p>
      <table className="sop-numbers">
        <thead>
          <tr>
            <th>{t('stands_at')}</th>
            <th>{t('drain_version')}</th>
            <th>{t('people')}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => (
            <StandingAt key={version.no} journeyId={journeyId} version={version} />
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function StandingAt({
  journeyId,
  version: { no, plan, steps },
}: {
  journeyId: string
  version: InFlight['versions'][number]
}) {
  const t = useText(moveTexts)
  const format = useFormat()
  const word = useStepWord(plan)
  return plan.steps.map((step) => {
    const people = steps.find(({ stepId }) => stepId === step.id)?.people ?? 0
    if (people === 0) return null
    const { kind, says } = word(step)
    const query = new URLSearchParams({ version: String(no), at: 'waiting', step: step.id })
    return (
      <tr key={step.id}>
        <th scope="row">
          {says}
          <div className="kit-soft">{kind}</div>
        </th>
        <td>{t('from', { no })}</td>
        <td>
          <Go to={`/journeys/${journeyId}/people?${query}`} className="kit-number">
            {format.count(people)}
          </Go>
        </td>
      </tr>
    )
  })
}
