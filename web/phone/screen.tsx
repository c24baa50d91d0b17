import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useText } from '../ui/language.ts'
import { texts } from './text.ts'

/** A screen of the phone: a bar with the way back, and what is below it. Escape goes back, as on a phone's own button. */
export function Screen({
  title,
  onBack,
  action,
  children,
}: {
  title: string
  onBack?: (() => void) | undefined
  action?: ReactNode
  children: ReactNode
}) {
  const t = useText(texts)
  const heading = useRef<HTMLHeadingElement>(null)
  const isInner = onBack !== undefined
  useEffect(() => {
    // Who came here by keyboard goes on from the top of the new screen.
    if (isInner && title !== '') heading.current?.focus({ preventScroll: true })
  }, [title, isInner])
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !onBack || event.nativeEvent.isComposing) return
    event.stopPropagation()
    onBack()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside.
    <div className="screen" onKeyDown={keys}>
      <header className="screen-bar">
        {onBack ? (
          <button type="button" className="bar-button" onClick={onBack} aria-label={t('back')}>
            <Glyph name="back" />
          </button>
        ) : (
          <span className="bar-space" />
        )}
        <h3 ref={heading} tabIndex={-1}>
          {title}
        </h3>
        {action ?? <span className="bar-space" />}
      </header>
      {children}
    </div>
  )
}

const PATHS = {
  back: 'M15 5 8 12l7 7',
  scan: 'M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M4 12h16',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  group:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 20c0-3 2.7-5 6-5s6 2 6 5M16 11a3 3 0 0 0 0-6M17 15c2.5.5 4 2.3 4 5',
  chat: 'M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-8l-4 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z',
  moments: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  mine: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20c0-4 3.5-6 8-6s8 2 8 6',
  like: 'M12 20S4 15 4 9.5A4 4 0 0 1 12 8a4 4 0 0 1 8 1.5C20 15 12 20 12 20z',
  code: 'M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h2v2h-2zM18 18h1v1h-1z',
} as const

export function Glyph({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg viewBox="0 0 24 24" className={`glyph glyph-${name}`} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** What is to be said where nothing is. */
export function Nothing({ what, why }: { what: string; why?: string }) {
  return (
    <div className="nothing">
      <p className="nothing-what">{what}</p>
      {why && <p>{why}</p>}
    </div>
  )
}
