import digammaOf from '@stdlib/math-base-special-digamma'
import gammaln from '@stdlib/math-base-special-gammaln'
import betaCdfOf from '@stdlib/stats-base-dists-beta-cdf'
import betaQuantileOf from '@stdlib/stats-base-dists-beta-quantile'
import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf'
import normalCdfOf from '@stdlib/stats-base-dists-normal-cdf'
import normalQuantileOf from '@stdlib/stats-base-dists-normal-quantile'
import tCdfOf from '@stdlib/stats-base-dists-t-cdf'
import tQuantileOf from '@stdlib/stats-base-dists-t-quantile'

/**
 * The one place where special functions and distributions enter the house. They come from @stdlib
 * (errors at or below 1e-12 against scipy); nothing here is hand-written.
 */

/** Natural logarithm of the gamma function, x > 0. */
export const lnGamma = (x: number): number => gammaln(x)

/** Derivative of {@link lnGamma}. */
export const digamma = (x: number): number => digammaOf(x)

/** Standard normal distribution function. */
export const normalCdf = (x: number): number => normalCdfOf(x, 0, 1)

/** Standard normal quantile, 0 < p < 1. */
export const normalQuantile = (p: number): number => normalQuantileOf(p, 0, 1)

/** Student's t distribution function with `df` degrees of freedom. */
export const tCdf = (x: number, df: number): number => tCdfOf(x, df)

/** Student's t quantile with `df` degrees of freedom, 0 < p < 1. */
export const tQuantile = (p: number, df: number): number => tQuantileOf(p, df)

/** P(Beta(a, b) ≤ x). */
export const betaCdf = (x: number, a: number, b: number): number => betaCdfOf(x, a, b)

/** Quantile of Beta(a, b), 0 <= p <= 1, a and b > 0. */
export const betaQuantile = (p: number, a: number, b: number): number => betaQuantileOf(p, a, b)

/** P(chi-square with `df` degrees of freedom > x). Below 1e-15 it is 0: 1 - cdf loses that tail. */
export const chiSquareUpper = (x: number, df: number): number =>
  Math.max(0, 1 - chiSquareCdf(x, df))

/** P(gamma with the given shape and mean ≤ x): the chi-square law with 2·shape degrees of freedom, rescaled. */
export const gammaCdf = (x: number, { shape, mean }: { shape: number; mean: number }): number =>
  x <= 0 ? 0 : chiSquareCdf((2 * shape * x) / mean, 2 * shape)
