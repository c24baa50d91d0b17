import type { Broadcast } from '../../../contract/broadcast.ts'
import { retrospectives } from '../../../contract/retrospective.ts'
import { Facts, Go, useLoad, useMay, useText, useWhen } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { VerdictTag } from '../retrospectives/verdict-tag.tsx'
import { texts } from './text.ts'

/** The newest ones; of what is older the list of retrospectives tells. */
const RETROSPECTIVES_LOOKED_AT = 100
const REFRESH_MS = 10_000

/** Whether it helped: the retrospective once there is one, until then the experiment. */
export function Proof({ found: { launch } }: { found: Broadcast }) {
  const t = useText(texts)
  const written = useLoad('/api/retrospectives', retrospectives, {
    query: { limit: RETROSPECTIVES_LOOKED_AT },
    every: REFRESH_MS,
    enabled: useMay('insight.read'),
  })
  if (!launch) return null
  if (launch.plan.control.kind === 'none') return <p>{t('no_control')}</p>
  const found = written.data?.items.find((one) => one.experimentId === launch.experimentId)
  if (found)
    return (
      <p>
        <VerdictTag verdict={found.verdict} />{' '}
        <Go to={`/retrospectives/${found.id}`}>{t('see_retrospective')}</Go>
      </p>
    )
  return (
    <p>
      {t('proof_soon')} <Go to="/experiments">{t('see_experiment')}</Go>
    </p>
  )
}

export function Details({ found: { launch, segment } }: { found: Broadcast }) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const when = useWhen()
  if (!launch) return null
  const { plan, launchedBy, launchedAt, approvedBy, startsAt, notAfter } = launch
  const who = launchedBy ?? t('someone')
  return (
    <Facts
      facts={[
        {
          label: t('segment'),
          value: <Go to={`/segments/${plan.segmentId}`}>{segment || '—'}</Go>,
        },
        { label: t('carrier'), value: word(`carrier_${plan.carrier}`) },
        { label: t('purpose'), value: word(`purpose_${plan.purpose}`) },
        { label: t('launched_at'), value: t('launched_by', { who, when: when(launchedAt) }) },
        ...(approvedBy === null ? [] : [{ label: t('approved_by'), value: approvedBy }]),
        {
          label: t('times_of'),
          value: t('until', { from: when(startsAt), until: when(notAfter) }),
        },
      ]}
    />
  )
}
