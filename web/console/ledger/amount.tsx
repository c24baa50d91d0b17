import type { LedgerUnit } from '../../../contract/ledger.ts'
import { useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** Money, points or pieces, each written its own way. */
export function useAmount(): (count: number, unit: LedgerUnit) => string {
  const t = useText(texts)
  const format = useFormat()
  return (count, unit) => {
    if (unit === 'fen') return format.money(count)
    return t(unit === 'points' ? 'points_of' : 'pieces_of', { count })
  }
}
