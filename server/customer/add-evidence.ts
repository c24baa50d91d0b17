import type { TaggingSource } from '../../contract/tag.ts'
import type { Fact, Tenant } from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A piece of evidence for a tag that something which happened has given. */
export type NewEvidence = {
  /** Made from its cause: the same cause again is the same piece. */
  id: string
  customerId: string
  tagId: string
  source: TaggingSource
  weight: number
  /** Null: nothing in the river is its cause. */
  eventId: string | null
  at: Date
  /** What was said or done, in words. */
  quote: string
}

/**
 * Puts tags on customers because of what happened, in the transaction that says so; a tag that is given no more is left
 * out. @returns the facts to tell.
 */
export async function addEvidence(
  tx: Tx,
  tenant: Tenant,
  given: readonly NewEvidence[],
): Promise<Fact[]> {
  if (given.length === 0) return []
  const added = await tx.rows(sql<{ id: string; no: number; customerId: string; tag: string }>`
    with added as (
      insert into customer.tagging (
        workspace_id, id, customer_id, tag_id, source, weight, tagged_at, quote, event_id
      )
      select ${tenant.id}, n.id, n.customer_id, t.id, n.source, n.weight, n.at, n.quote, n.event_id
      from unnest(
        ${given.map(({ id }) => id)}::uuid[],
        ${given.map(({ customerId }) => customerId)}::uuid[],
        ${given.map(({ tagId }) => tagId)}::uuid[],
        ${given.map(({ source }) => source)}::text[],
        ${given.map(({ weight }) => weight)}::real[],
        ${given.map(({ at }) => at)}::timestamptz[],
        ${given.map(({ quote }) => quote)}::text[],
        ${given.map(({ eventId }) => eventId)}::uuid[]
      ) as n (id, customer_id, tag_id, source, weight, at, quote, event_id)
      join customer.tag t
        on t.workspace_id = ${tenant.id}
        and t.id = n.tag_id
        and t.archived_at is null
      on conflict do nothing
      returning id, customer_id, tag_id
    )
    select a.id, c.no, a.customer_id as "customerId", t.name as tag
    from added a
    join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.id = a.customer_id
    join customer.tag t
      on t.workspace_id = ${tenant.id}
      and t.id = a.tag_id
  `)
  const byId = new Map(given.map((one) => [one.id, one]))
  return added.flatMap(({ id, no, customerId, tag }): Fact[] => {
    const one = byId.get(id)
    if (!one) return []
    return [
      {
        name: 'customer.tagged',
        at: one.at,
        cause: ['tagging', id],
        customer: { id: customerId, no },
        value: null,
        props: { tag, source: one.source, sign: 1 },
      },
    ]
  })
}
