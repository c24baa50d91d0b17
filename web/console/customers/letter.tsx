import { Alert } from 'antd'
import type { Person } from '../../../contract/customer.ts'
import { Card, Go, Money, useText, When } from '../../ui/index.ts'
import { useEventWord, useSourceWord } from './event-word.ts'
import { texts } from './text.ts'
import { useCalled } from './words.ts'

/** Who this is, since when and from where, and what happened last, in sentences. */
export function Letter({ person }: { person: Person }) {
  const t = useText(texts)
  const eventWord = useEventWord()
  const sourceWord = useSourceWord()
  const name = useCalled()(person)
  const first = <When at={person.firstSeenAt} />
  const last = <When at={person.lastSeenAt} />
  const { lastEvent } = person
  const source = sourceWord(person.source)
  return (
    <Card title={t('letter')}>
      {person.openConflicts > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('letter_conflicts', { count: person.openConflicts })}
          action={<Go to="/conflicts">{t('letter_conflicts_go')}</Go>}
        />
      )}
      <p>
        {source === ''
          ? t.rich('letter_who_plain', { name, first })
          : t.rich('letter_who', { name, first, source })}
        {lastEvent === ''
          ? t.rich('letter_last_plain', { last })
          : t.rich('letter_last', { last, event: eventWord(lastEvent) })}
      </p>
      <p>
        {person.orders === 0
          ? t('no_orders')
          : t.rich('letter_orders', {
              count: person.orders,
              total: <Money minor={person.total} />,
              last: <When at={person.lastOrderAt} />,
            })}
        {person.rows.length > 1 && t('letter_rows', { count: person.rows.length })}
      </p>
    </Card>
  )
}
