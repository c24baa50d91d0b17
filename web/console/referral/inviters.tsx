import { Button, Select, Table } from 'antd'
import { type InviterLine, inviterLine } from '../../../contract/referral.ts'
import {
  Card,
  Empty,
  Failed,
  Go,
  PageSkeleton,
  PersonCell,
  useAddress,
  useFormat,
  useList,
  useText,
  When,
} from '../../ui/index.ts'
import { promiseWord } from './promise-word.ts'
import { texts } from './text.ts'

const REFRESH_MS = 5_000
const SORTS = ['friends', 'joined'] as const

/** Who takes part, with whom they brought and what they were promised: the leaderboard. */
export function Inviters({ id }: { id: string }) {
  const t = useText(texts)
  const address = useAddress()
  const columns = useColumns(id)
  const sort = SORTS.find((one) => one === address.get('sort')) ?? 'friends'
  const list = useList(
    `/api/referrals/${id}/inviters`,
    inviterLine,
    { sort },
    { every: REFRESH_MS },
  )
  if (list.problem) return <Failed problem={list.problem} retry={list.reload} />
  if (list.isLoading) return <PageSkeleton shape="list" />
  if (list.rows.length === 0) return <Empty what={t('nobody_yet')} why={t('link_help')} />
  return (
    <Card
      title={t('show_inviters')}
      extra={
        <Select
          aria-label={t('show')}
          value={sort}
          onChange={(value) => address.change({ sort: value })}
          options={SORTS.map((value) => ({ value, label: t(`sort_${value}`) }))}
        />
      }
    >
      <Table<InviterLine>
        rowKey="id"
        dataSource={[...list.rows]}
        pagination={false}
        columns={columns}
      />
      {list.more && (
        <Button onClick={list.more} loading={list.isMoreLoading}>
          {t('show')}
        </Button>
      )}
    </Card>
  )
}

function useColumns(id: string) {
  const t = useText(texts)
  const format = useFormat()
  const friends = (inviter: string, count: number) =>
    count === 0 ? (
      '0'
    ) : (
      <Go to={`/referrals/${id}?show=friends&inviter=${inviter}`}>{format.count(count)}</Go>
    )
  return [
    {
      key: 'customer',
      title: t('customer'),
      render: (_: unknown, { customer }: InviterLine) => (
        <PersonCell name={customer.name || t('customer')} to={`/customers/${customer.id}`} />
      ),
    },
    {
      key: 'by',
      title: t('invited_by'),
      render: (_: unknown, { invitedBy, generation }: InviterLine) =>
        invitedBy === null ? (
          t('first_one')
        ) : (
          <>
            <Go to={`/customers/${invitedBy.id}`}>{invitedBy.name || t('customer')}</Go> ·{' '}
            {t('generation_no', { no: generation })}
          </>
        ),
    },
    {
      key: 'friends',
      title: t('friends'),
      render: (_: unknown, row: InviterLine) => friends(row.id, row.friends),
    },
    {
      key: 'counted',
      title: t('counted'),
      render: (_: unknown, row: InviterLine) => format.count(row.counted),
    },
    {
      key: 'suspicious',
      title: t('suspicious'),
      render: (_: unknown, row: InviterLine) => format.count(row.suspicious),
    },
    {
      key: 'promises',
      title: t('promises'),
      render: (_: unknown, { promises }: InviterLine) =>
        promises.length === 0
          ? '—'
          : promises.map((one) => <PromiseLine key={one.people} one={one} />),
    },
    {
      key: 'joined',
      title: t('joined_at'),
      render: (_: unknown, { joinedAt }: InviterLine) => <When at={joinedAt} />,
    },
  ]
}

function PromiseLine({ one }: { one: InviterLine['promises'][number] }) {
  const t = useText(texts)
  const word = promiseWord(one.state)
  return (
    <div>
      {t('promise', { people: one.people, reward: one.reward })}
      <span className="kit-soft"> {word === null ? one.state : t(word)}</span>
    </div>
  )
}
