import { Tag } from 'antd'
import { type ImportState, type ImportView, importView } from '../../../contract/import.ts'
import { Go, GoButton, ListPage, useFormat, useList, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

const LIVE_MS = 3_000

const COLORS: Record<ImportState, string> = {
  draft: 'warning',
  queued: 'processing',
  running: 'processing',
  finished: 'success',
  failed: 'error',
  cancelled: 'default',
  undoing: 'processing',
  undone: 'default',
}

export function ImportStateTag({ state }: { state: ImportState }) {
  const t = useText(texts)
  return <Tag color={COLORS[state]}>{t(`state_${state}`)}</Tag>
}

/** Every import with how it went, the newest first. */
export function ImportsPage() {
  const t = useText(texts)
  const format = useFormat()
  const list = useList('/api/imports', importView, {}, { every: LIVE_MS })
  const action = <GoButton to="/imports/new">{t('new')}</GoButton>
  return (
    <ListPage<ImportView>
      name="imports"
      title={t('title')}
      help={t('help')}
      sentence={
        list.rows.length === 0
          ? t('sentence_none')
          : t('sentence', { count: list.rows[0]?.no ?? 0 })
      }
      deeds={action}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.fileName}
      to={(row) => `/imports/${row.id}`}
      columns={[
        {
          key: 'no',
          title: t('no'),
          isNumber: true,
          width: 80,
          draw: (row) => format.count(row.no),
        },
        {
          key: 'file',
          title: t('file'),
          draw: (row) => <Go to={`/imports/${row.id}`}>{row.fileName}</Go>,
        },
        { key: 'kind', title: t('kind'), draw: (row) => t(`kind_${row.kind}`) },
        { key: 'state', title: t('state'), draw: (row) => <ImportStateTag state={row.state} /> },
        {
          key: 'rows',
          title: t('rows'),
          isNumber: true,
          draw: (row) => format.count(row.rowsTaken),
        },
        {
          key: 'failed',
          title: t('failed'),
          isNumber: true,
          draw: (row) => format.count(row.rowsFailed),
        },
        { key: 'created', title: t('created'), draw: (row) => <When at={row.createdAt} /> },
      ]}
      empty={{ what: t('empty'), why: t('empty_why'), action }}
    />
  )
}
