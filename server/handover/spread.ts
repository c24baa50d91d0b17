/** Customers that WeCom lets an associate have in any case; more are given on request (help pages: 5,000 to 20,000). */
export const SURE_CUSTOMERS = 5_000
/** And more than this nobody gets. */
export const CUSTOMERS_MAX = 20_000
/** Fewer newcomers than these are nobody's burden. */
const HEAVY_FROM = 20

type Load = {
  /** Customers now. */
  customers: number
  gets: number
}

/** Who takes each customer; null: nobody was named for them. `full`: whoever was named has too many. */
export type Taker = { to: string } | { to: null; why: 'unnamed' | 'taker_full' }

/**
 * Spreads customers over successors: whom a rule names goes to its successor, the rest one after another to whoever has the
 * fewest at that moment. The same question always gets the same answer.
 * @param named who is named for a customer by a rule; null: nobody.
 * @param loads of everybody who is to take some, counted on.
 */
export function spread<C>(
  customers: readonly C[],
  named: (customer: C) => string | null,
  rest: readonly string[],
  loads: ReadonlyMap<string, Load>,
): Map<C, Taker> {
  const taken = new Map<C, Taker>()
  for (const customer of customers) {
    const to = named(customer) ?? lightest(rest, loads)
    const load = to === null ? undefined : loads.get(to)
    if (to === null || !load) taken.set(customer, { to: null, why: 'unnamed' })
    else if (load.customers + load.gets >= CUSTOMERS_MAX)
      taken.set(customer, { to: null, why: 'taker_full' })
    else {
      load.gets += 1
      taken.set(customer, { to })
    }
  }
  return taken
}

function lightest(rest: readonly string[], loads: ReadonlyMap<string, Load>): string | null {
  let best: { userid: string; has: number } | null = null
  for (const userid of rest) {
    const load = loads.get(userid)
    const has = load ? load.customers + load.gets : 0
    if (!best || has < best.has) best = { userid, has }
  }
  return best?.userid ?? null
}

/** Somebody who would have half as many again as now, or more than WeCom gives everybody for sure. */
export function isHeavy({ customers, gets }: Load): boolean {
  return gets >= HEAVY_FROM && (gets * 2 > customers || customers + gets > SURE_CUSTOMERS)
}
