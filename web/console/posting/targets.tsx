import { Button, Select, Table } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type GroupPost,
  type GroupTarget,
  groupTarget,
  type TargetState,
  targetStates,
} from '../../../contract/group-post.ts'
import {
  api,
  Card,
  Go,
  useDeed,
  useFormat,
  useList,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { TargetMark } from './state-mark.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 3_000
const done = z.object({ ok: z.literal(true) })

/** What came of a post in each group, and why. */
export function Targets({ post }: { post: GroupPost }) {
  const t = useText(texts)
  const [state, setState] = useState<TargetState>()
  const list = useList(`/api/group-posts/${post.id}/targets`, groupTarget, state ? { state } : {}, {
    every: REFRESH_MS,
  })
  return (
    <Card
      title={t('by_group')}
      extra={
        <Select<TargetState>
          aria-label={t('state')}
          placeholder={t('state')}
          style={{ minWidth: 140 }}
          allowClear
          value={state ?? null}
          onChange={(next) => setState(next)}
          options={targetStates
            .filter((one) => post.counts[one] > 0)
            .map((value) => ({ value, label: t(`target_${value}`) }))}
        />
      }
    >
      <Table<GroupTarget>
        size="small"
        rowKey="id"
        pagination={false}
        loading={list.isLoading}
        dataSource={[...list.rows]}
        columns={useColumns()}
      />
      {list.more && (
        <Button block loading={list.isMoreLoading} onClick={list.more}>
          {t('more')}
        </Button>
      )}
    </Card>
  )
}

function useColumns() {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      title: t('group'),
      render: (_: unknown, { group }: GroupTarget) => (
        <Go to={`/groups/${group.id}`}>{group.name}</Go>
      ),
    },
    { title: t('owner'), render: (_: unknown, { owner }: GroupTarget) => owner.name },
    {
      title: t('members'),
      align: 'right' as const,
      render: (_: unknown, { members }: GroupTarget) => format.count(members),
    },
    {
      title: t('state'),
      render: (_: unknown, one: GroupTarget) => (
        <>
          <TargetMark state={one.state} />
          <Why one={one} />
        </>
      ),
    },
    { title: t('deed'), render: (_: unknown, one: GroupTarget) => <ByHand one={one} /> },
  ]
}

function Why({ one: { reason, sentAt, dueAt, state, errmsg, said } }: { one: GroupTarget }) {
  const t = useText(texts)
  if (sentAt !== null) return <When at={sentAt} />
  return (
    <div className="kit-soft">
      {reason !== '' && t(`reason_${reason}`)}
      {reason === 'refused' && errmsg !== '' && ` ${errmsg}`}
      {said !== '' && ` ${said}`}
      {state === 'planned' && <When at={dueAt} />}
    </div>
  )
}

/** What the owner was asked to do by hand: done, or left. */
function ByHand({ one: { id, state } }: { one: GroupTarget }) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const decide = useDeed(
    (body: unknown) => api.put(`/api/group-targets/${id}/decision`, done, body),
    { refresh: ['/api/group-posts'] },
  )
  if (state !== 'manual' || !mayWrite) return null
  return (
    <div className="kit-deeds">
      <Button size="small" onClick={() => decide.run({ said: 'done' })}>
        {t('by_hand_done')}
      </Button>
      <Button size="small" onClick={() => decide.run({ said: 'left', reason: t('by_hand_left') })}>
        {t('by_hand_left')}
      </Button>
    </div>
  )
}
