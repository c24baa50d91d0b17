import { Button, Select, Table } from 'antd'
import { useState } from 'react'
import { type PlanDecision, planDecision } from '../../../contract/group-plan.ts'
import { targetState } from '../../../contract/group-post.ts'
import { Card, Go, useList, useText, When } from '../../ui/index.ts'
import { planTexts } from './plan-text.ts'
import { TargetMark } from './state-mark.tsx'

const REFRESH_MS = 10_000
type Only = 'posted' | 'skipped'

/** What was decided for each group and day, and what came of it. */
export function PlanLog({ id }: { id: string }) {
  const t = useText(planTexts)
  const [only, setOnly] = useState<Only>()
  const list = useList(`/api/group-plans/${id}/decisions`, planDecision, only ? { only } : {}, {
    every: REFRESH_MS,
  })
  return (
    <Card
      title={t('log')}
      extra={
        <Select<Only>
          aria-label={t('outcome')}
          placeholder={t('log_all')}
          style={{ minWidth: 120 }}
          allowClear
          value={only ?? null}
          options={(['posted', 'skipped'] as const).map((value) => ({
            value,
            label: t(`log_${value}`),
          }))}
          onChange={setOnly}
        />
      }
    >
      <Table<PlanDecision>
        size="small"
        rowKey={({ stepId, group, dueAt }) => `${stepId} ${group.id} ${dueAt}`}
        pagination={false}
        loading={list.isLoading}
        dataSource={[...list.rows]}
        locale={{ emptyText: t('log_none') }}
        columns={[
          { title: t('due'), render: (_, { dueAt }) => <When at={dueAt} /> },
          { title: t('result_step'), dataIndex: 'name' },
          {
            title: t('group'),
            render: (_, { group }) => <Go to={`/groups/${group.id}`}>{group.name}</Go>,
          },
          { title: t('outcome'), render: (_, row) => <Outcome row={row} /> },
        ]}
      />
      {list.more && (
        <Button block loading={list.isMoreLoading} onClick={list.more}>
          {t('more')}
        </Button>
      )}
    </Card>
  )
}

function Outcome({ row: { postId, target } }: { row: PlanDecision }) {
  const t = useText(planTexts)
  if (postId === null) return <span className="kit-tone-waiting">{t('outcome_skipped')}</span>
  const state = targetState.safeParse(target)
  return <Go to={`/group-posts/${postId}`}>{state.success && <TargetMark state={state.data} />}</Go>
}
