import { Alert, Button, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type Journey,
  type JourneyVersion,
  journey as journeyShape,
  journeyVersion,
} from '../../../contract/journey-view.ts'
import { retrospectives } from '../../../contract/retrospective.ts'
import {
  api,
  Card,
  Empty,
  Figures,
  Go,
  GoButton,
  Loaded,
  PageHead,
  useAddress,
  useDeed,
  useFormat,
  useGo,
  useLoad,
  useMay,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { AddModal } from './add-modal.tsx'
import { ApprovalNote } from './approval-note.tsx'
import { EndModal } from './end-modal.tsx'
import { FlowPicture } from './flow-picture.tsx'
import { InFlightNote } from './in-flight-note.tsx'
import { moveTexts } from './move-text.ts'
import { NumbersTable } from './numbers-table.tsx'
import { PauseModal } from './pause-modal.tsx'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'
import { Trials } from './trials.tsx'
import { useLeftWord } from './words.ts'

const REFRESH_MS = 5_000
/** The newest ones; of what is older the list of retrospectives tells. */
const RETROSPECTIVES_LOOKED_AT = 100
const done = z.object({ ok: z.literal(true) })

/** An SOP as it runs: who is where, what became of them, and the brakes. */
export function JourneyRunPage() {
  const t = useText(texts)
  const id = usePart('id')
  const load = useLoad(`/api/journeys/${id}`, journeyShape, { every: REFRESH_MS })
  return (
    <Loaded load={load} shape="report">
      {(journey) => {
        const [newest] = journey.versions
        if (newest) return <Running journey={journey} newest={newest.no} />
        return (
          <div className="kit-page">
            <PageHead title={journey.name} sentence={<StateMark state={journey.state} />} />
            <Empty
              what={t('run_sentence_none')}
              why={t('empty_why')}
              action={<GoButton to={`/journeys/${id}/edit`}>{t('edit')}</GoButton>}
            />
          </div>
        )
      }}
    </Loaded>
  )
}

function Running({ journey, newest }: { journey: Journey; newest: number }) {
  const t = useText(texts)
  const address = useAddress()
  const no = Number(address.get('version') ?? newest)
  const load = useLoad(`/api/journeys/${journey.id}/versions/${no}`, journeyVersion, {
    every: REFRESH_MS,
  })
  const { entered, inside, arrived, control } = journey.people
  return (
    <div className="kit-page">
      <PageHead
        title={journey.name}
        sentence={
          <>
            <StateMark state={journey.state} />{' '}
            {entered === 0
              ? t('run_sentence_none')
              : t('run_sentence', { entered, inside, arrived, control })}
          </>
        }
        deeds={<RunDeeds journey={journey} />}
      />
      <ApprovalNote journey={journey} />
      <Stopped journey={journey} />
      <InFlightNote journey={journey} />
      <Versions journey={journey} no={no} choose={(version) => address.change({ version })} />
      <Loaded load={load} shape="report">
        {(version) => <Version journey={journey} version={version} />}
      </Loaded>
    </div>
  )
}

function RunDeeds({ journey }: { journey: Journey }) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const [modal, setModal] = useState<'pause' | 'end' | 'add'>()
  const close = () => setModal(undefined)
  const resume = useDeed(() => api.del(`/api/journeys/${journey.id}/pause`, done), {
    refresh: ['/api/journeys', '/api/channel'],
  })
  const { state } = journey
  const isRunning = state === 'running'
  return (
    <>
      <GoButton to={`/journeys/${journey.id}/edit`}>{t('edit')}</GoButton>
      {mayWrite && isRunning && <Button onClick={() => setModal('add')}>{t('add_people')}</Button>}
      {mayWrite && (isRunning || state === 'ending') && (
        <Button onClick={() => setModal('pause')}>{t('pause')}</Button>
      )}
      {mayWrite && state === 'paused' && (
        <Button type="primary" loading={resume.isBusy} onClick={() => resume.run(undefined)}>
          {t('resume')}
        </Button>
      )}
      {mayWrite && (isRunning || state === 'paused') && (
        <Button danger onClick={() => setModal('end')}>
          {t('end')}
        </Button>
      )}
      {modal === 'pause' && <PauseModal journey={journey} close={close} />}
      {modal === 'end' && <EndModal journey={journey} close={close} />}
      {modal === 'add' && <AddModal journey={journey} close={close} />}
    </>
  )
}

