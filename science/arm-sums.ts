/** What an arm of an experiment is, as far as means are concerned: people, their sum, their sum of squares. */
export type Sums = { n: number; sum: number; sumSquares: number }

/** The same with what each had done before (the covariate), for CUPED. */
export type PairedSums = { post: Sums; pre: Sums; sumProducts: number }

export function sumsOf(values: ArrayLike<number>): Sums {
  let sum = 0
  let sumSquares = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    sum += value
    sumSquares += value * value
  }
  return { n: values.length, sum, sumSquares }
}

export function pairedSums(post: ArrayLike<number>, pre: ArrayLike<number>): PairedSums {
  let sumProducts = 0
  for (let i = 0; i < post.length; i++) sumProducts += (post[i] ?? 0) * (pre[i] ?? 0)
  return { post: sumsOf(post), pre: sumsOf(pre), sumProducts }
}

export function meanOf({ n, sum }: Sums): number {
  return n === 0 ? 0 : sum / n
}

/** Sample variance (n − 1); 0 for fewer than two people. */
export function varianceOf({ n, sum, sumSquares }: Sums): number {
  return n < 2 ? 0 : Math.max(0, (sumSquares - (sum * sum) / n) / (n - 1))
}

/** Sample covariance of what was before and after; 0 for fewer than two people. */
export function covarianceOf({ post, pre, sumProducts }: PairedSums): number {
  return post.n < 2 ? 0 : (sumProducts - (post.sum * pre.sum) / post.n) / (post.n - 1)
}
