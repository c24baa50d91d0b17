import { z } from 'zod'
import { riverState } from './event.ts'
import { day, instant } from './page.ts'

/**
 * GET /api/overview — the first page. Every number is a query on customers, orders and events of the workspace, as of its
 * present (`workspace.now`). A window of seven days is `[now − 7 d, now)`, the one before it `[now − 14 d, now − 7 d)`,
 * of thirty days alike. A customer is *new* at the first happening known of them; an order counts while it is paid and
 * not refunded or canceled; an amount is in minor units of the workspace's currency.
 */
export const overviewFigure = z.object({
  /** Names the definition and the way of writing in the console. */
  key: z.enum([
    /** Customers in all, now; previously: thirty days ago. */
    'customers',
    /** New customers in thirty days; previously: the thirty before. */
    'new_customers',
    /** Customers with a paid order in thirty days; previously: the thirty before. */
    'buyers',
    /** Amount of paid orders in thirty days (minor units); previously: the thirty before. */
    'revenue',
    /** Share (0 to 1) of the buyers of thirty days who had bought before; previously: the same, thirty days ago. */
    'repeat_share',
  ]),
  /** Null where it cannot be said, e.g. a share of nobody. */
  value: z.number().nullable(),
  previous: z.number().nullable(),
})
export type OverviewFigure = z.infer<typeof overviewFigure>

export const need = z.object({
  kind: z.enum([
    'parked_events',
    'replies_escalated',
    'cases_escalated',
    'cases_unsolved',
    'customers_to_hand_over',
    'handovers_stuck',
    'launches_to_approve',
    'friends_suspicious',
    'corp_notices',
    'identity_conflicts',
    'imports_with_errors',
    'imports_unfinished',
  ]),
  count: z.number().int().min(1),
  /** An address of the console. */
  to: z.string().startsWith('/'),
})
export type Need = z.infer<typeof need>

export const overview = z.object({
  /** Nothing was ever imported or sent. */
  isEmpty: z.boolean(),
  /** What the sentence at the top is made of. */
  week: z.object({
    newCustomers: z.number().int().min(0),
    /** Of the customers new in the seven days before this week, the share (0 to 1) with any happening this week. */
    keptShare: z.number().min(0).max(1).nullable(),
    /** Of this week's paid amount, the share (0 to 1) from customers who had bought before. */
    repeatShare: z.number().min(0).max(1).nullable(),
  }),
  /** The five, in the order in which they are shown. */
  figures: z.array(overviewFigure).length(5),
  /** The last thirty days of the workspace, the oldest first, each day present. */
  days: z.array(
    z.object({
      on: day,
      newCustomers: z.number().int().min(0),
      paidOrders: z.number().int().min(0),
    }),
  ),
  /** The same as GET /api/river. */
  river: riverState,
  /** Empty: nothing waits for a person. */
  needs: z.array(need),
  /** Set while analytics are behind: the numbers are as of this instant. Null: they are of now. */
  analyticsAsOf: instant.nullable(),
})
export type Overview = z.infer<typeof overview>
