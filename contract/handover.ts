import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { day, instant, pageOf, pageQuery } from './page.ts'

/** Customers of one handover at most. */
export const HANDOVER_MAX = 20_000
/** What WeCom lets the customer be told (document 92125). */
export const HANDOVER_MESSAGE_MAX = 200

const userid = z.string().min(1).max(USERID_MAX)
const associate = z.object({ userid: z.string(), name: z.string(), isActive: z.boolean() })

/** Why customers go to somebody else: their associate has left (离职继承), or stays and gives them away (在职继承). */
export const handoverReason = z.enum(['resigned', 'on_job'])
export type HandoverReason = z.infer<typeof handoverReason>

/** How customers are spread: those who match a rule go to its successor, the first rule counts; the rest is divided evenly. */
export const handoverRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tag'), tagId: z.string(), to: userid }),
  z.strictObject({ kind: z.literal('segment'), segmentId: z.string(), to: userid }),
  z.strictObject({
    kind: z.literal('picked'),
    customerIds: z.array(z.string()).min(1).max(500),
    to: userid,
  }),
])
export type HandoverRule = z.infer<typeof handoverRule>

export const handoverPlan = z.strictObject({
  from: userid,
  rules: z.array(handoverRule).max(20).default([]),
  /** Everybody whom no rule names goes to these, so that their loads come close; nobody: they stay. */
  rest: z.array(userid).max(50).default([]),
})
export type HandoverPlan = z.infer<typeof handoverPlan>

/**
 * Why somebody does not go: in a handover already; handed over twice in 90 days (WeCom's limit on the job); refused this
 * successor before; the successor has too many; no rule and no rest.
 */
export const stayReasons = [
  'moving',
  'too_often',
  'refused_before',
  'taker_full',
  'unnamed',
] as const
export type StayReason = (typeof stayReasons)[number]

const somebody = z.object({ id: z.string(), name: z.string() })

/** What goes along with the customers. */
export const carried = z.object({
  promises: z.number(),
  cases: z.number(),
  tasks: z.number(),
  /** Mass sends of the one who goes that nobody has tapped yet and that these customers are among. */
  massSends: z.number(),
  /** SOPs under way: people, not enrollments. */
  sops: z.number(),
  /** Who has said what they do not want, or not to be written to. */
  doNotSay: z.number(),
  needs: z.number(),
})
export type Carried = z.infer<typeof carried>

export const handoverPreview = z.object({
  from: associate,
  reason: handoverReason,
  customers: z.number(),
  going: z.number(),
  staying: z.array(
    z.object({ reason: z.enum(stayReasons), count: z.number(), some: z.array(somebody) }),
  ),
  successors: z.array(
    associate.extend({
      /** Customers now, and those who would come. */
      customers: z.number(),
      gets: z.number(),
      /** Of those: friends of the successor already. */
      friends: z.number(),
      /** They would have half as many again as now, or more than WeCom gives everybody for sure. */
      isHeavy: z.boolean(),
    }),
  ),
  carried,
})
export type HandoverPreview = z.infer<typeof handoverPreview>

export const newHandover = handoverPlan.extend({
  note: z.string().trim().max(300).default(''),
  /** On the job only: what the customer is told; empty: WeCom's own words. */
  message: z.string().trim().max(HANDOVER_MESSAGE_MAX).default(''),
  /** Who answers until the successor has the customer; null: the successor. */
  caretaker: userid.nullable().default(null),
  /** How many were to go when it was looked at: if it is another number now, nothing is begun. */
  expected: z.number().int().min(1),
})
export type NewHandover = z.input<typeof newHandover>
export const madeHandover = z.object({ id: z.string() })

export const moveStates = [
  'planned',
  'asking',
  'waiting',
  'taken',
  'done',
  'refused',
  'limit',
  'failed',
  'gone',
] as const
export const moveState = z.enum(moveStates)
export type MoveState = z.infer<typeof moveState>

export const moveCounts = z.object({
  total: z.number(),
  /** Planned, asked, or waiting for the customer. */
  under: z.number(),
  done: z.number(),
  refused: z.number(),
  /** The successor is full, or WeCom refused otherwise. */
  failed: z.number(),
  gone: z.number(),
})
export type MoveCounts = z.infer<typeof moveCounts>

