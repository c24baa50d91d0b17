import { App, Button, Input } from 'antd'
import { useState } from 'react'
import {
  type InFlight,
  inFlight,
  migrationAsked,
  moveProposed,
  type StepMove,
} from '../../../contract/journey-moves.ts'
import {
  api,
  Card,
  Empty,
  GoButton,
  Loaded,
  PageHead,
  useDeed,
  useGo,
  useLoad,
  useMay,
  usePart,
  useText,
} from '../../ui/index.ts'
import { Field } from './field.tsx'
import './journeys.css'
import { MoveTable } from './move-table.tsx'
import { moveTexts } from './move-text.ts'

const REASON_MIN = 2

type Version = InFlight['versions'][number]
/** What was chosen for a place, by `<version> <step>`; what is not in it goes where it was proposed to. */
type Chosen = ReadonlyMap<string, string | null | undefined>

/** Moves people in flight to the newest version: for each step where they go on, with the numbers before the deed. */
export function MovePage() {
  const t = useText(moveTexts)
  const id = usePart('id')
  const load = useLoad(`/api/journeys/${id}/in-flight`, inFlight)
  return (
    <Loaded load={load} shape="report">
      {(flight) => {
        const newest = newestOf(flight)
        const older = flight.versions.filter(({ no, inside }) => no !== newest?.no && inside > 0)
        if (newest && older.length > 0)
          return <Moving id={id} newest={newest} older={older} again={load.reload} />
        return (
          <div className="kit-page">
            <PageHead title={flight.name} sentence={t('sentence_none')} />
            <Empty
              what={t('sentence_none')}
              why={t('launch_finish')}
              action={<GoButton to={`/journeys/${id}`}>{t('back')}</GoButton>}
            />
          </div>
        )
      }}
    </Loaded>
  )
}

function newestOf({ versions }: InFlight): Version | undefined {
  return versions.reduce<Version | undefined>(
    (newest, one) => (newest && newest.no > one.no ? newest : one),
    undefined,
  )
}

function Moving({
  id,
  newest,
  older,
  again,
}: {
  id: string
  newest: Version
  older: readonly Version[]
  again: () => void
}) {
  const t = useText(moveTexts)
  const go = useGo()
  const { message } = App.useApp()
  const mayWrite = useMay('journeys.write')
  const [chosen, setChosen] = useState<Chosen>(new Map())
  const [reason, setReason] = useState('')
  const targetOf = (version: Version, stepId: string) => {
    const place = `${version.no} ${stepId}`
    return chosen.has(place) ? chosen.get(place) : moveProposed(version.plan, newest.plan, stepId)
  }
  const counts = countsOf(older, targetOf)
  const move = useDeed(
    (body: unknown) => api.post(`/api/journeys/${id}/migrations`, migrationAsked, body),
    {
      refresh: ['/api/journeys'],
      done: () => {
        void message.success(t('asked'))
        go(`/journeys/${id}`)
      },
    },
  )
  const deed = async () => {
    const done = await move.runAndWait({
      toVersion: newest.no,
      moves: movesOf(older, targetOf),
      people: counts.moved + counts.departed,
      reason: reason.trim(),
    })
    if (!done) again()
  }
  const isReady = counts.moved + counts.departed > 0 && reason.trim().length >= REASON_MIN
  const says = counts.departed > 0 ? 'deed_out' : 'deed'
  return (
    <div className="kit-page">
      <PageHead
        title={t('title', { version: newest.no })}
        sentence={t('sentence', { ...counts, version: newest.no })}
        deeds={<GoButton to={`/journeys/${id}`}>{t('back')}</GoButton>}
      />
      <p className="kit-soft">{t('help')}</p>
      {older.map((version) => (
        <Card key={version.no} title={t('from', { no: version.no })}>
          <MoveTable
            version={version}
            newest={newest.plan}
            targetOf={(stepId) => targetOf(version, stepId)}
            choose={(stepId, to) =>
              setChosen((before) => new Map(before).set(`${version.no} ${stepId}`, to))
            }
          />
        </Card>
      ))}
      {mayWrite && (
        <Card>
          <div className="kit-stack">
            <Field label={t('why')} help={t('why_needed')}>
              {(field) => (
                <Input
                  id={field}
                  value={reason}
                  maxLength={200}
                  placeholder={t('why_needed')}
                  onChange={({ target }) => setReason(target.value)}
                />
              )}
            </Field>
            <div>
              <Button
                type="primary"
                disabled={!isReady}
                loading={move.isBusy}
                onClick={() => void deed()}
              >
                {t(says, counts)}
              </Button>
            </div>
          </div>
        </Card>
      )}
    </div>
  )
}

type TargetOf = (version: Version, stepId: string) => string | null | undefined

function countsOf(older: readonly Version[], targetOf: TargetOf) {
  const counts = { inside: 0, moved: 0, departed: 0, staying: 0 }
  for (const version of older)
    for (const { stepId, people } of version.steps) {
      const to = targetOf(version, stepId)
      counts.inside += people
      counts[to === undefined ? 'staying' : to === null ? 'departed' : 'moved'] += people
    }
  return counts
}

/** Every step of the versions is named, also where nobody stands now: somebody may come to it before the deed. */
function movesOf(older: readonly Version[], targetOf: TargetOf): StepMove[] {
  return older.flatMap((version) =>
    version.plan.steps.flatMap(({ id: stepId }) => {
      const to = targetOf(version, stepId)
      return to === undefined ? [] : [{ version: version.no, stepId, to }]
    }),
  )
}
