/**
 * When something that is used up runs out at a person's (该补货了), from the surest that is known: her own rhythm once she bought it
 * three times, else how long a pack lasts, else how long others take who bought it again. Nothing of these: no date is given. Pure.
 */
export type Used = {
  /** Days on which she bought it and how many packs, in order. */
  purchases: readonly { day: number; pieces: number }[]
  /** As somebody wrote it; null: nobody did. */
  packDays: number | null
  /** Median gap of those who bought again; null: too few. */
  learntDays: number | null
}

/** own: her own gaps. written: the pack's days. learnt: others' gaps. */
export type RunningOutBasis = 'own' | 'written' | 'learnt'
/**
 * early: she has it still. due: within the lead before the day, or past it. stopped: so long past it that she seems to have given
 * up, which is a question and no reminder.
 */
export type RunningOutState = 'early' | 'due' | 'stopped'
export type RunningOut = {
  /** The day on which it runs out. */
  day: number
  /** Days that one pack lasts her. */
  packLasts: number
  basis: RunningOutBasis
  /** So many days before it she should hear of it. */
  lead: number
  state: RunningOutState
}

const OWN_PURCHASES_MIN = 3
/** Three days ahead for what is bought every week, a month ahead for what is bought every year. */
const LEAD_DAYS = { min: 3, max: 30, share: 1 / 12 }
/** Past the day by a whole round, and by a fortnight at least: she does not just have some left. */
const STOPPED_DAYS_MIN = 14

export function runningOut(used: Used, today: number): RunningOut | null {
  const last = used.purchases.at(-1)
  if (!last) return null
  const known = rhythm(used)
  if (!known) return null
  const { packLasts, basis } = known
  const round = packLasts * Math.max(1, last.pieces)
  const day = last.day + Math.round(round)
  const wanted = Math.round(round * LEAD_DAYS.share)
  const lead = Math.min(LEAD_DAYS.max, Math.max(LEAD_DAYS.min, wanted))
  const isStopped = today > day + Math.max(round, STOPPED_DAYS_MIN)
  const state = isStopped ? 'stopped' : today >= day - lead ? 'due' : 'early'
  return { day, packLasts, basis, lead, state }
}

function rhythm({ purchases, packDays, learntDays }: Used) {
  if (purchases.length >= OWN_PURCHASES_MIN) {
    const gaps = purchases.slice(1).map(({ day }, at) => {
      const before = purchases[at]
      return (day - (before?.day ?? day)) / Math.max(1, before?.pieces ?? 1)
    })
    return { packLasts: Math.max(1, median(gaps)), basis: 'own' as const }
  }
  if (packDays !== null) return { packLasts: packDays, basis: 'written' as const }
  if (learntDays !== null) return { packLasts: learntDays, basis: 'learnt' as const }
  return null
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
