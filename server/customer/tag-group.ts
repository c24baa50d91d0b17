import type { TagGroup } from '../../contract/tag.ts'
import { newId, type Outcome, ok, refused, showId } from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'

const GROUPS_MAX = 500
const UNIQUE_VIOLATION = '23505'

/** All groups with their tags, archived ones last, and how many customers have standing evidence for each. */
export async function listTagGroups(tx: Tx, workspaceId: string): Promise<TagGroup[]> {
  const groups = await tx.rows(sql<{
    id: string
    name: string
    archivedAt: Date | null
    isFromWecom: boolean
  }>`
    select id, name, archived_at as "archivedAt", wecom_id is not null as "isFromWecom"
    from customer.tag_group
    where workspace_id = ${workspaceId}
    order by archived_at is not null, created_at, name
    limit ${GROUPS_MAX}
  `)
  const tags = await tx.rows(sql<{
    id: string
    groupId: string
    name: string
    archivedAt: Date | null
    customers: number
  }>`
    with counted as (
      select a.tag_id, count(distinct c.person_id) as customers
      from customer.tagging a
      join customer.customer c
        on c.workspace_id = a.workspace_id
        and c.id = a.customer_id
      where a.workspace_id = ${workspaceId}
        and a.withdrawn_at is null
        and a.sign = 1
      group by a.tag_id
    )
    select t.id, t.group_id as "groupId", t.name, t.archived_at as "archivedAt", coalesce(n.customers, 0) as customers
    from customer.tag t
    left join counted n on n.tag_id = t.id
    where t.workspace_id = ${workspaceId}
    order by t.archived_at is not null, customers desc, t.name
  `)
  return groups.map(({ id, name, archivedAt, isFromWecom }) => ({
    id: showId('tagGroup', id),
    name,
    isFromWecom,
    archivedAt: archivedAt?.toISOString() ?? null,
    tags: tags
      .filter(({ groupId }) => groupId === id)
      .map((tag) => ({
        ...tag,
        id: showId('tag', tag.id),
        groupId: showId('tagGroup', tag.groupId),
        archivedAt: tag.archivedAt?.toISOString() ?? null,
      })),
  }))
}

type Named = { name: string; now: Date }

/** Makes a group. */
export function makeTagGroup(tx: Tx, workspaceId: string, { name, now }: Named) {
  return unlessTaken(tx, async () => {
    const id = newId()
    await tx.run(sql`
      insert into customer.tag_group (workspace_id, id, name, created_at)
      values (${workspaceId}, ${id}, ${name}, ${now})
    `)
    return id
  })
}

/** Makes a tag in a group; null when there is no such group. */
export function makeTag(
  tx: Tx,
  workspaceId: string,
  { groupId, name, now }: Named & { groupId: string },
) {
  return unlessTaken(tx, async () => {
    const id = newId()
    const made = await tx.run(sql`
      insert into customer.tag (workspace_id, id, group_id, name, created_at)
      select ${workspaceId}, ${id}, g.id, ${name}, ${now}
      from customer.tag_group g
      where g.workspace_id = ${workspaceId}
        and g.id = ${groupId}
        and g.archived_at is null
    `)
    return made > 0 ? id : null
  })
}

export type Change = {
  id: string
  name?: string | undefined
  isArchived?: boolean | undefined
  now: Date
}

/** Renames, archives or brings back a group or a tag. @returns false when it is not there. */
export function changeNamed(tx: Tx, workspaceId: string, what: 'tag' | 'tagGroup', change: Change) {
  const table = what === 'tag' ? sql`customer.tag` : sql`customer.tag_group`
  return unlessTaken(tx, async () => {
    const archivedAt = change.isArchived ? change.now : null
    const changed = await tx.run(sql`
      update ${table}
      set name = coalesce(${change.name ?? null}, name),
          archived_at = case when ${change.isArchived === undefined} then archived_at else ${archivedAt}::timestamptz end
      where workspace_id = ${workspaceId}
        and id = ${change.id}
    `)
    return changed > 0
  })
}

/** A name is unique among those that are not archived. */
async function unlessTaken<T>(tx: Tx, work: () => Promise<T>): Promise<Outcome<T, 'name_taken'>> {
  await tx.run(sql`savepoint named`)
  try {
    const value = await work()
    await tx.run(sql`release savepoint named`)
    return ok(value)
  } catch (error) {
    if (codeOf(error) !== UNIQUE_VIOLATION) throw error
    await tx.run(sql`rollback to savepoint named`)
    return refused('name_taken')
  }
}

/** What each tag is called, archived ones too: by the id that the database knows. */
export async function tagNames(
  tx: Tx,
  tenant: { id: string },
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from customer.tag
    where workspace_id = ${tenant.id}
  `)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
