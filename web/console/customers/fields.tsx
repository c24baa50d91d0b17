import type { Person } from '../../../contract/customer.ts'
import { Card, Facts, useText, useWhen } from '../../ui/index.ts'
import { texts } from './text.ts'

/** Traits that everybody has; a brand's own keep the name that they were sent with. */
const known = ['name', 'gender', 'wechat_name', 'avatar', 'birthday'] as const
const isKnown = (key: string): key is (typeof known)[number] => known.some((one) => one === key)
const isGender = (value: unknown): value is 'male' | 'female' =>
  value === 'male' || value === 'female'

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
            label: isKnown(key) ? t(`field_${key}`) : key,
            value: (
              <span title={t('fields_at', { at: when(at) })}>
                {key === 'gender' && isGender(value) ? t(`gender_${value}`) : shownValue(value)}
              </span>
            ),
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
