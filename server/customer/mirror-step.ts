import type { ApplyStep } from '../event/index.ts'
import { taggingsAsTheyStand, traitsAsTheyStand } from './mirror.ts'

/** Somebody changed traits by hand. */
export const TRAITS_CHANGED = 'customer.changed'
/** Evidence for a tag was put on a customer; taken back or let count again. */
export const TAGGED = 'customer.tagged'
export const UNTAGGED = 'customer.untagged'

/**
 * The line of the table of appliers that brings to ClickHouse what was changed outside of the river. It reads how things
 * stand now, so neither repetition nor order of the facts matters.
 */
export const mirrorStep: ApplyStep = {
  name: 'mirror',
  on: [TRAITS_CHANGED, TAGGED, UNTAGGED],
  apply: async (tx, context, events) => {
    const idsOf = (wanted: (name: string) => boolean) => [
      ...new Set(events.flatMap(({ name, customerId }) => (wanted(name) && customerId) || [])),
    ]
    const changed = idsOf((name) => name === TRAITS_CHANGED)
    const tagged = idsOf((name) => name !== TRAITS_CHANGED)
    return {
      facts: [],
      landings: [
        ...(changed.length > 0 ? [await traitsAsTheyStand(tx, context, changed)] : []),
        ...(tagged.length > 0 ? [await taggingsAsTheyStand(tx, context, tagged)] : []),
      ],
    }
  },
}
