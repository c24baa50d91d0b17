import { type Block, readArticle, type Words } from '../../../contract/article-text.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** An article as it will stand on a phone: read by the same rules as the page itself. */
export function ArticlePreview({
  title,
  summary,
  body,
}: {
  title: string
  summary: string
  body: string
}) {
  const t = useText(texts)
  const sections = readArticle(body)
  return (
    <article className="art-phone" aria-label={t('preview')}>
      <h3>{title}</h3>
      {summary !== '' && <p className="kit-soft">{summary}</p>}
      {body.trim() === '' && <p className="kit-soft">{t('preview_empty')}</p>}
      {keyed(sections).map(([key, section]) => (
        <section key={key}>
          {section.title !== '' && <h4>{section.title}</h4>}
          {keyed(section.blocks).map(([at, block]) => (
            <Shown key={at} block={block} />
          ))}
        </section>
      ))}
    </article>
  )
}

/** What stands in a text has no name but its place. */
function keyed<T>(all: readonly T[]): [string, T][] {
  return all.map((one, at) => [String(at), one])
}

function Shown({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <h5>{block.text}</h5>
    case 'paragraph':
      return (
        <p>
          <Said words={block.words} />
        </p>
      )
    case 'quote':
      return (
        <blockquote>
          <Said words={block.words} />
        </blockquote>
      )
    case 'list':
      return (
        <ul>
          {keyed(block.items).map(([at, item]) => (
            <li key={at}>
              <Said words={item} />
            </li>
          ))}
        </ul>
      )
    case 'pictures':
      return (
        <div className="art-pictures">
          {keyed(block.pictures).map(([at, { url, about }]) => (
            <figure key={at}>
              <img src={url} alt={about} referrerPolicy="no-referrer" />
              <figcaption className="kit-soft">{about}</figcaption>
            </figure>
          ))}
        </div>
      )
  }
}

function Said({ words }: { words: readonly Words[] }) {
  return keyed(words).map(([at, word]) => {
    if (word.kind === 'strong') return <strong key={at}>{word.text}</strong>
    if (word.kind === 'plain') return <span key={at}>{word.text}</span>
    return (
      <a key={at} href={word.url} target="_blank" rel="noreferrer">
        {word.text}
      </a>
    )
  })
}
