import { useText } from '../ui/language.ts'
import { CardView } from './notice-card.tsx'
import { Nothing } from './screen.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import type { Notice } from './wire.ts'

/** What the app told this associate: texts, links, and cards whose buttons call the product. */
export function Notices({ userid, notices }: { userid: string; notices: readonly Notice[] }) {
  const t = useText(texts)
  const when = useWhen()
  if (notices.length === 0) return <Nothing what={t('no_notices')} why={t('no_notices_why')} />
  return (
    <ul className="cards">
      {notices.map((notice) => (
        <li key={notice.msgid} className="task">
          <time className="row-time" dateTime={notice.at}>
            {when(notice.at)}
          </time>
          <Content userid={userid} notice={notice} />
        </li>
      ))}
    </ul>
  )
}

function Content({ userid, notice }: { userid: string; notice: Notice }) {
  const { title, text, url, button, articles, mediaId, card, msgid, replaced } = notice
  if (card) return <CardView userid={userid} msgid={msgid} card={card} replaced={replaced} />
  return (
    <>
      {title !== '' && <p className="task-state">{title}</p>}
      {text !== '' && <p className="task-text">{plain(text)}</p>}
      {mediaId !== '' && <img className="notice-picture" src={`/media/${mediaId}`} alt="" />}
      {url !== '' && (
        <a className="button" href={url} target="_blank" rel="noreferrer">
          {button}
        </a>
      )}
      {articles.map((one) => (
        <a
          key={`${one.title}${one.url}`}
          className="link-card"
          href={one.url}
          target="_blank"
          rel="noreferrer"
        >
          <span className="link-title">{one.title}</span>
          {one.description !== '' && <span className="link-desc">{one.description}</span>}
        </a>
      ))}
    </>
  )
}

/** The marks of markdown, and the few tags that texts may have, are not drawn here. */
function plain(text: string): string {
  return text
    .replace(/<[^>]+>/g, '')
    .replace(/^#{1,6} /gm, '')
    .replace(/\*\*/g, '')
    .replace(/^> ?/gm, '')
}
