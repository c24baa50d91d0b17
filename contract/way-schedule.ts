import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { timeOfDay, weekdays } from './hours.ts'

const userid = z.string().min(1).max(USERID_MAX)

/** Who serves at which hours of which weekdays (1 is Monday); one that ends before it begins goes over midnight. */
export const shift = z.strictObject({
  weekdays,
  from: timeOfDay,
  to: timeOfDay,
  userids: z.array(userid).min(1).max(100),
})

/** When whom a code leads to (排班): shifts, who stands by, and how many the code brings to one associate a day. */
export const waySchedule = z.strictObject({
  shifts: z.array(shift).min(1).max(20),
  spare: z.array(userid).max(20).default([]),
  capPerDay: z.number().int().min(1).max(10_000).nullable().default(null),
})
export type WaySchedule = z.infer<typeof waySchedule>

/** A code's schedule and whom it leads to now; null: always to all of its associates. */
export const wayServing = z.object({
  schedule: waySchedule.nullable(),
  /** As WeCom has it. */
  served: z.array(z.object({ userid: z.string(), name: z.string() })),
  /** Other than WeCom has it: being changed, or refused with this code. */
  errcode: z.number().nullable(),
})
export type WayServing = z.infer<typeof wayServing>
export const newWaySchedule = z.strictObject({ schedule: waySchedule.nullable() })
