import type { Article } from '../../../contract/article.ts'
import { barChart, Card, Chart, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** How long people stay in each section, from the first to the last. */
export function Sections({ article: { published, counts } }: { article: Article }) {
  const t = useText(texts)
  const format = useFormat()
  if (published === null) return null
  const rows = published.sections.map(({ title, ...one }, at) => ({
    ...one,
    name: `${at + 1} ${title === '' ? t('section_start') : title}`,
  }))
  return (
    <Card {...(counts.readers === 0 ? { title: t('sections') } : {})}>
      {counts.readers === 0 ? (
        <p className="kit-soft">{t('nothing_read')}</p>
      ) : (
        <Chart
          label={t('sections')}
          option={barChart({
            x: rows.map(({ name }) => name),
            series: [{ name: t('section_seconds'), values: rows.map(({ seconds }) => seconds) }],
            isAcross: true,
          })}
          table={{
            columns: [t('section'), t('section_seconds'), t('section_readers')],
            rows: rows.map(({ name, seconds, readers }) => [
              name,
              format.decimal(seconds),
              format.count(readers),
            ]),
          }}
        />
      )}
      <p className="kit-soft">{t('sections_help')}</p>
    </Card>
  )
}

/** How far those came who read. */
export function Depths({ article: { depths, counts } }: { article: Article }) {
  const t = useText(texts)
  const format = useFormat()
  if (counts.readers === 0) return null
  const tenths = depths.map((people, at) => ({ name: `${at * 10}–${at * 10 + 10}%`, people }))
  return (
    <Card>
      <Chart
        label={t('depths')}
        option={barChart({
          x: tenths.map(({ name }) => name),
          series: [{ name: t('people'), values: tenths.map(({ people }) => people) }],
        })}
        table={{
          columns: [t('depth'), t('people')],
          rows: tenths.map(({ name, people }) => [name, format.count(people)]),
        }}
      />
      <p className="kit-soft">{t('depths_help')}</p>
    </Card>
  )
}
