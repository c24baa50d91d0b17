import { evidenceWeights } from '../../science/intensity.ts'
import type { Fact, Tenant } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type RuleTag = {
  customerId: string
  tagId: string
  /** The event that the rule followed: one tag of it is one piece of evidence, however often it runs. */
  eventId: string
  at: Date
  /** Which rule: shown as the evidence's words. */
  quote: string
}

/** Puts tags on customers because a rule says so, in the pump's transaction. @returns the facts to tell. */
export async function tagByRule(tx: Tx, tenant: Tenant, given: RuleTag[]): Promise<Fact[]> {
  if (given.length === 0) return []
  const named = given.map((one) => ({ ...one, id: idFrom('rule tagging', one.eventId, one.tagId) }))
  const added = await tx.rows(sql<{ id: string; no: number; customerId: string; tag: string }>`
    with added as (
      insert into customer.tagging (
        workspace_id, id, customer_id, tag_id, source, weight, tagged_at, quote, event_id
      )
      select ${tenant.id}, n.id, n.customer_id, t.id, 'rule', ${evidenceWeights.staff}, n.at, n.quote, n.event_id
      from unnest(
        ${named.map(({ id }) => id)}::uuid[],
        ${named.map(({ customerId }) => customerId)}::uuid[],
        ${named.map(({ tagId }) => tagId)}::uuid[],
        ${named.map(({ at }) => at)}::timestamptz[],
        ${named.map(({ quote }) => quote)}::text[],
        ${named.map(({ eventId }) => eventId)}::uuid[]
      ) as n (id, customer_id, tag_id, at, quote, event_id)
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
  const byId = new Map(named.map((one) => [one.id, one]))
  return added.flatMap(({ id, no, customerId, tag }): Fact[] => {
    const at = byId.get(id)?.at
    if (!at) return []
    return [
      {
        name: 'customer.tagged',
        at,
        cause: ['tagging', id],
        customer: { id: customerId, no },
        value: null,
        props: { tag, source: 'rule', sign: 1 },
      },
    ]
  })
}
