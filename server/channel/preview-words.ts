import type { Tx } from '../postgres/index.ts'
import type { ChannelContext, DeliverySpec } from './delivery.ts'
import { rendererOf } from './plan.ts'

/** People whose words are looked at by one statement. */
const BATCH = 5_000

/** How a message would read for many: who could not get it, because something that it names is not known of them. */
export type WordsPreview = {
  missing: number
  /** Whose words nobody else has: an associate would send them by hand. */
  personal: number
}

/** Tries the words of a message on people before it is launched. Nothing is written. */
export async function previewWords(
  tx: Tx,
  { tenant }: Pick<ChannelContext, 'tenant'>,
  spec: Pick<DeliverySpec, 'content' | 'carrier'>,
  customerIds: readonly string[],
): Promise<WordsPreview> {
  const times = new Map<string, number>()
  let missing = 0
  for (let from = 0; from < customerIds.length; from += BATCH) {
    const people = customerIds.slice(from, from + BATCH).map((customerId) => ({ customerId }))
    const render = await rendererOf(tx, { tenant }, spec, people)
    for (const { customerId } of people) {
      const { no, text } = render(customerId)
      if (no) missing += 1
      else if (text !== null) times.set(text, (times.get(text) ?? 0) + 1)
    }
  }
  const isByHand = spec.carrier === 'wecom_mass'
  const alone = [...times.values()].filter((count) => count === 1)
  return { missing, personal: isByHand ? alone.length : 0 }
}
