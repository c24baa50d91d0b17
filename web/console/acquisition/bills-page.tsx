import { Alert, Button, Upload } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type Bill, type BillPreview, billPreview, bills } from '../../../contract/source-report.ts'
import {
  api,
  Card,
  Day,
  Go,
  PageHead,
  PlainTable,
  textOfFile,
  useAnswer,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { SOURCE_REFRESH } from './source-modal.tsx'
import { sourceTexts } from './source-text.ts'

const PATH = '/api/source-bills'
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const LINES_SHOWN = 50
type Chosen = { fileName: string; text: string }

/** Bills of advertising platforms: what each line would become is seen before it does. */
export function BillsPage() {
  const t = useText(sourceTexts)
  const mayWrite = useMay('acquisition.write')
  const [chosen, setChosen] = useState<Chosen>()
  const take = async (file: File) =>
    setChosen({ fileName: file.name, text: textOfFile(await file.arrayBuffer()) })
  return (
    <div className="kit-page">
      <PageHead
        title={t('bills_title')}
        help={t('bills_help')}
        sentence={t('bills_help')}
        deeds={<Go to="/sources">{t('back')}</Go>}
      />
      {mayWrite && (
        <Upload.Dragger
          accept=".csv,.txt,text/csv"
          showUploadList={false}
          beforeUpload={(file) => {
            void take(file)
            return false
          }}
        >
          <p>{t('bills_pick')}</p>
          <p className="kit-soft">{t('bills_format')}</p>
        </Upload.Dragger>
      )}
      {chosen && <Preview chosen={chosen} onTaken={() => setChosen(undefined)} />}
      <History mayWrite={mayWrite} />
    </div>
  )
}

function Preview({ chosen, onTaken }: { chosen: Chosen; onTaken: () => void }) {
  const t = useText(sourceTexts)
  const format = useFormat()
  const answer = useAnswer(`${PATH}/preview`, billPreview, chosen)
  const take = useDeed(() => api.post(PATH, made, chosen), {
    refresh: [PATH, ...SOURCE_REFRESH],
    done: onTaken,
  })
  if (answer.problem) return <Alert type="error" title={answer.problem.message} />
  if (!answer.data) return null
  const { lines, faults, amount, isKnown } = answer.data
  const words = { lines: format.count(lines.length), amount: format.money(amount) }
  return (
    <Card title={t('bill_preview')}>
      <p className="kit-sentence">
        {t('bills_found', {
          ...words,
          file: chosen.fileName,
          faults: format.count(faults.length),
        })}
      </p>
      {isKnown && <Alert type="warning" title={t('bills_known')} />}
      {faults.length > 0 && <Faults faults={faults} />}
      {lines.length > 0 && <Lines lines={lines} />}
      <Button
        type="primary"
        disabled={isKnown || lines.length === 0}
        loading={take.isBusy}
        onClick={() => take.run(undefined)}
      >
        {t('bills_take', words)}
      </Button>
    </Card>
  )
}

function Faults({ faults }: Pick<BillPreview, 'faults'>) {
  const t = useText(sourceTexts)
  return (
    <PlainTable
      label={t('bill_faults')}
      table={{
        columns: [t('bill_line'), t('bill_faults')],
        rows: faults
          .slice(0, LINES_SHOWN)
          .map(({ line, fault, found }) => [String(line), t(`fault_${fault}`, { found })]),
      }}
    />
  )
}

function Lines({ lines }: Pick<BillPreview, 'lines'>) {
  const t = useText(sourceTexts)
  const format = useFormat()
  return (
    <>
      <PlainTable
        label={t('bill_preview')}
        table={{
          columns: [t('bill_line'), t('bill_goes_to'), t('bill_days'), t('bill_amount')],
          rows: lines.slice(0, LINES_SHOWN).map(({ line, path, fromOn, toOn, amount }) => [
            String(line),
            path.join(' / '),
            <span key="days">
              <Day on={fromOn} />
              {toOn !== fromOn && (
                <>
                  {' – '}
                  <Day on={toOn} />
                </>
              )}
            </span>,
            format.money(amount),
          ]),
        }}
      />
      {lines.length > LINES_SHOWN && (
        <p className="kit-soft">{t('bill_more', { count: LINES_SHOWN })}</p>
      )}
    </>
  )
}

function History({ mayWrite }: { mayWrite: boolean }) {
  const t = useText(sourceTexts)
  const format = useFormat()
  const toast = useUndoToast()
  const load = useLoad(PATH, bills)
  const back = useDeed((one: Bill) => api.del(`${PATH}/${one.id}/withdrawal`, done), {
    refresh: [PATH, ...SOURCE_REFRESH],
  })
  const undo = useDeed((one: Bill) => api.put(`${PATH}/${one.id}/withdrawal`, done), {
    refresh: [PATH, ...SOURCE_REFRESH],
    done: (_answer, one) =>
      toast({ says: t('bills_undone', { name: one.fileName }), undo: () => back.run(one) }),
  })
  const items = load.data?.items ?? []
  return (
    <Card title={t('bills_history')}>
      {items.length === 0 ? (
        <p className="kit-soft">{t('bills_none')}</p>
      ) : (
        <ul className="kit-stack">
          {items.map((one) => (
            <li key={one.id} className="kit-row">
              <span>
                {one.fileName} · {t('bills_taken', { lines: format.count(one.lines) })} ·{' '}
                {format.money(one.amount)} · <When at={one.madeAt} />
              </span>
              {mayWrite && (
                <Button
                  size="small"
                  type="text"
                  onClick={() => (one.withdrawnAt === null ? undo : back).run(one)}
                >
                  {t(one.withdrawnAt === null ? 'bills_undo' : 'bills_redo')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
