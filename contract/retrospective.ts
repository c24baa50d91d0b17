import { z } from 'zod'
import { estimate } from './insight.ts'
import { instant, pageOf } from './page.ts'

/** 有效 · 无效 · 有害 · 证据不足 · 数据不可信: a retrospective says one of these and no other. */
export const verdictNames = [
  'effective',
  'ineffective',
  'harmful',
  'not_enough_evidence',
  'untrustworthy',
] as const
export const verdict = z.enum(verdictNames)
export type VerdictName = z.infer<typeof verdict>

/** 人均订单 · 下单人数占比 · 人均净收入. */
export const metricNames = ['orders', 'buyers', 'revenue'] as const
export const metric = z.enum(metricNames)
export type MetricName = z.infer<typeof metric>

/** Treatment minus control per person, with a 95% interval; money in minor units. */
export const comparison = z.object({
  control: z.number(),
  treated: z.number(),
  effect: z.number(),
  lower: z.number(),
  upper: z.number(),
  /** Two-sided, for a single look. */
  p: z.number(),
})
export type Comparison = z.infer<typeof comparison>

/** What an experiment asks, as it was begun. */
export const question = z.object({
  title: z.string(),
  meant: z.string(),
  metric,
  windowDays: z.number(),
  holdoutShare: z.number(),
  withoutReason: z.string().nullable(),
  smallestLift: z.number(),
  begunAt: instant,
  closedAt: instant.nullable(),
})

/** What things cost, per workspace. Staff minutes are people's time; money in minor units, parts of them allowed. */
export const costOptions = z.strictObject({
  /** One message that left. */
  message: z.number().min(0).max(100_000),
  /** One minute of an associate. */
  staffMinute: z.number().min(0).max(100_000),
  minutesPerMessage: z.number().min(0).max(600),
  minutesPerTask: z.number().min(0).max(600),
})
export type CostOptions = z.infer<typeof costOptions>

/** Reasons to trust the answer less, by code. */
export const doubtCodes = [
  'windows_open',
  'nobody_reached',
  'history_behind',
  'past_differs',
  'few_carry_it',
  'cap_changes_it',
  'many_crossed',
] as const

export const findings = z.object({
  question,
  verdict,
  /** More people needed before it can be told; 0 when it can, or when no number of people would help. */
  peopleMissing: z.number(),
  people: z.object({
    treated: z.number(),
    control: z.number(),
    /** Left out: a merge brought both arms together. */
    crossed: z.number(),
    /** Customers that turned out to be somebody who is counted already. */
    merged: z.number(),
    /** Their time is not over yet. */
    open: z.number(),
    /** Of the treated, how many a message left for. */
    reached: z.number(),
  }),
  look: z.object({
    kind: z.enum(['planned', 'final', 'peek']),
    no: z.number(),
    /** Share of the planned information. */
    fraction: z.number(),
    /** |z| that had to be reached; null for a peek. */
    bound: z.number().nullable(),
  }),
  /** The metric that was fixed at the start. `effect` is after taking off what the past explains. */
  primary: comparison.extend({
    unadjusted: estimate,
    varianceReduction: z.number(),
    /** Relative to the control group; null when it did nothing. */
    lift: estimate.nullable(),
    /** The smallest effect worth having, per person, and whether the lift or the cost says so. */
    worthHaving: z.number(),
    worthFrom: z.enum(['lift', 'cost']),
    /** What a comparison of this precision finds four times in five. */
    detectable: z.number(),
    /** Valid at every moment at once. */
    sequence: z.object({ lower: z.number(), upper: z.number() }),
  }),
  metrics: z.array(comparison.extend({ metric })),
  /** Revenue per person with the largest 0.1% capped. */
  capped: comparison.extend({ cap: z.number(), people: z.number() }),
  belief: z
    .object({ chancePositive: z.number(), lossIfDone: z.number(), lossIfLeft: z.number() })
    .nullable(),
  sampleRatio: z.object({
    treated: z.number(),
    control: z.number(),
    p: z.number(),
    isBroken: z.boolean(),
  }),
  /** Over all treated people, minor units. */
  money: z.object({
    revenue: estimate,
    margin: estimate,
    marginPercent: z.number(),
    cost: z.number(),
    net: estimate,
    /** What one order more cost; null when there was none. */
    costPerOrder: z.number().nullable(),
    messages: z.number(),
    tasks: z.number(),
    staffMinutes: z.number(),
    options: costOptions,
    /** Nobody has set the costs: they are ours. */
    isDefault: z.boolean(),
  }),
  /** By what people had bought before the start; p is adjusted for asking several times. */
  groups: z.array(
    comparison.extend({
      name: z.enum(['none', 'once', 'again']),
      people: z.object({ treated: z.number(), control: z.number() }),
      /** Drawn toward the mean of all groups by as much as their spread is noise. */
      shrunken: z.number(),
      adjustedP: z.number(),
    }),
  ),
  /** The plain difference: other people (by chance) or the same people doing more. */
  mix: z.object({ total: z.number(), mix: z.number(), rate: z.number() }),
  /** Revenue per person = share of buyers × orders of a buyer × value of an order. */
  factors: z.object({
    total: z.number(),
    parts: z.array(
      z.object({ name: z.enum(['buyers', 'orders_each', 'order_value']), part: z.number() }),
    ),
  }),
  /** Was it luck? */
  luck: z.object({
    /** The same comparison before the start, when nothing had been done. */
    before: comparison,
    /** Share of the treated arm's revenue that its best 1% brought. */
    topShare: z.number().nullable(),
    /** The effect without the best 1% of both arms, per person. */
    withoutTop: comparison,
  }),
  /** Share of people; more than in the control group is harm. */
  harm: z.array(comparison.extend({ kind: z.enum(['left', 'opted_out']), people: z.number() })),
  doubts: z.array(z.enum(doubtCodes)),
})
export type Findings = z.infer<typeof findings>

