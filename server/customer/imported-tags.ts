import type { ResolvedEvent, Tenant } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A tag as an import names it; an empty group is the group of imports. */
export type ToldTag = { group: string; name: string }

/** A tag that came with a file was given by staff once. */
const WEIGHT = 0.8
const GROUP_OF_IMPORTS = '导入'
const NAME_CHARACTERS_MAX = 60
const TAGS_OF_A_BATCH_MAX = 20_000

type Told = { event: ResolvedEvent; customerId: string; tag: ToldTag }

/**
 * Puts the tags of imported customers on them, making groups and tags that are not there yet. A tagging's id comes from
 * its event and tag, so the same line twice is one piece of evidence.
 */
export async function addImportedTags(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  told: Told[],
  now: Date,
): Promise<void> {
  const read = told.slice(0, TAGS_OF_A_BATCH_MAX).flatMap(({ tag, ...rest }) => {
    const name = tag.name.trim().slice(0, NAME_CHARACTERS_MAX)
    const group = tag.group.trim().slice(0, NAME_CHARACTERS_MAX) || GROUP_OF_IMPORTS
    return name === '' ? [] : [{ ...rest, group, name }]
  })
  if (read.length === 0) return
  const groups = await groupsNamed(tx, tenant.id, makersOf(read), now)
  const wanted = read.map((line) => ({ ...line, groupId: groups.get(line.group) ?? '' }))
  const tags = await tagsNamed(tx, tenant.id, wanted, now)
  const taggings = wanted.map((line) => {
    const tagId = tags.get(`${line.groupId} ${line.name}`) ?? ''
    return { ...line, tagId, id: idFrom('tagging', line.event.eventId, tagId) }
  })
  await tx.run(sql`
    insert into customer.tagging (workspace_id, id, customer_id, tag_id, source, weight, tagged_at, event_id, import_no)
    select ${tenant.id}, n.id, n.customer_id, n.tag_id, 'import', ${WEIGHT}, n.at, n.event_id, n.import_no
    from unnest(
      ${taggings.map(({ id }) => id)}::uuid[],
      ${taggings.map(({ customerId }) => customerId)}::uuid[],
      ${taggings.map(({ tagId }) => tagId)}::uuid[],
      ${taggings.map(({ event }) => event.at)}::timestamptz[],
      ${taggings.map(({ event }) => event.eventId)}::uuid[],
      ${taggings.map(({ event }) => event.importNo)}::int[]
    ) as n (id, customer_id, tag_id, at, event_id, import_no)
    on conflict do nothing
  `)
}

/** Names of groups with the import that names them first. */
function makersOf(read: { group: string; event: ResolvedEvent }[]): Map<string, number> {
  const makers = new Map<string, number>()
  for (const { group, event } of read) if (!makers.has(group)) makers.set(group, event.importNo)
  return makers
}

async function groupsNamed(
  tx: Tx,
  workspaceId: string,
  makers: Map<string, number>,
  now: Date,
): Promise<Map<string, string>> {
  const names = [...makers.keys()]
  await tx.run(sql`
    insert into customer.tag_group (workspace_id, id, name, created_at, import_no)
    select ${workspaceId}, n.id, n.name, ${now}, n.import_no
    from unnest(
      ${names.map((name) => idFrom('tag group', workspaceId, name, now.toISOString()))}::uuid[],
      ${names}::text[],
      ${[...makers.values()]}::int[]
    ) as n (id, name, import_no)
    on conflict (workspace_id, name) where archived_at is null do nothing
  `)
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from customer.tag_group
    where workspace_id = ${workspaceId}
      and name = any(${names}::text[])
      and archived_at is null
  `)
  return new Map(rows.map(({ id, name }) => [name, id]))
}

async function tagsNamed(
  tx: Tx,
  workspaceId: string,
  wanted: { groupId: string; name: string; event: ResolvedEvent }[],
  now: Date,
): Promise<Map<string, string>> {
  const tags = [...new Map(wanted.map((tag) => [`${tag.groupId} ${tag.name}`, tag])).values()]
  const groupIds = tags.map(({ groupId }) => groupId)
  const names = tags.map(({ name }) => name)
  await tx.run(sql`
    insert into customer.tag (workspace_id, id, group_id, name, created_at, import_no)
    select ${workspaceId}, n.id, n.group_id, n.name, ${now}, n.import_no
    from unnest(
      ${tags.map(({ groupId, name }) => idFrom('tag', groupId, name, now.toISOString()))}::uuid[],
      ${groupIds}::uuid[],
      ${names}::text[],
      ${tags.map(({ event }) => event.importNo)}::int[]
    ) as n (id, group_id, name, import_no)
    on conflict (workspace_id, group_id, name) where archived_at is null do nothing
  `)
  const rows = await tx.rows(sql<{ id: string; groupId: string; name: string }>`
    select t.id, t.group_id as "groupId", t.name
    from customer.tag t
    join unnest(${groupIds}::uuid[], ${names}::text[]) as n (group_id, name)
      on t.group_id = n.group_id
      and t.name = n.name
    where t.workspace_id = ${workspaceId}
      and t.archived_at is null
  `)
  return new Map(rows.map(({ id, groupId, name }) => [`${groupId} ${name}`, id]))
}
