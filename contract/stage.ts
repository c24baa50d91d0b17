import { z } from 'zod'
import { instant, pageOf } from './page.ts'

/** 拉新 · 留存 · 促活 · 转化 · 裂变: the five stages of the field, in their order. */
export const stageNames = ['acquire', 'retain', 'engage', 'convert', 'refer'] as const
export const stageName = z.enum(stageNames)
export type StageName = z.infer<typeof stageName>

/** Weeks of a trend. */
export const TREND_WEEKS = 12

/**
 * A stage over the last thirty days up to the workspace's present, the thirty before, and week by week. What cannot be
 * measured yet says so: it is not zero.
 */
export const stage = z.discriminatedUnion('state', [
  z.object({
    name: stageName,
    state: z.literal('measured'),
    /**
     * acquire: people who became friends of an associate for the first time (`follows`), or, while there are no follows at
     * all, people first heard of (`customers`). retain: of those who did something in the thirty days before, the share that
     * did something in these. engage: people who did something of their own. convert: people who paid. refer: people by whose
     * code a friend came.
     */
    basis: z.enum(['follows', 'customers', 'deeds', 'orders', 'friends']),
    value: z.number().nullable(),
    previous: z.number().nullable(),
    /** For a share: how many it is a share of, and how many of them. */
    of: z.object({ people: z.number(), all: z.number() }).nullable(),
    /** Twelve weeks, the oldest first; null where there was nobody to have a share of. */
    trend: z.array(z.number().nullable()).length(TREND_WEEKS),
    /** Where the people are listed. */
    to: z.string().startsWith('/'),
  }),
  z.object({ name: stageName, state: z.literal('not_measured') }),
])
export type Stage = z.infer<typeof stage>

/** GET /api/overview/stages */
export const stages = z.object({ asOf: instant, stages: z.array(stage).length(stageNames.length) })
export type Stages = z.infer<typeof stages>

/** Whom a stage's figure is made of; the others lead to lists that exist. */
export const peopleStage = z.enum(['acquire', 'retain', 'engage', 'convert', 'refer'])
export type PeopleStage = z.infer<typeof peopleStage>

/** GET /api/overview/stages/:name/people, the latest first. */
export const stagePeople = pageOf(
  z.object({ id: z.string(), name: z.string(), at: instant, times: z.number() }),
)
