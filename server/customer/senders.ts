import { companyOf } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { takenPairs } from './charge.ts'
import { pairOf } from './follow-store.ts'
import { rowsOfPerson } from './rows-of-person.ts'

export type Sender = { userid: string; externalUserid: string }

/**
 * Through whom people can be spoken to: for each customer the live follow whose associate chatted with them last, else
 * the newest; through a company that is connected before one that is not. The answer is by the customers asked for,
 * whichever row of the person they are; who follows nobody is left out. An associate who is away is no way to anybody, nor is
 * one from whom WeCom has already taken the customer.
 * @param through.away associates who serve nobody any more.
 */
export async function sendersOf(
  tx: Tx,
  tenant: { id: string },
  customerIds: readonly string[],
  { companies, away }: { companies: readonly string[]; away: readonly string[] },
): Promise<ReadonlyMap<string, Sender>> {
  // One short look for each: joined as sets, the plan depends on statistics that a freshly imported brand does not have
  // yet. Most have one follow, so the choice among several is made here: a sort for each person cost more than the look.
  const rows = await tx.rows(sql<Edge & { id: string }>`
    select c.id, f.userid, f.external_userid as "externalUserid", f.last_chat_at as "lastChatAt", f.started_at as "startedAt"
    from unnest(${[...customerIds]}::uuid[]) as asked (id)
    join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.id = asked.id
    cross join lateral ${rowsOfPerson} m
    cross join lateral (
      -- The fence keeps the planner from the index of live follows, whose price it does not know before the first analyze.
      select o.userid, o.external_userid, o.last_chat_at, o.started_at, o.left_at, o.removed_at, o.confirmed_at
      from customer.follow o
      where o.workspace_id = c.workspace_id
        and o.customer_id = m.id
      offset 0
    ) f
    where f.left_at is null
      and f.removed_at is null
      and f.confirmed_at is not null
      and f.userid <> all(${[...away]}::text[])
  `)
  const taken = await takenPairs(
    tx,
    tenant,
    rows.map(({ externalUserid }) => externalUserid),
  )
  const best = new Map<string, Edge>()
  for (const { id, ...edge } of rows) {
    if (taken.has(pairOf(edge))) continue
    const before = best.get(id)
    if (!before || comesBefore(edge, before, companies)) best.set(id, edge)
  }
  return best
}

type Edge = Sender & { lastChatAt: Date | null; startedAt: Date }

/** Whose company is connected; whoever chatted last; else who began last; else by name, so that the answer is always the same. */
function comesBefore(one: Edge, other: Edge, companies: readonly string[]): boolean {
  const reached = [one, other].map(({ userid }) => companies.includes(companyOf(userid)))
  if (reached[0] !== reached[1]) return reached[0] === true
  const chatted = (one.lastChatAt?.getTime() ?? 0) - (other.lastChatAt?.getTime() ?? 0)
  if (chatted !== 0) return chatted > 0
  const began = one.startedAt.getTime() - other.startedAt.getTime()
  return began === 0 ? one.userid < other.userid : began > 0
}
