import { rewardsOfPerson } from '../../../contract/reward.ts'
import { Card, Go, useLoad, useMay, useText, When } from '../../ui/index.ts'
import { GrantMark } from './state-mark.tsx'
import { texts } from './text.ts'

const SHOWN = 8

/** What somebody was given, and the points that they have. */
export function PersonRewards({ personId }: { personId: string }) {
  const mayRead = useMay('rewards.read')
  return mayRead ? <Rewards personId={personId} /> : null
}

function Rewards({ personId }: { personId: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/customers/${personId}/rewards`, rewardsOfPerson)
  const items = load.data?.items ?? []
  return (
    <Card
      title={t('person_card')}
      extra={<Go to={`/ledger?customerId=${personId}`}>{t('person_statement')}</Go>}
    >
      <div className="kit-stack">
        {load.data && load.data.points > 0 && (
          <p>{t('person_points', { points: load.data.points })}</p>
        )}
        {load.data && items.length === 0 && <p className="kit-soft">{t('person_none')}</p>}
        {items.slice(0, SHOWN).map(({ id, reward, state, grantedAt }) => (
          <div key={id}>
            <Go to={`/rewards/${reward.id}`}>{reward.name}</Go> <GrantMark state={state} />{' '}
            <span className="kit-soft">
              <When at={grantedAt} />
            </span>
          </div>
        ))}
      </div>
    </Card>
  )
}
