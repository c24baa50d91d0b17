import { App, Button, Segmented, Table, Tag } from 'antd'
import { useState } from 'react'
import {
  type Endpoint,
  type Message,
  message as messageShape,
  replayed,
} from '../../../contract/webhook.ts'
import {
  api,
  Card,
  Empty,
  useDeed,
  useList,
  useMay,
  useText,
  useWhen,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const LIVE_MS = 3_000
const REFRESH = ['/api/endpoints']
const STATES = ['all', 'delivered', 'waiting', 'failed'] as const
const COLORS = { delivered: 'success', waiting: 'warning', failed: 'error' } as const

/** What the address was told, the newest first: every try with its answer, and sending again. */
export function Messages({ endpoint }: { endpoint: Endpoint }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const mayWrite = useMay('developers.write') && endpoint.stoppedAt === null
  const [state, setState] = useState<(typeof STATES)[number]>('all')
  const path = `/api/endpoints/${endpoint.id}`
  const list = useList(`${path}/messages`, messageShape, state === 'all' ? {} : { state }, {
    every: LIVE_MS,
  })
  const told = ({ messages }: { messages: number }) =>
    void message.success(t('resent', { count: messages }))
  const resend = useDeed(
    (id: string) => api.post(`/api/endpoint-messages/${id}/resend`, replayed, {}),
    {
      refresh: REFRESH,
      done: told,
    },
  )
  const resendAll = useDeed(() => api.post(`${path}/resend-failed`, replayed, {}), {
    refresh: REFRESH,
    done: told,
  })
  const choices = STATES.map((value) => ({
    value,
    label: value === 'all' ? t('messages_all') : t(`message_${value}`),
  }))
  return (
    <Card
      title={t('messages')}
      extra={
        <div className="kit-deeds">
          <Segmented value={state} onChange={setState} options={choices} />
          {mayWrite && endpoint.failed > 0 && (
            <Button loading={resendAll.isBusy} onClick={() => resendAll.run(undefined)}>
              {t('resend_failed')}
            </Button>
          )}
        </div>
      }
    >
      {list.rows.length === 0 && !list.isLoading ? (
        <Empty what={t('message_none')} why={t('message_none_why')} />
      ) : (
        <MessageTable
          rows={list.rows}
          isLoading={list.isLoading}
          onResend={mayWrite ? (id) => resend.run(id) : undefined}
        />
      )}
      {list.more && (
        <Button loading={list.isMoreLoading} onClick={list.more}>
          {t('more')}
        </Button>
      )}
    </Card>
  )
}

function MessageTable({
  rows,
  isLoading,
  onResend,
}: {
  rows: readonly Message[]
  isLoading: boolean
  onResend: ((id: string) => void) | undefined
}) {
  const t = useText(texts)
  const when = useWhen()
  return (
    <Table<Message>
      size="small"
      rowKey="id"
      loading={isLoading}
      pagination={false}
      dataSource={[...rows]}
      expandable={{ expandedRowRender: (row) => <Evidence row={row} /> }}
      columns={[
        { title: t('type'), dataIndex: 'type' },
        { title: t('happened'), render: (_, { madeAt }) => <When at={madeAt} /> },
        {
          title: t('message_state'),
          render: (_, { state, dueAt }) => (
            <>
              <Tag color={COLORS[state]}>{t(`message_${state}`)}</Tag>
              {dueAt !== null && (
                <span className="kit-soft">{t('next_try', { when: when(dueAt) })}</span>
              )}
            </>
          ),
        },
        {
          title: t('tries'),
          render: (_, { attempts }) => t('tries_count', { count: attempts.length }),
        },
        {
          title: '',
          align: 'right',
          render: (_, row) =>
            onResend && (
              <Button size="small" onClick={() => onResend(row.id)}>
                {t('resend')}
              </Button>
            ),
        },
      ]}
    />
  )
}

/** The body as it was sent, and what came back each time. */
function Evidence({ row }: { row: Message }) {
  const t = useText(texts)
  return (
    <div className="kit-stack">
      <h3>{t('body')}</h3>
      <pre className="kit-code">{JSON.stringify(JSON.parse(row.body), null, 2)}</pre>
      {row.attempts.map(({ no, at, tookMs, status, trouble, answer }) => (
        <div key={no}>
          <strong>{t('attempt', { no })}</strong> <When at={at} /> · {t('took', { ms: tookMs })} ·{' '}
          {trouble === '' ? `HTTP ${status}` : t(`trouble_${trouble}`)}
          {trouble === '' && (
            <pre className="kit-code">{answer === '' ? t('no_answer') : answer}</pre>
          )}
        </div>
      ))}
    </div>
  )
}
