import type { ReactNode } from 'react'

/** The one computed sentence that answers the question of a page. Made with `t('…', …)` or `t.rich('…', …)`. */
export function Sentence({ children }: { children: ReactNode }) {
  return <p className="kit-sentence">{children}</p>
}
