/** Where draws come from: uniform in [0, 1). Given, so that the same seed tells the same story. */
export type Chance = { fraction(): number }

/** Standard normal (Box & Muller 1958). */
export function drawNormal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.fraction())) * Math.cos(2 * Math.PI * chance.fraction())
}

/** Gamma with the given shape and mean 1 × shape (Marsaglia & Tsang 2000); below shape 1 by Stuart's power. */
export function drawGamma(chance: Chance, shape: number): number {
  if (shape < 1) return drawGamma(chance, shape + 1) * (1 - chance.fraction()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = drawNormal(chance)
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    if (Math.log(1 - chance.fraction()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Above this a Poisson is drawn as a rounded normal: the difference in its quantiles is below one person. */
const manyExpected = 200

export function drawPoisson(chance: Chance, mean: number): number {
  if (!(mean > 0)) return 0
  if (mean > manyExpected) {
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * drawNormal(chance)))
  }
  // Knuth's product in pieces, since e^−mean of a long one leaves nothing to multiply with.
  let count = 0
  for (let left = mean; left > 0; left -= 30) {
    const floor = Math.exp(-Math.min(30, left))
    for (let product = 1 - chance.fraction(); product > floor; count++) {
      product *= 1 - chance.fraction()
    }
  }
  return count
}
