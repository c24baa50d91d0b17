import { Alert, Select, Table, Tag, Tooltip } from 'antd'
import {
  type Column,
  type ColumnField,
  fieldsOf,
  type ImportKind,
  type ImportPreview,
  identityFields,
} from '../../../contract/import.ts'
import { useFormat, useLanguage, useText } from '../../ui/index.ts'
import type { Draft } from './draft.ts'
import { fieldTexts } from './field-text.ts'
import { FileSettings } from './file-settings.tsx'
import { FirstRows, Problems } from './first-rows.tsx'
import { texts } from './text.ts'
import { useColumnName } from './words.ts'

const SAMPLES_SHOWN = 3
const SURE = 0.9

type Props = { kind: ImportKind; preview: ImportPreview; draft: Draft }

/** What each column was taken for, to be corrected; changes are saved at once and the preview follows. */
export function Columns({ kind, preview, draft }: Props) {
  const t = useText(texts)
  return (
    <div className="kit-stack" aria-busy={draft.isBusy}>
      <h2>{t('columns_title')}</h2>
      <p className="kit-soft">{t('columns_help')}</p>
      <FileSettings kind={kind} draft={draft} />
      <Missing kind={kind} preview={preview} draft={draft} />
      <ColumnTable kind={kind} preview={preview} draft={draft} />
      <h2>{t('problems')}</h2>
      <Problems preview={preview} />
      <FirstRows preview={preview} draft={draft} />
    </div>
  )
}

/** What is still missing, and what comes of a file that names nobody. */
function Missing({ kind, preview, draft }: Props) {
  const t = useText(texts)
  const field = useText(fieldTexts)
  const language = useLanguage()
  const missing = preview.missing.map((one) =>
    one === 'customer' ? t('missing_customer') : field(one),
  )
  const what = missing.join(language === 'zh' ? '、' : ', ')
  const { columns } = draft.settings
  const isNobody = kind === 'orders' && !identityFields.some((one) => columns.includes(one))
  return (
    <>
      {missing.length > 0 && <Alert type="warning" showIcon title={t('missing', { what })} />}
      {isNobody && <Alert type="info" showIcon title={t('nobody')} />}
    </>
  )
}

function ColumnTable({ kind, preview, draft }: Props) {
  const t = useText(texts)
  const columnName = useColumnName()
  return (
    <Table<Column>
      size="small"
      rowKey="index"
      loading={draft.isSplitting}
      dataSource={preview.columns}
      pagination={false}
      columns={[
        { title: t('column'), render: (_, column) => <strong>{columnName(column)}</strong> },
        {
          title: t('means'),
          width: 240,
          render: (_, column) => <Meaning kind={kind} column={column} draft={draft} />,
        },
        {
          title: t('why'),
          width: 240,
          render: (_, column) => (
            <Why column={column} field={draft.settings.columns[column.index] ?? null} />
          ),
        },
        {
          title: t('samples'),
          ellipsis: true,
          render: (_, { samples }) => (
            <span className="kit-code">{samples.slice(0, SAMPLES_SHOWN).join(' · ')}</span>
          ),
        },
      ]}
    />
  )
}

function Meaning({ kind, column, draft }: { kind: ImportKind; column: Column; draft: Draft }) {
  const t = useText(texts)
  const field = useText(fieldTexts)
  const columnName = useColumnName()
  const fields = fieldsOf(kind)
  return (
    <Select<ColumnField | ''>
      className="kit-filter"
      value={draft.settings.columns[column.index] ?? ''}
      disabled={draft.isSplitting}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(meaning) => draft.assign(column, meaning === '' ? null : meaning)}
      aria-label={`${columnName(column)}: ${t('means')}`}
      popupMatchSelectWidth={false}
      options={[
        { value: '' as const, label: t('ignore') },
        ...fields.map((value) => ({ value, label: field(value) })),
      ]}
    />
  )
}

/** Why a column is taken as it is, and how sure that is. */
function Why({ column, field }: { column: Column; field: ColumnField | null }) {
  const t = useText(texts)
  const format = useFormat()
  if (field === null) return <span className="kit-soft">{t('by_none')}</span>
  // What was just chosen has not come back from the server yet.
  if (field !== column.field || column.by === null) {
    const isKept = field === 'attribute' || field === 'trait'
    return <span className="kit-soft">{t(isKept ? 'by_kept' : 'by_hand')}</span>
  }
  const isSure = column.confidence >= SURE
  return (
    <Tooltip title={t('confidence', { share: format.percent(column.confidence) })}>
      <span className="kit-deeds">
        {t(`by_${column.by}`)}
        <Tag color={isSure ? 'success' : 'warning'}>{t(isSure ? 'sure' : 'unsure')}</Tag>
      </span>
    </Tooltip>
  )
}
