import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useText } from '../language.ts'
import { Partial } from '../states.tsx'
import { texts } from '../text.ts'
import { PageHead } from './page-head.tsx'

/** A question, its answer in a sentence, the picture, the table, and how it was computed folded below. Prints well. */
export function ReportPage({
  title,
  question,
  sentence,
  controls,
  deeds,
  figures,
  picture,
  table,
  method,
  asOf = null,
}: {
  title: string
  question: string
  sentence: ReactNode
  /** Period and filters, kept in the address. */
  controls?: ReactNode
  deeds?: ReactNode
  figures?: ReactNode
  picture?: ReactNode
  table?: ReactNode
  /** Method and definitions, in words. */
  method: ReactNode
  asOf?: string | null
}) {
  const t = useText(texts)
  const print = (
    <>
      {deeds}
      <Button onClick={() => window.print()}>{t('print')}</Button>
    </>
  )
  return (
    <article className="kit-page kit-report">
      <PageHead title={title} deeds={print} />
      <p className="kit-question">{question}</p>
      {controls !== undefined && <div className="kit-controls">{controls}</div>}
      <p className="kit-sentence">{sentence}</p>
      <Partial asOf={asOf} />
      {figures}
      {picture !== undefined && <section className="kit-card">{picture}</section>}
      {table !== undefined && <section className="kit-card">{table}</section>}
      <details className="kit-card kit-method">
        <summary>{t('method')}</summary>
        {method}
      </details>
    </article>
  )
}
