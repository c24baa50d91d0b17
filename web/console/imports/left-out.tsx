import { Table } from 'antd'
import { type ImportResult, type RowError, rowErrorText } from '../../../contract/import.ts'
import { Card, Loaded, useLanguage, useText } from '../../ui/index.ts'
import { useImportErrors } from './door.ts'
import { texts } from './text.ts'

type Kept = RowError & { original: string }

/** The first rows that were left out, each with its reason. */
export function LeftOut({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const language = useLanguage()
  return (
    <Card title={t('errors')}>
      <div className="kit-stack">
        <p className="kit-soft">{t('errors_about')}</p>
        <Loaded load={useImportErrors(data.id)} shape="form">
          {({ items }) => (
            <Table<Kept>
              size="small"
              rowKey={(error) => `${error.line} ${error.column} ${error.code}`}
              dataSource={items}
              pagination={false}
              columns={[
                { title: t('line'), width: 96, align: 'right', render: (_, { line }) => line },
                { title: t('column'), width: 160, dataIndex: 'column' },
                {
                  title: t('reason'),
                  render: (_, { code, params }) => rowErrorText(code, language, params),
                },
                {
                  title: t('original'),
                  ellipsis: true,
                  render: (_, { original }) => <code className="kit-soft">{original}</code>,
                },
              ]}
            />
          )}
        </Loaded>
      </div>
    </Card>
  )
}
