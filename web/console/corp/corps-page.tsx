import { Table, Tag } from 'antd'
import type { Corp } from '../../../contract/corp.ts'
import { Card, Go, GoButton, PageHead, useFormat, useText, When } from '../../ui/index.ts'
import { NoticesCard } from './notices-card.tsx'
import { texts } from './text.ts'

/** Several companies: how each of them stands, and the way to it. */
export function CorpsPage({ items }: { items: readonly Corp[] }) {
  const t = useText(texts)
  const format = useFormat()
  const total = (of: (corp: Corp) => number) => items.reduce((sum, one) => sum + of(one), 0)
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={t('sentence_several', {
          count: items.length,
          associates: total(({ associates }) => associates),
          follows: total(({ follows }) => follows),
        })}
        deeds={<GoButton to="/settings/wecom/new">{t('another')}</GoButton>}
      />
      <NoticesCard />
      <Card title={t('corps')}>
        <div className="kit-stack">
          <p className="kit-soft">{t('corps_what')}</p>
          <Table<Corp>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={[...items]}
            columns={[
              {
                title: t('corp'),
                render: (_, { id, name, corpId }) => (
                  <>
                    <Go to={`/settings/wecom/${id}`}>{name === '' ? corpId : name}</Go>
                    {name !== '' && <div className="kit-soft">{corpId}</div>}
                  </>
                ),
              },
              {
                title: t('members'),
                align: 'right',
                className: 'kit-number',
                render: (_, { associates }) => format.count(associates),
              },
              {
                title: t('follows'),
                align: 'right',
                className: 'kit-number',
                render: (_, { follows }) => format.count(follows),
              },
              { title: t('check_heard'), render: (_, { heardAt }) => <At at={heardAt} /> },
              {
                title: t('check_sync'),
                render: (_, { isSyncing, syncedAt }) =>
                  isSyncing ? t('corp_syncing') : <At at={syncedAt} />,
              },
              { title: t('state'), render: (_, one) => <Standing corp={one} /> },
            ]}
          />
        </div>
      </Card>
    </div>
  )
}

function At({ at }: { at: string | null }) {
  const t = useText(texts)
  return at === null ? <span className="kit-soft">{t('never')}</span> : <When at={at} />
}

/** The one word for a list; the five lights stand on the company's own page. */
function Standing({ corp: { asked, syncError, heardAt, refused } }: { corp: Corp }) {
  const t = useText(texts)
  const isRefused = refused !== null && (heardAt === null || refused.at > heardAt)
  if ((asked !== null && asked.refusal !== null) || syncError !== null || isRefused)
    return <Tag color="error">{t('bad')}</Tag>
  if (heardAt === null) return <Tag color="warning">{t('waiting')}</Tag>
  return <Tag color="success">{t('good')}</Tag>
}
