import { reason } from '../../../contract/delivery.ts'
import { useText } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { texts } from './text.ts'

const OWN = ['merged', 'too_late', 'withdrawn'] as const

/** Why somebody waits or got nothing, in words. */
export function useReasonWord(): (said: string) => string {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  return (said) => {
    const own = OWN.find((one) => one === said)
    if (own) return t(own)
    const known = reason.safeParse(said)
    return known.success ? word(`reason_${known.data}`) : said
  }
}
