import { Tag } from 'antd'
import type { ReferralState } from '../../../contract/referral.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

export const states: readonly ReferralState[] = ['draft', 'live', 'paused', 'ended']
const TONES: Partial<Record<ReferralState, string>> = { live: 'processing', paused: 'warning' }

/** How a campaign stands, in a word; never by color alone. */
export function StateMark({ state }: { state: ReferralState }) {
  const t = useText(texts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}
