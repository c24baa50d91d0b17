import { Alert } from 'antd'
import { broadcastCheck } from '../../../contract/broadcast.ts'
import { Facts, Go, useLoad, useText, When } from '../../ui/index.ts'
import { Reached } from '../broadcasts/check-step.tsx'
import '../broadcasts/broadcasts.css'
import { texts } from './text.ts'
import type { OfBroadcast } from './waiting.ts'

/** Who asks and why, the words as they would arrive, and who is reached as things stand now. */
export function BroadcastEvidence({ item }: { item: OfBroadcast }) {
  const t = useText(texts)
  const { broadcast, plan, isStale } = item
  const check = useLoad(`/api/broadcasts/${broadcast.id}/check`, broadcastCheck)
  return (
    <div className="kit-stack">
      <h2>{t('asked', { who: item.askedBy ?? t('someone'), count: item.audience })}</h2>
      {isStale && <Alert type="warning" showIcon title={t('stale')} />}
      {item.isMine && !isStale && <Alert type="info" showIcon title={t('mine')} />}
      <Facts
        facts={[
          { label: t('broadcast'), value: broadcast.name },
          { label: t('why'), value: item.reason },
          { label: t('when'), value: <When at={item.askedAt} /> },
        ]}
      />
      <section>
        <h3>{t('what')}</h3>
        {plan.variants.map(({ id, content }) => (
          <p key={id} className="bcs-bubble">
            {content.text}
          </p>
        ))}
      </section>
      {check.data && <Reached check={check.data} />}
      <p>
        <Go to={`/broadcasts/${broadcast.id}/edit?step=check`}>{t('open_draft')}</Go>
      </p>
    </div>
  )
}
