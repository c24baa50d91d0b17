import { reason } from '../../../contract/delivery.ts'
import { useText } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { moveTexts } from './move-text.ts'
import { texts } from './text.ts'

const details = ['late', 'expired', 'no_tag'] as const

/** Why something is not sent, or waits: the policy's reason, or the SOP's own. */
export function useReasonWord(): (detail: string) => string {
  const t = useText(texts)
  const delivery = useText(deliveryTexts)
  const move = useText(moveTexts)
  return (detail) => {
    const own = details.find((one) => one === detail)
    if (own) return t(`detail_${own}`)
    if (detail === 'already') return move('detail_already')
    const said = reason.safeParse(detail)
    return said.success ? delivery(`reason_${said.data}`) : detail
  }
}
