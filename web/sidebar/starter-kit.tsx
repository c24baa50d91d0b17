import { starterKit } from '../../contract/handover.ts'
import { useText } from '../ui/language.ts'
import { useSeen } from './load.ts'
import { useWords } from './place.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 20_000
const SHOWN = 8

/** Customers whom she takes over, the most urgent first; nothing where there are none. */
export function StarterKit() {
  const t = useText(texts)
  const words = useWords()
  const kit = useSeen('/starter-kit', starterKit, { every: REFRESH_MS }).data
  if (!kit || kit.customers === 0) return null
  return (
    <section className="card">
      <h2>{t('kit', { count: kit.customers })}</h2>
      <p className="soft">{t('kit_help')}</p>
      <ul className="lines lines-tall">
        {kit.items.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <span>
              {one.name || t('nameless')}
              {one.state !== 'done' && <span className="mark mark-wait">{t('kit_underway')}</span>}
            </span>
            <span className={one.urgency === 'promise_overdue' ? 'harm' : 'soft'}>
              {t(`kit_${one.urgency}`, { about: one.about })}
              {one.dueOn !== null && ` · ${t('due_on', { day: words.onDay(one.dueOn) })}`}
            </span>
            {one.doNotSay.length > 0 && (
              <span className="harm">
                {t('letter_do_not_say', { what: one.doNotSay.join('、') })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
