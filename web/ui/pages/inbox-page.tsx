import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useKeys } from '../keys.ts'
import { useText } from '../language.ts'
import { Empty } from '../states.tsx'
import { texts } from '../text.ts'
import { PageHead } from './page-head.tsx'

/** One thing to decide on: its key on the keyboard, the deed in words. */
export type Decision<T> = {
  key: string
  label: string
  run: (item: T) => void
  tone?: 'main' | 'harm'
  /** False: this one cannot be decided so, and the way is not offered. */
  fits?: (item: T) => boolean
}

/** One item at a time with all its evidence, a key for each decision; `j`/`k` leave it for now. */
export function InboxPage<T>({
  title,
  help,
  sentence,
  items,
  total,
  idOf,
  evidence,
  decisions,
  isBusy = false,
  deeds,
  empty,
}: {
  title: string
  help?: ReactNode
  sentence?: ReactNode
  items: readonly T[]
  total: number | null
  idOf: (item: T) => string
  evidence: (item: T) => ReactNode
  decisions: readonly Decision<T>[]
  isBusy?: boolean
  /** Deeds on all, where that is safe. */
  deeds?: ReactNode
  /** What comes here and why nothing is here. */
  empty?: { what: string; why: string }
}) {
  const t = useText(texts)
  const [chosen, setChosen] = useState<string>()
  const found = items.findIndex((item) => idOf(item) === chosen)
  const at = Math.max(0, found)
  const item = items[at]
  const fitting = decisions.filter(({ fits }) => item === undefined || (fits?.(item) ?? true))
  const show = (next: number) => {
    const other = items[Math.min(Math.max(next, 0), items.length - 1)]
    if (other !== undefined) setChosen(idOf(other))
  }
  const decide = (decision: Decision<T>) => {
    if (item === undefined || isBusy) return
    const following = items[at + 1] ?? items[at - 1]
    setChosen(following === undefined ? undefined : idOf(following))
    decision.run(item)
  }
  useKeys([
    { key: 'j', says: t('key_next'), run: () => show(at + 1) },
    { key: 'k', says: t('key_back'), run: () => show(at - 1) },
    ...fitting.map((one) => ({ key: one.key, says: one.label, run: () => decide(one) })),
  ])
  return (
    <div className="kit-page">
      <PageHead title={title} help={help} sentence={sentence} deeds={deeds} />
      {item === undefined ? (
        <Empty what={empty?.what ?? t('inbox_done')} why={empty?.why ?? t('inbox_done_why')} />
      ) : (
        <>
          <section className="kit-card">{evidence(item)}</section>
          <footer className="kit-deeds">
            <span className="kit-soft">{t('inbox_rest', { count: total ?? items.length })}</span>
            <Decisions decisions={fitting} decide={decide} isBusy={isBusy} />
            <Button onClick={() => show(at + 1)}>
              {t('inbox_skip')} <kbd>j</kbd>
            </Button>
          </footer>
        </>
      )}
    </div>
  )
}

function Decisions<T>({
  decisions,
  decide,
  isBusy,
}: {
  decisions: readonly Decision<T>[]
  decide: (decision: Decision<T>) => void
  isBusy: boolean
}) {
  return decisions.map((one) => (
    <Button
      key={one.key}
      type={one.tone === 'main' ? 'primary' : 'default'}
      danger={one.tone === 'harm'}
      disabled={isBusy}
      onClick={() => decide(one)}
    >
      {one.label} <kbd>{one.key}</kbd>
    </Button>
  ))
}
