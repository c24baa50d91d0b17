import { type PersonReading, personReadings } from '../../../contract/article.ts'
import { Card, Go, useLoad, useText, When } from '../../ui/index.ts'
import { texts, useReadingTime } from './text.ts'

/** What a person read on the brand's own pages, the last first; nothing where they read nothing. */
export function ReadingsCard({ customerId }: { customerId: string }) {
  const t = useText(texts)
  const { data } = useLoad(`/api/customers/${customerId}/readings`, personReadings)
  if (!data || data.items.length === 0) return null
  return (
    <Card title={t('read_title')}>
      <ul className="kit-stack">
        {data.items.map((one) => (
          <li key={one.articleId}>
            <Go to={`/articles/${one.articleId}`}>{one.title}</Go>
            <div className="kit-soft">
              <HowFar reading={one} /> · <When at={one.lastAt} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function HowFar({
  reading: { seconds, depth, hasFinished },
}: {
  reading: Pick<PersonReading, 'seconds' | 'depth' | 'hasFinished'>
}) {
  const t = useText(texts)
  const time = useReadingTime()
  if (seconds === 0) return t('read_opened')
  return t(hasFinished ? 'read_whole' : 'read_line', { time: time(seconds), depth })
}
