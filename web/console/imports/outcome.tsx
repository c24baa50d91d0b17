import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { ImportResult, ImportState } from '../../../contract/import.ts'
import {
  Facts,
  Go,
  Money,
  Progress,
  Sentence,
  TypedConfirm,
  useDeed,
  useFormat,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { errorsHref, imports, isLive, REFRESH } from './door.ts'
import { Share } from './share.tsx'
import { Taken } from './taken.tsx'
import { texts } from './text.ts'
import { shareRead } from './words.ts'

const UNDOABLE: readonly ImportState[] = ['finished', 'failed', 'cancelled']

/** How far it is, and what came of it. */
export function Outcome({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const cancel = useDeed(() => imports.cancel(data.id), { refresh: REFRESH })
  const canStop = data.state === 'queued' || data.state === 'running'
  const canUndo = !isLive(data) && UNDOABLE.includes(data.state) && data.rowsTaken > 0
  const { failure } = data
  return (
    <div className="kit-stack">
      {isLive(data) ? <Moving data={data} /> : <Result data={data} />}
      {failure && (
        <Alert
          type="error"
          showIcon
          title={failure.code === 'file_gone' ? t('failure_file_gone') : t('failure', failure)}
        />
      )}
      <div className="kit-deeds">
        {canStop && (
          <Button onClick={() => cancel.run(undefined)} loading={cancel.isBusy}>
            {t('stop')}
          </Button>
        )}
        {data.rowsFailed > 0 && (
          <Button href={errorsHref(data.id)}>{t('errors_file', { count: data.rowsFailed })}</Button>
        )}
        {canUndo && <Undo data={data} />}
      </div>
    </div>
  )
}

/** The file first, then its rows as they become customers and orders. */
function Moving({ data }: { data: ImportResult }) {
  const t = useText(texts)
  if (data.state === 'undoing') return <p>{t('undoing')}</p>
  const { rowsTaken, rowsWaiting } = data
  return (
    <>
      <p>{t(data.state === 'queued' ? 'queued' : 'running')}</p>
      <Share label={t('reading', { count: data.rowsRead })} share={shareRead(data)} />
      {rowsTaken > 0 && (
        <div>
          <p className="kit-soft">{t('waiting', { count: rowsWaiting })}</p>
          <Progress label={t('state_working')} done={rowsTaken - rowsWaiting} total={rowsTaken} />
        </div>
      )}
    </>
  )
}

function Result({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const when = useWhen()
  const { state, orders, rowsTaken } = data
  if (state === 'undone') {
    const { undoneAt, takenBack, kind } = data
    const begin = t('undone', { when: undoneAt === null ? '' : when(undoneAt) })
    if (!takenBack) return <Sentence>{begin}</Sentence>
    return <Taken begin={begin} taken={takenBack} kind={kind} />
  }
  if (state === 'cancelled' && rowsTaken === 0) return <Sentence>{t('discarded')}</Sentence>
  return (
    <>
      <ResultSentence data={data} />
      {orders && <OrderFacts orders={orders} />}
      {orders ? (
        <Go to={`/orders?importId=${data.id}`}>{t('see_orders')}</Go>
      ) : (
        <Go to="/customers">{t('see_customers')}</Go>
      )}
    </>
  )
}

function ResultSentence({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const format = useFormat()
  const { state, orders, rowsTaken, rowsFailed } = data
  const begin =
    state === 'cancelled' ? t('stopped') : state === 'failed' ? t('broken_off') : t('ended')
  return (
    <Sentence>
      {begin}
      {orders
        ? t('result_orders', {
            created: orders.created,
            changed: orders.changed,
            unchanged: orders.unchanged,
            customers: orders.customers,
            paid: format.money(orders.paid),
          })
        : t('result_customers', { count: rowsTaken })}
      {rowsFailed > 0 ? t('result_failed', { count: rowsFailed }) : t('result_clean')}
    </Sentence>
  )
}

/** What the new orders came to. */
function OrderFacts({ orders }: { orders: NonNullable<ImportResult['orders']> }) {
  const t = useText(texts)
  const format = useFormat()
  const day = (at: string) => format.day(format.dayOf(at))
  const { firstAt, lastAt } = orders
  return (
    <Facts
      facts={[
        { label: t('amount'), value: <Money minor={orders.amount} /> },
        { label: t('paid'), value: <Money minor={orders.paid} /> },
        { label: t('refunded'), value: <Money minor={orders.refunded} /> },
        { label: t('unpaid'), value: t('orders_count', { count: orders.unpaid }) },
        ...(firstAt === null || lastAt === null
          ? []
          : [
              {
                label: t('dates'),
                value: t('span', { from: day(firstAt), to: day(lastAt) }),
              },
            ]),
      ]}
    />
  )
}

function Undo({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const [isOpen, setIsOpen] = useState(false)
  const undo = useDeed(() => imports.undo(data.id, { confirm: data.no }), {
    refresh: REFRESH,
    done: () => setIsOpen(false),
  })
  return (
    <>
      <Button danger onClick={() => setIsOpen(true)}>
        {t('undo')}
      </Button>
      <TypedConfirm
        open={isOpen}
        title={t('undo_title', { no: data.no })}
        what={String(data.no)}
        deed={t('undo_deed', { count: data.rowsTaken })}
        isBusy={undo.isBusy}
        onCancel={() => setIsOpen(false)}
        onConfirm={() => undo.run(undefined)}
      >
        <p>{t('undo_what')}</p>
      </TypedConfirm>
    </>
  )
}
