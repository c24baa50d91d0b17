import { Tag } from 'antd'
import type { FormState } from '../../../contract/form.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TONES: Partial<Record<FormState, string>> = { open: 'processing', soon: 'warning' }

/** How a form stands, in a word; never by color alone. */
export function StateMark({ state }: { state: FormState }) {
  const t = useText(texts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}
