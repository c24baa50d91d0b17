import { rowsOfPersons } from '../customer/index.ts'
import { addMs, dayStart, idFrom, type Tenant } from '../kernel/index.ts'
import { freeIn } from '../ledger/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { purseOf } from './accounts.ts'
import type { Asked, GrantRefusal } from './grant.ts'
import type { GrantContext } from './grant-store.ts'
import type { StoredReward } from './reward.ts'

/** First key of the lock of a reward whose grants are counted, and of a person whose grants of it are. */
const COUNT_LOCK = 7_016
const MINUTE_MS = 60_000

/** The same cause is the same grant. */
export function grantIdOf(tenant: Pick<Tenant, 'id'>, { cause }: Pick<Asked, 'cause'>): string {
  return idFrom('reward grant', tenant.id, ...cause)
}

/**
 * Whoever counts first counts alone: two who see the last place free do not both take it. A reward without limits locks
 * nothing here; its stock is cut into pieces, and pieces do not wait for each other.
 */
export async function lockFor(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, personLimit, dayBudget, velocityMax }: StoredReward,
  asked: readonly Asked[],
): Promise<void> {
  const isCounted = dayBudget !== null || velocityMax !== null
  const persons = personLimit === null ? [] : await personsOf(tx, tenant, asked)
  const keys = [
    ...(isCounted ? [id] : []),
    ...[...new Set(persons.map(({ personId }) => personId))].sort().map((one) => `${id} ${one}`),
  ]
  for (const key of keys)
    await tx.run(sql`
      select pg_advisory_xact_lock(${COUNT_LOCK}::int, hashtext(${key}))
    `)
}

/** What is left of every limit, taken from place by place. */
export async function leftFor(
  tx: Tx,
  ctx: GrantContext,
  reward: StoredReward,
  asked: readonly Asked[],
) {
  const { tenant, now } = ctx
  const given = await givenOf(tx, ctx, reward, asked)
  const persons = new Map(given.persons.map((one) => [one.customerId, one]))
  const ofPerson = new Map(given.persons.map(({ personId, count }) => [personId, count]))
  const budgets = await campaignsWithBudget(tx, tenant, asked)
  const purses = await pursesOf(tx, tenant, reward, asked, budgets)
  const dayStarts = dayStart(now, tenant.timeZone)
  const today = reward.dayBudget === null ? 0 : await costSince(tx, tenant, reward.id, dayStarts)
  let recent = await countRecent(tx, ctx, reward)
  let spent = today
  const { personLimit, dayBudget, velocityMax, cost } = reward

  function refusalOf({ customerId, campaign }: Asked): GrantRefusal | null {
    const person = persons.get(customerId)
    // Somebody whom the workspace does not have gets nothing.
    if (!person) return 'no_reward'
    if (personLimit !== null && (ofPerson.get(person.personId) ?? 0) >= personLimit)
      return 'over_person_limit'
    if (dayBudget !== null && spent + cost > dayBudget) return 'over_budget'
    const purse = purses.get(budgets.has(campaign.id) ? campaign.id : reward.id)
    return purse !== undefined && purse < cost ? 'over_budget' : null
  }
  return {
    /** @returns why somebody gets nothing, or null: a place is taken. */
    take(one: Asked): GrantRefusal | null {
      const reason = refusalOf(one)
      if (reason !== null) return reason
      const { personId = '' } = persons.get(one.customerId) ?? {}
      ofPerson.set(personId, (ofPerson.get(personId) ?? 0) + 1)
      spent += cost
      recent += 1
      const key = budgets.has(one.campaign.id) ? one.campaign.id : reward.id
      const purse = purses.get(key)
      if (purse !== undefined) purses.set(key, purse - cost)
      return null
    },
    /** More than anybody expected within the minutes of the brake. */
    isTooFast: () => velocityMax !== null && recent > velocityMax,
  }
}

/** Which of the campaigns have a budget of their own. */
export async function campaignsWithBudget(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: readonly Pick<Asked, 'campaign'>[],
): Promise<Set<string>> {
  const rows = await tx.rows(sql<{ id: string }>`
    select campaign_id as id
    from reward.campaign_budget
    where workspace_id = ${tenant.id}
      and campaign_id = any(${[...new Set(asked.map(({ campaign }) => campaign.id))]}::uuid[])
  `)
  return new Set(rows.map(({ id }) => id))
}

/** What is free in the budgets that are taken from, by reward or campaign; those without one are not in it. */
async function pursesOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  reward: StoredReward,
  asked: readonly Asked[],
  budgets: ReadonlySet<string>,
): Promise<Map<string, number>> {
  if (reward.cost === 0) return new Map()
  const campaigns = [...budgets].sort()
  const isOwn = reward.hasBudget && asked.some(({ campaign }) => !budgets.has(campaign.id))
  const keys = [...campaigns, ...(isOwn ? [reward.id] : [])]
  const refs = keys.map((id) => purseOf(reward, { id, hasBudget: id !== reward.id }))
  const free = await freeIn(tx, tenant, refs)
  return new Map(keys.map((key, i) => [key, free[i] ?? 0]))
}

type GivenTo = { customerId: string; personId: string; count: number }

/** How many of the reward the persons asked for have had that were not taken back. */
async function givenOf(
  tx: Tx,
  { tenant }: GrantContext,
  { id, personLimit }: StoredReward,
  asked: readonly Asked[],
): Promise<{ persons: GivenTo[] }> {
  const rows = await personsOf(tx, tenant, asked)
  const counts = new Map<string, number>()
  if (personLimit !== null) {
    const given = await tx.rows(sql<{ customerId: string; count: number }>`
      select customer_id as "customerId", count(*) as count
      from reward.reward_grant
      where workspace_id = ${tenant.id}
        and reward_id = ${id}
        and customer_id = any(${rows.map(({ customerId }) => customerId)}::uuid[])
        and state not in ('cancelled', 'clawed_back', 'returned')
      group by customer_id
    `)
    const personOf = new Map(rows.map(({ customerId, personId }) => [customerId, personId]))
    for (const { customerId, count } of given) {
      const person = personOf.get(customerId) ?? ''
      counts.set(person, (counts.get(person) ?? 0) + count)
    }
  }
  return { persons: rows.map((one) => ({ ...one, count: counts.get(one.personId) ?? 0 })) }
}

/** All rows of the persons asked for, and whose they are. */
function personsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: readonly Asked[],
): Promise<{ customerId: string; personId: string }[]> {
  const ids = [...new Set(asked.map(({ customerId }) => customerId))]
  return rowsOfPersons(tx, tenant, { ids })
}

/** What was given of a reward since an instant, in fen of cost. */
export async function costSince(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  rewardId: string,
  since: Date,
): Promise<number> {
  const { cost } = await tx.one(sql<{ cost: number }>`
    select coalesce(sum(cost), 0)::bigint as cost
    from reward.reward_grant
    where workspace_id = ${tenant.id}
      and reward_id = ${rewardId}
      and granted_at >= ${since}
      and state not in ('cancelled', 'clawed_back', 'returned')
  `)
  return cost
}

async function countRecent(
  tx: Tx,
  { tenant, now }: GrantContext,
  { id, velocityMinutes }: StoredReward,
): Promise<number> {
  if (velocityMinutes === null) return 0
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from reward.reward_grant
    where workspace_id = ${tenant.id}
      and reward_id = ${id}
      and granted_at > ${addMs(now, -velocityMinutes * MINUTE_MS)}
  `)
  return count
}
