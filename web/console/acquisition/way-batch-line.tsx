import { App, Button, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type CodeFormat, codeFormats, type WayBatch } from '../../../contract/way-batch.ts'
import { api, Progress, useDeed, useFormat, useText, useWhen } from '../../ui/index.ts'
import { wayBatchTexts } from './way-batch-text.ts'

export const BATCH_PATH = '/api/contact-way-batches'
const lines = z.object({ lines: z.number() })
const REFRESH = [BATCH_PATH, '/api/contact-ways']

/** A table: how far it is, what came of it, and its files. */
export function BatchLine({ batch, mayWrite }: { batch: WayBatch; mayWrite: boolean }) {
  const t = useText(wayBatchTexts)
  const when = useWhen()
  const { made, refused, stopped } = batch
  const isRunning = batch.endedAt === null
  return (
    <li className="kit-stack">
      <span>
        <strong>{batch.fileName}</strong> ·{' '}
        {t('at', { lines: batch.lines, when: when(batch.madeAt) })}
      </span>
      {isRunning ? (
        <Progress
          label={t('running', { file: batch.fileName })}
          done={made + refused + stopped}
          total={batch.lines}
        />
      ) : null}
      <Outcome batch={batch} />
      <div className="kit-deeds">
        {made > 0 && <Codes batch={batch} />}
        <Button href={`${BATCH_PATH}/${batch.id}/result`}>{t('result')}</Button>
        {mayWrite && isRunning && <Stop batch={batch} />}
        {mayWrite && !isRunning && refused + stopped > 0 && <Retry batch={batch} />}
      </div>
    </li>
  )
}

function Outcome({ batch: { made, refused, stopped } }: { batch: WayBatch }) {
  const t = useText(wayBatchTexts)
  const format = useFormat()
  const says = [
    t('outcome', { made: format.count(made) }),
    ...(refused > 0 ? [t('outcome_refused', { count: format.count(refused) })] : []),
    ...(stopped > 0 ? [t('outcome_stopped', { count: format.count(stopped) })] : []),
  ]
  return <span className="kit-soft">{says.join(' · ')}</span>
}

function Codes({ batch }: { batch: WayBatch }) {
  const t = useText(wayBatchTexts)
  const [format, setFormat] = useState<CodeFormat>('svg')
  return (
    <>
      <Select<CodeFormat>
        aria-label={t('format_label')}
        value={format}
        onChange={setFormat}
        popupMatchSelectWidth={false}
        options={codeFormats.map((one) => ({ value: one, label: t(`format_${one}`) }))}
      />
      <Button href={`${BATCH_PATH}/${batch.id}/codes?format=${format}`}>{t('codes')}</Button>
    </>
  )
}

function Stop({ batch }: { batch: WayBatch }) {
  const t = useText(wayBatchTexts)
  const { message } = App.useApp()
  const stop = useDeed(() => api.post(`${BATCH_PATH}/${batch.id}/stop`, lines, {}), {
    refresh: REFRESH,
    done: (told) => void message.success(t('stopped', { lines: told.lines })),
  })
  return (
    <Popconfirm
      title={t('stop')}
      description={t('stop_ask')}
      okText={t('stop')}
      onConfirm={() => stop.run(undefined)}
    >
      <Button loading={stop.isBusy}>{t('stop')}</Button>
    </Popconfirm>
  )
}

function Retry({ batch }: { batch: WayBatch }) {
  const t = useText(wayBatchTexts)
  const { message } = App.useApp()
  const retry = useDeed(() => api.post(`${BATCH_PATH}/${batch.id}/retry`, lines, {}), {
    refresh: REFRESH,
    done: (told) => void message.success(t('retried', { lines: told.lines })),
  })
  return (
    <Button loading={retry.isBusy} onClick={() => retry.run(undefined)}>
      {t('retry')}
    </Button>
  )
}
