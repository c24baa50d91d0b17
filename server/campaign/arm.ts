import { createHash } from 'node:crypto'
import type { Variant } from '../../contract/broadcast.ts'

const RANGE = 2 ** 32

/**
 * Which message a person gets: arithmetic on their number, as with the control group, and independent of it. Shares that do
 * not make a hundred are taken as parts of their sum.
 */
export function armOf(
  experimentId: string,
  customerNo: number,
  variants: readonly Pick<Variant, 'id' | 'share'>[],
): string {
  const sum = variants.reduce((all, { share }) => all + share, 0)
  const bits = createHash('md5')
    .update(`${experimentId}:arm:${customerNo}`)
    .digest()
    .readUInt32BE(0)
  const at = (bits / RANGE) * sum
  let below = 0
  for (const { id, share } of variants) {
    below += share
    if (at < below) return id
  }
  return variants.at(-1)?.id ?? ''
}
