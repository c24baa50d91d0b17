import {
  type Recommendations,
  type RecommendedProduct,
  recommendations,
} from '../../../contract/recommendation.ts'
import { Card, Go, Money, useFormat, useLoad, useText } from '../../ui/index.ts'
import { recommendedTexts, useRecommendWord } from '../../ui/recommended.ts'

/** What is right for a person next, with why: what they need again, and what would be new to them. */
export function RecommendedCard({ customerId }: { customerId: string }) {
  const t = useText(recommendedTexts)
  const load = useLoad(`/api/recommendations/customers/${customerId}`, recommendations)
  if (!load.data) return null
  return (
    <Card title={t('title')}>
      <Lists found={load.data} />
    </Card>
  )
}

function Lists({ found: { again, fresh, rests, measuredAt } }: { found: Recommendations }) {
  const t = useText(recommendedTexts)
  return (
    <>
      <h4>{t('again')}</h4>
      {again.length === 0 ? (
        <p className="kit-soft">{t('again_none')}</p>
      ) : (
        <Products items={again} />
      )}
      <h4>{t('fresh')}</h4>
      <p className="kit-soft">{t(fresh.length === 0 ? 'fresh_none' : `rests_${rests}`)}</p>
      <Products items={fresh} />
      {measuredAt === null && <p className="kit-soft">{t('not_measured')}</p>}
    </>
  )
}

function Products({ items }: { items: readonly RecommendedProduct[] }) {
  const say = useRecommendWord(useFormat())
  return (
    <ul>
      {items.map(({ id, name, priceFrom, reasons }) => (
        <li key={id}>
          <Go to={`/products/${id}`}>{name}</Go> {priceFrom !== null && <Money minor={priceFrom} />}
          <div className="kit-soft">{reasons.map(say).join('；')}</div>
        </li>
      ))}
    </ul>
  )
}
