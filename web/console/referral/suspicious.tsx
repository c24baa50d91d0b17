import { Button } from 'antd'
import { useState } from 'react'
import { type FriendLine, friendLine } from '../../../contract/referral.ts'
import {
  Card,
  Empty,
  Facts,
  Failed,
  Go,
  PageSkeleton,
  useList,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { Reasons } from './friend-words.tsx'
import { texts } from './text.ts'
import { Verdict } from './verdict.tsx'

const REFRESH_MS = 5_000

/** Friends that somebody has to look at: the most suspicious first, with everything that speaks against them. */
export function Suspicious({ id }: { id: string }) {
  const t = useText(texts)
  const query = { suspicion: 'open' }
  const list = useList(`/api/referrals/${id}/friends`, friendLine, query, { every: REFRESH_MS })
  const [looking, setLooking] = useState<{ friend: FriendLine; isReal: boolean } | null>(null)
  if (list.problem) return <Failed problem={list.problem} retry={list.reload} />
  if (list.isLoading) return <PageSkeleton shape="list" />
  if (list.rows.length === 0)
    return <Empty what={t('suspicious_none')} why={t('define_suspicious')} />
  return (
    <div className="kit-stack">
      {list.rows.map((friend) => (
        <One key={friend.id} friend={friend} look={(isReal) => setLooking({ friend, isReal })} />
      ))}
      {list.more && (
        <Button onClick={list.more} loading={list.isMoreLoading}>
          {t('show')}
        </Button>
      )}
      {looking && <Verdict id={id} {...looking} close={() => setLooking(null)} />}
    </div>
  )
}

function One({ friend, look }: { friend: FriendLine; look: (isReal: boolean) => void }) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const { customer, inviter, cameAt, dueAt } = friend
  return (
    <Card
      title={customer.name || t('customer')}
      extra={
        mayWrite && (
          <div className="kit-deeds">
            <Button onClick={() => look(true)}>{t('verdict_real')}</Button>
            <Button danger onClick={() => look(false)}>
              {t('verdict_fake')}
            </Button>
          </div>
        )
      }
    >
      <Facts
        facts={[
          { label: t('reasons'), value: <Reasons friend={friend} /> },
          {
            label: t('invited_by'),
            value: <Go to={`/customers/${inviter.customerId}`}>{inviter.name || t('customer')}</Go>,
          },
          {
            label: t('customer'),
            value: <Go to={`/customers/${customer.id}`}>{customer.name || t('customer')}</Go>,
          },
          { label: t('came_at'), value: <When at={cameAt} /> },
          ...(dueAt === null ? [] : [{ label: t('due_at'), value: <When at={dueAt} /> }]),
        ]}
      />
    </Card>
  )
}
