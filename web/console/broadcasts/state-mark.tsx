import { Tag } from 'antd'
import type { BroadcastState } from '../../../contract/broadcast.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TONES: Partial<Record<BroadcastState, string>> = {
  freezing: 'processing',
  sending: 'processing',
  paused: 'warning',
  cancelling: 'warning',
  ended: 'success',
}

/** How a broadcast stands, in a word; never by color alone. */
export function StateMark({ state }: { state: BroadcastState }) {
  const t = useText(texts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}
