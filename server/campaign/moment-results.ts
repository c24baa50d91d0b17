import type { MomentReaction } from '../../wecom/index.ts'
import { customersOfContacts } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import { allPages, type MomentRemote } from './moment-remote.ts'

type Told = {
  userid: string
  viewers: number | null
  reactions: { kind: 'like' | 'comment'; who: string; at: Date }[] | null
}
type Asked = { held: { id: string; remoteId: string }; remote: MomentRemote; real: Date }

/** Reads who has posted, who sees it and who did what with it, and keeps it: WeCom forgets after 30 days. */
export async function readResults(
  db: Database,
  tenant: Tenant,
  { held, remote, real }: Asked,
): Promise<void> {
  const { id, remoteId } = held
  const posters = await allPages((cursor) => remote.momentPosters(remoteId, cursor))
  if (!posters.ok) return
  const posted = posters.value.filter(({ publish_status: status }) => status === 1)
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into campaign.moment_poster as p (workspace_id, moment_id, userid, posted_at)
      select ${tenant.id}, ${id}, n.userid, case when n.is_posted then ${real}::timestamptz end
      from unnest(
        ${posters.value.map(({ userid }) => userid)}::text[],
        ${posters.value.map(({ publish_status: status }) => status === 1)}::boolean[]
      ) as n (userid, is_posted)
      on conflict (workspace_id, moment_id, userid) do update
      set posted_at = coalesce(p.posted_at, excluded.posted_at)
    `),
  )
  for (const { userid } of posted) {
    const told = await toldOf(remote, { momentId: remoteId, userid })
    await db.inWorkspace(tenant.id, (tx) => keep(tx, tenant, id, told))
  }
}

async function toldOf(
  remote: MomentRemote,
  of: { momentId: string; userid: string },
): Promise<Told> {
  const viewers = await allPages((cursor) => remote.momentViewers(of, cursor))
  const reactions = await remote.momentReactions(of)
  const each = (kind: 'like' | 'comment', all: readonly MomentReaction[]) =>
    all.map(({ external_userid: contact, userid = '', create_time: seconds }) => ({
      kind,
      who: contact ?? userid,
      at: new Date(seconds * 1_000),
    }))
  return {
    userid: of.userid,
    viewers: viewers.ok ? viewers.value.length : null,
    reactions: reactions.ok
      ? [...each('like', reactions.value.likes), ...each('comment', reactions.value.comments)]
      : null,
  }
}

/** What is told now stands in the place of what was told before: a like may be taken back. */
async function keep(
  tx: Tx,
  tenant: Tenant,
  momentId: string,
  { userid, viewers, reactions }: Told,
): Promise<void> {
  if (viewers !== null)
    await tx.run(sql`
      update campaign.moment_poster
      set viewers = ${viewers}
      where workspace_id = ${tenant.id}
        and moment_id = ${momentId}
        and userid = ${userid}
    `)
  if (reactions === null) return
  const customers = await customersOfContacts(
    tx,
    tenant,
    reactions.map(({ who }) => who),
  )
  await tx.run(sql`
    delete from campaign.moment_reaction
    where workspace_id = ${tenant.id}
      and moment_id = ${momentId}
      and userid = ${userid}
  `)
  await tx.run(sql`
    insert into campaign.moment_reaction (workspace_id, moment_id, userid, kind, who, at, customer_id, customer_no)
    select ${tenant.id}, ${momentId}, ${userid}, n.kind, n.who, n.at, n.customer_id, n.customer_no
    from unnest(
      ${reactions.map(({ kind }) => kind)}::text[],
      ${reactions.map(({ who }) => who)}::text[],
      ${reactions.map(({ at }) => at)}::timestamptz[],
      ${reactions.map(({ who }) => customers.get(who)?.id ?? null)}::uuid[],
      ${reactions.map(({ who }) => customers.get(who)?.no ?? null)}::bigint[]
    ) as n (kind, who, at, customer_id, customer_no)
    on conflict do nothing
  `)
}
