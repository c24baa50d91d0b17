import type { NewReward, RewardChange, RewardKind, RewardQuery } from '../../contract/reward.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What may be given, as it is kept. */
export type StoredReward = {
  id: string
  name: string
  kind: RewardKind
  words: string
  points: number | null
  /** Fen. */
  amount: number | null
  /** What one costs the brand, in fen. */
  cost: number
  holdDays: number
  personLimit: number | null
  dayBudget: number | null
  hasBudget: boolean
  velocityMax: number | null
  velocityMinutes: number | null
  validDays: number | null
  madeAt: Date
  madeBy: string | null
  archivedAt: Date | null
}

/** The columns of `StoredReward`, of a table called `r`. */
const rewardColumns = sql.raw(`
  r.id, r.name, r.kind, r.words, r.points, r.amount, r.cost, r.hold_days as "holdDays", r.person_limit as "personLimit",
  r.day_budget as "dayBudget", r.has_budget as "hasBudget", r.velocity_max as "velocityMax",
  r.velocity_minutes as "velocityMinutes", r.valid_days as "validDays", r.made_at as "madeAt", r.made_by as "madeBy",
  r.archived_at as "archivedAt"
`)

/** Of these there are only so many pieces. */
export const isLimited = (kind: RewardKind) => kind === 'coupon' || kind === 'gift'

export function rewardsById(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<StoredReward[]> {
  return tx.rows(sql<StoredReward>`
    select ${rewardColumns}
    from reward.reward r
    where r.workspace_id = ${tenant.id}
      and r.id = any(${[...new Set(ids)]}::uuid[])
  `)
}

/** One page of rewards, the newest first, and how many match. */
export async function listRewards(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: Pick<RewardQuery, 'search' | 'state' | 'limit'> & {
    kind: RewardKind | null
    from: number
  },
): Promise<{ items: StoredReward[]; next: string | null; total: number }> {
  const { search, state, kind, limit, from } = asked
  const matches = sql`
    r.workspace_id = ${tenant.id}
    and (${kind}::text is null or r.kind = ${kind})
    and (${search} = '' or strpos(lower(r.name), lower(${search})) > 0)
    and (${state} = 'all' or (r.archived_at is not null) = (${state} = 'archived'))
    and (
      ${state} <> 'paused'
      or exists (
        select from reward.pause p
        where p.workspace_id = r.workspace_id
          and p.reward_id = r.id
          and p.ended_at is null
      )
    )
  `
  const items = await tx.rows(sql<StoredReward>`
    select ${rewardColumns}
    from reward.reward r
    where ${matches}
    order by r.made_at desc, r.id desc
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from reward.reward r
    where ${matches}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}

/** @returns the id. */
export async function makeReward(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  wanted: NewReward,
  { by, now }: { by: string | null; now: Date },
): Promise<string> {
  const id = newId()
  const points = wanted.kind === 'points' ? wanted.points : null
  const amount = wanted.kind === 'payment' ? wanted.amount : null
  const cost = wanted.kind === 'payment' ? wanted.amount : wanted.cost
  const { velocity } = wanted
  await tx.run(sql`
    insert into reward.reward
      (workspace_id, id, name, kind, words, points, amount, cost, hold_days, person_limit, day_budget, has_budget,
       velocity_max, velocity_minutes, valid_days, made_at, made_by, changed_at)
    values (
      ${tenant.id}, ${id}, ${wanted.name}, ${wanted.kind}, ${wanted.words}, ${points}, ${amount}, ${cost},
      ${wanted.holdDays}, ${wanted.personLimit}, ${wanted.dayBudget}, false, ${velocity?.max ?? null},
      ${velocity?.minutes ?? null}, ${wanted.validDays}, ${now}, ${by}, ${now}
    )
  `)
  return id
}

/** @returns whether there is such a reward. */
export async function changeReward(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, change, now }: { id: string; change: RewardChange; now: Date },
): Promise<boolean> {
  const [one] = await rewardsById(tx, tenant, [id])
  if (!one) return false
  const before =
    one.velocityMax === null ? null : { max: one.velocityMax, minutes: one.velocityMinutes }
  const velocity = change.velocity === undefined ? before : change.velocity
  const next = { ...one, ...change }
  await tx.run(sql`
    update reward.reward
    set name = ${next.name}, words = ${next.words}, hold_days = ${next.holdDays}, person_limit = ${next.personLimit},
        day_budget = ${next.dayBudget}, velocity_max = ${velocity?.max ?? null},
        velocity_minutes = ${velocity?.minutes ?? null}, valid_days = ${next.validDays}, changed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return true
}

/** Nothing of it is granted any more, or again. @returns whether there is such a reward. */
export async function archiveReward(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, at, now }: { id: string; at: Date | null; now: Date },
): Promise<boolean> {
  const count = await tx.run(sql`
    update reward.reward
    set archived_at = ${at}, changed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return count > 0
}

/** Names and kinds of rewards by id, for rooms that give them; unknown ones are left out. */
export async function rewardsNamed(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<
  ReadonlyMap<string, Pick<StoredReward, 'name' | 'kind' | 'points' | 'amount' | 'cost'>>
> {
  const found = await rewardsById(tx, tenant, ids)
  return new Map(found.map((one) => [one.id, one]))
}

/** Whether there is such a reward, and it may still be given. */
export async function isReward(tx: Tx, tenant: Pick<Tenant, 'id'>, id: string): Promise<boolean> {
  const [one] = await rewardsById(tx, tenant, [id])
  return one !== undefined && one.archivedAt === null
}
