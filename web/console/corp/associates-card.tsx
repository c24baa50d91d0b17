import { Table, Tag } from 'antd'
import type { Associate } from '../../../contract/corp.ts'
import { Card, Empty, Explain, Go, PersonCell, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const PAGE_ROWS = 20

/** Who serves customers, and how many friends each has. */
export function AssociatesCard({
  members,
  isLoading,
}: {
  members: readonly Associate[] | undefined
  isLoading: boolean
}) {
  const t = useText(texts)
  const format = useFormat()
  const items = members ?? []
  return (
    <Card title={t('members')}>
      <div className="kit-stack">
        <p className="kit-soft">{t('members_what')}</p>
        {members && items.length === 0 ? (
          <Empty what={t('members_none')} why={t('check_members_none')} />
        ) : (
          <Table<Associate>
            size="small"
            rowKey="userid"
            loading={isLoading}
            dataSource={[...items]}
            pagination={
              items.length > PAGE_ROWS ? { pageSize: PAGE_ROWS, showSizeChanger: false } : false
            }
            columns={[
              { title: t('member'), render: (_, one) => <PersonCell name={one.name} /> },
              {
                title: t('member_department'),
                render: (_, { departments, position }) => (
                  <>
                    {departments.join('、')}
                    {position !== '' && <div className="kit-soft">{position}</div>}
                  </>
                ),
              },
              {
                title: t('member_id'),
                render: (_, one) => <code>{one.userid.split('/').at(-1)}</code>,
              },
              {
                title: (
                  <>
                    {t('member_customers')}
                    <Explain what={t('member_customers')}>{t('member_customers_help')}</Explain>
                  </>
                ),
                align: 'right',
                className: 'kit-number',
                render: (_, one) => (
                  <Go to={`/customers?associate=${encodeURIComponent(one.userid)}`}>
                    {format.count(one.customers)}
                  </Go>
                ),
              },
              {
                title: t('member_state'),
                render: (_, one) =>
                  one.isActive ? (
                    <Tag color="success">{t('member_active')}</Tag>
                  ) : (
                    <Tag>{t('member_gone')}</Tag>
                  ),
              },
            ]}
          />
        )}
      </div>
    </Card>
  )
}
