import { Tag } from 'antd'
import { type ShownSubscription, shownSubscriptions } from '../../../contract/official.ts'
import { Card, Go, useLoad, useText, When } from '../../ui/index.ts'
import { subscriptionTexts } from './subscription-text.ts'

const LIVE_MS = 5_000

/** Which official accounts this person follows or followed. Who follows none has no such card. */
export function SubscriptionsCard({ personId }: { personId: string }) {
  const t = useText(subscriptionTexts)
  const path = `/api/customers/${personId}/subscriptions`
  const items = useLoad(path, shownSubscriptions, { every: LIVE_MS }).data?.items ?? []
  if (items.length === 0) return null
  return (
    <Card title={t('subscriptions')}>
      <ul className="kit-stack">
        {items.map((one) => (
          <Subscription key={`${one.account.appId} ${one.openid}`} one={one} />
        ))}
      </ul>
    </Card>
  )
}

function Subscription({ one }: { one: ShownSubscription }) {
  const t = useText(subscriptionTexts)
  const { account, subscribedAt, endedAt, code, source, hasUnionid, messageUntil } = one
  return (
    <li>
      <div className="kit-deeds">
        <strong>{account.name}</strong>
        {endedAt === null ? (
          <Tag color="success">{t('subscribed')}</Tag>
        ) : (
          <>
            <Tag color="error">{t('unsubscribed')}</Tag>
            <span className="kit-soft">
              <When at={endedAt} />
            </span>
          </>
        )}
      </div>
      <div>
        {t.rich('since', { at: <When at={subscribedAt} /> })}
        {code !== null && source !== null
          ? t.rich('by_code', {
              code,
              source: <Go to={`/customers?from=${source.id}`}>{source.name}</Go>,
            })
          : t('by_itself')}
      </div>
      <div className="kit-soft">
        {hasUnionid === false && <span>{t('no_unionid')} </span>}
        {messageUntil !== null && t.rich('window', { until: <When at={messageUntil} /> })}
      </div>
    </li>
  )
}
