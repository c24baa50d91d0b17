import { Alert, App } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { broadcastApproval } from '../../../contract/broadcast.ts'
import { approval as approvalShape, launchCheck } from '../../../contract/journey-view.ts'
import {
  api,
  type Decision,
  Facts,
  Failed,
  Go,
  InboxPage,
  PageSkeleton,
  useDeed,
  useList,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { Reaches } from '../journeys/reaches.tsx'
import { useStepWord } from '../journeys/words.ts'
import { BroadcastEvidence } from './broadcast-evidence.tsx'
import { texts } from './text.ts'
import { VerdictModal } from './verdict-modal.tsx'
import type { OfJourney, Waiting } from './waiting.ts'

const REFRESH_MS = 5_000
const REFRESH = [
  '/api/approvals',
  '/api/broadcast-approvals',
  '/api/broadcasts',
  '/api/journeys',
  '/api/overview',
]
const done = z.object({ ok: z.literal(true) })

type Said = 'approved' | 'refused'

/** Launches that are too large for one person, each with what would be sent and to whom. */
export function ApprovalsPage() {
  const t = useText(texts)
  const { message } = App.useApp()
  const mayDecide = useMay('journeys.write')
  const list = useWaiting()
  const [deciding, setDeciding] = useState<{ item: Waiting; said: Said }>()
  const withdraw = useDeed(({ path, id }: Waiting) => api.del(`${path}/${id}`, done), {
    refresh: REFRESH,
    done: () => void message.success(t('withdrawn')),
  })
  if (list.problem) return <Failed problem={list.problem} retry={list.reload} />
  if (list.isLoading) return <PageSkeleton shape="detail" />
  const say = (said: Said) => (item: Waiting) => setDeciding({ item, said })
  const decisions: Decision<Waiting>[] = [
    {
      key: 'a',
      label: t('approve'),
      tone: 'main',
      run: say('approved'),
      fits: ({ isMine, isStale }) => !isMine && !isStale,
    },
    {
      key: 'r',
      label: t('refuse'),
      tone: 'harm',
      run: say('refused'),
      fits: ({ isMine }) => !isMine,
    },
    {
      key: 'w',
      label: t('withdraw'),
      run: withdraw.run,
      fits: ({ isMine, isStale }) => isMine || isStale,
    },
  ]
  const total = list.rows.length
  return (
    <>
      <InboxPage<Waiting>
        title={t('title')}
        help={t('help')}
        sentence={total > 0 ? t('sentence', { count: total }) : undefined}
        items={list.rows}
        total={total}
        idOf={({ id }) => id}
        evidence={(item) =>
          item.kind === 'journey' ? (
            <Evidence key={item.id} item={item} />
          ) : (
            <BroadcastEvidence key={item.id} item={item} />
          )
        }
        empty={{ what: t('none'), why: t('none_why') }}
        isBusy={withdraw.isBusy}
        decisions={mayDecide ? decisions : []}
      />
      {deciding && (
        <VerdictModal {...deciding} refresh={REFRESH} close={() => setDeciding(undefined)} />
      )}
    </>
  )
}

/** Of SOPs and of broadcasts, the oldest first. */
function useWaiting() {
  const every = { every: REFRESH_MS }
  const journeys = useList('/api/approvals', approvalShape, {}, every)
  const broadcasts = useList('/api/broadcast-approvals', broadcastApproval, {}, every)
  const rows: Waiting[] = [
    ...journeys.rows.map((one) => ({
      ...one,
      kind: 'journey' as const,
      path: '/api/approvals' as const,
    })),
    ...broadcasts.rows.map((one) => ({
      ...one,
      kind: 'broadcast' as const,
      path: '/api/broadcast-approvals' as const,
    })),
  ]
  return {
    rows: rows.sort((a, b) => a.askedAt.localeCompare(b.askedAt)),
    problem: journeys.problem ?? broadcasts.problem,
    isLoading: journeys.isLoading || broadcasts.isLoading,
    reload() {
      journeys.reload()
      broadcasts.reload()
    },
  }
}

/** What it rests on: who asks and why, what would be sent, and how many are reached as things stand now. */
function Evidence({ item }: { item: OfJourney }) {
  const t = useText(texts)
  const step = useStepWord()
  const { journey, plan, isStale } = item
  const check = useLoad(`/api/journeys/${journey.id}/check`, launchCheck)
  const messages = plan.steps.filter(({ kind }) => kind === 'send' || kind === 'staff_task')
  return (
    <div className="kit-stack">
      <h2>{t('asked', { who: item.askedBy ?? t('someone'), count: item.audience })}</h2>
      {isStale && <Alert type="warning" showIcon title={t('stale')} />}
      {item.isMine && !isStale && <Alert type="info" showIcon title={t('mine')} />}
      <Facts
        facts={[
          { label: 'SOP', value: journey.name },
          { label: t('why'), value: item.reason },
          { label: t('when'), value: <When at={item.askedAt} /> },
        ]}
      />
      <section>
        <h3>{t('what')}</h3>
        <ol>
          {messages.map((message) => (
            <li key={message.id}>{step(message).says}</li>
          ))}
        </ol>
      </section>
      {check.data && <Reaches check={check.data} plan={plan} />}
      <p>
        <Go to={`/journeys/${journey.id}/edit`}>{t('open_draft')}</Go>
      </p>
    </div>
  )
}
