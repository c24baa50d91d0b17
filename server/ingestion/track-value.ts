import { currencyDigits, type Outcome, ok, parseAmount, refused } from '../kernel/index.ts'

/** How far a binary number may lie from the amount that it stands for: 12.34 + 7.6 is 19.939999999999998. */
const NOISE = 1e-9

/**
 * Money of an event in the workspace's minor units: `total`, else `revenue`, else `value`. Text is read exactly; a
 * number is taken as the amount nearest to it, if it is within the noise of binary arithmetic. @returns null for none.
 */
export function moneyOf(
  props: Record<string, unknown>,
  currency: string,
): Outcome<number | null, 'not_an_amount' | 'other_currency'> {
  const said = props.total ?? props.revenue ?? props.value
  if (said === undefined || said === null || said === '') return ok(null)
  const amount = amountOf(said, currency)
  if (amount === null) return refused('not_an_amount', { said })
  const inCurrency = props.currency
  if (typeof inCurrency === 'string' && inCurrency !== '' && !isSame(inCurrency, currency)) {
    return refused('other_currency', { said: inCurrency })
  }
  return ok(amount)
}

function amountOf(said: unknown, currency: string): number | null {
  if (typeof said === 'string') {
    const amount = parseAmount(said, currency)
    return amount.ok ? amount.value : null
  }
  if (typeof said !== 'number' || !Number.isFinite(said)) return null
  const digits = currencyDigits(currency)
  const nearest = said.toFixed(digits)
  if (Math.abs(Number(nearest) - said) > NOISE * Math.max(1, Math.abs(said))) return null
  const amount = parseAmount(nearest, currency)
  return amount.ok ? amount.value : null
}

function isSame(said: string, currency: string): boolean {
  const code = said.trim().toUpperCase()
  return (code === 'RMB' ? 'CNY' : code) === currency
}
