import { Alert, Table, Tag } from 'antd'
import type { HandoverPreview } from '../../../contract/handover.ts'
import { Go, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const CARRIED = ['promises', 'cases', 'tasks', 'massSends', 'sops', 'doNotSay', 'needs'] as const

/** What a handover would do: who goes to whom, who stays and why, what goes along. */
export function Preview({ preview }: { preview: HandoverPreview }) {
  const t = useText(texts)
  const { from, customers, going, staying, successors, carried } = preview
  const heavy = successors.filter(({ isHeavy }) => isHeavy)
  return (
    <div className="kit-stack">
      <p className="kit-sentence">{t('preview_sentence', { from: from.name, customers, going })}</p>
      {staying.map((one) => (
        <Alert
          key={one.reason}
          type="info"
          showIcon
          title={t('preview_stays', {
            people: t('preview_staying', { count: one.count }),
            why: t(`stay_${one.reason}`),
          })}
          description={<Some people={one.some} hasMore={one.count > one.some.length} />}
        />
      ))}
      <Table
        size="small"
        rowKey="userid"
        pagination={false}
        dataSource={successors}
        columns={[
          { title: t('takers'), dataIndex: 'name' },
          { title: t('taker_now'), dataIndex: 'customers', align: 'right' },
          { title: t('taker_gets'), dataIndex: 'gets', align: 'right' },
          {
            title: t('taker_then'),
            align: 'right',
            render: (_, one) => one.customers + one.gets - one.friends,
          },
          { title: t('taker_friends'), dataIndex: 'friends', align: 'right' },
        ]}
      />
      {heavy.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('taker_heavy', { names: heavy.map(({ name }) => name).join(t('and')) })}
        />
      )}
      <Along carried={carried} />
    </div>
  )
}

function Some({
  people,
  hasMore,
}: {
  people: readonly { id: string; name: string }[]
  hasMore: boolean
}) {
  const t = useText(texts)
  return (
    <>
      {people.map(({ id, name }) => (
        <Tag key={id}>
          <Go to={`/customers/${id}`}>{name || t('nameless')}</Go>
        </Tag>
      ))}
      {hasMore && t('and_more')}
    </>
  )
}

function Along({ carried }: { carried: HandoverPreview['carried'] }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <section>
      <h3>{t('goes')}</h3>
      {CARRIED.map((key) => (
        <div key={key} className="kit-row">
          <span>{t(`goes_${key}`)}</span>
          <span className="kit-number">{format.count(carried[key])}</span>
        </div>
      ))}
      <p className="kit-soft">{t('goes_never_twice')}</p>
    </section>
  )
}
