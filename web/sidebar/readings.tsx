import { personReadings } from '../../contract/article.ts'
import { useText } from '../ui/language.ts'
import { readingTexts, useReadingWord } from '../ui/reading.ts'
import { useSeen } from './load.ts'
import { useWords } from './place.tsx'

/** What they read lately on the brand's own pages, how long and how far; nothing where they read nothing. */
export function Readings({ contact }: { contact: string }) {
  const t = useText(readingTexts)
  const words = useWords()
  const say = useReadingWord()
  const { data } = useSeen(`/customers/${encodeURIComponent(contact)}/readings`, personReadings)
  if (!data || data.items.length === 0) return null
  return (
    <section className="card">
      <h2>{t('title')}</h2>
      <ul className="lines lines-tall">
        {data.items.map((one) => (
          <li key={one.articleId}>
            <strong>{one.title}</strong>
            <span className="soft">
              {say(one)} · {words.when(one.lastAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
