import type { ReactNode } from 'react'
import { type FigureProps, Figures } from '../figure.tsx'
import { Go } from '../go.tsx'
import { useFormat } from '../house.tsx'
import { useText } from '../language.ts'
import { Partial } from '../states.tsx'
import { texts } from '../text.ts'
import { PageHead } from './page-head.tsx'

/** Something that waits for a person's decision. */
export type Need = {
  key: string
  says: string
  count: number
  to: string
  tone?: 'harm' | 'waiting'
}

/** A sentence, five figures, the main picture, and what needs you. */
export function OverviewPage({
  title,
  help,
  deeds,
  sentence,
  figures,
  picture,
  needs,
  asOf = null,
  below,
}: {
  title: string
  help?: ReactNode
  deeds?: ReactNode
  sentence: ReactNode
  figures: readonly FigureProps[]
  picture: ReactNode
  needs: readonly Need[]
  /** Set while analytics are behind. */
  asOf?: string | null
  below?: ReactNode
}) {
  return (
    <div className="kit-page">
      <PageHead title={title} help={help} deeds={deeds} sentence={sentence} />
      <Partial asOf={asOf} />
      <Figures figures={figures} />
      <div className="kit-two">
        <section className="kit-card">{picture}</section>
        <Needs needs={needs} />
      </div>
      {below}
    </div>
  )
}

function Needs({ needs }: { needs: readonly Need[] }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <section className="kit-card">
      <h2>{t('needs_you')}</h2>
      {needs.length === 0 && <p className="kit-soft">{t('needs_nothing')}</p>}
      <ul className="kit-needs">
        {needs.map(({ key, says, count, to, tone = 'waiting' }) => (
          <li key={key}>
            <Go to={to}>
              <span>{says}</span>
              <span className={`kit-count kit-tone-${tone}`}>{format.count(count)}</span>
            </Go>
          </li>
        ))}
      </ul>
    </section>
  )
}
