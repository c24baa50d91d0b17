import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { policy } from '../contract/delivery.ts'
import { brand } from './brand.ts'
import type { Door } from './door.ts'

/** From this hour of the brand's day until that one the usual quiet hours are not in the way of who looks. */
const DAY = { from: 9, to: 19 } as const
const done = z.object({ ok: z.literal(true) })

/**
 * Who starts the demo in the evening or at night would see nothing leave until the morning: then the brand keeps no quiet
 * hours, and the contact policy says why. By day it keeps the usual ones. Nothing is changed that somebody has set.
 */
export async function keepDaylight(owner: Door, now: Date): Promise<void> {
  const { hour } = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(
    brand.timeZone,
  )
  if (hour >= DAY.from && hour < DAY.to) return
  const { rules, no } = policy.parse(await owner.get('/api/contact-policy'))
  if (no !== 0) return
  const change = { rules: { ...rules, quietHours: null }, no, reason: '演示：夜里也能看到消息发出' }
  done.parse(await owner.put('/api/contact-policy', change))
}
