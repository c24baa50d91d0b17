/** What a product of factors is made of: each factor before and after. */
export type Factor<Name extends string> = { name: Name; before: number; after: number }
export type Parts<Name extends string> = { total: number; parts: { name: Name; part: number }[] }

/**
 * How much each factor of a product brought to its change: Shapley's value, the mean over all orders in which the
 * factors could have changed. Adds up exactly. Meant for few factors (five: 32 products).
 */
export function shapley<Name extends string>(factors: readonly Factor<Name>[]): Parts<Name> {
  const count = factors.length
  const product = (changed: number) =>
    factors.reduce((all, { before, after }, i) => all * ((changed >> i) & 1 ? after : before), 1)
  const products = Array.from({ length: 1 << count }, (_, set) => product(set))
  const parts = factors.map(({ name }, i) => {
    let part = 0
    for (let set = 0; set < 1 << count; set++) {
      if ((set >> i) & 1) continue
      const weight = 1 / (count * choose(count - 1, bits(set)))
      part += weight * ((products[set | (1 << i)] ?? 0) - (products[set] ?? 0))
    }
    return { name, part }
  })
  return { total: (products[(1 << count) - 1] ?? 0) - (products[0] ?? 0), parts }
}

/** The same by logarithmic means (LMDI, Ang 2004): exact too, the cross-check. Null where a factor is not positive. */
export function logMeanParts<Name extends string>(
  factors: readonly Factor<Name>[],
): Parts<Name> | null {
  if (factors.some(({ before, after }) => !(before > 0 && after > 0))) return null
  const before = factors.reduce((all, factor) => all * factor.before, 1)
  const after = factors.reduce((all, factor) => all * factor.after, 1)
  const mean = before === after ? before : (after - before) / Math.log(after / before)
  const parts = factors.map((factor) => ({
    name: factor.name,
    part: mean * Math.log(factor.after / factor.before),
  }))
  return { total: after - before, parts }
}

export type Group = { name: string; people: number; total: number }
export type MixAndRate = {
  total: number
  /** Other people came. */
  mix: number
  /** The same people did more. */
  rate: number
  groups: { name: string; mix: number; rate: number }[]
}

/**
 * A change of a mean split into who came and what they did (Kitagawa 1955, symmetric). The mix of each group is counted
 * from the mean of all, so that a small group does not shine by being small.
 */
export function mixAndRate(before: readonly Group[], after: readonly Group[]): MixAndRate {
  const [was, is] = [sharesOf(before), sharesOf(after)]
  const names = [...new Set([...was.keys(), ...is.keys()])]
  const none = { share: 0, rate: 0 }
  const middle = (overall(before) + overall(after)) / 2
  const groups = names.map((name) => {
    // A group that was not there before or is not there after has no rate of its own to change.
    const [a, b] = [was.get(name) ?? is.get(name), is.get(name) ?? was.get(name)]
    const [old, now] = [
      { ...(a ?? none), share: was.get(name)?.share ?? 0 },
      { ...(b ?? none), share: is.get(name)?.share ?? 0 },
    ]
    return {
      name,
      mix: (now.share - old.share) * ((old.rate + now.rate) / 2 - middle),
      rate: (now.rate - old.rate) * ((old.share + now.share) / 2),
    }
  })
  const sum = (pick: (group: { mix: number; rate: number }) => number) =>
    groups.reduce((all, group) => all + pick(group), 0)
  return {
    total: overall(after) - overall(before),
    mix: sum(({ mix }) => mix),
    rate: sum(({ rate }) => rate),
    groups,
  }
}

function sharesOf(groups: readonly Group[]): Map<string, { share: number; rate: number }> {
  const all = groups.reduce((sum, { people }) => sum + people, 0)
  return new Map(
    groups
      .filter(({ people }) => people > 0)
      .map(({ name, people, total }) => [name, { share: people / all, rate: total / people }]),
  )
}

function overall(groups: readonly Group[]): number {
  const people = groups.reduce((sum, group) => sum + group.people, 0)
  return people > 0 ? groups.reduce((sum, group) => sum + group.total, 0) / people : 0
}

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1
  return count
}

function choose(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i
  return ways
}
