import type { Delivery, DeliveryState } from '../../../contract/delivery.ts'
import { Facts, Go, useText, When } from '../../ui/index.ts'
import { useJourneyName } from '../journeys/use-journey-name.ts'
import { texts } from './text.ts'
import { StateTag, useAssociateName, useWhy } from './words.tsx'

/** States in which it has yet to reach the customer, and may. */
const WAITING: readonly DeliveryState[] = ['planned', 'claimed', 'sending', 'handed', 'unknown']

/** One message: what it says, how it stands and why. */
export function DeliveryGlance({ row }: { row: Delivery }) {
  const t = useText(texts)
  const nameOf = useAssociateName()
  const why = useWhy()
  const journeyName = useJourneyName(row.journeyId)
  return (
    <div className="kit-stack">
      <div>
        <StateTag state={row.state} />
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
          { label: t('planned'), value: <When at={row.plannedAt} /> },
          ...(WAITING.includes(row.state)
            ? [
                { label: t('due'), value: <When at={row.dueAt} /> },
                { label: t('not_after'), value: <When at={row.notAfter} /> },
              ]
            : []),
          { label: t('sent'), value: row.sentAt === null ? '—' : <When at={row.sentAt} /> },
          ...(row.clickedAt === null
            ? []
            : [{ label: t('clicked'), value: <When at={row.clickedAt} /> }]),
        ]}
      />
    </div>
  )
}
