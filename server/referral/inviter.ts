import { idFrom, newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
/** WeCom's bound of a code's parameter is 30 characters. */
const STATE_CHARACTERS = 28

/** Somebody who takes part. */
export type Inviter = {
  id: string
  campaignId: string
  customerId: string
  customerNo: number
  state: string
  generation: number
  invitedBy: string | null
  joinedAt: Date
  codePhase: 'making' | 'live' | 'failed' | 'gone'
  configId: string | null
  qrUrl: string | null
}

const columns = sql`
  i.id, i.campaign_id as "campaignId", i.customer_id as "customerId", i.customer_no as "customerNo", i.state, i.generation,
  i.invited_by as "invitedBy", i.joined_at as "joinedAt", i.code_phase as "codePhase", i.config_id as "configId",
  i.qr_url as "qrUrl"
`

export function inviterById(tx: Tx, tenant: TenantId, id: string): Promise<Inviter | null> {
  return tx.maybe(sql<Inviter>`
    select ${columns}
    from referral.inviter i
    where i.workspace_id = ${tenant.id}
      and i.id = ${id}
  `)
}

/** Begins the parameter of every inviter's code. */
const PREFIX = 'rf_'

/** Those of codes' parameters that are inviters' own: most who scan a code come by another, and then nobody is asked. */
export function invitesAmong(states: readonly string[]): string[] {
  return [...new Set(states)].filter((state) => state.startsWith(PREFIX))
}

/** The inviters whose codes these are. */
export async function invitersOfStates(
  tx: Tx,
  tenant: TenantId,
  states: readonly string[],
): Promise<Inviter[]> {
  const invites = invitesAmong(states)
  if (invites.length === 0) return []
  return tx.rows(sql<Inviter>`
    select ${columns}
    from referral.inviter i
    where i.workspace_id = ${tenant.id}
      and i.state = any(${invites}::text[])
  `)
}

/** Whether a person takes part in a campaign already. @param rowIds all rows of the person. */
export function inviterOf(
  tx: Tx,
  tenant: TenantId,
  { campaignId, rowIds }: { campaignId: string; rowIds: readonly string[] },
): Promise<Inviter | null> {
  return tx.maybe(sql<Inviter>`
    select ${columns}
    from referral.inviter i
    where i.workspace_id = ${tenant.id}
      and i.campaign_id = ${campaignId}
      and i.customer_id = any(${[...rowIds]}::uuid[])
    order by i.joined_at
    limit 1
  `)
}

/** Somebody takes part. Joining twice is joining once. Whoever came as a friend is one step further from the first. */
export async function join(
  tx: Tx,
  tenant: TenantId,
  wanted: {
    campaignId: string
    customer: { id: string; no: number }
    rowIds: readonly string[]
    now: Date
  },
): Promise<Inviter> {
  const { campaignId, customer, rowIds, now } = wanted
  const known = await inviterOf(tx, tenant, { campaignId, rowIds })
  if (known) return known
  const parent = await tx.maybe(sql<{ id: string; generation: number }>`
    select i.id, i.generation
    from referral.invitee f
    join referral.inviter i
      on i.workspace_id = f.workspace_id
      and i.id = f.inviter_id
    where f.workspace_id = ${tenant.id}
      and f.campaign_id = ${campaignId}
      and f.customer_id = any(${[...rowIds]}::uuid[])
      and f.state <> 'refused'
    order by f.came_at
    limit 1
  `)
  const id = newId()
  const state = `${PREFIX}${idFrom('invite', id).replaceAll('-', '')}`.slice(0, STATE_CHARACTERS)
  await tx.run(sql`
    insert into referral.inviter (
      workspace_id, id, campaign_id, customer_id, customer_no, state, invited_by, generation, joined_at
    )
    values (
      ${tenant.id}, ${id}, ${campaignId}, ${customer.id}, ${customer.no}, ${state}, ${parent?.id ?? null},
      ${parent ? parent.generation + 1 : 0}, ${now}
    )
    on conflict (workspace_id, campaign_id, customer_id) do nothing
  `)
  const joined = await inviterOf(tx, tenant, { campaignId, rowIds })
  if (!joined) throw new Error('whoever joined does not take part')
  return joined
}

/** Codes that WeCom is to make. */
export function codesToMake(tx: Tx, tenant: TenantId, limit: number): Promise<Inviter[]> {
  return tx.rows(sql<Inviter>`
    select ${columns}
    from referral.inviter i
    where i.workspace_id = ${tenant.id}
      and i.code_phase = 'making'
    order by i.joined_at
    limit ${limit}
    for update skip locked
  `)
}

/** Notes what WeCom answered about a code. */
export async function noteCode(
  tx: Tx,
  tenant: TenantId,
  id: string,
  made: { configId: string; qrUrl: string } | { errcode: number | null },
): Promise<void> {
  const isLive = 'configId' in made
  await tx.run(sql`
    update referral.inviter
    set code_phase = ${isLive ? 'live' : 'failed'},
        config_id = ${isLive ? made.configId : null},
        qr_url = ${isLive ? made.qrUrl : null},
        code_errcode = ${isLive ? null : made.errcode}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and code_phase <> 'live'
  `)
}

/** A code that failed is to be tried again. */
export async function retryCode(tx: Tx, tenant: TenantId, id: string): Promise<void> {
  await tx.run(sql`
    update referral.inviter
    set code_phase = 'making', code_errcode = null
    where workspace_id = ${tenant.id}
      and id = ${id}
      and code_phase = 'failed'
  `)
}

/**
 * What these inviters get is to be worked out anew. Written even where it stands already: whoever is working it out now holds
 * the row, and this change has to come after.
 */
export async function markStale(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    update referral.inviter
    set stale_at = ${now}
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
  `)
}

/** Takes inviters whose promises are to be worked out anew; held until the transaction ends. */
export function takeStale(
  tx: Tx,
  tenant: TenantId,
  campaignId: string,
  limit: number,
): Promise<Inviter[]> {
  return tx.rows(sql<Inviter>`
    with due as materialized (
      select id
      from referral.inviter
      where workspace_id = ${tenant.id}
        and campaign_id = ${campaignId}
        and stale_at is not null
      order by stale_at
      limit ${limit}
      for update skip locked
    )
    update referral.inviter i
    set stale_at = null
    from due
    where i.workspace_id = ${tenant.id}
      and i.id = due.id
    returning ${columns}
  `)
}
