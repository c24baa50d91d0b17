import { everyRowOf, followsOf } from '../customer/index.ts'
import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { addMs, newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { tellOfVisitor, type Visitor } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type StoredHook, stateOf } from './hook.ts'

const NEW_FRIEND_MS = 30 * 86_400_000

export type Claim = {
  id: string
  version: number
  claimedAt: Date
  openedAt: Date | null
  /** The coupon's own code; empty: none. */
  code: string
  title: string
  words: string
  url: string | null
}
export type ClaimRefusal = 'ended' | 'sold_out' | 'not_friend' | 'not_new' | 'robot'

/** `now` is the real time, `present` the workspace's. */
type Context = { tenant: Tenant; now: Date; present: Date }

/**
 * Claims a hook for whoever looks. A person claims once: who has claimed before gets theirs again, whatever became of the
 * hook since. What is limited is taken from the stock row by row, so that it is never given twice nor oversold.
 */
export async function claimHook(
  tx: Tx,
  context: Context,
  asked: {
    hook: StoredHook
    visitor: Visitor
    landingPageId: string | null
    articleId: string | null
  },
): Promise<Outcome<Claim, ClaimRefusal>> {
  const { hook, visitor } = asked
  const { tenant, now, present } = context
  const before = await claimOf(tx, tenant, { hookId: hook.id, visitor })
  if (before) return ok(before)
  const refusal = await refusalOf(tx, context, asked)
  if (refusal) return refused(refusal)
  const id = newId()
  const made = await tx.run(sql`
    insert into acquisition.hook_claim (
      workspace_id, id, hook_id, version, visitor_id, customer_id, customer_no, landing_page_id, article_id, claimed_at
    )
    values (
      ${tenant.id}, ${id}, ${hook.id}, ${hook.version}, ${visitor.id}, ${visitor.customer?.id ?? null},
      ${visitor.customer?.no ?? null}, ${asked.landingPageId}, ${asked.articleId}, ${present}
    )
    on conflict do nothing
  `)
  if (made === 1) {
    if (hook.stock !== null && !(await takeUnit(tx, tenant, { hookId: hook.id, claimId: id })))
      throw new SoldOut()
    await tellOfVisitor(
      tx,
      tenant,
      {
        visitor,
        name: 'hook.claimed',
        at: present,
        messageId: `hook.claimed ${id}`,
        props: { ...propsOf(hook), claim_id: id },
      },
      now,
    )
  }
  // Somebody who pressed twice has waited for the first of both.
  const claim = await claimOf(tx, tenant, { hookId: hook.id, visitor })
  return claim ? ok(claim) : refused('sold_out')
}

/** Ends the transaction of a claim that came too late, so that nothing of it stays. */
export class SoldOut extends Error {}

function propsOf(hook: StoredHook) {
  return {
    hook: hook.name,
    hook_id: hook.id,
    version: hook.version,
    ...(hook.sourceId === null ? {} : { source_id: hook.sourceId }),
  }
}

/** Why somebody may not claim now; null: they may. */
export async function refusalOf(
  tx: Tx,
  { tenant, present }: Pick<Context, 'tenant' | 'present'>,
  { hook, visitor }: { hook: StoredHook; visitor: Visitor },
): Promise<ClaimRefusal | null> {
  const state = stateOf(hook, { tenant, present })
  if (state === 'sold_out') return 'sold_out'
  if (state !== 'open') return 'ended'
  if (visitor.isRobot) return 'robot'
  if (hook.rule === 'anyone') return null
  const follows = visitor.customer ? await followsOf(tx, tenant, visitor.customer.id) : null
  const confirmed = (follows ?? []).filter(({ confirmedAt }) => confirmedAt !== null)
  if (!confirmed.some(({ endedAt }) => endedAt === null)) return 'not_friend'
  const first = Math.min(...confirmed.map(({ startedAt }) => startedAt.getTime()))
  if (hook.rule === 'new_friend' && first < addMs(present, -NEW_FRIEND_MS).getTime())
    return 'not_new'
  return null
}

