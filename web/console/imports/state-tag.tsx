import { Tag } from 'antd'
import type { ImportState, ImportView } from '../../../contract/import.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

type Shown = ImportState | 'working' | 'discarded'

const COLORS: Record<Shown, string> = {
  draft: 'warning',
  queued: 'processing',
  running: 'processing',
  working: 'processing',
  finished: 'success',
  failed: 'error',
  cancelled: 'default',
  discarded: 'default',
  undoing: 'processing',
  undone: 'default',
}

function shownState({ state, rowsWaiting, startedAt }: ImportView): Shown {
  if (state === 'finished' && rowsWaiting > 0) return 'working'
  return state === 'cancelled' && startedAt === null ? 'discarded' : state
}

/** Where an import stands; a file read but not yet worked in, and a draft given up, are told apart from what ended. */
export function ImportStateTag({ of }: { of: ImportView }) {
  const t = useText(texts)
  const state = shownState(of)
  return <Tag color={COLORS[state]}>{t(`state_${state}`)}</Tag>
}
