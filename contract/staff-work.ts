import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { day, instant } from './page.ts'

/** What takes an associate's time: a message written to one person, a talk by phone, confirming a mass send (企业群发). */
export const workKinds = ['message', 'phone', 'mass_confirm'] as const
export type WorkKind = (typeof workKinds)[number]

const HOUR = 60
const minutesOfOne = z.number().min(0).max(240)
const minutesOfDay = z.number().int().min(0).max(960)
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const userid = z.string().min(1).max(USERID_MAX)

/** How associates' work is counted and kept in time (导购工时与时限). */
export const workRules = z.strictObject({
  minutes: z.strictObject({
    message: minutesOfOne,
    phone: minutesOfOne,
    mass_confirm: minutesOfOne,
  }),
  /** What an associate has for this on a day, beside the shop; some have more or less. */
  minutesPerDay: minutesOfDay,
  minutesOf: z.record(userid, minutesOfDay),
  /** When associates are at work, by the workspace's clock. Nobody is reminded outside. */
  hours: z.strictObject({ from: clockTime, to: clockTime }),
  /** A task should be done within so many minutes of working time. */
  dueWithinMinutes: z
    .number()
    .int()
    .min(5)
    .max(7 * 24 * HOUR),
  /** So long after it was due a manager hears of it. */
  escalateAfterMinutes: z
    .number()
    .int()
    .min(0)
    .max(7 * 24 * HOUR),
  /** Who hears of late tasks: user ids of WeCom. None: nobody is told. */
  managers: z.array(userid).max(20),
  nudge: z.strictObject({
    isOn: z.boolean(),
    /** A task that is still open after so long is reminded of, once a day. */
    afterMinutes: z
      .number()
      .int()
      .min(5)
      .max(24 * HOUR),
    /** Of more tasks than this nobody is reminded one by one in a day. */
    perDay: z.number().int().min(1).max(20),
  }),
})
export type WorkRules = z.infer<typeof workRules>

export const defaultWorkRules: WorkRules = {
  minutes: { message: 3, phone: 8, mass_confirm: 1 },
  minutesPerDay: 120,
  minutesOf: {},
  hours: { from: '10:00', to: '21:00' },
  dueWithinMinutes: 4 * HOUR,
  escalateAfterMinutes: 2 * HOUR,
  managers: [],
  nudge: { isOn: true, afterMinutes: 2 * HOUR, perDay: 5 },
}

/** The rules in force, with the number of their version. */
export const work = z.object({
  rules: workRules,
  no: z.number(),
  changedAt: instant.nullable(),
  changedBy: z.string().nullable(),
})
export const workChange = z.strictObject({ rules: workRules, no: z.number().int() })

/** How a task ended: said in the chat, told by phone, or not, and why not. */
export const doneOutcomes = ['sent', 'by_phone'] as const
export const skipOutcomes = ['not_wanted', 'not_now', 'no_answer', 'other'] as const
export const taskOutcome = z.enum([...doneOutcomes, ...skipOutcomes])
export type TaskOutcome = z.infer<typeof taskOutcome>
export const doneTask = z.strictObject({ outcome: z.enum(doneOutcomes).default('sent') })

export const snooze = z.strictObject({
  until: instant,
  reason: z.string().trim().min(2).max(200),
})

/** Tasks change hands. `from`: whose they are as it was seen; whoever was quicker has moved them. */
export const reassignment = z.strictObject({
  from: userid,
  to: userid,
  /** None: all that are open. */
  taskIds: z.array(z.string()).min(1).max(500).optional(),
  reason: z.string().trim().min(2).max(200),
})
export const reassigned = z.object({ moved: z.number() })

export const absence = z.object({
  id: z.string(),
  userid: z.string(),
  fromOn: day,
  toOn: day,
  standIn: z.string().nullable(),
  reason: z.string(),
  recordedBy: z.string().nullable(),
  isNow: z.boolean(),
  /** Tasks that are offered to the stand-in now. */
  openTasks: z.number(),
})
export type Absence = z.infer<typeof absence>
export const absences = z.object({ items: z.array(absence) })
export const newAbsence = z.strictObject({
  userid,
  fromOn: day,
  toOn: day,
  standIn: userid.nullable(),
  reason: z.string().trim().min(2).max(200),
})

/** How tasks were carried out (执行率), of one week, associate and SOP; every figure opens its tasks. */
export const executedRow = z.object({
  weekOn: day,
  userid: z.string(),
  journey: z.object({ id: z.string(), name: z.string() }).nullable(),
  given: z.number(),
  done: z.number(),
  inTime: z.number(),
  byPhone: z.number(),
  skipped: z.number(),
  expired: z.number(),
  cancelled: z.number(),
  open: z.number(),
  late: z.number(),
})
export type ExecutedRow = z.infer<typeof executedRow>
export const execution = z.object({ from: day, to: day, items: z.array(executedRow) })
export const executionAsked = z.strictObject({ from: day.optional(), to: day.optional() })
