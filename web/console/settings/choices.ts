import { useLanguage } from '../../ui/index.ts'

const CURRENCIES = [
  'CNY',
  'USD',
  'EUR',
  'GBP',
  'HKD',
  'TWD',
  'JPY',
  'KRW',
  'SGD',
  'MYR',
  'THB',
  'VND',
  'AUD',
  'CAD',
]

/** Time zones that this browser knows, as options. */
export function zones(): { value: string; label: string }[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => ({
    value: zone,
    label: zone,
  }))
}

/** Currencies with their names in the reader's language. */
export function useCurrencies(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(useLanguage() === 'zh' ? 'zh-CN' : 'en', { type: 'currency' })
  return CURRENCIES.map((code) => ({ value: code, label: `${names.of(code) ?? code} ${code}` }))
}
