import type { CustomerRow } from '../../contract/customer.ts'
import { type IdentityKind, identityKinds } from '../../contract/identity.ts'
import { showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { ListedPerson } from './list.ts'

const IDENTITIES_SHOWN = 3
const TAGS_SHOWN = 4
/** A person with more rows than this (a shared device) shows the identities of its first ones in lists. */
const ROWS_LOOKED_AT = 50

/** Adds to persons what lists show beside them: their deciding identities, masked, and their newest tags. */
export async function dress(
  tx: Tx,
  workspaceId: string,
  persons: ListedPerson[],
): Promise<CustomerRow[]> {
  if (persons.length === 0) return []
  const ids = persons.map(({ id }) => id)
  const identities = await identitiesOf(tx, workspaceId, ids)
  const tags = await tagsOf(tx, workspaceId, ids)
  return persons.map(({ id, name, firstSeenAt, lastSeenAt, lastOrderAt, ...rest }) => ({
    ...rest,
    id: showId('customer', id),
    name: name === '' ? null : name,
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    lastOrderAt: lastOrderAt?.toISOString() ?? null,
    identities: identities
      .filter(({ personId }) => personId === id)
      .map(({ kind, masked }) => ({ kind, masked })),
    tags: tags
      .filter(({ personId }) => personId === id)
      .map((tag) => ({ id: showId('tag', tag.id), name: tag.name })),
  }))
}

/** The rows of persons: `member (person, id)`. */
function members(workspaceId: string, personIds: string[]) {
  return sql`
    select p.id as person, p.id
    from unnest(${personIds}::uuid[]) as p (id)
    union all
    select p.id, r.id
    from unnest(${personIds}::uuid[]) as p (id)
    cross join lateral (
      select c.id
      from customer.customer c
      where c.workspace_id = ${workspaceId}
        and c.person_id = p.id
        and c.person_id <> c.id
      order by c.no
      limit ${ROWS_LOOKED_AT}
    ) as r
  `
}

function identitiesOf(tx: Tx, workspaceId: string, personIds: string[]) {
  return tx.rows(sql<{ personId: string; kind: IdentityKind; masked: string }>`
    with member as (${members(workspaceId, personIds)}),
    ranked as (
      select m.person, i.kind, i.masked,
             row_number() over (
               partition by m.person
               order by array_position(${Object.keys(identityKinds)}::text[], i.kind), i.first_seen_at, i.masked
             ) as place
      from member m
      join customer.identity i
        on i.workspace_id = ${workspaceId}
        and i.customer_id = m.id
    )
    select person as "personId", kind, masked
    from ranked
    where place <= ${IDENTITIES_SHOWN}
    order by person, place
  `)
}

function tagsOf(tx: Tx, workspaceId: string, personIds: string[]) {
  return tx.rows(sql<{ personId: string; id: string; name: string }>`
    with member as (${members(workspaceId, personIds)}),
    newest as (
      select m.person, a.tag_id, max(a.tagged_at) as tagged_at
      from member m
      join customer.tagging a
        on a.workspace_id = ${workspaceId}
        and a.customer_id = m.id
        and a.withdrawn_at is null
        and a.sign = 1
      group by m.person, a.tag_id
    ),
    ranked as (
      select n.person, t.id, t.name, row_number() over (partition by n.person order by n.tagged_at desc, t.id) as place
      from newest n
      join customer.tag t
        on t.workspace_id = ${workspaceId}
        and t.id = n.tag_id
    )
    select person as "personId", id, name
    from ranked
    where place <= ${TAGS_SHOWN}
    order by person, place
  `)
}
