import type { ReactNode } from 'react'
import { Explain } from '../explain.tsx'
import { Sentence } from '../sentence.tsx'

/** The head of every page: title with its help, the deeds at the right, the sentence below. */
export function PageHead({
  title,
  help,
  deeds,
  sentence,
}: {
  title: string
  help?: ReactNode
  deeds?: ReactNode
  sentence?: ReactNode
}) {
  return (
    <header className="kit-head">
      <div className="kit-head-row">
        <h1>
          {title}
          {help !== undefined && <Explain what={title}>{help}</Explain>}
        </h1>
        {deeds !== undefined && <div className="kit-deeds">{deeds}</div>}
      </div>
      {sentence !== undefined && <Sentence>{sentence}</Sentence>}
    </header>
  )
}
