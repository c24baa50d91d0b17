import { Alert, Table } from 'antd'
import { type ImportPreview, rowErrorText } from '../../../contract/import.ts'
import { useLanguage, useText } from '../../ui/index.ts'
import type { Draft } from './draft.ts'
import { fieldTexts } from './field-text.ts'
import { texts } from './text.ts'
import { useColumnName } from './words.ts'

const PROBLEMS_SHOWN = 10
const ROWS_SHOWN = 10

/** The rows that could not be imported as the columns stand now, each with what was expected. */
export function Problems({ preview }: { preview: ImportPreview }) {
  const t = useText(texts)
  const language = useLanguage()
  const { totals, errors, missing } = preview
  if (missing.length > 0) return <p className="kit-soft">{t('problems_later')}</p>
  if (totals.failed === 0) {
    return <p className="kit-soft">{t('problems_none', { count: totals.rows })}</p>
  }
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t('problems_found', { rows: totals.rows, failed: totals.failed })}
      />
      <Table
        size="small"
        rowKey={(error) => `${error.line} ${error.column} ${error.code}`}
        dataSource={errors.slice(0, PROBLEMS_SHOWN)}
        pagination={false}
        columns={[
          { title: t('line'), width: 96, align: 'right', render: (_, { line }) => line },
          { title: t('column'), width: 200, dataIndex: 'column' },
          {
            title: t('reason'),
            render: (_, { code, params }) => rowErrorText(code, language, params),
          },
        ]}
      />
    </>
  )
}

/** The file as it stands, each column under what it is taken for. */
export function FirstRows({ preview, draft }: { preview: ImportPreview; draft: Draft }) {
  const t = useText(texts)
  const fieldWord = useText(fieldTexts)
  const columnName = useColumnName()
  const rows = preview.rows.slice(0, ROWS_SHOWN)
  const title = t('first_rows', { count: rows.length })
  return (
    <>
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="kit-scroll" tabIndex={0} aria-label={title}>
        <Table
          size="small"
          rowKey="line"
          dataSource={rows}
          pagination={false}
          columns={[
            { title: t('line'), align: 'right', render: (_, { line }) => line },
            ...preview.columns.map((column) => {
              const field = draft.settings.columns[column.index] ?? null
              return {
                key: column.index,
                title: (
                  <>
                    {columnName(column)}
                    <div className="kit-soft">{field ? fieldWord(field) : t('ignore')}</div>
                  </>
                ),
                className: field === null ? 'kit-number kit-soft' : 'kit-number',
                render: (_: unknown, { cells }: ImportPreview['rows'][number]) =>
                  cells[column.index],
              }
            }),
          ]}
        />
      </section>
    </>
  )
}
