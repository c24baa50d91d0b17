/**
 * Divides an amount by weights so that the parts add up to it to the last fen: each gets its whole part, what is left goes
 * to the largest remainders, the earlier first. Without any weight everybody weighs the same.
 * @returns as many parts as weights; none for none.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n)
  if (sum === 0n)
    return weights.length === 0
      ? []
      : allocate(
          amount,
          weights.map(() => 1),
        )
  // Whole numbers of any size: an amount times a weight passes what a double can hold exactly.
  const parts = weights.map((weight, place) => {
    const product = BigInt(amount) * BigInt(weight)
    return { place, whole: product / sum, rest: product % sum }
  })
  const given = parts.reduce((all, { whole }) => all + whole, 0n)
  const left = Number(BigInt(amount) - given)
  const byRest = [...parts].sort((a, b) => {
    if (a.rest !== b.rest) return a.rest > b.rest ? -1 : 1
    return a.place - b.place
  })
  const extra = new Set(byRest.slice(0, left).map(({ place }) => place))
  return parts.map(({ place, whole }) => Number(whole) + (extra.has(place) ? 1 : 0))
}
