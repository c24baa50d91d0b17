import { Tag } from 'antd'
import type { JourneyState } from '../../../contract/journey-view.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TONES: Partial<Record<JourneyState, string>> = {
  running: 'success',
  paused: 'warning',
  ending: 'processing',
}

/** How an SOP stands, in a word; never by color alone. */
export function StateMark({ state }: { state: JourneyState }) {
  const t = useText(texts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}
