import { type CustomerValue, customerValue } from '../../../contract/insight.ts'
import { Card, Facts, Loaded, Money, useFormat, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const LIKELY = 0.7
const UNLIKELY = 0.3
const DAY_MS = 86_400_000

/** What one person is worth and whether they are still there, with the reason in words; for the person's page. */
export function CustomerValueCard({ id }: { id: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/value/customers/${id}`, customerValue)
  return (
    <Card title={t('person_title')}>
      <Loaded load={load} shape="form">
        {(data) => <Words data={data} />}
      </Loaded>
    </Card>
  )
}

function Words({ data }: { data: CustomerValue }) {
  const t = useText(texts)
  const format = useFormat()
  const presence = usePresence(data)
  const { person, aheadOf, state } = data
  if (!person) return <p>{t(state === 'none' ? 'person_not_yet' : 'person_none')}</p>
  const { ltv12, expectedPurchases12, spendExpected, scores, rfmClass } = person
  return (
    <div className="kit-stack">
      {ltv12 !== null && aheadOf !== null && (
        <p>{t('person_ltv', { value: format.money(ltv12), share: format.percent(aheadOf) })}</p>
      )}
      <p>{presence}</p>
      <Facts
        facts={[
          ...(expectedPurchases12 === null
            ? []
            : [
                {
                  label: t('person_expected'),
                  value: t('person_times', { count: format.decimal(expectedPurchases12, 1) }),
                },
                { label: t('person_each'), value: <Money minor={spendExpected} /> },
                { label: t('column_ltv36'), value: <Money minor={person.ltv36} /> },
              ]),
          {
            label: t('column_rfm'),
            value: `${t(`rfm_${rfmClass}`)} ${scores.r}${scores.f}${scores.m}`,
          },
        ]}
      />
    </div>
  )
}

/** Still there or not, and why we think so. */
function usePresence({ person, state, cutOn, medianGapDays }: CustomerValue): string {
  const t = useText(texts)
  const format = useFormat()
  if (!person || !cutOn) return ''
  if (state === 'refused') return t('person_refused')
  if (state === 'degenerate') return t('person_no_loss')
  const days = Math.round((Date.parse(cutOn) - Date.parse(person.lastOn)) / DAY_MS)
  if (person.pAlive === null) return t('person_once', { days })
  const chance = format.percent(person.pAlive)
  const said =
    person.pAlive >= LIKELY
      ? t('person_likely', { chance })
      : person.pAlive < UNLIKELY
        ? t('person_gone', { chance })
        : t('person_unsure', { chance })
  const gap = Math.round(medianGapDays ?? 0)
  return `${said}${t('person_why', { orders: person.orders, days, gap })}`
}
