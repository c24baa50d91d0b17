import { Alert, Select, Switch, Table } from 'antd'
import {
  type Column,
  type ColumnField,
  delimiters,
  encodings,
  fieldsOf,
  type ImportKind,
  type ImportPreview,
  type ImportSettings,
  rowErrorText,
} from '../../../contract/import.ts'
import { Card, useLanguage, useText } from '../../ui/index.ts'
import { fieldTexts } from './field-text.ts'
import { texts } from './text.ts'

const PROBLEMS_SHOWN = 8

/** What each column was taken for, to be corrected; changes are saved at once and the preview follows. */
export function Columns({
  kind,
  preview,
  isBusy,
  change,
}: {
  kind: ImportKind
  preview: ImportPreview
  isBusy: boolean
  change: (settings: ImportSettings) => void
}) {
  const t = useText(texts)
  const field = useText(fieldTexts)
  const { settings } = preview
  const assign = (index: number, meaning: ColumnField | null) =>
    change({
      ...settings,
      columns: settings.columns.map((old, at) => (at === index ? meaning : old)),
    })
  const by = (column: Column) => {
    if (column.field === null) return t('by_none')
    return column.by === null ? '' : t(`by_${column.by}`)
  }
  return (
    <Card title={t('columns_title')}>
      <p className="kit-soft">{t('columns_help')}</p>
      <FileSettings settings={settings} isBusy={isBusy} change={change} />
      <Table<Column>
        size="small"
        rowKey="index"
        loading={isBusy}
        dataSource={preview.columns}
        pagination={false}
        columns={[
          { title: t('column'), render: (_, column) => column.header },
          {
            title: t('means'),
            render: (_, column) => (
              <Select<ColumnField | ''>
                value={settings.columns[column.index] ?? ''}
                onChange={(meaning) => assign(column.index, meaning === '' ? null : meaning)}
                aria-label={`${column.header}: ${t('means')}`}
                popupMatchSelectWidth={false}
                options={[
                  { value: '' as const, label: t('ignore') },
                  ...fieldsOf(kind).map((value) => ({ value, label: field(value) })),
                ]}
              />
            ),
          },
          {
            title: t('why'),
            render: (_, column) => <span className="kit-soft">{by(column)}</span>,
          },
          {
            title: t('samples'),
            render: (_, column) => (
              <span className="kit-code">{column.samples.slice(0, 3).join(' · ')}</span>
            ),
          },
        ]}
      />
      <Problems preview={preview} />
    </Card>
  )
}

function FileSettings({
  settings,
  isBusy,
  change,
}: {
  settings: ImportSettings
  isBusy: boolean
  change: (settings: ImportSettings) => void
}) {
  const t = useText(texts)
  const toggles = [
    { name: 'hasHeader', label: t('has_header') },
    { name: 'paidIsNet', label: t('paid_is_net') },
    { name: 'dayFirst', label: t('day_first') },
  ] as const
  return (
    <div className="kit-deeds">
      <Select
        value={settings.encoding}
        disabled={isBusy}
        aria-label={t('encoding')}
        onChange={(encoding) => change({ ...settings, encoding })}
        options={encodings.map((value) => ({ value, label: value.toUpperCase() }))}
      />
      <Select
        value={settings.delimiter}
        disabled={isBusy}
        aria-label={t('delimiter')}
        onChange={(delimiter) => change({ ...settings, delimiter })}
        options={delimiters.map((value) => ({
          value,
          label: value === '\t' ? t('delimiter_tab') : value,
        }))}
      />
      {toggles.map(({ name, label }) => (
        <span key={name}>
          <Switch
            size="small"
            checked={settings[name]}
            disabled={isBusy}
            aria-label={label}
            onChange={(on) => change({ ...settings, [name]: on })}
          />{' '}
          {label}
        </span>
      ))}
    </div>
  )
}

function Problems({ preview }: { preview: ImportPreview }) {
  const t = useText(texts)
  const field = useText(fieldTexts)
  const language = useLanguage()
  const missing = preview.missing.map((one) =>
    one === 'customer' ? t('missing_customer') : field(one),
  )
  return (
    <>
      {missing.length > 0 && (
        <Alert type="warning" showIcon title={t('missing', { what: missing.join('、') })} />
      )}
      {preview.errors.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('problems', { count: preview.errors.length })}
          description={
            <ul>
              {preview.errors.slice(0, PROBLEMS_SHOWN).map(({ line, column, code, params }) => (
                <li key={`${line}-${column}`}>
                  {t('problem_at', { line, column, text: rowErrorText(code, language, params) })}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </>
  )
}