async function takeUnit(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { hookId, claimId }: { hookId: string; claimId: string },
): Promise<boolean> {
  const taken = await tx.run(sql`
    update acquisition.hook_unit
    set claim_id = ${claimId}
    where workspace_id = ${tenant.id}
      and hook_id = ${hookId}
      and no = (
        select no
        from acquisition.hook_unit
        where workspace_id = ${tenant.id}
          and hook_id = ${hookId}
          and claim_id is null
        order by no
        limit 1
        for update skip locked
      )
  `)
  return taken === 1
}

/** What somebody has claimed of a hook before, by their browser or as the person they are. */
export async function claimOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { hookId, visitor }: { hookId: string; visitor: Pick<Visitor, 'id' | 'customer'> },
): Promise<Claim | null> {
  const rows = visitor.customer ? await everyRowOf(tx, tenant.id, visitor.customer.id) : []
  return tx.maybe(sql<Claim>`
    select ${claimColumns}
    from acquisition.hook_claim c
    join acquisition.hook_version v
      on v.workspace_id = c.workspace_id
      and v.hook_id = c.hook_id
      and v.no = c.version
    left join acquisition.hook_unit u
      on u.workspace_id = c.workspace_id
      and u.claim_id = c.id
    where c.workspace_id = ${tenant.id}
      and c.hook_id = ${hookId}
      and (c.visitor_id = ${visitor.id} or c.customer_id = any(${rows}::uuid[]))
    order by c.claimed_at, c.id
    limit 1
  `)
}

const claimColumns = sql`
  c.id, c.version, c.claimed_at as "claimedAt", c.opened_at as "openedAt", coalesce(u.code, '') as code, v.title, v.words, v.url
`

/** Where a claim leads: an address that staff wrote, never one that was sent along. The first time is told. */
export async function openClaim(
  tx: Tx,
  { tenant, now, present }: Context,
  { hook, claimId, visitor }: { hook: StoredHook; claimId: string; visitor: Visitor },
): Promise<string | null> {
  const claim = await tx.maybe(sql<{ url: string | null; openedAt: Date | null }>`
    select v.url, c.opened_at as "openedAt"
    from acquisition.hook_claim c
    join acquisition.hook_version v
      on v.workspace_id = c.workspace_id
      and v.hook_id = c.hook_id
      and v.no = c.version
    where c.workspace_id = ${tenant.id}
      and c.hook_id = ${hook.id}
      and c.id = ${claimId}
  `)
  if (!claim?.url) return null
  if (claim.openedAt === null && !visitor.isRobot) {
    await tx.run(sql`
      update acquisition.hook_claim
      set opened_at = ${present}
      where workspace_id = ${tenant.id}
        and id = ${claimId}
        and opened_at is null
    `)
    const messageId = `hook.opened ${claimId}`
    const props = { ...propsOf(hook), claim_id: claimId }
    await tellOfVisitor(
      tx,
      tenant,
      { visitor, name: 'hook.opened', at: present, messageId, props },
      now,
    )
  }
  return claim.url
}

/** The line of the table of appliers that finds out whose a claim was. Two browsers of one person keep their two claims. */
export const claimStep: ApplyStep = {
  name: 'hook_claim',
  on: ['hook.claimed'],
  async apply(tx, { tenant }, events) {
    const known = events.flatMap(({ customerId, customerNo, props: { claim_id: id } }) =>
      customerId !== null && typeof id === 'string' ? [{ id, customerId, customerNo }] : [],
    )
    if (known.length === 0) return nothingApplied
    await tx.run(sql`
      update acquisition.hook_claim c
      set customer_id = n.customer_id, customer_no = n.customer_no
      from unnest(
        ${known.map(({ id }) => id)}::uuid[],
        ${known.map(({ customerId }) => customerId)}::uuid[],
        ${known.map(({ customerNo }) => customerNo)}::bigint[]
      ) as n (id, customer_id, customer_no)
      where c.workspace_id = ${tenant.id}
        and c.id = n.id
        and c.customer_id is null
        and not exists (
          select from acquisition.hook_claim o
          where o.workspace_id = c.workspace_id
            and o.hook_id = c.hook_id
            and o.customer_id = n.customer_id
        )
    `)
    return nothingApplied
  },
}
