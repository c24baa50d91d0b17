import { sql, type Tx } from '../postgres/index.ts'
import { everyRowOf } from './person.ts'

/** One spell of a follow (好友关系) of a person, as it stands. */
export type FollowOf = {
  id: string
  userid: string
  state: string
  sourceId: string | null
  addWay: number | null
  remark: string
  startedAt: Date
  /** Null: asked, and not accepted yet. */
  confirmedAt: Date | null
  endedAt: Date | null
  endedBy: 'customer' | 'staff' | null
  lastChatAt: Date | null
  /** True: found when contacts were read, not told by a callback. */
  wasFound: boolean
  /** What the customer said to this chat being kept; empty: nothing yet. */
  archiveSaid: '' | 'agreed' | 'refused'
  archiveSaidAt: Date | null
}

const FOLLOWS_MAX = 500

/**
 * All spells of a person, those that stand first, then the newest.
 * @param customerId any of the person's rows. @returns null when there is nobody.
 */
export async function followsOf(
  tx: Tx,
  tenant: { id: string },
  customerId: string,
): Promise<FollowOf[] | null> {
  const ids = await everyRowOf(tx, tenant.id, customerId)
  if (ids.length === 0) return null
  return tx.rows(sql<FollowOf>`
    select id, userid, state, source_id as "sourceId", add_way as "addWay", remark, started_at as "startedAt",
           confirmed_at as "confirmedAt", ended_at as "endedAt", ended_by as "endedBy", last_chat_at as "lastChatAt",
           was_found as "wasFound", archive_said as "archiveSaid", archive_said_at as "archiveSaidAt"
    from customer.follow
    where workspace_id = ${tenant.id}
      and customer_id = any(${ids}::uuid[])
    order by ended_at is not null, started_at desc, id desc
    limit ${FOLLOWS_MAX}
  `)
}
