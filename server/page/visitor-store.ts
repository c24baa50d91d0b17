import { contactsOfPerson, customersOfContacts } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
export type Numbered = { id: string; no: number }

/** A browser as it is kept. */
export type StoredVisitor = {
  id: string
  customerId: string | null
  customerNo: number | null
  isPresumed: boolean
  externalUserid: string | null
  openid: string | null
  sharedBy: string | null
  sharedByNo: number | null
  askedAt: Date | null
  agent: string
  network: Buffer | null
  /** The first visitor of the same browser, when it is another one. */
  browserId: string | null
}

export async function storedVisitor(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<StoredVisitor | null> {
  return tx.maybe(sql<StoredVisitor>`
    select id, customer_id as "customerId", customer_no as "customerNo", is_presumed as "isPresumed",
           external_userid as "externalUserid", openid, shared_by as "sharedBy", shared_by_no as "sharedByNo",
           asked_at as "askedAt", agent, network,
           browser_id as "browserId"
    from page.visitor
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}

export type Seen = { id: string; agent: string; network: Buffer | null; now: Date }

/** Notes that a browser is here. */
export async function noteVisitor(tx: Tx, tenant: TenantId, seen: Seen): Promise<void> {
  await tx.run(sql`
    insert into page.visitor as v (workspace_id, id, first_at, last_at, agent, network)
    values (${tenant.id}, ${seen.id}, ${seen.now}, ${seen.now}, ${seen.agent}, ${seen.network})
    on conflict (workspace_id, id) do update
    set last_at = excluded.last_at, agent = excluded.agent, network = excluded.network
  `)
}

export async function noteAsked(tx: Tx, tenant: TenantId, id: string, now: Date): Promise<void> {
  await tx.run(sql`
    update page.visitor
    set asked_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}

/** Who WeCom says it is: somebody's contact, or a stranger by a name of WeCom's own. */
export type Said = { externalUserid: string | null; openid: string | null }

/**
 * Notes what WeCom said of a browser. What was known by a link alone gives way to it.
 */
export async function noteSaid(
  tx: Tx,
  tenant: TenantId,
  { id, said, now }: { id: string; said: Said; now: Date },
): Promise<void> {
  const customer = await customerOf(tx, tenant, said.externalUserid)
  await tx.run(sql`
    update page.visitor
    set external_userid = ${said.externalUserid}, openid = ${said.openid}, returned_at = ${now},
        customer_id = ${customer?.id ?? null}, customer_no = ${customer?.no ?? null}, is_presumed = false
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}

/** WeCom answered, but did not say who it is. */
export async function noteReturned(tx: Tx, tenant: TenantId, id: string, now: Date): Promise<void> {
  await tx.run(sql`
    update page.visitor
    set returned_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}

/** Uses up an arrival from WeCom. @returns false when it was used before, or is older than `since`. */
export async function takeArrival(
  tx: Tx,
  tenant: TenantId,
  id: string,
  since: Date,
): Promise<boolean> {
  const taken = await tx.run(sql`
    update page.visitor
    set returned_at = null
    where workspace_id = ${tenant.id}
      and id = ${id}
      and returned_at > ${since}
  `)
  return taken === 1
}

/** The latest browser of a contact; null: none was here yet. */
export async function visitorOfContact(
  tx: Tx,
  tenant: TenantId,
  externalUserid: string,
): Promise<string | null> {
  const found = await tx.maybe(sql<{ id: string }>`
    select id
    from page.visitor
    where workspace_id = ${tenant.id}
      and external_userid = ${externalUserid}
    order by last_at desc, id
    limit 1
  `)
  return found?.id ?? null
}

export async function customerOf(
  tx: Tx,
  tenant: TenantId,
  externalUserid: string | null,
): Promise<Numbered | null> {
  if (externalUserid === null) return null
  return (await customersOfContacts(tx, tenant, [externalUserid])).get(externalUserid) ?? null
}

/** Somebody else is in the browser now. */
export async function noteBrowser(
  tx: Tx,
  tenant: TenantId,
  { id, browserId }: { id: string; browserId: string },
): Promise<void> {
  await tx.run(sql`
    update page.visitor
    set browser_id = ${browserId}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}

/** Whose browser it turned out to be, by what was said in it. */
export async function nameVisitors(
  tx: Tx,
  tenant: TenantId,
  known: readonly { visitorId: string; customerId: string; customerNo: number }[],
): Promise<void> {
  await tx.run(sql`
    update page.visitor v
    set customer_id = n.customer_id, customer_no = n.customer_no
    from unnest(
      ${known.map(({ visitorId }) => visitorId)}::uuid[],
      ${known.map(({ customerId }) => customerId)}::uuid[],
      ${known.map(({ customerNo }) => customerNo)}::bigint[]
    ) as n (visitor_id, customer_id, customer_no)
    where v.workspace_id = ${tenant.id}
      and v.id = n.visitor_id
      and v.customer_id is null
  `)
}

/** Contacts are customers from now on: the browsers in which WeCom named them are theirs. */
export async function nameContacts(
  tx: Tx,
  tenant: TenantId,
  known: readonly { externalUserid: string; customerId: string; customerNo: number }[],
): Promise<void> {
  await tx.run(sql`
    update page.visitor v
    set customer_id = n.customer_id, customer_no = n.customer_no
    from unnest(
      ${known.map(({ externalUserid }) => externalUserid)}::text[],
      ${known.map(({ customerId }) => customerId)}::uuid[],
      ${known.map(({ customerNo }) => customerNo)}::bigint[]
    ) as n (external_userid, customer_id, customer_no)
    where v.workspace_id = ${tenant.id}
      and v.external_userid = n.external_userid
      and v.customer_id is null
  `)
}

/**
 * A customer's own link was opened. The first browser is taken to be theirs; any other got it passed on.
 * @returns true when this browser is the customer's.
 */
export async function bindPersonalLink(
  tx: Tx,
  tenant: TenantId,
  { visitor, customer, now }: { visitor: StoredVisitor; customer: Numbered; now: Date },
): Promise<boolean> {
  const isSomebodyElse = visitor.openid !== null || visitor.customerId !== null
  if (isSomebodyElse) return (await personOf(tx, tenant, visitor)) === customer.id
  await tx.run(sql`
    insert into page.personal_link (workspace_id, customer_id, visitor_id, bound_at)
    values (${tenant.id}, ${customer.id}, ${visitor.id}, ${now})
    on conflict (workspace_id, customer_id) do nothing
  `)
  const bound = await tx.one(sql<{ visitorId: string }>`
    select visitor_id as "visitorId"
    from page.personal_link
    where workspace_id = ${tenant.id}
      and customer_id = ${customer.id}
  `)
  if (bound.visitorId !== visitor.id) return false
  const [contact = null] = (await contactsOfPerson(tx, tenant, customer.id)) ?? []
  await tx.run(sql`
    update page.visitor
    set customer_id = ${customer.id}, customer_no = ${customer.no}, is_presumed = true, external_userid = ${contact}
    where workspace_id = ${tenant.id}
      and id = ${visitor.id}
  `)
  return true
}

async function personOf(
  tx: Tx,
  tenant: TenantId,
  { customerId, externalUserid }: StoredVisitor,
): Promise<string | null> {
  return customerId ?? (await customerOf(tx, tenant, externalUserid))?.id ?? null
}

/** Whose own link brought somebody else: the first one stays. */
export async function noteShared(
  tx: Tx,
  tenant: TenantId,
  { id, by }: { id: string; by: Numbered },
): Promise<void> {
  await tx.run(sql`
    update page.visitor
    set shared_by = ${by.id}, shared_by_no = ${by.no}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and shared_by is null
      and customer_id is distinct from ${by.id}
  `)
}
