import { Alert, Button } from 'antd'
import { useState } from 'react'
import { type ImportResult, type ImportState, importResult } from '../../../contract/import.ts'
import {
  api,
  Card,
  Go,
  Progress,
  Sentence,
  TypedConfirm,
  useDeed,
  useFormat,
  useText,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const UNDOABLE: readonly ImportState[] = ['finished', 'failed', 'cancelled']

/** How far it is, and what came of it. */
export function Outcome({ data, isMoving }: { data: ImportResult; isMoving: boolean }) {
  const t = useText(texts)
  const path = `/api/imports/${data.id}`
  const cancel = useDeed(() => api.post(`${path}/cancel`, importResult), {
    refresh: ['/api/imports'],
  })
  return (
    <Card title={t(`kind_${data.kind}`)}>
      <div className="kit-stack">
        {isMoving ? (
          <>
            <p>{t('running')}</p>
            <Progress label={data.fileName} done={data.bytesRead} total={data.fileBytes} />
            {data.rowsWaiting > 0 && (
              <p className="kit-soft">{t('waiting', { count: data.rowsWaiting })}</p>
            )}
          </>
        ) : (
          <Result data={data} />
        )}
        {data.failure && <Alert type="error" showIcon title={t('failure', data.failure)} />}
        <div className="kit-deeds">
          {(data.state === 'queued' || data.state === 'running') && (
            <Button onClick={() => cancel.run(undefined)} loading={cancel.isBusy}>
              {t('stop')}
            </Button>
          )}
          {data.rowsFailed > 0 && <Button href={`${path}/errors.csv`}>{t('errors_file')}</Button>}
          {!isMoving && UNDOABLE.includes(data.state) && <Undo data={data} />}
        </div>
      </div>
    </Card>
  )
}

function Result({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const format = useFormat()
  const { orders } = data
  if (data.state === 'undone') return <p>{t('state_undone')}</p>
  return (
    <>
      <Sentence>
        {orders
          ? t('result_orders', {
              created: orders.created,
              changed: orders.changed,
              unchanged: orders.unchanged,
              customers: orders.customers,
              paid: format.money(orders.paid),
            })
          : t('result_customers', { count: data.rowsTaken })}
      </Sentence>
      {data.rowsFailed > 0 && <p>{t('result_failed', { count: data.rowsFailed })}</p>}
      {orders ? (
        <Go to={`/orders?importId=${data.id}`}>{t('see_orders')}</Go>
      ) : (
        <Go to="/customers">{t('see_customers')}</Go>
      )}
    </>
  )
}

function Undo({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const [isOpen, setIsOpen] = useState(false)
  const undo = useDeed(
    () => api.post(`/api/imports/${data.id}/undo`, importResult, { confirm: data.no }),
    { refresh: ['/api/imports'], done: () => setIsOpen(false) },
  )
  return (
    <>
      <Button danger onClick={() => setIsOpen(true)}>
        {t('undo')}
      </Button>
      <TypedConfirm
        open={isOpen}
        title={t('undo_title', { no: data.no })}
        what={String(data.no)}
        deed={t('undo')}
        isBusy={undo.isBusy}
        onCancel={() => setIsOpen(false)}
        onConfirm={() => undo.run(undefined)}
      >
        <p>{t('undo_what')}</p>
      </TypedConfirm>
    </>
  )
}
