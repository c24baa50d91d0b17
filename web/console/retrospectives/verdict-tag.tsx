import { Tag } from 'antd'
import type { VerdictName } from '../../../contract/retrospective.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const COLOR: Record<VerdictName, string> = {
  effective: 'success',
  ineffective: 'default',
  harmful: 'error',
  not_enough_evidence: 'warning',
  untrustworthy: 'error',
}

/** One of the five fixed words. */
export function VerdictTag({ verdict }: { verdict: VerdictName }) {
  const t = useText(texts)
  return <Tag color={COLOR[verdict]}>{t(`verdict_${verdict}`)}</Tag>
}
