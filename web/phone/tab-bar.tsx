import { useText } from '../ui/language.ts'
import { Glyph } from './screen.tsx'
import { texts } from './text.ts'

export const PLACES = ['messages', 'moments', 'mine'] as const
export type Place = (typeof PLACES)[number]

const GLYPHS = { messages: 'chat', moments: 'moments', mine: 'mine' } as const

/** Where one can go from every first screen, at the lower edge as on WeChat. */
export function TabBar({ place, onPlace }: { place: Place; onPlace: (place: Place) => void }) {
  const t = useText(texts)
  return (
    <nav className="tab-bar" aria-label={t('places')}>
      {PLACES.map((one) => (
        <button
          key={one}
          type="button"
          className="place"
          aria-current={one === place ? 'page' : undefined}
          onClick={() => onPlace(one)}
        >
          <Glyph name={GLYPHS[one]} />
          {t(one)}
        </button>
      ))}
    </nav>
  )
}
