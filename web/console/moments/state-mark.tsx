import { Tag } from 'antd'
import type { MomentState } from '../../../contract/moment.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TONES: Partial<Record<MomentState, string>> = {
  making: 'processing',
  unknown: 'warning',
  running: 'processing',
  ended: 'success',
  failed: 'error',
  lost: 'error',
}

/** How a moment stands, in a word; never by color alone. */
export function StateMark({ state }: { state: MomentState }) {
  const t = useText(texts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}
