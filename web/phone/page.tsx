import { useState } from 'react'
import { changeLanguage, useLanguage, useText } from '../ui/language.ts'
import { Company } from './company.tsx'
import { Desk } from './desk.tsx'
import { Habits } from './habits.tsx'
import { Handset } from './handset.tsx'
import { texts } from './text.ts'
import { useClockOf, useNow } from './when.ts'
import { useWorld } from './world.tsx'

/** The customer's phone, or two, and beside it the associate's side. */
export function Page() {
  const t = useText(texts)
  const [hasSecond, setSecond] = useState(false)
  const [hasCompany, setCompany] = useState(false)
  const [hasHabits, setHabits] = useState(false)
  return (
    <div className="page">
      <Top
        hasSecond={hasSecond}
        onSecond={() => setSecond(!hasSecond)}
        hasCompany={hasCompany}
        onCompany={() => setCompany(!hasCompany)}
        hasHabits={hasHabits}
        onHabits={() => setHabits(!hasHabits)}
      />
      <main className="stage">
        <Handset no={1} />
        {hasSecond && <Handset no={2} />}
        <Desk />
        {hasHabits && <Habits />}
        {hasCompany && <Company />}
      </main>
      <p className="foot">{t('subtitle')}</p>
    </div>
  )
}

function Top({
  hasSecond,
  onSecond,
  hasCompany,
  onCompany,
  hasHabits,
  onHabits,
}: {
  hasSecond: boolean
  onSecond: () => void
  hasCompany: boolean
  onCompany: () => void
  hasHabits: boolean
  onHabits: () => void
}) {
  const t = useText(texts)
  const language = useLanguage()
  const now = useNow()
  const clockOf = useClockOf()
  return (
    <header className="top">
      <h1>{t('title')}</h1>
      <span className="top-now">{now !== '' && t('now', { time: clockOf(now) })}</span>
      <Told />
      <span className="top-deeds">
        <button type="button" className="button" aria-pressed={hasSecond} onClick={onSecond}>
          {hasSecond ? t('one_phone') : t('second_phone')}
        </button>
        <button type="button" className="button" aria-pressed={hasHabits} onClick={onHabits}>
          {t('habits')}
        </button>
        <button type="button" className="button" aria-pressed={hasCompany} onClick={onCompany}>
          {t('company')}
        </button>
        <button
          type="button"
          className="button"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => void changeLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {t('other_language')}
        </button>
      </span>
    </header>
  )
}

/** Whether the product hears what happens here. */
function Told() {
  const t = useText(texts)
  const { seen, isLost } = useWorld()
  if (isLost) {
    return (
      <p className="told told-harm" role="alert">
        {t('lost')}
      </p>
    )
  }
  if (!seen) return <p className="told" />
  if (!seen.isHeard) return <p className="told told-waiting">{t('unheard')}</p>
  const { delivered, open, failed } = seen.callbacks
  const parts = [
    t('told', { count: delivered }),
    ...(open > 0 ? [t('telling', { count: open })] : []),
    ...(failed > 0 ? [t('failed', { count: failed })] : []),
  ]
  return (
    <p className="told" role="status">
      {parts.join(' · ')}
    </p>
  )
}
