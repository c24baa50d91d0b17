import type { ErrorCode } from '../../contract/errors.ts'
import { SEGMENT_LIMITS } from '../../contract/segment.ts'
import { Problem } from '../kernel/index.ts'
import type { TreeProblem } from './tree-problem.ts'

export type SegmentProblem =
  | TreeProblem
  | 'not_found'
  | 'name_taken'
  | 'changed'
  | 'archived'
  | 'used'

const CODES: Record<SegmentProblem, ErrorCode> = {
  too_large: 'segment_too_large',
  unknown_ref: 'segment_unknown_ref',
  circle: 'segment_circle',
  not_found: 'not_found',
  name_taken: 'segment_name_taken',
  changed: 'conflict',
  archived: 'segment_archived',
  used: 'segment_used',
}

/** What a person is told when something about a segment is refused. @param detail the place at fault and its like. */
export function problemOf(reason: SegmentProblem, detail: Record<string, unknown>): Problem {
  const told = Object.entries(detail).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [],
  )
  const { depth, conditions } = SEGMENT_LIMITS
  const limits = reason === 'too_large' ? { depth, conditions } : {}
  return new Problem(CODES[reason], { ...Object.fromEntries(told), ...limits })
}
