import {
  grantStates,
  type RewardGrant,
  rewardGrant,
  rewardGrants,
} from '../../../contract/reward.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  PersonCell,
  useAddress,
  useList,
  useLoad,
  useText,
  When,
} from '../../ui/index.ts'
import { GrantGlance } from './grant-glance.tsx'
import { Worth } from './rewards-page.tsx'
import { GrantMark } from './state-mark.tsx'
import { texts } from './text.ts'

const PATH = '/api/reward-grants'
const LIVE_MS = 5_000

/** Everything that was given, and what is to be decided about it. */
export function GrantsPage() {
  const t = useText(texts)
  const address = useAddress()
  const list = useList(PATH, rewardGrant, address.all, { every: LIVE_MS })
  const count = (state: string) => ({ query: { state, limit: 1 }, every: LIVE_MS })
  const all = useLoad(PATH, rewardGrants, count('all'))
  const frozen = useLoad(PATH, rewardGrants, count('frozen'))
  const toSend = useLoad(PATH, rewardGrants, count('to_send'))
  return (
    <ListPage<RewardGrant>
      name="reward-grants"
      title={t('grants_title')}
      help={t('grants_help')}
      sentence={
        all.data &&
        t.rich('grants_sentence', {
          count: all.data.total ?? 0,
          frozen: <Go to="/reward-grants?state=frozen">{frozen.data?.total ?? 0}</Go>,
          to_send: <Go to="/reward-grants?state=to_send">{toSend.data?.total ?? 0}</Go>,
        })
      }
      list={list}
      idOf={({ id }) => id}
      nameOf={({ customer, reward }) => `${customer.name} · ${reward.name}`}
      preview={(row) => <GrantGlance id={row.id} />}
      filters={[
        {
          kind: 'choice',
          key: 'state',
          label: t('state'),
          options: [...grantStates, 'to_send' as const].map((value) => ({
            value,
            label: t(`state_${value}`),
          })),
        },
      ]}
      columns={useColumns()}
      exportPath={`${PATH}.csv`}
      empty={{
        what: t('grants_empty'),
        why: t('grants_empty_why'),
        action: <GoButton to="/rewards">{t('title')}</GoButton>,
      }}
    />
  )
}

function useColumns(): Column<RewardGrant>[] {
  const t = useText(texts)
  return [
    {
      key: 'customer',
      title: t('customer'),
      draw: ({ customer }) => (
        <PersonCell name={customer.name || t('nameless')} to={`/customers/${customer.id}`} />
      ),
    },
    {
      key: 'reward',
      title: t('reward'),
      draw: ({ reward }) => <Go to={`/rewards/${reward.id}`}>{reward.name}</Go>,
    },
    { key: 'worth', title: t('worth'), width: 150, draw: (row) => <Worth row={row} /> },
    {
      key: 'state',
      title: t('state'),
      width: 120,
      draw: ({ state }) => <GrantMark state={state} />,
    },
    {
      key: 'campaign',
      title: t('campaign'),
      width: 150,
      draw: ({ campaign: { kind, name } }) =>
        kind === 'manual' || name === '' ? t(`campaign_${kind}`) : name,
    },
    {
      key: 'granted',
      title: t('granted_at'),
      width: 130,
      draw: ({ grantedAt }) => <When at={grantedAt} />,
    },
    {
      key: 'hold',
      title: t('hold_until'),
      width: 130,
      draw: ({ holdUntil }) => <When at={holdUntil} />,
    },
    { key: 'reason', title: t('reason'), width: 180, draw: ({ reason }) => reason },
  ]
}
