import type { RankReason } from '../../contract/sidebar.ts'

/** What is known of one material for one person. */
export type Fit = {
  /** Needs that the material answers and that there is evidence for; `display` 0 to 100, 0: the person does not want it. */
  needs: readonly { tag: string; display: number }[]
  /** When the person last got the material. */
  givenAt: Date | null
  work: { sent: number; clicked: number }
}

/**
 * How much a need counts against how well a material worked with others. A need of full strength outweighs any rate of clicks:
 * what somebody asked for goes before what most people tap.
 */
const NEED_WEIGHT = 1
const WORK_WEIGHT = 0.6
/** Where nothing is known yet: one click of eight, as if eight had got it. Ten real ones begin to outweigh it. */
const PRIOR = { sent: 8, clicked: 1 }
/** What was given goes behind all that was not; what is not wanted, behind everything. */
const GIVEN_PENALTY = 10
const AVERSE_PENALTY = 20
/** Fewer than this many tell nothing worth a sentence. */
const SENT_TOLD = 5

/**
 * How well a material fits a person: Σ strength of the needs it answers / 100, plus 0.6 × its smoothed rate of clicks, less what
 * speaks against it. With the reasons, the weightiest first.
 */
export function rank({ needs, givenAt, work }: Fit): { score: number; reasons: RankReason[] } {
  const wanted = needs.filter(({ display }) => display > 0)
  const averse = needs.filter(({ display }) => display <= 0)
  const strength = wanted.reduce((sum, { display }) => sum + display / 100, 0)
  const rate = (work.clicked + PRIOR.clicked) / (work.sent + PRIOR.sent)
  const score =
    NEED_WEIGHT * strength +
    WORK_WEIGHT * rate -
    (givenAt ? GIVEN_PENALTY : 0) -
    (averse.length > 0 ? AVERSE_PENALTY : 0)
  const told: RankReason[] = [
    ...averse.map(({ tag }) => ({ kind: 'averse' as const, tag })),
    ...(givenAt ? [{ kind: 'given' as const, at: givenAt.toISOString() }] : []),
    ...[...wanted]
      .sort((a, b) => b.display - a.display)
      .map(({ tag, display }) => ({ kind: 'need' as const, tag, display: Math.round(display) })),
    ...(work.sent >= SENT_TOLD
      ? [{ kind: 'worked' as const, sent: work.sent, clicked: work.clicked }]
      : []),
  ]
  return { score, reasons: told }
}

/** The best first; what is equal stays in its order. */
export function ranked<T extends { score: number }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => b.score - a.score)
}
