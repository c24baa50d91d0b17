import type { Recommendations, RecommendReason } from '../../contract/recommendation.ts'
import { type Liked, liftOf, liked } from '../../science/next-product.ts'
import { runningOut } from '../../science/running-out.ts'
import { isConsumable, type StoredProduct } from './product.ts'

/** What she bought of one product, by days in order. */
export type Bought = { productId: string; purchases: { day: number; pieces: number }[] }
export type Pair = { productId: string; otherId: string; both: number; cosine: number }
/** `display`: strength of the need, 0 to 100; 0: she does not want it. */
export type Need = { tagId: string; tag: string; display: number }
export type Known = {
  bought: readonly Bought[]
  pairs: readonly Pair[]
  /** What may be recommended, and what she owns for its name and figures. */
  products: readonly StoredProduct[]
  needs: readonly Need[]
  /** How many people the figures rest on. */
  people: number
  /** A day number. */
  today: number
  limit: number
}
export type Recommended = { product: StoredProduct; reasons: RecommendReason[] }
export type Chosen = Pick<Recommendations, 'rests'> & { again: Recommended[]; fresh: Recommended[] }

const DAY_MS = 86_400_000
/** A need of full strength counts like the nearest product: what somebody asked for stands beside what her purchases say. */
const NEED_WEIGHT = 1
/** Only where her purchases say nothing; not measured, as small as popularity. */
const CATEGORY_WEIGHT = 0.3
/** Less than the usual is no reason. */
const LIFT_MIN = 1

/**
 * What is right for her next, in two lists. In neither stands what is not sold, what is known to be out of stock, or what answers
 * something she does not want. What she has bought stands in the first only, and only when its time has come. What nothing speaks
 * for is left out. Pure; scores as in science/next-product.ts, plus the strength of the needs that a product answers.
 */
export function recommend(known: Known): Chosen {
  const unwanted = new Set(
    known.needs.filter(({ display }) => display <= 0).map(({ tagId }) => tagId),
  )
  const allowed = known.products.filter(
    ({ isOnSale, stock, tagIds }) =>
      isOnSale && stock !== 0 && !tagIds.some((id) => unwanted.has(id)),
  )
  const { fresh, rests } = freshOf(known, allowed)
  return { again: againOf(known, allowed), fresh, rests }
}

/** What she uses up and is about to need, the most urgent first. */
function againOf(
  { bought, today, limit }: Known,
  allowed: readonly StoredProduct[],
): Recommended[] {
  const own = new Map(bought.map(({ productId, purchases }) => [productId, purchases]))
  return allowed
    .flatMap((product) => {
      const purchases = own.get(product.id)
      if (!purchases || !isConsumable(product)) return []
      const { packDays, intervalDays: learntDays, gaps } = product
      const out = runningOut({ purchases, packDays, learntDays }, today)
      if (out?.state !== 'due') return []
      const on = new Date(out.day * DAY_MS).toISOString().slice(0, 10)
      const inDays = out.day - today
      const reason = { kind: 'runs_out' as const, on, inDays, basis: out.basis, gaps }
      return [{ product, inDays, reasons: [reason] }]
    })
    .sort((a, b) => a.inDays - b.inDays)
    .slice(0, limit)
    .map(({ product, reasons }) => ({ product, reasons }))
}

function freshOf(known: Known, allowed: readonly StoredProduct[]) {
  const { bought, pairs, products, needs, today } = known
  const byId = new Map(products.map((one) => [one.id, one]))
  const owned = bought.map(({ productId, purchases }) => ({
    item: productId,
    ageDays: today - (purchases.at(-1)?.day ?? today),
    neighbors: pairs
      .filter((pair) => pair.productId === productId)
      .map(({ otherId, both, cosine }) => ({ item: otherId, both, cosine })),
  }))
  const said = liked(
    owned,
    allowed.map(({ id, recentBuyers }) => ({ item: id, recentBuyers })),
  )
  const isNear = said.some(({ because }) => because !== null)
  const hers = isNear ? new Set<string>() : categoriesOf(bought, byId)
  const ranked = said
    .flatMap((one) => {
      const product = byId.get(one.item)
      if (!product) return []
      const wanted = needs.filter(({ tagId, display }) => {
        return display > 0 && product.tagIds.includes(tagId)
      })
      const strength = wanted.reduce((sum, { display }) => sum + display / 100, 0)
      const alike = hers.has(product.category) ? CATEGORY_WEIGHT : 0
      const reasons = reasonsFor(one, product, { wanted, byId, known, isAlike: alike > 0 })
      const score = one.score + NEED_WEIGHT * strength + alike
      return reasons.length === 0 ? [] : [{ product, reasons, score }]
    })
    .sort((a, b) => b.score - a.score || a.product.id.localeCompare(b.product.id))
  const fresh = ranked.slice(0, known.limit).map(({ product, reasons }) => ({ product, reasons }))
  return { fresh, rests: restsOn(fresh) }
}

function categoriesOf(
  bought: readonly Bought[],
  byId: ReadonlyMap<string, StoredProduct>,
): Set<string> {
  const all = bought.flatMap(({ productId }) => byId.get(productId)?.category ?? [])
  return new Set(all.filter((category) => category !== ''))
}

type Context = {
  wanted: readonly Need[]
  byId: ReadonlyMap<string, StoredProduct>
  known: Pick<Known, 'people'>
  isAlike: boolean
}

function reasonsFor(
  { because }: Liked<string>,
  product: StoredProduct,
  { wanted, byId, known, isAlike }: Context,
): RecommendReason[] {
  const reasons: RecommendReason[] = [...wanted]
    .sort((a, b) => b.display - a.display)
    .map(({ tag, display }) => ({ kind: 'need', tag, display: Math.round(display) }))
  const owned = because === null ? undefined : byId.get(because.item)
  if (because && owned) {
    const { both } = because
    const counts = { both, buyers: owned.buyers ?? 0, otherBuyers: product.buyers ?? 0 }
    const { share, lift } = liftOf({ ...counts, people: known.people })
    if (lift >= LIFT_MIN) reasons.push({ kind: 'bought_with', name: owned.name, both, share, lift })
  }
  if (isAlike) reasons.push({ kind: 'category', category: product.category })
  if (product.recentBuyers > 0)
    reasons.push({ kind: 'popular', recentBuyers: product.recentBuyers })
  return reasons
}

/** The best that speaks for any of them. */
function restsOn(fresh: readonly Recommended[]): Recommendations['rests'] {
  const kinds = new Set(fresh.flatMap(({ reasons }) => reasons.map(({ kind }) => kind)))
  if (kinds.has('bought_with')) return 'purchases'
  if (kinds.has('need')) return 'needs'
  return kinds.has('category') ? 'category' : 'best_sellers'
}
