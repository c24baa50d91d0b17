import { Tag } from 'antd'
import type { ContactWay } from '../../../contract/acquisition.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TONES = { live: 'success', making: 'warning', failed: 'error' } as const

/** How a code stands, in a word. */
export function WayState({ way: { phase, archivedAt } }: { way: ContactWay }) {
  const t = useText(texts)
  if (archivedAt !== null) return <Tag>{t('state_archived')}</Tag>
  return <Tag color={TONES[phase]}>{t(`state_${phase}`)}</Tag>
}
