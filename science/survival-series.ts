/** Terms below this share of the sum no longer matter; the series is cut there. */
const negligible = 1e-13
/** More terms than any real horizon needs; a bound, so that no input can hang a page. */
const mostTerms = 200_000

/**
 * Σ_{i≥1} ρ_i · I_y(ik − j, n), where ρ_1 = 1 and ρ_{i+1} = ρ_i (b+i−1)/(a+b+i−1): the expected
 * number of further purchases of a customer who is alive, with a hidden Erlang stage j of k, shape n
 * of the rate, and Beta(a, b) for the dropout probability. I_y is the regularized incomplete beta.
 *
 * I_y(m+1, n) = I_y(m, n) − y^m (1−y)^n Γ(m+n)/(Γ(m+1)Γ(n)) (DLMF 8.17.20), from
 * I_y(1, n) = 1 − (1−y)^n, so one pass over m gives every term without a continued fraction. The
 * published 2F1 form (Fader, Hardie & Lee 2005, eq. 10) is singular at a = 1; this is not.
 */
export function expectedSeries(at: {
  a: number
  b: number
  n: number
  y: number
  k: number
  j: number
}): number {
  const { a, b, n, y, k, j } = at
  if (y <= 0) return 0
  const beyond = tail(n, y)
  let ratio = 1
  let sum = 0
  let m = 1
  for (let i = 1; i <= mostTerms; i++) {
    for (; m < i * k - j; m++) beyond.step()
    const term = ratio * beyond.value
    sum += term
    if (term <= negligible * sum) break
    ratio *= (b + i - 1) / (a + b + i - 1)
  }
  return sum
}

/** I_y(m, n) for a whole m ≥ 1 and real n > 0. */
export function betaTail(m: number, n: number, y: number): number {
  const beyond = tail(n, y)
  for (let i = 1; i < m; i++) beyond.step()
  return beyond.value
}

/** Walks I_y(1, n), I_y(2, n), …; in logs while (1−y)^n is too small for a double. */
function tail(n: number, y: number): { value: number; step: () => void } {
  const logFirst = n * Math.log1p(-y)
  let m = 1
  let logTerm = logFirst + Math.log(n * y)
  let term = Math.exp(logTerm)
  const walk = {
    value: -Math.expm1(logFirst),
    step() {
      walk.value = Math.max(0, walk.value - term)
      const growth = (y * (n + m)) / (m + 1)
      m++
      if (term > 1e-280) term *= growth
      else {
        logTerm += Math.log(growth)
        term = Math.exp(logTerm)
      }
    },
  }
  return walk
}
