import { type RecommendedProduct, recommendations } from '../../contract/recommendation.ts'
import { useText } from '../ui/language.ts'
import { recommendedTexts, useRecommendWord } from '../ui/recommended.ts'
import { useSeen } from './load.ts'
import { useWords } from './place.tsx'

/** What is right for them next, with why: what they need again, and what would be new to them. */
export function Recommended({ contact }: { contact: string }) {
  const t = useText(recommendedTexts)
  const path = `/customers/${encodeURIComponent(contact)}/recommended`
  const { data } = useSeen(path, recommendations)
  if (!data || data.again.length + data.fresh.length === 0) return null
  return (
    <section className="card">
      <h2>{t('title')}</h2>
      {data.again.length > 0 && <p className="soft">{t('again')}</p>}
      <Products items={data.again} />
      {data.fresh.length > 0 && (
        <p className="soft">
          {t('fresh')} · {t(`rests_${data.rests}`)}
        </p>
      )}
      <Products items={data.fresh} />
    </section>
  )
}

function Products({ items }: { items: readonly RecommendedProduct[] }) {
  const words = useWords()
  const say = useRecommendWord(words)
  return (
    <ul className="lines lines-tall">
      {items.map(({ id, name, priceFrom, reasons }) => (
        <li key={id}>
          <span>
            <strong>{name}</strong>
            {priceFrom !== null && ` ${words.money(priceFrom)}`}
          </span>
          <span className="soft">{reasons.map(say).join('；')}</span>
        </li>
      ))}
    </ul>
  )
}
