import type { CustomerValue } from '../../../contract/insight.ts'
import {
  Card,
  Day,
  Explain,
  Facts,
  type Formats,
  Money,
  type Say,
  useFormat,
  useText,
} from '../../ui/index.ts'
import { texts } from './text.ts'

/** Ahead of so large a share is the top hundredth. */
const TOP_SHARE = 0.99

/** What may come next, where it can be said; nothing while no analysis was made. */
export function ValueCard({ value }: { value: CustomerValue | undefined }) {
  const t = useText(texts)
  const format = useFormat()
  if (value === undefined || value.state === 'none') return null
  const { person, aheadOf, cutOn, medianGapDays } = value
  if (person === null) {
    return (
      <Card title={t('value')}>
        <p className="kit-soft">{t('value_none')}</p>
      </Card>
    )
  }
  const ahead = aheadOf === null ? '' : place(aheadOf, t, format)
  const gap =
    medianGapDays === null
      ? []
      : [
          {
            label: t('value_gap'),
            value: t('value_gap_days', { count: Math.round(medianGapDays) }),
          },
        ]
  return (
    <Card title={t('value')}>
      <Facts
        facts={[
          {
            label: t('value_alive'),
            help: <Explain what={t('value_alive')}>{t('value_alive_help')}</Explain>,
            value: person.pAlive === null ? '—' : format.percent(person.pAlive),
          },
          {
            label: t('value_ltv'),
            value: (
              <>
                <Money minor={person.ltv12} /> <span className="kit-soft">{ahead}</span>
              </>
            ),
          },
          ...gap,
        ]}
      />
      {cutOn !== null && (
        <p className="kit-soft">{t.rich('value_as_of', { on: <Day on={cutOn} /> })}</p>
      )}
    </Card>
  )
}

/** Nobody is ahead of all customers: what would round to that is said as the top. */
function place(aheadOf: number, t: Say<typeof texts.keys>, format: Formats): string {
  if (aheadOf >= TOP_SHARE) return t('value_top')
  return t('value_ahead', { share: format.percent(aheadOf) })
}
