import { Select, Table, Tooltip } from 'antd'
import { useState } from 'react'
import { ahead, type ComingPost } from '../../../contract/group-plan.ts'
import { Card, Go, Loaded, useLoad, useText, When } from '../../ui/index.ts'
import { planTexts } from './plan-text.ts'

const PAGE = 20
const NAMES_SHOWN = 6

/** What a plan is going to say in the next two weeks, in all of its groups or in one. */
export function PlanAhead({ id }: { id: string }) {
  const t = useText(planTexts)
  const [group, setGroup] = useState<string>()
  const all = useLoad(`/api/group-plans/${id}/ahead`, ahead)
  const load = useLoad(`/api/group-plans/${id}/ahead`, ahead, { query: group ? { group } : {} })
  return (
    <Card
      title={t('ahead')}
      extra={
        <Select<string>
          aria-label={t('ahead_group')}
          placeholder={t('ahead_group')}
          style={{ minWidth: 200 }}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={group ?? null}
          options={(all.data?.groups ?? []).map((one) => ({ value: one.id, label: one.name }))}
          onChange={setGroup}
        />
      }
    >
      <Loaded load={load} shape="list">
        {({ items }) => (
          <Table<ComingPost>
            size="small"
            rowKey={({ stepId, dueAt }) => `${stepId} ${dueAt}`}
            dataSource={items}
            locale={{ emptyText: t('ahead_none') }}
            pagination={{ pageSize: PAGE, hideOnSinglePage: true, showSizeChanger: false }}
            columns={[
              { title: t('due'), render: (_, { dueAt }) => <When at={dueAt} /> },
              {
                title: t('result_step'),
                render: (_, { name, text }) => <Tooltip title={text}>{name || text}</Tooltip>,
              },
              { title: t('way'), render: (_, { way }) => t(`way_${way}`) },
              { title: t('group'), render: (_, coming) => <Hearing coming={coming} /> },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}

function Hearing({ coming: { groups } }: { coming: ComingPost }) {
  const t = useText(planTexts)
  const taken = groups.filter((one) => one.taken !== null)
  return (
    <>
      {groups.slice(0, NAMES_SHOWN).map((one) => (
        <div key={one.id}>
          <Go to={`/groups/${one.id}`}>{one.name}</Go>{' '}
          {one.taken !== null && (
            <span className="kit-tone-waiting">{t('taken_by', { name: one.taken })}</span>
          )}
        </div>
      ))}
      {groups.length > NAMES_SHOWN && (
        <span className="kit-soft">
          {t('ahead_groups', { count: groups.length })}
          {taken.length > 0 && ` · ${t('ahead_taken', { count: taken.length })}`}
        </span>
      )}
    </>
  )
}