export const decisionKinds = ['keep', 'change', 'stop', 'again'] as const
/** What was decided, by whom, and what comes next. */
export const decision = z.object({
  kind: z.enum(decisionKinds),
  note: z.string(),
  next: z.string(),
  decidedAt: instant,
  decidedBy: z.string().nullable(),
})
export const decide = z.strictObject({
  kind: z.enum(decisionKinds),
  note: z.string().trim().min(2).max(2_000),
  /** A link to, or the name of, what follows. */
  next: z.string().trim().max(500).default(''),
})

export const retrospective = z.object({
  id: z.string(),
  experimentId: z.string(),
  subject: z.object({
    kind: z.enum(['journey', 'broadcast']),
    id: z.string(),
    version: z.number(),
  }),
  version: z.number(),
  cause: z.enum(['ended', 'planned_look', 'asked']),
  asOf: instant,
  writtenAt: instant,
  findings,
  decision: decision.nullable(),
  /** The other versions, the newest first. */
  versions: z.array(z.object({ id: z.string(), version: z.number(), writtenAt: instant, verdict })),
})
export type Retrospective = z.infer<typeof retrospective>

export const retrospectiveLine = z.object({
  id: z.string(),
  experimentId: z.string(),
  title: z.string(),
  version: z.number(),
  asOf: instant,
  writtenAt: instant,
  verdict,
  peopleMissing: z.number(),
  metric,
  people: z.number(),
  effect: estimate,
  net: estimate,
  isFinal: z.boolean(),
  decision: z.enum(decisionKinds).nullable(),
})
export type RetrospectiveLine = z.infer<typeof retrospectiveLine>
/** GET /api/retrospectives: of each experiment the newest. */
export const retrospectives = pageOf(retrospectiveLine)

export const experimentLine = z.object({
  id: z.string(),
  subject: z.object({
    kind: z.enum(['journey', 'broadcast']),
    id: z.string(),
    version: z.number(),
  }),
  title: z.string(),
  metric,
  windowDays: z.number(),
  holdoutShare: z.number(),
  withoutReason: z.string().nullable(),
  begunAt: instant,
  closedAt: instant.nullable(),
  people: z.object({ treated: z.number(), control: z.number(), crossed: z.number() }),
  /** Share of the information that is there. */
  fraction: z.number(),
  looks: z.array(
    z.object({
      no: z.number(),
      kind: z.enum(['planned', 'final', 'peek']),
      lookedAt: instant,
      fraction: z.number(),
      effect: z.number(),
      lower: z.number(),
      upper: z.number(),
    }),
  ),
})
export type ExperimentLine = z.infer<typeof experimentLine>
/** GET /api/experiments */
export const experiments = pageOf(experimentLine)

/** GET and PUT /api/retrospectives/costs */
export const costs = z.object({ options: costOptions, isDefault: z.boolean() })

/** POST /api/retrospectives: look now. Written down as a look; answers with what was found. */
export const lookNow = z.strictObject({ experimentId: z.string() })
