import { evidenceWeights } from '../../science/intensity.ts'
import { type ApplyStep, nothingApplied, PRIVATE, type Tenant } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { toldFollows } from './apply-follows.ts'
import { taggingsAsTheyStand } from './mirror.ts'

/** A corp tag group (企业标签组) as WeCom tells it. */
export type WecomTagGroup = {
  id: string
  name: string
  tags: { id: string; name: string }[]
}

/** WeCom's names have no length of ours. */
const NAME_CHARACTERS_MAX = 60
/** What tells a name of WeCom's from the same name of ours. */
const OF_WECOM = '（企业微信）'

/**
 * Brings our groups and tags up to WeCom's library: found by WeCom's id, else by the name that they have here; what is no
 * longer in WeCom is archived. Groups of our own are left alone: where one holds the name that a group of WeCom's takes
 * on later, the latter says whose it is behind its name.
 */
export async function mirrorTags(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  groups: WecomTagGroup[],
  now: Date,
): Promise<void> {
  const named = groups.map((group) => ({
    ...group,
    name: group.name.slice(0, NAME_CHARACTERS_MAX),
  }))
  const ids = named.flatMap(({ id, tags }) => [id, ...tags.map((tag) => tag.id)])
  await archiveGone(tx, tenant.id, ids, now)
  await adoptGroups(tx, tenant.id, named, now)
  await adoptTags(tx, tenant.id, named, now)
}

/** First of all: a group that was made anew in WeCom under its old name needs that name here. */
async function archiveGone(tx: Tx, workspaceId: string, ids: string[], now: Date) {
  for (const table of [sql`customer.tag`, sql`customer.tag_group`]) {
    await tx.run(sql`
      update ${table}
      set archived_at = ${now}
      where workspace_id = ${workspaceId}
        and wecom_id is not null
        and archived_at is null
        and wecom_id <> all(${ids}::text[])
    `)
  }
}

async function adoptGroups(tx: Tx, workspaceId: string, groups: WecomTagGroup[], now: Date) {
  await tx.run(sql`
    update customer.tag_group g
    set wecom_id = n.wecom_id
    from unnest(${groups.map(({ id }) => id)}::text[], ${groups.map(({ name }) => name)}::text[]) as n (wecom_id, name)
    where g.workspace_id = ${workspaceId}
      and g.name = n.name
      and g.archived_at is null
      and g.wecom_id is null
      and not exists (
        select from customer.tag_group o
        where o.workspace_id = ${workspaceId}
          and o.wecom_id = n.wecom_id
      )
  `)
  await tx.run(sql`
    insert into customer.tag_group as g (workspace_id, id, name, created_at, wecom_id)
    select ${workspaceId}, n.id,
           case
             when exists (
               select from customer.tag_group o
               where o.workspace_id = ${workspaceId}
                 and o.name = n.name
                 and o.archived_at is null
                 and o.wecom_id is distinct from n.wecom_id
             ) then n.name || ${OF_WECOM}
             else n.name
           end,
           ${now}, n.wecom_id
    from unnest(
      ${groups.map(({ id }) => idFrom('wecom tag group', workspaceId, id))}::uuid[],
      ${groups.map(({ name }) => name)}::text[],
      ${groups.map(({ id }) => id)}::text[]
    ) as n (id, name, wecom_id)
    on conflict (workspace_id, wecom_id) where wecom_id is not null do update
    set name = excluded.name, archived_at = null
    where (g.name, g.archived_at) is distinct from (excluded.name, null::timestamptz)
  `)
}

async function adoptTags(tx: Tx, workspaceId: string, groups: WecomTagGroup[], now: Date) {
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
             ) then n.name || ${OF_WECOM}
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
    set name = excluded.name, group_id = excluded.group_id, archived_at = null
    where (t.name, t.group_id, t.archived_at) is distinct from (excluded.name, excluded.group_id, null::timestamptz)
  `)
}

type Given = { customerId: string; userid: string; wecomId: string; at: Date; id: string }

/** The line of the table of appliers that keeps the tags which associates gave in WeCom, as evidence of theirs. */
export const wecomTagStep: ApplyStep = {
  name: 'wecom_tag',
  on: ['contact.told'],
  async apply(tx, context, events) {
    const { tenant } = context
    const pairs = new Map<string, Given[]>()
    const asked: { customerId: string; userid: string }[] = []
    for (const { customerId, at, props } of events) {
      const read = toldFollows.safeParse(props[PRIVATE])
      if (!read.success || customerId === null) continue
      const contact = String(props.external_userid)
      for (const { userid, tag_ids } of read.data.follows) {
        asked.push({ customerId, userid })
        const given = tag_ids.map((wecomId) => ({
          customerId,
          userid,
          wecomId,
          at,
          id: idFrom('wecom tagging', tenant.id, contact, userid, wecomId),
        }))
        // The last reading of a pair in the batch counts.
        pairs.set(`${customerId} ${userid}`, given)
      }
    }
    const given = [...pairs.values()].flat()
    const changed = [
      ...(await withdrawMissing(tx, tenant, asked, given, events.at(-1)?.at ?? null)),
      ...(await give(tx, tenant, given)),
    ]
    if (changed.length === 0) return nothingApplied
    return { facts: [], landings: [await taggingsAsTheyStand(tx, context, [...new Set(changed)])] }
  },
}

/** @returns the customers whose evidence changed. */
async function withdrawMissing(
  tx: Tx,
  tenant: Tenant,
  pairs: { customerId: string; userid: string }[],
  given: Given[],
  at: Date | null,
): Promise<string[]> {
  if (pairs.length === 0 || at === null) return []
  const rows = await tx.rows(sql<{ id: string }>`
    update customer.tagging t
    set withdrawn_at = ${at}
    from unnest(
      ${pairs.map(({ customerId }) => customerId)}::uuid[],
      ${pairs.map(({ userid }) => userid)}::text[]
    ) as n (customer_id, userid)
    where t.workspace_id = ${tenant.id}
      and t.customer_id = n.customer_id
      and t.userid = n.userid
      and t.source = 'wecom'
      and t.withdrawn_at is null
      and t.id <> all(${given.map(({ id }) => id)}::uuid[])
    returning t.customer_id as id
  `)
  return rows.map(({ id }) => id)
}

/** @returns the customers whose evidence changed. */
async function give(tx: Tx, tenant: Tenant, given: Given[]): Promise<string[]> {
  if (given.length === 0) return []
  const rows = await tx.rows(sql<{ id: string }>`
    insert into customer.tagging as t (
      workspace_id, id, customer_id, tag_id, source, weight, tagged_at, userid
    )
    select ${tenant.id}, n.id, n.customer_id, g.id, 'wecom', ${evidenceWeights.staff}, n.at, n.userid
    from unnest(
      ${given.map(({ id }) => id)}::uuid[],
      ${given.map(({ customerId }) => customerId)}::uuid[],
      ${given.map(({ wecomId }) => wecomId)}::text[],
      ${given.map(({ at }) => at)}::timestamptz[],
      ${given.map(({ userid }) => userid)}::text[]
    ) as n (id, customer_id, wecom_id, at, userid)
    join customer.tag g
      on g.workspace_id = ${tenant.id}
      and g.wecom_id = n.wecom_id
    on conflict (workspace_id, id) do update
    set withdrawn_at = null, tagged_at = excluded.tagged_at
    where t.withdrawn_at is not null
    returning t.customer_id as id
  `)
  return rows.map(({ id }) => id)
}
