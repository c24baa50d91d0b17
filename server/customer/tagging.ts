import { evidenceWeights } from '../../science/intensity.ts'
import { append, type Fact, type Tenant } from '../event/index.ts'
import { newId, type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { TAGGED, UNTAGGED } from './mirror-step.ts'

/** What a piece of evidence counts by where it comes from; see science/intensity.ts. */
const weights = { staff: evidenceWeights.staff, api: evidenceWeights.staff } as const

/** A row of the inbox larger than this would make a batch that an urgent event has to wait for. */
const FACTS_OF_A_ROW = 1_000

export type GivenTag = {
  tagId: string
  customerIds: string[]
  sign: 1 | -1
  quote: string | null
  /** Null: a program did it with a key, or an associate in the sidebar, who is `associate`. */
  by: string | null
  associate?: string
  now: Date
}

/** Puts a tag on customers as one piece of evidence each. @returns the ids of the taggings, by which to withdraw them. */
export async function tagCustomers(
  tx: Tx,
  tenant: Tenant,
  { tagId, customerIds, sign, quote, by, associate, now }: GivenTag,
): Promise<Outcome<string[], 'no_tag' | 'no_customer'>> {
  const tag = await tx.maybe(sql<{ name: string }>`
    select name
    from customer.tag
    where workspace_id = ${tenant.id}
      and id = ${tagId}
      and archived_at is null
  `)
  if (!tag) return refused('no_tag')
  const customers = await tx.rows(sql<{ id: string; no: number }>`
    select id, no
    from customer.customer
    where workspace_id = ${tenant.id}
      and id = any(${customerIds}::uuid[])
  `)
  if (customers.length < new Set(customerIds).size) return refused('no_customer')
  const source = by === null && associate === undefined ? 'api' : 'staff'
  const taggings = customers.map((customer) => ({ id: newId(), customer }))
  await tx.run(sql`
    insert into customer.tagging (
      workspace_id, id, customer_id, tag_id, source, sign, weight, tagged_at, quote, tagged_by
    )
    select ${tenant.id}, n.id, n.customer_id, ${tagId}, ${source}, ${sign}, ${weights[source]}, ${now}, ${quote}, ${by}
    from unnest(
      ${taggings.map(({ id }) => id)}::uuid[],
      ${taggings.map(({ customer }) => customer.id)}::uuid[]
    ) as n (id, customer_id)
  `)
  const facts = taggings.map(
    ({ id, customer }): Fact => ({
      name: TAGGED,
      at: now,
      cause: ['tagging', id],
      customer,
      value: null,
      props: {
        tag: tag.name,
        source,
        sign,
        ...(associate === undefined ? {} : { userid: associate }),
      },
    }),
  )
  await appendInRows(tx, tenant, facts, now)
  return ok(taggings.map(({ id }) => id))
}

/** Takes evidence back, or with `isWithdrawn: false` lets it count again. @returns how many pieces of it are there. */
export async function withdrawTaggings(
  tx: Tx,
  tenant: Tenant,
  {
    ids,
    isWithdrawn,
    by,
    now,
    customerIds = null,
  }: {
    ids: string[]
    isWithdrawn: boolean
    by: string | null
    now: Date
    /** Only evidence about these customers. */
    customerIds?: string[] | null
  },
): Promise<number> {
  const changed = await tx.rows(sql<{ id: string; customerId: string; no: number; tag: string }>`
    update customer.tagging a
    set withdrawn_at = ${isWithdrawn ? now : null}, withdrawn_by = ${isWithdrawn ? by : null}
    from customer.customer c, customer.tag t
    where a.workspace_id = ${tenant.id}
      and a.id = any(${ids}::uuid[])
      and (${customerIds}::uuid[] is null or a.customer_id = any(${customerIds}::uuid[]))
      and c.workspace_id = a.workspace_id
      and c.id = a.customer_id
      and t.workspace_id = a.workspace_id
      and t.id = a.tag_id
    returning a.id, c.id as "customerId", c.no, t.name as tag
  `)
  const facts = changed.map(
    ({ id, customerId, no, tag }): Fact => ({
      name: UNTAGGED,
      at: now,
      cause: ['withdrawal', id, String(isWithdrawn), now.toISOString()],
      customer: { id: customerId, no },
      value: null,
      props: { tag, isWithdrawn, tagging_id: id },
    }),
  )
  await appendInRows(tx, tenant, facts, now)
  return changed.length
}

async function appendInRows(tx: Tx, tenant: Tenant, facts: Fact[], now: Date): Promise<void> {
  for (let from = 0; from < facts.length; from += FACTS_OF_A_ROW)
    await append(tx, tenant, facts.slice(from, from + FACTS_OF_A_ROW), { lane: 'journey', now })
}
