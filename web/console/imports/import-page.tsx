import { Alert, Button } from 'antd'
import {
  type ImportPreview,
  type ImportResult,
  type ImportSettings,
  type ImportState,
  importPreview,
  importResult,
} from '../../../contract/import.ts'
import {
  api,
  Card,
  Go,
  Loaded,
  PageHead,
  useDeed,
  useFormat,
  useLoad,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { Columns } from './columns.tsx'
import { ImportStateTag } from './imports-page.tsx'
import { Outcome } from './outcome.tsx'
import { texts } from './text.ts'

const LIVE_MS = 1_000
const MOVING: readonly ImportState[] = ['queued', 'running', 'undoing']

/** One import from its draft to its result: columns, check, progress, what came of it, undo. */
export function ImportPage() {
  const id = usePart('id')
  const load = useLoad(`/api/imports/${id}`, importResult, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="form">
      {(data) => <OneImport data={data} />}
    </Loaded>
  )
}

function OneImport({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const isMoving = MOVING.includes(data.state) || data.rowsWaiting > 0
  return (
    <div className="kit-page">
      <PageHead
        title={data.fileName}
        help={t('help')}
        deeds={
          <>
            <ImportStateTag state={data.state} />
            <Go to="/imports">{t('back')}</Go>
          </>
        }
      />
      {data.state === 'draft' ? <Draft data={data} /> : <Outcome data={data} isMoving={isMoving} />}
    </div>
  )
}

function Draft({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const path = `/api/imports/${data.id}`
  const load = useLoad(`${path}/preview`, importPreview)
  const change = useDeed(
    (settings: ImportSettings) => api.put(`${path}/settings`, importPreview, settings),
    { refresh: [`${path}/preview`] },
  )
  const start = useDeed(() => api.post(`${path}/start`, importResult), {
    refresh: ['/api/imports'],
  })
  return (
    <Loaded load={load} shape="form">
      {(preview) => (
        <div className="kit-stack">
          <Columns kind={data.kind} preview={preview} isBusy={change.isBusy} change={change.run} />
          <Card title={t('check_title')}>
            <Totals preview={preview} isOrders={data.kind === 'orders'} />
            <Button
              type="primary"
              disabled={preview.missing.length > 0}
              loading={start.isBusy}
              onClick={() => start.run(undefined)}
            >
              {t('start')}
            </Button>
          </Card>
        </div>
      )}
    </Loaded>
  )
}

function Totals({ preview, isOrders }: { preview: ImportPreview; isOrders: boolean }) {
  const t = useText(texts)
  const format = useFormat()
  const when = useWhen()
  const { totals, sameAs } = preview
  const { rows, people, unpaid, cancelled, failed } = totals
  const money = {
    amount: format.money(totals.amount),
    paid: format.money(totals.paid),
    refunded: format.money(totals.refunded),
  }
  return (
    <>
      {sameAs && <Alert type="info" showIcon title={t('same_as', { no: sameAs.no })} />}
      <p>{t(totals.isWhole ? 'check_whole' : 'check_part', { rows, people })}</p>
      {isOrders && <p>{t('check_money', money)}</p>}
      {totals.firstAt !== null && totals.lastAt !== null && (
        <p>{t('check_dates', { from: when(totals.firstAt), to: when(totals.lastAt) })}</p>
      )}
      {isOrders && <p>{t('check_unpaid', { unpaid, cancelled, failed })}</p>}
    </>
  )
}
