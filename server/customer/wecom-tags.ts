import { idFrom, type TenantCompany } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A corp tag group (企业标签组) as WeCom tells it. */
export type WecomTagGroup = {
  id: string
  name: string
  tags: { id: string; name: string }[]
}

/** WeCom's names have no length of ours. */
const NAME_CHARACTERS_MAX = 60
/** What tells a name of WeCom's from the same name of ours, where it is the only company; else its own name does. */
const OF_WECOM = '（企业微信）'

/**
 * Brings our groups and tags up to WeCom's library: found by WeCom's id, else by the name that they have here; what is no
 * longer in WeCom is archived. Groups of our own are left alone: where one holds the name that a group of WeCom's takes
 * on later, the latter says whose it is behind its name. A name that was changed here and has not reached WeCom yet stays.
 */
export async function mirrorTags(
  tx: Tx,
  tenant: TenantCompany,
  { groups, ofCompany }: { groups: WecomTagGroup[]; ofCompany: string },
  now: Date,
): Promise<void> {
  const sign = ofCompany === '' ? OF_WECOM : `（${ofCompany}）`
  const named = groups.map((group) => ({
    ...group,
    name: group.name.slice(0, NAME_CHARACTERS_MAX),
  }))
  const ids = named.flatMap(({ id, tags }) => [id, ...tags.map((tag) => tag.id)])
  await archiveGone(tx, tenant, ids, now)
  await adoptGroups(tx, tenant, named, { now, sign })
  await adoptTags(tx, tenant.id, named, { now, sign })
}

/** First of all: a group that was made anew in WeCom under its old name needs that name here. */
async function archiveGone(tx: Tx, tenant: TenantCompany, ids: string[], now: Date) {
  for (const table of [sql`customer.tag`, sql`customer.tag_group`]) {
    await tx.run(sql`
      update ${table}
      set archived_at = ${now}
      where workspace_id = ${tenant.id}
        and liuyuan.company_of(wecom_id) = ${tenant.company}
        and wecom_id is not null
        and archived_at is null
        and wecom_id <> all(${ids}::text[])
    `)
  }
}

type Signed = { now: Date; sign: string }

async function adoptGroups(
  tx: Tx,
  { id: workspaceId, company }: TenantCompany,
  groups: WecomTagGroup[],
  { now, sign }: Signed,
) {
  await tx.run(sql`
    update customer.tag_group g
    set wecom_id = n.wecom_id
    from unnest(${groups.map(({ id }) => id)}::text[], ${groups.map(({ name }) => name)}::text[]) as n (wecom_id, name)
    where g.workspace_id = ${workspaceId}
      and g.name = n.name
      and g.archived_at is null
      and g.wecom_id is null
      and g.company = ${company}
      and not exists (
        select from customer.tag_group o
        where o.workspace_id = ${workspaceId}
          and o.wecom_id = n.wecom_id
      )
  `)
  await tx.run(sql`
    insert into customer.tag_group as g (workspace_id, id, name, created_at, wecom_id, company)
    select ${workspaceId}, n.id,
           case
             when exists (
               select from customer.tag_group o
               where o.workspace_id = ${workspaceId}
                 and o.name = n.name
                 and o.archived_at is null
                 and o.wecom_id is distinct from n.wecom_id
             ) then n.name || ${sign}
             else n.name
           end,
           ${now}, n.wecom_id, ${company}
    from unnest(
      ${groups.map(({ id }) => idFrom('wecom tag group', workspaceId, id))}::uuid[],
      ${groups.map(({ name }) => name)}::text[],
      ${groups.map(({ id }) => id)}::text[]
    ) as n (id, name, wecom_id)
    on conflict (workspace_id, wecom_id) where wecom_id is not null do update
    set name = case when g.renamed_at is null then excluded.name else g.name end, archived_at = null
    where (g.name, g.archived_at) is distinct from (
      case when g.renamed_at is null then excluded.name else g.name end,
      null::timestamptz
    )
  `)
}

async function adoptTags(
  tx: Tx,
  workspaceId: string,
  groups: WecomTagGroup[],
  { now, sign }: Signed,
) {
  const tags = groups.flatMap((group) =>
    group.tags.map((tag) => ({
      id: tag.id,
      groupId: group.id,
      name: tag.name.slice(0, NAME_CHARACTERS_MAX),
    })),
  )
  await tx.run(sql`
    update customer.tag t
    set wecom_id = n.wecom_id
    from unnest(
      ${tags.map(({ id }) => id)}::text[],
      ${tags.map(({ groupId }) => groupId)}::text[],
      ${tags.map(({ name }) => name)}::text[]
    ) as n (wecom_id, group_wecom_id, name)
    join customer.tag_group g
      on g.workspace_id = ${workspaceId}
      and g.wecom_id = n.group_wecom_id
    where t.workspace_id = ${workspaceId}
      and t.group_id = g.id
      and t.name = n.name
      and t.archived_at is null
      and t.wecom_id is null
      and not exists (
        select from customer.tag o
        where o.workspace_id = ${workspaceId}
          and o.wecom_id = n.wecom_id
      )
  `)
  await tx.run(sql`
    insert into customer.tag as t (workspace_id, id, group_id, name, created_at, wecom_id)
    select ${workspaceId}, n.id, g.id,
           case
             when exists (
               select from customer.tag o
               where o.workspace_id = ${workspaceId}
                 and o.group_id = g.id
                 and o.name = n.name
                 and o.archived_at is null
                 and o.wecom_id is distinct from n.wecom_id
             ) then n.name || ${sign}
             else n.name
           end,
           ${now}, n.wecom_id
    from unnest(
      ${tags.map(({ id }) => idFrom('wecom tag', workspaceId, id))}::uuid[],
      ${tags.map(({ groupId }) => groupId)}::text[],
      ${tags.map(({ name }) => name)}::text[],
      ${tags.map(({ id }) => id)}::text[]
    ) as n (id, group_wecom_id, name, wecom_id)
    join customer.tag_group g
      on g.workspace_id = ${workspaceId}
      and g.wecom_id = n.group_wecom_id
    on conflict (workspace_id, wecom_id) where wecom_id is not null do update
    set name = case when t.renamed_at is null then excluded.name else t.name end,
        group_id = excluded.group_id,
        archived_at = null
    where (t.name, t.group_id, t.archived_at) is distinct from (
      case when t.renamed_at is null then excluded.name else t.name end,
      excluded.group_id,
      null::timestamptz
    )
  `)
}
