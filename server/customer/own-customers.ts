import type { TaggingSource } from '../../contract/tag.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { strengthOf } from './need.ts'

/** Somebody who follows an associate now. */
export type Follower = {
  /** The row that stands for the person. */
  id: string
  no: number
  name: string
  externalUserid: string
  remark: string
  followedAt: Date
}

const columns = sql.raw(`
  p.id, p.no, p.name, f.external_userid as "externalUserid", f.remark, f.started_at as "followedAt"
`)

/** All who follow an associate now, who were seen last first. */
export function followersOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { userid, limit }: { userid: string; limit: number },
): Promise<Follower[]> {
  return tx.rows(sql<Follower>`
    select ${columns}
    from customer.follow f
    join customer.customer c
      on c.workspace_id = f.workspace_id
      and c.id = f.customer_id
    join customer.customer p
      on p.workspace_id = c.workspace_id
      and p.id = c.person_id
    where f.workspace_id = ${tenant.id}
      and f.userid = ${userid}
      and f.left_at is null
      and f.removed_at is null
      and f.confirmed_at is not null
    order by p.last_seen_at desc, p.id
    limit ${limit}
  `)
}

/** One of an associate's own customers, by WeCom's id; null: nobody of theirs. */
export function followerNamed(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { userid, externalUserid }: { userid: string; externalUserid: string },
): Promise<Follower | null> {
  return tx.maybe(sql<Follower>`
    select ${columns}
    from customer.follow f
    join customer.customer c
      on c.workspace_id = f.workspace_id
      and c.id = f.customer_id
    join customer.customer p
      on p.workspace_id = c.workspace_id
      and p.id = c.person_id
    where f.workspace_id = ${tenant.id}
      and f.userid = ${userid}
      and f.external_userid = ${externalUserid}
      and f.left_at is null
      and f.removed_at is null
    order by f.started_at desc
    limit 1
  `)
}

/** Evidence that is added up at once. */
const EVIDENCE_MAX = 50_000

type Piece = {
  personId: string
  tagId: string
  source: TaggingSource
  sign: 1 | -1
  weight: number
  at: Date
}

/**
 * How strongly people need what some tags stand for, 0 to 100; 0: what speaks against it outweighs. People and tags without
 * any evidence are left out. @param personIds rows that stand for persons. @returns by person, then by tag.
 */
export async function needsAmong(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  {
    personIds,
    tagIds,
    now,
  }: { personIds: readonly string[]; tagIds: readonly string[]; now: Date },
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  if (personIds.length === 0 || tagIds.length === 0) return new Map()
  const pieces = await tx.rows(sql<Piece>`
    select c.person_id as "personId", a.tag_id as "tagId", a.source, a.sign, a.weight, a.tagged_at as at
    from customer.customer c
    join customer.tagging a
      on a.workspace_id = c.workspace_id
      and a.customer_id = c.id
    where c.workspace_id = ${tenant.id}
      and c.person_id = any(${[...personIds]}::uuid[])
      and a.tag_id = any(${[...tagIds]}::uuid[])
      and a.withdrawn_at is null
    order by a.tagged_at desc
    limit ${EVIDENCE_MAX}
  `)
  const byPerson = new Map<string, Map<string, Piece[]>>()
  for (const piece of pieces) {
    const ofPerson = byPerson.get(piece.personId) ?? new Map<string, Piece[]>()
    byPerson.set(piece.personId, ofPerson)
    ofPerson.set(piece.tagId, [...(ofPerson.get(piece.tagId) ?? []), piece])
  }
  return new Map(
    [...byPerson].map(([personId, ofPerson]) => [
      personId,
      new Map([...ofPerson].map(([tagId, some]) => [tagId, strengthOf(some, tenant, now).display])),
    ]),
  )
}
