import type { Person } from '../../../contract/customer.ts'
import { Card, Facts, useText, useWhen } from '../../ui/index.ts'
import { texts } from './text.ts'

/** What was told about the person, field by field; hover tells since when. */
export function Fields({ traits }: { traits: Person['traits'] }) {
  const t = useText(texts)
  const when = useWhen()
  return (
    <Card title={t('fields')}>
      {traits.length === 0 ? (
        <p className="kit-soft">{t('fields_none')}</p>
      ) : (
        <Facts
          facts={traits.map(({ key, value, at }) => ({
            label: key === 'name' ? t('field_name') : key,
            value: <span title={t('fields_at', { at: when(at) })}>{shownValue(value)}</span>,
          }))}
        />
      )}
    </Card>
  )
}

/** A trait's value as text. */
export function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
