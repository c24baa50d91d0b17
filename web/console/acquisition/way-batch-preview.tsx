import { Alert, App, Button } from 'antd'
import { z } from 'zod'
import { type WayBatchPreview, wayBatchPreview } from '../../../contract/way-batch.ts'
import { api, Card, PlainTable, useAnswer, useDeed, useFormat, useText } from '../../ui/index.ts'
import { BATCH_PATH } from './way-batch-line.tsx'
import { wayBatchTexts } from './way-batch-text.ts'

const made = z.object({ id: z.string() })
const LINES_SHOWN = 50

export type ChosenTable = { fileName: string; text: string }

/** What a table would become: faults first, then codes, then what WeCom still allows. */
export function BatchPreview({ chosen, onTaken }: { chosen: ChosenTable; onTaken: () => void }) {
  const t = useText(wayBatchTexts)
  const format = useFormat()
  const { message } = App.useApp()
  const answer = useAnswer(`${BATCH_PATH}/preview`, wayBatchPreview, chosen)
  const take = useDeed(() => api.post(BATCH_PATH, made, chosen), {
    refresh: [BATCH_PATH, '/api/contact-ways'],
    done: () => {
      void message.success(t('begun'))
      onTaken()
    },
  })
  if (answer.problem) return <Alert type="error" title={answer.problem.message} />
  if (!answer.data) return null
  const { lines, faults, limits, isBusy } = answer.data
  const isFull = limits.some(({ used, wanted, allowed }) => used + wanted > allowed)
  const count = format.count(lines.length)
  return (
    <Card title={t('preview')}>
      <div className="kit-stack">
        <p className="kit-sentence">
          {t('found', { file: chosen.fileName, lines: count, faults: format.count(faults.length) })}
        </p>
        <Limits limits={limits} />
        {isFull && <Alert type="error" title={t('full')} />}
        {isBusy && <Alert type="warning" title={t('busy')} />}
        {faults.length > 0 && <Faults faults={faults} />}
        {lines.length > 0 && <Lines lines={lines} />}
        <div className="kit-deeds">
          <Button
            type="primary"
            disabled={isBusy || isFull || lines.length === 0}
            loading={take.isBusy}
            onClick={() => take.run(undefined)}
          >
            {t('take', { lines: count })}
          </Button>
        </div>
      </div>
    </Card>
  )
}

function Limits({ limits }: Pick<WayBatchPreview, 'limits'>) {
  const t = useText(wayBatchTexts)
  const format = useFormat()
  return limits.map(({ corp, used, wanted, allowed }) => {
    const words = {
      used: format.count(used),
      wanted: format.count(wanted),
      allowed: format.count(allowed),
    }
    return (
      <span key={corp} className="kit-soft">
        {corp === '' ? t('limit', words) : t('limit_of', { corp, ...words })}
      </span>
    )
  })
}

function Faults({ faults }: Pick<WayBatchPreview, 'faults'>) {
  const t = useText(wayBatchTexts)
  return (
    <>
      <PlainTable
        label={t('problem')}
        table={{
          columns: [t('line'), t('column'), t('problem')],
          rows: faults
            .slice(0, LINES_SHOWN)
            .map(({ line, column, fault, found }) => [
              String(line),
              t(column),
              t(`fault_${fault}`, { found }),
            ]),
        }}
      />
      <More count={faults.length} />
    </>
  )
}

function Lines({ lines }: Pick<WayBatchPreview, 'lines'>) {
  const t = useText(wayBatchTexts)
  const columns = ['line', 'name', 'source', 'associates', 'tags', 'cap', 'welcome'] as const
  return (
    <>
      <PlainTable
        label={t('preview')}
        table={{
          columns: columns.map((one) => t(one)),
          rows: lines
            .slice(0, LINES_SHOWN)
            .map(({ line, name, path, associates, tags, capPerDay, welcome }) => [
              String(line),
              name,
              path.join(' / '),
              associates.join('、'),
              tags.join('、'),
              capPerDay === null ? '' : String(capPerDay),
              welcome,
            ]),
        }}
      />
      <More count={lines.length} />
    </>
  )
}

function More({ count }: { count: number }) {
  const t = useText(wayBatchTexts)
  if (count <= LINES_SHOWN) return null
  return <p className="kit-soft">{t('more', { count: LINES_SHOWN })}</p>
}
