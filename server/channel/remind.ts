import { addMs, newId, type Tenant, withCompanyOf } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import type { Remote, RemoteOf } from './remote.ts'

/** As often as WeCom reminds of one task, and within how long (document 97610). */
const REMINDERS_MAX = 3
const WINDOW_MS = 24 * 3_600_000
/** Tasks reminded of by one deed. */
const CALLS_MAX = 500
const AT_ONCE = 8

type Deps = { db: Database; remoteOf: RemoteOf }
type Asked = { broadcastId: string; userid: string | null; by: string | null; real: Date }
type Due = { callId: string; reminderId: string; userid: string; remoteId: string }

/** `tooOften`: tasks of which WeCom has reminded as often as it does. `failed`: it did not answer; may be tried again. */
export type Reminded = { reminded: number; tooOften: number; failed: number }

/**
 * Lets WeCom remind associates of the mass sends of a broadcast that they have not confirmed. The reminder is written down
 * before the call, so that two clicks are one; one that was certainly not made is taken out again.
 */
export async function remindOfBroadcast(
  { db, remoteOf }: Deps,
  tenant: Tenant,
  asked: Asked,
): Promise<Reminded> {
  const { due, tooOften } = await db.inWorkspace(tenant.id, (tx) => takeDue(tx, tenant, asked))
  const waiting = [...due]
  const undone: string[] = []
  const lane = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const remote = await remoteOf(withCompanyOf(tenant, one.userid))
      if (!(await isReminded(remote, one.remoteId))) undone.push(one.reminderId)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, lane))
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      delete from channel.reminder
      where workspace_id = ${tenant.id}
        and id = any(${undone}::uuid[])
    `),
  )
  return { reminded: due.length - undone.length, tooOften, failed: undone.length }
}

/** What nobody can vouch for counts as made: a reminder too few is better than one too many. */
async function isReminded(
  remote: Pick<Remote, 'remindMessageTask'> | null,
  msgid: string,
): Promise<boolean> {
  if (!remote) return false
  const answer = await remote.remindMessageTask(msgid)
  return answer.ok || answer.certainty === 'unknown'
}

async function takeDue(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { broadcastId, userid, by, real }: Asked,
): Promise<{ due: Due[]; tooOften: number }> {
  const open = await tx.rows(sql<{
    callId: string
    userid: string
    remoteId: string
    times: number
  }>`
    select c.id as "callId", c.userid, c.remote_id as "remoteId", (
             select count(*)
             from channel.reminder r
             where r.workspace_id = c.workspace_id
               and r.call_id = c.id
               and r.reminded_at > ${addMs(real, -WINDOW_MS)}
           ) as times
    from channel.remote_call c
    join channel.message m
      on m.workspace_id = c.workspace_id
      and m.id = c.message_id
    where c.workspace_id = ${tenant.id}
      and c.kind = 'mass'
      and c.state = 'open'
      and c.cancel_reason is null
      and c.confirmed_at is null
      and c.remote_id is not null
      and m.broadcast_id = ${broadcastId}
      and (${userid}::text is null or c.userid = ${userid})
    order by c.id
    limit ${CALLS_MAX}
    for update of c
  `)
  const due = open
    .filter(({ times }) => times < REMINDERS_MAX)
    .map(({ times: _times, ...one }) => ({ ...one, reminderId: newId() }))
  await tx.run(sql`
    insert into channel.reminder (workspace_id, id, call_id, reminded_at, reminded_by)
    select ${tenant.id}, n.id, n.call_id, ${real}, ${by}
    from unnest(
      ${due.map(({ reminderId }) => reminderId)}::uuid[],
      ${due.map(({ callId }) => callId)}::uuid[]
    ) as n (id, call_id)
  `)
  return { due, tooOften: open.length - due.length }
}
