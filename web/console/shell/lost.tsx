import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { GoButton, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** An address that leads nowhere. */
export function Lost() {
  const t = useText(texts)
  return (
    <main className="shell-main">
      <section className="kit-state">
        <h1>{t('lost')}</h1>
        <p className="kit-soft">{t('lost_why')}</p>
        <GoButton to="/">{t('lost_home')}</GoButton>
      </section>
    </main>
  )
}

/** A page that broke while it was drawn; the navigation stays. A new version may have replaced the file that was asked for. */
export function Crashed({ error }: ErrorComponentProps) {
  const t = useText(texts)
  return (
    <section className="kit-state" role="alert">
      <h1>{t('crashed')}</h1>
      <p className="kit-soft">{t('crashed_why')}</p>
      <p className="kit-soft kit-code">{error instanceof Error ? error.message : String(error)}</p>
      <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
    </section>
  )
}
