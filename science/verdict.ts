import { peopleMissing } from './sample-size.ts'

/** 有效 · 无效 · 有害 · 证据不足 · 数据不可信: a retrospective says one of these and no other. */
export const verdicts = [
  'effective',
  'ineffective',
  'harmful',
  'not_enough_evidence',
  'untrustworthy',
] as const
export type Verdict = (typeof verdicts)[number]

export type Judged = {
  verdict: Verdict
  /** More people needed before it can be told; 0 when it can. */
  peopleMissing: number
}

export type Evidence = {
  /** Interval of the effect per person. */
  lower: number
  upper: number
  /** Both arms, without those who were left out. */
  people: number
  /** The smallest effect worth having, per person; positive. */
  worthHaving: number
  /** The division is broken or records are missing. */
  isBroken: boolean
  /** Fewer than two people in an arm, or no control group. */
  isComparable: boolean
  /** More people left or opted out than in the control group, beyond chance. */
  hurts: boolean
}

/**
 * The fixed words, by the interval alone. "No effect" is said only when the interval leaves out the smallest effect
 * worth having; an interval that holds both nothing and something worth having says neither.
 */
export function judge(evidence: Evidence): Judged {
  const { lower, upper, people, worthHaving, isBroken, isComparable, hurts } = evidence
  const decided = (verdict: Verdict): Judged => ({ verdict, peopleMissing: 0 })
  if (isBroken) return decided('untrustworthy')
  if (!isComparable) return decided('not_enough_evidence')
  if (!(upper > lower)) return decided(hurts ? 'harmful' : 'not_enough_evidence')
  if (upper < 0) return decided('harmful')
  if (upper < worthHaving) return decided(hurts ? 'harmful' : 'ineffective')
  if (lower > 0) return decided('effective')
  if (hurts) return decided('harmful')
  return {
    verdict: 'not_enough_evidence',
    peopleMissing: peopleMissing({ lower, upper }, { people, worthHaving }),
  }
}
