import { type Outcome, ok, refused } from './outcome.ts'

/** Minor units of a currency (ISO 4217) per major unit, as a power of ten. Currencies not listed have two digits. */
const DIGITS: Record<string, number> = { JPY: 0, KRW: 0, VND: 0, CLP: 0, KWD: 3, BHD: 3, TND: 3 }

export function currencyDigits(currency: string): number {
  return DIGITS[currency] ?? 2
}

const AMOUNT = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?$/

/**
 * Reads an amount as written in a file into integer minor units (fen, cents), exactly: no floating point.
 * Accepts `1234.5`, `1,234.50`, `¥38.7`, `￥38`, `$12`, full-width digits, a trailing 元. Refuses more decimals
 * than the currency has unless they are zeros (`11.770` is 11.77; `11.775` is refused, never rounded).
 */
export function parseAmount(
  text: string,
  currency: string,
): Outcome<number, 'not_an_amount' | 'too_precise' | 'too_large'> {
  const clean = text.normalize('NFKC').replace(/[\s¥$€£]|元$|^(CNY|RMB|USD|EUR|GBP)/gi, '')
  const parts = AMOUNT.exec(clean)
  if (!parts) return refused('not_an_amount', { text })
  const digits = currencyDigits(currency)
  const fraction = (parts[3] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) return refused('too_precise', { text, digits })
  const whole = (parts[2] ?? '0').replaceAll(',', '')
  const minor = Number(`${whole}${fraction.padEnd(digits, '0')}`)
  if (!Number.isSafeInteger(minor)) return refused('too_large', { text })
  return ok(parts[1] === '-' ? -minor : minor)
}
