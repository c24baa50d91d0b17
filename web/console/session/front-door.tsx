import type { ReactNode } from 'react'
import { useText } from '../../ui/index.ts'
import { Emblem } from '../shell/emblem.tsx'
import { LanguageSwitch } from '../shell/language-switch.tsx'
import { texts } from './text.ts'

/** The page before one is inside: paper, the brand, one card. */
export function FrontDoor({ title, children }: { title: string; children: ReactNode }) {
  const t = useText(texts)
  return (
    <main className="door">
      <div className="door-language">
        <LanguageSwitch />
      </div>
      <div className="door-brand">
        <Emblem />
        <p className="door-name">{t('brand')}</p>
        <p className="kit-soft">{t('motto')}</p>
      </div>
      <section className="kit-card door-card">
        <h1>{title}</h1>
        {children}
      </section>
    </main>
  )
}
