import { digamma } from './distribution.ts'
import { cumulative, type Delay, type FittedDelay, gammaOf } from './referral-delay.ts'
import type { Forest } from './referral-forest.ts'

/** What one person contributes: F of their exposure, and its slopes in ln shape and ln mean of a fitted delay. */
export type Reach = { share: Float64Array; byShape: Float64Array; byMean: Float64Array }

/** F(now − t_i) of everybody; slopes only where the delay was fitted in this campaign (a given one has no error here). */
export function reachOf(forest: Forest, delay: Delay, fitted: FittedDelay | null): Reach {
  const at = (of: Delay) => forest.exposure.map((age) => cumulative(of, age))
  const none = new Float64Array(forest.size)
  if (!fitted) return { share: at(delay), byShape: none, byMean: none }
  const [a, b] = [Math.log(fitted.delay.shape), Math.log(fitted.delay.mean)]
  const step = 1e-3
  const slope = (up: Delay, down: Delay) => {
    const below = at(down)
    return at(up).map((v, i) => (v - (below[i] ?? 0)) / (2 * step))
  }
  return {
    share: at(delay),
    byShape: slope(gammaOf(a + step, b), gammaOf(a - step, b)),
    byMean: slope(gammaOf(a, b + step), gammaOf(a, b - step)),
  }
}

/** Who is asked about: a K of their own, M = their invitees, S = Σ F. */
export type Group = {
  isIn: (person: number) => boolean
  invitees: number
  reached: number
  k: number
}

export function groupOf(
  forest: Forest,
  reach: Reach,
  isIn: (person: number) => boolean,
): Group & { people: number } {
  let [people, invitees, reached] = [0, 0, 0]
  for (let i = 0; i < forest.size; i++) {
    if (!isIn(i)) continue
    people++
    invitees += forest.children[i] ?? 0
    reached += reach.share[i] ?? 0
  }
  return { isIn, people, invitees, reached, k: reached > 0 ? invitees / reached : 0 }
}

/** Who is drawn together when it is asked what chance did: chains, or single inviters where chains are few. */
export type Clusters = { of: Int32Array; count: number }

/**
 * How far each cluster moves (ln shape, ln mean) of the fitted delay: H⁻¹ times its part of the profile score
 *   q_c = Σ_{j∈c} ∂ln g(d_j) − Σ_s [K_s ∂S_{s,c} + (∂S_s/S_s)(M_{s,c} − K_s S_{s,c})].
 */
export function delayInfluence(
  forest: Forest,
  given: { reach: Reach; fitted: FittedDelay; clusters: Clusters; strata: Group[] },
): { shape: Float64Array; mean: Float64Array } {
  const { reach, fitted, clusters, strata } = given
  const { shape, mean } = fitted.delay
  const score = [new Float64Array(clusters.count), new Float64Array(clusters.count)] as const
  const add = (person: number, byShape: number, byMean: number) => {
    const c = clusters.of[person] ?? 0
    score[0][c] = (score[0][c] ?? 0) + byShape
    score[1][c] = (score[1][c] ?? 0) + byMean
  }
  const constant = Math.log(shape / mean) + 1 - digamma(shape)
  for (let j = 0; j < forest.size; j++) {
    const d = forest.delay[j] ?? Number.NaN
    if (Number.isNaN(d)) continue
    // An invitee belongs to their inviter's cluster.
    add(forest.parent[j] ?? 0, shape * (constant + Math.log(d) - d / mean), shape * (d / mean - 1))
  }
  for (const { isIn, k, reached } of strata) {
    if (!(reached > 0)) continue
    const slopes = slopesOf(forest, reach, isIn)
    for (let i = 0; i < forest.size; i++) {
      if (!isIn(i)) continue
      const rest = (forest.children[i] ?? 0) - k * (reach.share[i] ?? 0)
      add(
        i,
        -k * (reach.byShape[i] ?? 0) - (slopes.shape / reached) * rest,
        -k * (reach.byMean[i] ?? 0) - (slopes.mean / reached) * rest,
      )
    }
  }
  const [[aa = 0, ab = 0] = [], [ba = 0, bb = 0] = []] = fitted.covariance ?? []
  return {
    shape: score[0].map((s, c) => aa * s + ab * (score[1][c] ?? 0)),
    mean: score[0].map((s, c) => ba * s + bb * (score[1][c] ?? 0)),
  }
}

/** How far each cluster moves ln K of a group: [M_c − K S_c − K ∂S·(influence on the delay)] / (K S). */
export function factorInfluence(
  forest: Forest,
  given: {
    reach: Reach
    clusters: Clusters
    group: Group
    delay: { shape: Float64Array; mean: Float64Array } | null
  },
): Float64Array {
  const { reach, clusters, group, delay } = given
  const moved = new Float64Array(clusters.count)
  for (let i = 0; i < forest.size; i++) {
    if (!group.isIn(i)) continue
    const c = clusters.of[i] ?? 0
    moved[c] = (moved[c] ?? 0) + (forest.children[i] ?? 0) - group.k * (reach.share[i] ?? 0)
  }
  const slopes = slopesOf(forest, reach, group.isIn)
  return moved.map((m, c) => {
    const byDelay = slopes.shape * (delay?.shape[c] ?? 0) + slopes.mean * (delay?.mean[c] ?? 0)
    return (m - group.k * byDelay) / (group.k * group.reached)
  })
}

function slopesOf(forest: Forest, reach: Reach, isIn: (person: number) => boolean) {
  let [shape, mean] = [0, 0]
  for (let i = 0; i < forest.size; i++) {
    if (!isIn(i)) continue
    shape += reach.byShape[i] ?? 0
    mean += reach.byMean[i] ?? 0
  }
  return { shape, mean }
}
