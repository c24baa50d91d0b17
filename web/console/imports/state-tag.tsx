import { Tag } from 'antd'
import type { ImportState, ImportView } from '../../../contract/import.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

type Shown = ImportState | 'working'

const COLORS: Record<Shown, string> = {
  draft: 'warning',
  queued: 'processing',
  running: 'processing',
  working: 'processing',
  finished: 'success',
  failed: 'error',
  cancelled: 'default',
  undoing: 'processing',
  undone: 'default',
}

/** Where an import stands. A file that is read but not yet worked in is told apart from a finished one. */
export function ImportStateTag({ of }: { of: ImportView }) {
  const t = useText(texts)
  const state = of.state === 'finished' && of.rowsWaiting > 0 ? 'working' : of.state
  return <Tag color={COLORS[state]}>{t(`state_${state}`)}</Tag>
}
