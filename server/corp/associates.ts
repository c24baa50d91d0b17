import type { Wecom } from '../../wecom/index.ts'
import { type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

/** An associate (导购): a member of the corp who serves customers. */
export type Associate = { userid: string; name: string; avatar: string; isActive: boolean }

/** Members asked for at once; WeCom counts requests by the minute. */
const AT_ONCE = 8
/** WeCom's word for a member who has joined. */
const ACTIVE = 1

/** The associates of a workspace, those who left last. */
export function associates(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Associate[]> {
  return tx.rows(sql<Associate>`
    select userid, name, avatar, is_active as "isActive"
    from corp.associate
    where workspace_id = ${tenant.id}
    order by is_active desc, name, userid
  `)
}

/**
 * One of them, or null. WeCom's user ids are the same whatever their case.
 * @public
 */
export function associateOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  userid: string,
): Promise<Associate | null> {
  return tx.maybe(sql<Associate>`
    select userid, name, avatar, is_active as "isActive"
    from corp.associate
    where workspace_id = ${tenant.id}
      and lower(userid) = lower(${userid})
  `)
}

/** Brings in who serves customers, with names; who is no longer among them stays, not active. @returns their user ids. */
export async function syncAssociates(
  db: Database,
  tenant: Pick<Tenant, 'id'>,
  wecom: Pick<Wecom, 'followUsers' | 'user'>,
  now: Date,
): Promise<Outcome<string[], 'no_answer'>> {
  const asked = await wecom.followUsers()
  if (!asked.ok) return refused('no_answer', { errcode: asked.errcode, errmsg: asked.errmsg })
  const found: Associate[] = []
  for (let at = 0; at < asked.value.length; at += AT_ONCE) {
    const some = asked.value.slice(at, at + AT_ONCE)
    found.push(...(await Promise.all(some.map((userid) => described(wecom, userid)))))
  }
  await db.inWorkspace(tenant.id, (tx) => store(tx, tenant, found, now))
  return ok(asked.value)
}

/** Who cannot be described (no right to read members) is known by the user id. */
async function described(wecom: Pick<Wecom, 'user'>, userid: string): Promise<Associate> {
  const user = await wecom.user(userid)
  if (!user.ok) return { userid, name: userid, avatar: '', isActive: true }
  const { name, avatar, status } = user.value
  return {
    userid,
    name: name === '' ? userid : name,
    avatar,
    isActive: status === ACTIVE,
  }
}

async function store(tx: Tx, tenant: Pick<Tenant, 'id'>, found: Associate[], now: Date) {
  await tx.run(sql`
    insert into corp.associate as a (workspace_id, userid, name, avatar, is_active, first_seen_at, changed_at)
    select ${tenant.id}, n.userid, n.name, n.avatar, n.is_active, ${now}, ${now}
    from unnest(
      ${found.map(({ userid }) => userid)}::text[],
      ${found.map(({ name }) => name)}::text[],
      ${found.map(({ avatar }) => avatar)}::text[],
      ${found.map(({ isActive }) => isActive)}::boolean[]
    ) as n (userid, name, avatar, is_active)
    on conflict (workspace_id, userid) do update
    set name = excluded.name, avatar = excluded.avatar, is_active = excluded.is_active, changed_at = ${now}
    where (a.name, a.avatar, a.is_active) is distinct from (excluded.name, excluded.avatar, excluded.is_active)
  `)
  await tx.run(sql`
    update corp.associate
    set is_active = false, changed_at = ${now}
    where workspace_id = ${tenant.id}
      and is_active
      and userid <> all(${found.map(({ userid }) => userid)}::text[])
  `)
}
