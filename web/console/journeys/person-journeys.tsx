import { journeysOfPerson } from '../../../contract/journey-view.ts'
import { Card, Go, useLoad, useMay, useText, useWhen } from '../../ui/index.ts'
import { texts } from './text.ts'
import { useStandingWord } from './words.ts'

/** The SOPs that a person goes or went through. */
export function PersonJourneys({ customerId }: { customerId: string }) {
  const t = useText(texts)
  const when = useWhen()
  const standing = useStandingWord()
  const load = useLoad(`/api/customers/${customerId}/journeys`, journeysOfPerson, {
    enabled: useMay('journeys.read'),
  })
  const items = load.data?.items
  if (items === undefined) return null
  return (
    <Card title={t('card_title')}>
      {items.length === 0 && <p className="kit-soft">{t('card_none')}</p>}
      {items.map((line) => (
        <div key={line.id} className="kit-row">
          <Go to={`/enrollments/${line.id}`}>{line.journey.name}</Go>
          <span className="kit-soft">
            {standing(line)} · {when(line.leftAt ?? line.enteredAt)}
          </span>
        </div>
      ))}
    </Card>
  )
}
