import { personReadings } from '../../../contract/article.ts'
import { Card, Go, useLoad, useText, When } from '../../ui/index.ts'
import { readingTexts, useReadingWord } from '../../ui/reading.ts'

/** What a person read on the brand's own pages, the last first; nothing where they read nothing. */
export function ReadingsCard({ customerId }: { customerId: string }) {
  const t = useText(readingTexts)
  const say = useReadingWord()
  const { data } = useLoad(`/api/customers/${customerId}/readings`, personReadings)
  if (!data || data.items.length === 0) return null
  return (
    <Card title={t('title')}>
      <ul className="kit-stack">
        {data.items.map((one) => (
          <li key={one.articleId}>
            <Go to={`/articles/${one.articleId}`}>{one.title}</Go>
            <div className="kit-soft">
              {say(one)} · <When at={one.lastAt} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
