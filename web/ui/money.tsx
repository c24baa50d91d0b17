import { useFormat } from './house.tsx'
import { useText } from './language.ts'
import { texts } from './text.ts'

/** An amount in integer minor units (fen, cents); `currency` only where it differs from the workspace's. */
export function Money({ minor, currency }: { minor: number | null; currency?: string }) {
  const format = useFormat()
  const t = useText(texts)
  if (minor === null) return <span className="kit-soft">{t('unknown')}</span>
  return <span className="kit-number">{format.money(minor, currency)}</span>
}
