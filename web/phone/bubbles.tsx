import { useEffect, useRef } from 'react'
import { useText } from '../ui/language.ts'
import { useBrowse } from './browse.tsx'
import { Face } from './face.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import type { Bubble } from './wire.ts'

/** A time stands above a bubble when it comes this long after the one before. */
const GAP_MS = 300_000

/** One thing said, as one of those who read it sees it. */
export type Line = Pick<Bubble, 'at' | 'text' | 'link' | 'more' | 'kind'> & {
  name: string
  isMine: boolean
}

/** A chat of two as one of them sees it. */
export function linesOf(
  bubbles: readonly Bubble[],
  mine: Bubble['from'],
  names: Record<Bubble['from'], string>,
): Line[] {
  return bubbles.map((one) => ({ ...one, isMine: one.from === mine, name: names[one.from] }))
}

/** A chat; new words scroll into view and are read aloud. In a group everybody's name stands above their words. */
export function Bubbles({
  lines,
  label,
  isGroup = false,
  onOpen,
}: {
  lines: readonly Line[]
  label: string
  isGroup?: boolean
  onOpen?: ((url: string) => void) | undefined
}) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (lines.length > 0) end.current?.scrollIntoView({ block: 'nearest' })
  }, [lines.length])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <div className="bubbles" role="log" aria-label={label} tabIndex={0}>
      {lines.map((one, at) => (
        <Said
          key={`${one.at}${one.name}${one.text}`}
          line={one}
          before={lines[at - 1]}
          isNamed={isGroup && !one.isMine}
          onOpen={onOpen}
        />
      ))}
      <div ref={end} />
    </div>
  )
}

function Said({
  line,
  before,
  isNamed,
  onOpen,
}: {
  line: Line
  before: Line | undefined
  isNamed: boolean
  onOpen: ((url: string) => void) | undefined
}) {
  const t = useText(texts)
  const when = useWhen()
  const isApart = !before || Date.parse(line.at) - Date.parse(before.at) > GAP_MS
  const mark =
    line.kind === 'welcome' ? t('welcome_mark') : line.kind === 'mass' ? t('mass_mark') : null
  return (
    <>
      {isApart && (
        <time className="bubble-time" dateTime={line.at}>
          {when(line.at)}
        </time>
      )}
      {line.kind === 'notice' ? (
        <p className="bubble-time">{line.text}</p>
      ) : (
        <div className={line.isMine ? 'said said-mine' : 'said'}>
          <Face name={line.name} />
          <div className="said-body">
            {isNamed && <span className="said-mark">{line.name}</span>}
            {line.text !== '' && <p className="bubble">{line.text}</p>}
            {line.more.map((one) => (
              <Extra key={one.url} extra={one} />
            ))}
            {line.link && <LinkCard link={line.link} onOpen={onOpen} />}
            {mark && <span className="said-mark">{mark}</span>}
          </div>
        </div>
      )}
    </>
  )
}

/** A picture, a video, a file or a mini program. */
function Extra({ extra: { kind, url, title } }: { extra: Bubble['more'][number] }) {
  const t = useText(texts)
  if (kind === 'image') return <img className="said-picture" src={url} alt={t('picture')} />
  if (kind === 'video') {
    // biome-ignore lint/a11y/useMediaCaption: what a brand uploads brings no captions with it.
    return <video className="said-picture" src={url} controls />
  }
  if (kind === 'file') {
    return (
      <a className="link-card" href={url} download>
        <span className="link-title">{t('file')}</span>
      </a>
    )
  }
  return (
    <span className="link-card">
      <span className="link-title">{title}</span>
      <img className="said-picture" src={url} alt="" />
      <span className="link-from">{t('mini_program')}</span>
    </span>
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
  const browse = useBrowse()
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
      onClick={(event) => {
        onOpen(link.url)
        if (browse?.(link.url)) event.preventDefault()
      }}
    >
      {inside}
    </a>
  )
}