/** Who stopped it, when and why. */
function Stopped({ journey: { pause, ending } }: { journey: Journey }) {
  const t = useText(texts)
  const when = useWhen()
  if (ending) {
    const { endedBy, endedAt, reason } = ending
    const said = { who: endedBy ?? t('someone'), when: when(endedAt), reason }
    return <Alert type="info" showIcon title={t('ended_by', said)} />
  }
  if (!pause) return null
  const { pausedBy, pausedAt, reason } = pause
  const said = { who: pausedBy ?? t('someone'), when: when(pausedAt), reason }
  return <Alert type="warning" showIcon title={t('paused_by', said)} />
}

function Versions({
  journey: { versions },
  no,
  choose,
}: {
  journey: Journey
  no: number
  choose: (version: string) => void
}) {
  const t = useText(texts)
  const when = useWhen()
  const version = versions.find((one) => one.no === no)
  if (!version) return null
  const { publishedBy, publishedAt, approvedBy, entered, inside, experimentId } = version
  return (
    <div className="kit-deeds">
      <Select
        aria-label={t('versions')}
        value={no}
        options={versions.map((one) => ({ value: one.no, label: t('version', { no: one.no }) }))}
        onChange={(next) => choose(String(next))}
      />
      <span className="kit-soft">
        {t('version_launched', { who: publishedBy ?? t('someone'), when: when(publishedAt) })} ·{' '}
        {approvedBy !== null && `${t('version_approved', { who: approvedBy })} · `}
        {t('version_people', { entered, inside })}
      </span>
      {experimentId !== null && <Proof experimentId={experimentId} />}
    </div>
  )
}

/** Where the answer stands: the retrospective once there is one, until then the experiment. */
function Proof({ experimentId }: { experimentId: string }) {
  const t = useText(texts)
  const written = useLoad('/api/retrospectives', retrospectives, {
    query: { limit: RETROSPECTIVES_LOOKED_AT },
    every: REFRESH_MS,
    enabled: useMay('insight.read'),
  })
  const found = written.data?.items.find((one) => one.experimentId === experimentId)
  if (found) return <Go to={`/retrospectives/${found.id}`}>{t('see_retrospective')}</Go>
  return <Go to="/experiments">{t('see_experiment')}</Go>
}

function Version({ journey, version }: { journey: Journey; version: JourneyVersion }) {
  const t = useText(texts)
  const move = useText(moveTexts)
  const go = useGo()
  const format = useFormat()
  const people = (filter: Record<string, string>) => peoplePath(journey.id, version.no, filter)
  const { entered, inside, arrived, control, moved } = version.people
  const figure = (key: 'entered' | 'inside' | 'control', value: number) => ({
    label: t(key),
    definition: t(`define_${key}`),
    value,
    to: people({ at: key }),
  })
  return (
    <>
      <Figures
        figures={[
          figure('entered', entered),
          figure('inside', inside),
          {
            label: t('arrived'),
            definition: t('define_arrived'),
            value: arrived,
            to: people({ at: 'left', reason: 'goal' }),
          },
          figure('control', control),
          ...(moved === 0
            ? []
            : [
                {
                  label: move('moved'),
                  definition: move('define_moved'),
                  value: moved,
                  to: people({ at: 'moved' }),
                },
              ]),
        ]}
      />
      <Card title={t('numbers')}>
        <NumbersTable journeyId={journey.id} version={version} pathTo={people} />
      </Card>
      <Trials journeyId={journey.id} version={version} />
      <div className="kit-two">
        <Card title={t('picture')}>
          <FlowPicture
            plan={version.plan}
            selected={null}
            below={(stepId) => {
              const step = version.steps.find((one) => one.stepId === stepId)
              return `${t('numbers_came')} ${format.count(step?.came ?? 0)} · ${t('numbers_waiting')} ${format.count(step?.waiting ?? 0)}`
            }}
            onSelect={(step) => go(people({ at: 'came', step }))}
          />
        </Card>
        <Left version={version} pathTo={people} />
      </div>
    </>
  )
}

function Left({
  version: { left },
  pathTo,
}: {
  version: JourneyVersion
  pathTo: (filter: Record<string, string>) => string
}) {
  const t = useText(texts)
  const word = useLeftWord()
  const format = useFormat()
  return (
    <Card title={t('numbers_left')}>
      {left.length === 0 && <p className="kit-soft">{t('no_numbers')}</p>}
      {left.map(({ reason, people }) => (
        <p key={reason} className="kit-row">
          <span>{word(reason)}</span>
          <Go to={pathTo({ at: 'left', reason })}>{format.count(people)}</Go>
        </p>
      ))}
    </Card>
  )
}

/** The list of the people behind a number of a version. */
function peoplePath(id: string, version: number, filter: Record<string, string>): string {
  const query = new URLSearchParams({ version: String(version), ...filter })
  return `/journeys/${id}/people?${query}`
}
