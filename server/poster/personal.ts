import type { PosterWord } from '../../contract/poster.ts'
import { Problem, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { PosterOrder } from './order.ts'
import type { Painter } from './painter.ts'
import { backgroundOf, posterOf } from './store.ts'

/** More pixels than this are not drawn at once. */
const PIXELS_MAX = 24_000_000

/** What is put into a poster. */
export type Filling = {
  code: PosterOrder['code']
  words: Readonly<Record<PosterWord, string>>
} & Pick<PosterOrder, 'scale' | 'format'>

/** What a poster's drawing needs, read in one transaction; null: there is no such poster. */
export async function orderFor(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  posterId: string,
  filling: Filling,
): Promise<PosterOrder | null> {
  const poster = await posterOf(tx, tenant, posterId)
  if (!poster) return null
  const { plan, hasBackground } = poster
  const background = hasBackground ? await backgroundOf(tx, tenant, posterId) : null
  return { plan, background, ...filling }
}

/** Draws what was read. @throws Problem where it is too large, too many wait, or it cannot be drawn. */
export async function painted(painter: Painter, order: PosterOrder): Promise<Buffer> {
  const { width, height } = order.plan
  if (width * height * order.scale ** 2 > PIXELS_MAX) throw new Problem('poster_too_large')
  const picture = await painter.paint(order)
  if (picture.ok) return picture.value
  throw new Problem(picture.reason === 'busy' ? 'poster_busy' : 'poster_failed')
}

/** The words of a poster's texts, as they are written. */
export async function textsOfPoster(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  posterId: string,
): Promise<string[]> {
  const poster = await posterOf(tx, tenant, posterId)
  return (poster?.plan.layers ?? []).flatMap((one) => (one.kind === 'text' ? [one.text] : []))
}
