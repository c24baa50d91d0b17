import { type IdentityKind, identityKinds } from '../../contract/identity.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Identity } from './identity.ts'
import { addRow, join, noPeople, type People, tellApart, tellKind } from './people.ts'

/**
 * Everybody whom the identities of a batch can lead to, with all their rows: three statements however large the batch.
 * @param identities each once.
 */
export async function loadPeople(
  tx: Tx,
  workspaceId: string,
  identities: Identity[],
): Promise<People> {
  const people = noPeople()
  if (identities.length === 0) return people
  const owners = await findOwners(tx, workspaceId, identities)
  await loadRows(tx, workspaceId, people, [...new Set(owners.map((owner) => owner.personId))])
  for (const owner of owners) {
    const row = people.rows.get(owner.customerId)
    const name = `${owner.kind}:${owner.key.toString('base64')}`
    if (row) people.ownerOf.set(name, row)
    people.toldBy.set(name, owner.toldBy)
  }
  return people
}

type Owner = {
  kind: string
  key: Buffer
  customerId: string
  personId: string
  toldBy: number[] | null
}

function findOwners(tx: Tx, workspaceId: string, identities: Identity[]): Promise<Owner[]> {
  return tx.rows(sql<Owner>`
    select i.kind, i.key, i.customer_id as "customerId", c.person_id as "personId", i.told_by as "toldBy"
    from unnest(
      ${identities.map((identity) => identity.kind)}::text[],
      ${identities.map((identity) => identity.key)}::bytea[]
    ) as asked (kind, key)
    join customer.identity i
      on i.workspace_id = ${workspaceId}
      and i.kind = asked.kind
      and i.key = asked.key
    join customer.customer c
      on c.workspace_id = ${workspaceId}
      and c.id = i.customer_id
  `)
}

/** Adds whole persons: their rows, which kinds of identity they have, whom they were told apart from. */
export async function loadRows(
  tx: Tx,
  workspaceId: string,
  people: People,
  personIds: string[],
): Promise<void> {
  if (personIds.length === 0) return
  const rows = await rowsOf(tx, workspaceId, personIds)
  for (const row of rows) addRow(people, row)
  for (const { id, personId } of rows) {
    const root = people.rows.get(personId)
    const row = people.rows.get(id)
    if (!root || !row) throw new Error(`customer ${id} belongs to ${personId}, which is not there`)
    if (row !== root) join(root.person, row.person)
  }
  for (const { id, kinds } of rows) {
    const row = people.rows.get(id)
    for (const kind of kinds) if (row && isKind(kind)) tellKind(row.person, kind)
  }
  await loadSeparations(tx, workspaceId, people)
}

function isKind(kind: string): kind is IdentityKind {
  return kind in identityKinds
}

type LoadedRow = { id: string; no: number; personId: string; kinds: string[] }

function rowsOf(tx: Tx, workspaceId: string, personIds: string[]): Promise<LoadedRow[]> {
  // Two ways in, because most persons have one row and the index of the others leaves those out.
  return tx.rows(sql<LoadedRow>`
    with member as (
      select id, no, person_id
      from customer.customer
      where workspace_id = ${workspaceId}
        and id = any(${personIds}::uuid[])
      union all
      select id, no, person_id
      from customer.customer
      where workspace_id = ${workspaceId}
        and person_id = any(${personIds}::uuid[])
        and person_id <> id
    )
    select m.id, m.no, m.person_id as "personId",
           array(
             select distinct i.kind
             from customer.identity i
             where i.workspace_id = ${workspaceId}
               and i.customer_id = m.id
           ) as kinds
    from member m
  `)
}

async function loadSeparations(tx: Tx, workspaceId: string, people: People): Promise<void> {
  const ids = [...people.rows.keys()]
  const pairs = await tx.rows(sql<{ one: string; other: string }>`
    select one_id as one, other_id as other
    from customer.separation
    where workspace_id = ${workspaceId}
      and one_id = any(${ids}::uuid[])
      and other_id = any(${ids}::uuid[])
  `)
  for (const { one, other } of pairs) tellApart(people, one, other)
}
