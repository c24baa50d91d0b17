import type { ReactNode } from 'react'
import { Face } from '../person-cell.tsx'

/** One thing or person: head with the deeds, the letter in the wide column, fields at the side, what happened below. */
export function DetailPage({
  title,
  face,
  subtitle,
  marks,
  deeds,
  letter,
  side,
  timeline,
}: {
  title: string
  /** A name to draw a face for, or a picture's address. */
  face?: { name: string; src?: string }
  subtitle?: ReactNode
  /** Tags and states beside the title. */
  marks?: ReactNode
  deeds?: ReactNode
  letter: ReactNode
  side: ReactNode
  timeline?: ReactNode
}) {
  return (
    <div className="kit-page">
      <header className="kit-head">
        <div className="kit-head-row">
          <div className="kit-who">
            {face && <Face size={56} {...face} />}
            <div>
              <h1>
                {title} {marks}
              </h1>
              {subtitle !== undefined && <div className="kit-soft">{subtitle}</div>}
            </div>
          </div>
          {deeds !== undefined && <div className="kit-deeds">{deeds}</div>}
        </div>
      </header>
      <div className="kit-two">
        <div className="kit-stack">
          {letter}
          {timeline !== undefined && <section className="kit-card">{timeline}</section>}
        </div>
        <aside className="kit-stack">{side}</aside>
      </div>
    </div>
  )
}

/** A white card with a heading; the building block inside pages. */
export function Card({
  title,
  extra,
  children,
}: {
  title?: string
  extra?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="kit-card">
      {title !== undefined && (
        <div className="kit-head-row">
          <h2>{title}</h2>
          {extra}
        </div>
      )}
      {children}
    </section>
  )
}

/** Names and values under each other, e.g. the fields of a person. */
export function Facts({
  facts,
}: {
  facts: readonly { label: string; value: ReactNode; help?: ReactNode }[]
}) {
  return (
    <dl className="kit-facts">
      {facts.map(({ label, value, help }) => (
        <div key={label}>
          <dt>
            {label} {help}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
