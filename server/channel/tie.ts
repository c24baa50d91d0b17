import type { Tie } from '../../contract/delivery.ts'

const DAY_MS = 24 * 3_600_000

/**
 * Up to how many days after the customer last did something (an event of theirs, an order) a tie counts as strong, medium,
 * weak; beyond, it is silent. The one place where this is decided; relationship strength (关系强度) will replace it.
 */
const TIE_DAYS = { strong: 14, medium: 60, weak: 180 } as const

/** How strong the tie to a customer is. */
export function tieOf(last: { seenAt: Date; orderAt: Date | null }, now: Date): Tie {
  const at = Math.max(last.seenAt.getTime(), last.orderAt?.getTime() ?? 0)
  const days = (now.getTime() - at) / DAY_MS
  if (days <= TIE_DAYS.strong) return 'strong'
  if (days <= TIE_DAYS.medium) return 'medium'
  return days <= TIE_DAYS.weak ? 'weak' : 'silent'
}
