import { Button, Select, Table } from 'antd'
import { useState } from 'react'
import { type FriendLine, friendLine } from '../../../contract/referral.ts'
import {
  Card,
  Failed,
  Go,
  PageSkeleton,
  PersonCell,
  useAddress,
  useList,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { FriendState, Looked, Reasons } from './friend-words.tsx'
import { texts } from './text.ts'
import { Verdict } from './verdict.tsx'

const REFRESH_MS = 5_000
const STATES = ['waiting', 'counted', 'refused', 'left'] as const

/** Everybody who came by a code, with how each stands. */
export function Friends({ id }: { id: string }) {
  const t = useText(texts)
  const address = useAddress()
  const [again, setAgain] = useState<FriendLine | null>(null)
  const columns = useColumns(setAgain)
  const query = { state: address.get('state'), inviter: address.get('inviter') }
  const list = useList(`/api/referrals/${id}/friends`, friendLine, query, { every: REFRESH_MS })
  if (list.problem) return <Failed problem={list.problem} retry={list.reload} />
  if (list.isLoading) return <PageSkeleton shape="list" />
  return (
    <Card
      title={t('show_friends')}
      extra={
        <Select
          className="kit-filter"
          aria-label={t('state')}
          allowClear
          placeholder={t('state')}
          value={query.state ?? null}
          onChange={(state) => address.change({ state: state ?? undefined })}
          options={STATES.map((value) => ({ value, label: t(`friend_${value}`) }))}
        />
      }
    >
      {list.rows.length === 0 ? (
        <p className="kit-soft">{t('no_friends')}</p>
      ) : (
        <Table<FriendLine>
          rowKey="id"
          dataSource={[...list.rows]}
          pagination={false}
          columns={columns}
        />
      )}
      {list.more && (
        <Button onClick={list.more} loading={list.isMoreLoading}>
          {t('show')}
        </Button>
      )}
      {again && (
        <Verdict
          id={id}
          friend={again}
          isReal={again.suspicion === 'confirmed'}
          close={() => setAgain(null)}
        />
      )}
    </Card>
  )
}

/** @param lookAgain of somebody whom a colleague has judged: who was wronged may say so, and who was let pass may be found out. */
function useColumns(lookAgain: (friend: FriendLine) => void) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  return [
    {
      key: 'customer',
      title: t('customer'),
      render: (_: unknown, { customer }: FriendLine) => (
        <PersonCell name={customer.name || t('customer')} to={`/customers/${customer.id}`} />
      ),
    },
    {
      key: 'by',
      title: t('invited_by'),
      render: (_: unknown, { inviter }: FriendLine) => (
        <Go to={`/customers/${inviter.customerId}`}>{inviter.name || t('customer')}</Go>
      ),
    },
    {
      key: 'state',
      title: t('state'),
      render: (_: unknown, friend: FriendLine) => (
        <>
          <FriendState friend={friend} />
          <div className="kit-soft">
            <Reasons friend={friend} />
          </div>
          <Looked friend={friend} />
          {mayWrite && friend.lookedAt !== null && friend.state !== 'refused' && (
            <Button type="link" size="small" onClick={() => lookAgain(friend)}>
              {t('verdict_again')}
            </Button>
          )}
        </>
      ),
    },
    {
      key: 'came',
      title: t('came_at'),
      render: (_: unknown, { cameAt }: FriendLine) => <When at={cameAt} />,
    },
    {
      key: 'due',
      title: t('due_at'),
      render: (_: unknown, { dueAt, state }: FriendLine) => {
        if (dueAt !== null) return <When at={dueAt} />
        return state === 'waiting' ? t('waits_order') : '—'
      },
    },
  ]
}
