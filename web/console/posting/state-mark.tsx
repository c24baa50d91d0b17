import { Tag } from 'antd'
import type { GroupPostLine, TargetState } from '../../../contract/group-post.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TONES: Partial<Record<GroupPostLine['state'], string>> = {
  running: 'processing',
  ended: 'success',
}

/** How a post stands, in a word; never by color alone. */
export function StateMark({ post }: { post: Pick<GroupPostLine, 'state' | 'parked'> }) {
  const t = useText(texts)
  if (post.parked > 0) return <Tag color="warning">{t('state_parked')}</Tag>
  const color = TONES[post.state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${post.state}`)}</Tag>
}

const TARGET_TONES: Partial<Record<TargetState, string>> = {
  handed: 'processing',
  unknown: 'warning',
  parked: 'warning',
  manual: 'warning',
  sent: 'success',
  done: 'success',
  failed: 'error',
}

export function TargetMark({ state }: { state: TargetState }) {
  const t = useText(texts)
  const color = TARGET_TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`target_${state}`)}</Tag>
}
