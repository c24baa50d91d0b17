import type { User } from '../../wecom/index.ts'
import {
  companyOf,
  type Outcome,
  ok,
  type Tenant,
  type TenantCompany,
  wireIdOf,
} from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** An associate (导购): a member of the corp who serves customers. */
export type Associate = {
  /** With the company before it, where it is not the first (see kernel/company.ts). */
  userid: string
  company: string
  name: string
  avatar: string
  isActive: boolean
  /** Ids of departments, the main one first. */
  departments: number[]
  position: string
}

/** Members asked for at once; WeCom counts requests by the minute. */
const AT_ONCE = 8
/** WeCom's word for a member who has joined. */
const ACTIVE = 1

/** The associates of all companies of a workspace, those who left last. */
export function associates(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Associate[]> {
  return tx.rows(sql<Associate>`
    select userid, company, name, avatar, is_active as "isActive", departments, position
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
    select userid, company, name, avatar, is_active as "isActive", departments, position
    from corp.associate
    where workspace_id = ${tenant.id}
      and lower(userid) = lower(${userid})
  `)
}

/** Who serves nobody any more: they left, or were taken out of customer contact. */
export async function awayAssociates(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<string[]> {
  const rows = await tx.rows(sql<{ userid: string }>`
    select userid
    from corp.associate
    where workspace_id = ${tenant.id}
      and not is_active
  `)
  return rows.map(({ userid }) => userid)
}

/** Asks for one member, as patiently as whoever gives it. */
export type AskForUser = (userid: string) => Promise<Outcome<User, 'no_answer'>>

/**
 * Names and states of associates, as WeCom tells them; in the order asked for. Who cannot be described, because WeCom says that
 * we may not read them, is known by the user id.
 * @returns no_answer when somebody may be described later: their name must not be lost to a moment's silence.
 */
export async function describeAssociates(
  ask: AskForUser,
  userids: readonly string[],
): Promise<Outcome<Associate[], 'no_answer'>> {
  const found: Associate[] = []
  for (let at = 0; at < userids.length; at += AT_ONCE) {
    const some = userids.slice(at, at + AT_ONCE)
    const asked = await Promise.all(
      some.map(async (userid) => ({ userid, user: await ask(userid) })),
    )
    for (const { userid, user } of asked) {
      if (!user.ok && user.detail.isRetried) return user
      found.push(user.ok ? described(userid, user.value) : knownById(userid))
    }
  }
  return ok(found)
}

function described(userid: string, user: User): Associate {
  const { name, avatar, status, department, main_department, position } = user
  const isMain = (id: number) => id === main_department
  return {
    userid,
    company: companyOf(userid),
    name: name === '' ? wireIdOf(userid) : name,
    avatar,
    isActive: status === ACTIVE,
    departments: [...department.filter(isMain), ...department.filter((id) => !isMain(id))],
    position,
  }
}

function knownById(userid: string): Associate {
  const [company, name] = [companyOf(userid), wireIdOf(userid)]
  return { userid, company, name, avatar: '', isActive: true, departments: [], position: '' }
}

/** Who could not be described is called by WeCom's id, which stands in place of a name that is not known. */
const isNameless = sql`excluded.userid in (excluded.name, liuyuan.company_of(excluded.userid) || '/' || excluded.name)`

/** Keeps associates as they are now; a name that is known is not lost to a silence: the user id never takes its place. */
export async function storeAssociates(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  found: readonly Associate[],
  now: Date,
): Promise<void> {
  await tx.run(sql`
    insert into corp.associate as a (
      workspace_id, userid, name, avatar, is_active, departments, position, first_seen_at, changed_at
    )
    select ${tenant.id}, n.userid, n.name, n.avatar, n.is_active, n.departments::integer[], n.position, ${now}, ${now}
    from unnest(
      ${found.map(({ userid }) => userid)}::text[],
      ${found.map(({ name }) => name)}::text[],
      ${found.map(({ avatar }) => avatar)}::text[],
      ${found.map(({ isActive }) => isActive)}::boolean[],
      ${found.map(({ departments }) => `{${departments.join(',')}}`)}::text[],
      ${found.map(({ position }) => position)}::text[]
    ) as n (userid, name, avatar, is_active, departments, position)
    on conflict (workspace_id, userid) do update
    set name = case when ${isNameless} then a.name else excluded.name end,
        avatar = case when excluded.avatar = '' then a.avatar else excluded.avatar end,
        is_active = excluded.is_active,
        departments = case when ${isNameless} then a.departments else excluded.departments end,
        position = case when ${isNameless} then a.position else excluded.position end,
        changed_at = ${now}
  `)
}

/** Who is not among these any more stays, not active. @param userids a list that was read whole. */
export async function retireAssociates(
  tx: Tx,
  tenant: TenantCompany,
  userids: readonly string[],
  now: Date,
): Promise<void> {
  await tx.run(sql`
    update corp.associate
    set is_active = false, changed_at = ${now}
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and is_active
      and userid <> all(${[...userids]}::text[])
  `)
}
