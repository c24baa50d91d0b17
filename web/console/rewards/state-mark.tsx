import { Tag } from 'antd'
import type { GrantState } from '../../../contract/reward.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TONES: Partial<Record<GrantState, string>> = {
  pending: 'processing',
  frozen: 'warning',
  posted: 'success',
  awaiting: 'processing',
  paid: 'success',
  returned: 'error',
}

/** How a grant stands, in a word; never by color alone. */
export function GrantMark({ state }: { state: GrantState }) {
  const t = useText(texts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}
