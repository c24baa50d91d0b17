import { Button, Tag } from 'antd'
import { useState } from 'react'
import { type Reward, reward, rewardKinds } from '../../../contract/reward.ts'
import {
  type Column,
  Go,
  ListPage,
  useAddress,
  useFormat,
  useList,
  useMay,
  useText,
} from '../../ui/index.ts'
import { RewardModal } from './reward-modal.tsx'
import { texts } from './text.ts'

const LIVE_MS = 5_000
const STATES = ['live', 'paused', 'archived', 'all'] as const

/** What can be given, with its stock and what became of what was given. */
export function RewardsPage() {
  const t = useText(texts)
  const address = useAddress()
  const mayWrite = useMay('rewards.write')
  const [isMaking, setMaking] = useState(false)
  const list = useList('/api/rewards', reward, address.all, { every: LIVE_MS })
  const add = mayWrite && (
    <Button type="primary" onClick={() => setMaking(true)}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <ListPage<Reward>
        name="rewards"
        title={t('title')}
        help={t('help')}
        deeds={add}
        sentence={<Said rows={list.rows} total={list.total ?? 0} />}
        list={list}
        idOf={({ id }) => id}
        nameOf={({ name }) => name}
        to={({ id }) => `/rewards/${id}`}
        searchHint={t('search')}
        filters={[
          {
            kind: 'choice',
            key: 'state',
            label: t('state'),
            options: STATES.map((value) => ({ value, label: t(value) })),
          },
          {
            kind: 'choice',
            key: 'kind',
            label: t('kind'),
            options: rewardKinds.map((value) => ({ value, label: t(`kind_${value}`) })),
          },
        ]}
        columns={useColumns()}
        empty={{ what: t('empty'), why: t('empty_why'), ...(add ? { action: add } : {}) }}
      />
      {isMaking && <RewardModal close={() => setMaking(false)} />}
    </>
  )
}

function Said({ rows, total }: { rows: readonly Reward[]; total: number }) {
  const t = useText(texts)
  if (total === 0) return t('sentence_none')
  const frozen = rows.reduce((sum, { grants }) => sum + (grants.frozen ?? 0), 0)
  const paused = rows.filter(({ pause }) => pause !== null).length
  return t.rich('sentence', {
    count: total - paused,
    paused,
    frozen: <Go to="/reward-grants?state=frozen">{frozen}</Go>,
  })
}

function useColumns(): Column<Reward>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('name'),
      draw: ({ id, name, pause, archivedAt }) => (
        <>
          <Go to={`/rewards/${id}`}>{name}</Go> {pause && <Tag color="warning">{t('paused')}</Tag>}
          {archivedAt && <Tag>{t('archived')}</Tag>}
        </>
      ),
    },
    { key: 'kind', title: t('kind'), width: 120, draw: ({ kind }) => t(`kind_${kind}`) },
    { key: 'worth', title: t('worth'), width: 160, draw: (row) => <Worth row={row} /> },
    {
      key: 'stock',
      title: t('stock'),
      width: 150,
      isNumber: true,
      draw: ({ stock }) =>
        stock === null ? (
          <span className="kit-soft">{t('stock_unlimited')}</span>
        ) : (
          t('stock_of', stock)
        ),
    },
    {
      key: 'budget',
      title: t('budget'),
      width: 150,
      isNumber: true,
      draw: ({ budget }) =>
        budget === null ? (
          <span className="kit-soft">{t('budget_none')}</span>
        ) : (
          t('budget_free', { free: format.money(budget.free) })
        ),
    },
    {
      key: 'given',
      title: t('given'),
      width: 90,
      isNumber: true,
      draw: ({ grants }) => format.count(givenOf(grants)),
    },
    {
      key: 'held',
      title: t('held'),
      width: 90,
      isNumber: true,
      draw: ({ grants }) => format.count(grants.pending ?? 0),
    },
    {
      key: 'suspect',
      title: t('suspect'),
      width: 90,
      isNumber: true,
      draw: ({ id, grants }) =>
        grants.frozen ? (
          <Go to={`/reward-grants?rewardId=${id}&state=frozen`}>{format.count(grants.frozen)}</Go>
        ) : (
          format.count(0)
        ),
    },
  ]
}

/** What one is worth: points, money, or what it costs. */
export function Worth({
  row: { kind, points, amount, cost },
}: {
  row: Pick<Reward, 'kind' | 'points' | 'amount' | 'cost'>
}) {
  const t = useText(texts)
  const format = useFormat()
  if (kind === 'payment') return format.money(amount ?? 0)
  if (kind === 'points') return t('worth_points', { points: points ?? 0 })
  return t('worth_cost', { cost: format.money(cost) })
}

/** Everything that was given and stands. */
export function givenOf(grants: Reward['grants']): number {
  const { pending = 0, frozen = 0, posted = 0, awaiting = 0, paid = 0, expired = 0 } = grants
  return pending + frozen + posted + awaiting + paid + expired
}
