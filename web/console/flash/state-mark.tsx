import { Tag } from 'antd'
import type { FlashState } from '../../../contract/flash.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TONES: Partial<Record<FlashState, string>> = { open: 'processing', soon: 'warning' }

/** How a topic stands, in a word; never by color alone. */
export function StateMark({ state }: { state: FlashState }) {
  const t = useText(texts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}