export const handover = z.object({
  id: z.string(),
  from: associate,
  reason: handoverReason,
  note: z.string(),
  begunAt: instant,
  begunBy: z.string().nullable(),
  successors: z.array(associate),
  counts: moveCounts,
})
export type Handover = z.infer<typeof handover>
export const handovers = pageOf(handover)
export const handoverQuery = pageQuery

/** Somebody who has left, or serves nobody any more, with customers who wait for a handover. */
export const leaver = associate.extend({
  leftAt: instant.nullable(),
  customers: z.number(),
  /** In no handover yet. */
  waiting: z.number(),
})
export type Leaver = z.infer<typeof leaver>

export const handoverState = z.object({
  /** Customers whom no associate at work serves and who are in no handover. */
  waiting: z.number(),
  /** Customers for whom nobody answers at all. */
  ownerless: z.number(),
  caretaker: associate.nullable(),
  leavers: z.array(leaver),
  /** When WeCom's own list was read last. */
  readAt: instant.nullable(),
})
export type HandoverState = z.infer<typeof handoverState>
export const caretakerChange = z.strictObject({ userid })

export const handoverDetail = handover.extend({
  message: z.string(),
  caretaker: associate.nullable(),
  carried: carried.pick({ promises: true, cases: true, tasks: true, massSends: true }),
  entries: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      at: instant,
      by: z.string().nullable(),
      customer: somebody.nullable(),
      to: z.string(),
    }),
  ),
})
export type HandoverDetail = z.infer<typeof handoverDetail>

export const moveQuery = pageQuery.extend({
  state: z.enum([...moveStates, 'under', 'stuck', 'all']).default('all'),
})
export const move = z.object({
  id: z.string(),
  customer: somebody,
  to: associate,
  state: moveState,
  /** WeCom's code, where it refused. */
  errcode: z.number().nullable(),
  askedAt: instant.nullable(),
  expectedAt: instant.nullable(),
  endedAt: instant.nullable(),
  inCharge: associate.nullable(),
})
export type Move = z.infer<typeof move>
export const moves = pageOf(move)
export const newSuccessor = z.strictObject({ to: userid })

/** What a successor reads of one customer (交接信). */
export const handoverLetter = z.object({
  letter: z
    .object({
      from: associate,
      to: associate,
      /** Who answers for them now. */
      inCharge: associate.nullable(),
      state: moveState,
      since: instant,
      endedAt: instant.nullable(),
      /** When WeCom hands them over if they say nothing. */
      expectedAt: instant.nullable(),
      /** Since when the one before had them. */
      followedSince: instant.nullable(),
      note: z.string(),
      promises: z.array(
        z.object({
          id: z.string(),
          text: z.string(),
          dueOn: day.nullable(),
          isOverdue: z.boolean(),
          madeBy: z.string(),
          keeper: z.string(),
        }),
      ),
      doNotSay: z.array(z.object({ tag: z.string(), quote: z.string().nullable() })),
      /** What they do not want to be written about, or by. */
      refused: z.array(z.string()),
      cases: z.array(
        z.object({ id: z.string(), no: z.number(), subject: z.string(), dueAt: instant }),
      ),
      running: z.array(
        z.object({
          enrollmentId: z.string(),
          journey: z.string(),
          step: z.string().nullable(),
          dueAt: instant.nullable(),
        }),
      ),
    })
    .nullable(),
})
export type HandoverLetter = NonNullable<z.infer<typeof handoverLetter>['letter']>

/** Why a customer stands where they stand in a starter's kit; the first that holds. */
export const urgencies = [
  'promise_overdue',
  'case',
  'promise',
  'task',
  'high_value',
  'greet',
] as const
export type Urgency = (typeof urgencies)[number]

/** What a colleague who takes customers over needs to begin (上手包). */
export const starterKit = z.object({
  associate,
  /** Customers who came by handovers, and how many of them are still on the way. */
  customers: z.number(),
  underway: z.number(),
  total: z.number(),
  counts: z.object({ promises: z.number(), cases: z.number(), tasks: z.number() }),
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      from: z.string(),
      state: moveState,
      urgency: z.enum(urgencies),
      /** The promise, the subject of the case or the task. */
      about: z.string(),
      dueAt: instant.nullable(),
      dueOn: day.nullable(),
      total: z.number(),
      needs: z.array(z.string()),
      doNotSay: z.array(z.string()),
      promises: z.number(),
      cases: z.number(),
    }),
  ),
})
export type StarterKit = z.infer<typeof starterKit>
