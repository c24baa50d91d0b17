import { useEffect, useRef } from 'react'
import { useText } from '../ui/language.ts'
import { Face } from './face.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import type { Bubble } from './wire.ts'

/** A time stands above a bubble when it comes this long after the one before. */
const GAP_MS = 300_000

type Side = 'member' | 'customer'

/** A chat as one of its two sides sees it; new words scroll into view and are read aloud. */
export function Bubbles({
  bubbles,
  mine,
  names,
  label,
  onOpen,
}: {
  bubbles: readonly Bubble[]
  mine: Side
  names: Record<Side, string>
  label: string
  onOpen?: ((url: string) => void) | undefined
}) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (bubbles.length > 0) end.current?.scrollIntoView({ block: 'nearest' })
  }, [bubbles.length])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <div className="bubbles" role="log" aria-label={label} tabIndex={0}>
      {bubbles.map((one, at) => (
        <Said
          key={`${one.at}${one.from}${one.text}`}
          bubble={one}
          before={bubbles[at - 1]}
          isMine={one.from === mine}
          name={names[one.from]}
          onOpen={onOpen}
        />
      ))}
      <div ref={end} />
    </div>
  )
}

function Said({
  bubble,
  before,
  isMine,
  name,
  onOpen,
}: {
  bubble: Bubble
  before: Bubble | undefined
  isMine: boolean
  name: string
  onOpen: ((url: string) => void) | undefined
}) {
  const t = useText(texts)
  const when = useWhen()
  const isApart = !before || Date.parse(bubble.at) - Date.parse(before.at) > GAP_MS
  const mark =
    bubble.kind === 'welcome' ? t('welcome_mark') : bubble.kind === 'mass' ? t('mass_mark') : null
  return (
    <>
      {isApart && (
        <time className="bubble-time" dateTime={bubble.at}>
          {when(bubble.at)}
        </time>
      )}
      <div className={isMine ? 'said said-mine' : 'said'}>
        <Face name={name} />
        <div className="said-body">
          {bubble.text !== '' && <p className="bubble">{bubble.text}</p>}
          {bubble.link && <LinkCard link={bubble.link} onOpen={onOpen} />}
          {mark && <span className="said-mark">{mark}</span>}
        </div>
      </div>
    </>
  )
}

function LinkCard({
  link,
  onOpen,
}: {
  link: NonNullable<Bubble['link']>
  onOpen: ((url: string) => void) | undefined
}) {
  const t = useText(texts)
  const inside = (
    <>
      <span className="link-title">{link.title}</span>
      {link.desc !== '' && <span className="link-desc">{link.desc}</span>}
      <span className="link-from">{t('link_from')}</span>
    </>
  )
  if (!onOpen || !/^https?:\/\//.test(link.url)) return <span className="link-card">{inside}</span>
  return (
    <a
      className="link-card"
      href={link.url}
      target="_blank"
      rel="noreferrer"
      onClick={() => onOpen(link.url)}
    >
      {inside}
    </a>
  )
}
