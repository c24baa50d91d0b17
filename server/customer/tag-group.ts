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
    isShared: boolean
    company: string
    wecomId: string | null
    renamedAt: Date | null
    shareError: string | null
  }>`
    select id, name, archived_at as "archivedAt", is_shared or wecom_id is not null as "isShared", company, wecom_id as "wecomId",
           renamed_at as "renamedAt", share_error as "shareError"
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
    wecomId: string | null
    renamedAt: Date | null
    shareError: string | null
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
    select t.id, t.group_id as "groupId", t.name, t.archived_at as "archivedAt", coalesce(n.customers, 0) as customers,
           t.wecom_id as "wecomId", t.renamed_at as "renamedAt", t.share_error as "shareError"
    from customer.tag t
    left join counted n on n.tag_id = t.id
    where t.workspace_id = ${workspaceId}
    order by t.archived_at is not null, customers desc, t.name
  `)
  return groups.map(({ id, name, archivedAt, isShared, company, ...sharing }) => ({
    id: showId('tagGroup', id),
    name,
    isShared,
    company,
    ...shareOf(isShared, sharing),
    archivedAt: archivedAt?.toISOString() ?? null,
    tags: tags
      .filter(({ groupId }) => groupId === id)
      .map(({ wecomId, renamedAt, shareError, ...tag }) => ({
        ...tag,
        ...shareOf(isShared, { wecomId, renamedAt, shareError }),
        id: showId('tag', tag.id),
        groupId: showId('tagGroup', tag.groupId),
        archivedAt: tag.archivedAt?.toISOString() ?? null,
      })),
  }))
}

type Sharing = { wecomId: string | null; renamedAt: Date | null; shareError: string | null }

/** How it stands with WeCom. */
function shareOf(
  isShared: boolean,
  { wecomId, renamedAt, shareError }: Sharing,
): Pick<TagGroup, 'share' | 'shareError'> {
  if (!isShared) return { share: 'own', shareError: null }
  if (shareError !== null) return { share: 'refused', shareError }
  return { share: wecomId !== null && renamedAt === null ? 'same' : 'waiting', shareError: null }
}

type Named = { name: string; now: Date }

/** Makes a group. */
export function makeTagGroup(
  tx: Tx,
  workspaceId: string,
  { name, isShared, company, now }: Named & { isShared: boolean; company: string },
) {
  return unlessTaken(tx, async () => {
    const id = newId()
    await tx.run(sql`
      insert into customer.tag_group (workspace_id, id, name, created_at, is_shared, company)
      values (${workspaceId}, ${id}, ${name}, ${now}, ${isShared}, ${company})
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
          -- WeCom has to hear of it, and may think otherwise of the new name.
          renamed_at = case when ${change.name ?? null}::text <> name and wecom_id is not null then ${change.now}::timestamptz else renamed_at end,
          share_error = case when ${change.name ?? null}::text <> name then null else share_error end,
          archived_at = case when ${change.isArchived === undefined} then archived_at else ${archivedAt}::timestamptz end
      where workspace_id = ${workspaceId}
        and id = ${change.id}
    `)
    return changed > 0
  })
}

/** From now on a group is the same in WeCom, or no longer; what came from there always is. @returns false: not there. */
export async function shareTagGroup(
  tx: Tx,
  workspaceId: string,
  {
    id,
    isShared,
    company = null,
  }: { id: string; isShared: boolean; company?: string | null | undefined },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update customer.tag_group g
    set is_shared = ${isShared},
        share_error = null,
        -- What a company knows stays that company's.
        company = case
          when g.wecom_id is null and not exists (
            select from customer.tag t
            where t.workspace_id = ${workspaceId}
              and t.group_id = g.id
              and t.wecom_id is not null
          ) then coalesce(${company}::text, g.company)
          else g.company
        end
    where workspace_id = ${workspaceId}
      and id = ${id}
  `)
  await tx.run(sql`
    update customer.tag
    set share_error = null
    where workspace_id = ${workspaceId}
      and group_id = ${id}
  `)
  return changed > 0
}

/** Whether a tag or a group is the same in WeCom, or is to be. */
export async function isShared(
  tx: Tx,
  workspaceId: string,
  what: 'tag' | 'tagGroup',
  id: string,
): Promise<boolean> {
  const found = await tx.maybe(sql<{ one: number }>`
    select 1 as one
    from customer.tag_group g
    where g.workspace_id = ${workspaceId}
      and (g.is_shared or g.wecom_id is not null)
      and (
        g.id = ${id}
        or (
          ${what === 'tag'}
          and g.id in (select t.group_id from customer.tag t where t.workspace_id = ${workspaceId} and t.id = ${id})
        )
      )
  `)
  return found !== null
}

/** Whether WeCom knows a tag or a group: then it is deleted there, and goes here when it is read again. */
export async function isInWecom(
  tx: Tx,
  workspaceId: string,
  what: 'tag' | 'tagGroup',
  id: string,
): Promise<boolean> {
  const table = what === 'tag' ? sql`customer.tag` : sql`customer.tag_group`
  const found = await tx.maybe(sql<{ one: number }>`
    select 1 as one
    from ${table}
    where workspace_id = ${workspaceId}
      and id = ${id}
      and wecom_id is not null
  `)
  return found !== null
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
