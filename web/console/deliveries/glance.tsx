import type { Delivery, DeliveryState } from '../../../contract/delivery.ts'
import { Facts, Go, useFormat, useText, When } from '../../ui/index.ts'
import { useJourneyName } from '../journeys/use-journey-name.ts'
import { texts } from './text.ts'
import { isTold, StateTag, useAssociateName, useWhy } from './words.tsx'

/** States in which it has yet to reach the customer, and may. */
const WAITING: readonly DeliveryState[] = ['planned', 'claimed', 'sending', 'handed', 'unknown']

const LI_A_YUAN = 1_000
const PRICE_DIGITS = 3

/** How many short messages were billed, and for how much. */
function useBilled(): (row: Pick<Delivery, 'segments' | 'costLi'>) => string {
  const t = useText(texts)
  const format = useFormat()
  return ({ segments, costLi }) => {
    const count = segments ?? 0
    if (costLi === null) return t('segments_of', { count })
    return t('segments_cost', { count, cost: format.decimal(costLi / LI_A_YUAN, PRICE_DIGITS) })
  }
}

/** One message: what it says, how it stands and why. */
export function DeliveryGlance({ row }: { row: Delivery }) {
  const t = useText(texts)
  const nameOf = useAssociateName()
  const why = useWhy()
  const billed = useBilled()
  const journeyName = useJourneyName(row.journeyId)
  return (
    <div className="kit-stack">
      <div>
        <StateTag state={row.state} isTold={isTold(row)} />
      </div>
      <section>
        <h3>{t('why')}</h3>
        {why(row).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </section>
      <section>
        <h3>{t('message')}</h3>
        {row.content.subject && <p>{row.content.subject}</p>}
        <p className="kit-code">{row.content.text || '—'}</p>
        {row.content.link && (
          <p className="kit-soft">
            {t('link')}: {row.content.link.title}
          </p>
        )}
      </section>
      <Facts
        facts={[
          {
            label: t('customer'),
            value: <Go to={`/customers/${row.customer.id}`}>{t('see_person')}</Go>,
          },
          { label: t('associate'), value: nameOf(row.userid) || '—' },
          { label: t('carrier'), value: t(`carrier_${row.carrier}`) },
          { label: t('purpose'), value: t(`purpose_${row.purpose}`) },
          ...(row.journeyId === null
            ? []
            : [
                {
                  label: t('journey'),
                  value: (
                    <Go to={`/journeys/${row.journeyId}`}>{journeyName || t('see_journey')}</Go>
                  ),
                },
              ]),
          ...(row.broadcastId === null
            ? []
            : [
                {
                  label: t('broadcast'),
                  value: <Go to={`/broadcasts/${row.broadcastId}`}>{t('see_broadcast')}</Go>,
                },
              ]),
          { label: t('planned'), value: <When at={row.plannedAt} /> },
          ...(WAITING.includes(row.state)
            ? [
                { label: t('due'), value: <When at={row.dueAt} /> },
                { label: t('not_after'), value: <When at={row.notAfter} /> },
              ]
            : []),
          { label: t('sent'), value: row.sentAt === null ? '—' : <When at={row.sentAt} /> },
          ...(row.deliveredAt === null
            ? []
            : [{ label: t('delivered'), value: <When at={row.deliveredAt} /> }]),
          ...(row.segments === null ? [] : [{ label: t('segments'), value: billed(row) }]),
          ...(row.clickedAt === null
            ? []
            : [{ label: t('clicked'), value: <When at={row.clickedAt} /> }]),
        ]}
      />
    </div>
  )
}
