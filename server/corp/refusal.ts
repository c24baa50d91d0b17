import type { CorpRefusal } from '../../contract/corp.ts'
import { Problem } from '../kernel/index.ts'

/** WeCom's error numbers by what an administrator has to mend (documents 90313 and 90312). */
const MEANINGS: Record<number, CorpRefusal> = {
  [-1]: 'busy',
  40001: 'secret',
  40013: 'corp_id',
  40091: 'secret',
  41004: 'secret',
  45009: 'busy',
  45033: 'busy',
  48001: 'right',
  48002: 'right',
  50003: 'disabled',
  60020: 'address',
  84074: 'right',
  84083: 'right',
}

/** What WeCom's no means for whoever connects a corp. @param errcode null: it did not answer at all. */
export function refusalOf(errcode: number | null): CorpRefusal {
  return errcode === null ? 'silent' : (MEANINGS[errcode] ?? 'other')
}

/** The same as an error that says the next step. */
export function refusalProblem(errcode: number | null): Problem {
  const reason = refusalOf(errcode)
  if (reason === 'silent') return new Problem('wecom_silent')
  if (reason === 'other') return new Problem('corp_refused', { errcode: errcode ?? 0 })
  return new Problem(`corp_refused_${reason}`)
}
