import { Alert } from 'antd'
import {
  type Broadcast,
  type BroadcastResults,
  broadcast,
  broadcastResults,
} from '../../../contract/broadcast.ts'
import {
  Card,
  Empty,
  Figures,
  Go,
  GoButton,
  Loaded,
  PageHead,
  useLoad,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { ByAssociate } from './by-associate.tsx'
import { ByHour, ByReason, ByVariant } from './pictures.tsx'
import { RunDeeds } from './run-deeds.tsx'
import { Details, Proof } from './run-side.tsx'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 3_000

/** A broadcast as it runs or ended: whom it reached, whom not and why, who has to do something still. */
export function BroadcastRunPage() {
  const t = useText(texts)
  const id = usePart('id')
  const load = useLoad(`/api/broadcasts/${id}`, broadcast, { every: REFRESH_MS })
  return (
    <Loaded load={load} shape="report">
      {(found) =>
        found.launch ? (
          <Running found={found} />
        ) : (
          <div className="kit-page">
            <PageHead title={found.name} sentence={<StateMark state={found.state} />} />
            <Empty
              what={t('state_draft')}
              why={t('empty_why')}
              action={
                <GoButton to={`/broadcasts/${id}/edit?step=whom`}>{t('step_check')}</GoButton>
              }
            />
          </div>
        )
      }
    </Loaded>
  )
}

function Running({ found }: { found: Broadcast }) {
  const results = useLoad(`/api/broadcasts/${found.id}/results`, broadcastResults, {
    every: REFRESH_MS,
  })
  return (
    <div className="kit-page">
      <PageHead
        title={found.name}
        sentence={
          <>
            <StateMark state={found.state} /> <Said found={found} />
          </>
        }
        deeds={<RunDeeds found={found} results={results.data} />}
      />
      <Stopped found={found} />
      <Numbers found={found} />
      <Loaded load={results} shape="report">
        {(data) => <Results found={found} results={data} />}
      </Loaded>
    </div>
  )
}

/** The page in a sentence. */
function Said({ found: { state, launch, people, segment } }: { found: Broadcast }) {
  const t = useText(texts)
  const when = useWhen()
  if (state === 'freezing') return t('run_freezing')
  if (state === 'waiting' && launch) return t('run_waiting', { when: when(launch.startsAt) })
  const { audience, sent, failed, unsent, waiting, onWay } = people
  return t('run_sentence', { segment, audience, sent, failed, unsent, open: waiting + onWay })
}

/** Who stopped it, when and why. */
function Stopped({ found: { pause, cancellation } }: { found: Broadcast }) {
  const t = useText(texts)
  const when = useWhen()
  if (cancellation) {
    const { cancelledBy, cancelledAt, reason } = cancellation
    const said = { who: cancelledBy ?? t('someone'), when: when(cancelledAt), reason }
    return <Alert type="info" showIcon title={t('cancelled_by', said)} />
  }
  if (!pause) return null
  const said = {
    who: pause.pausedBy ?? t('someone'),
    when: when(pause.pausedAt),
    reason: pause.reason,
  }
  return <Alert type="warning" showIcon title={t('paused_by', said)} />
}

function Numbers({ found: { id, people } }: { found: Broadcast }) {
  const t = useText(texts)
  const { audience, control, sent, waiting, onWay, unsent, failed } = people
  const recipients = (which: string) => `/broadcasts/${id}/people?which=${which}`
  return (
    <Figures
      figures={[
        {
          label: t('figure_audience'),
          definition: t('define_audience'),
          value: audience,
          to: recipients('all'),
        },
        {
          label: t('figure_sent'),
          definition: t('define_sent'),
          value: sent,
          to: `/deliveries?broadcastId=${id}&state=sent`,
        },
        {
          label: t('figure_open'),
          definition: t('define_open'),
          value: waiting + onWay,
          to: onWay > 0 ? `/deliveries?broadcastId=${id}` : recipients('waiting'),
        },
        {
          label: t('figure_unsent'),
          definition: t('define_unsent'),
          value: unsent + failed,
          to: `/deliveries?broadcastId=${id}`,
        },
        {
          label: t('figure_control'),
          definition: t('define_control'),
          value: control,
          to: recipients('control'),
        },
      ]}
    />
  )
}

function Results({ found, results }: { found: Broadcast; results: BroadcastResults }) {
  const t = useText(texts)
  return (
    <div className="kit-two">
      <div className="kit-stack">
        <Card title={t('by_hour')}>
          <ByHour results={results} />
        </Card>
        {results.associates.length > 0 && (
          <Card title={t('by_associate')}>
            <ByAssociate found={found} results={results} />
          </Card>
        )}
        <Card
          title={t('by_reason')}
          extra={<Go to={`/broadcasts/${found.id}/people`}>{t('recipients')}</Go>}
        >
          <ByReason id={found.id} results={results} />
        </Card>
      </div>
      <div className="kit-stack">
        <Card title={t('proof')}>
          <Proof found={found} />
        </Card>
        <Card title={t('by_variant')}>
          <ByVariant found={found} results={results} />
        </Card>
        <Card title={t('details')}>
          <Details found={found} />
        </Card>
      </div>
    </div>
  )
}
