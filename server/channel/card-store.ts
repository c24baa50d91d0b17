import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Face } from './staff-card.ts'

type TenantId = Pick<Tenant, 'id'>

/** A card that is about to be sent, with what it tells. */
export type GoingCard = {
  id: string
  userid: string
  tries: number
  task: {
    id: string
    holder: string
    customerNo: number
    text: string
    dueAt: Date
    closesAt: Date
  } | null
  late: { userid: string; count: number; since: Date } | null
}
type Row = {
  id: string
  userid: string
  tries: number
  taskId: string | null
  holder: string
  state: string | null
  customerNo: number
  text: string
  dueAt: Date
  closesAt: Date
  about: string | null
  late: number
  since: Date | null
}

/**
 * Takes cards that are to be sent, or whose sender has died. The card's name at WeCom is its id, which WeCom takes once: asking
 * again is safe. What has become needless since is dropped.
 */
export async function takeCards(
  tx: Tx,
  tenant: TenantId,
  { real, now, leaseUntil, limit }: { real: Date; now: Date; leaseUntil: Date; limit: number },
): Promise<GoingCard[]> {
  const taken = await tx.rows(sql<{ id: string }>`
    update channel.staff_card
    set state = 'sending', lease_until = ${leaseUntil}, tries = tries + 1
    where workspace_id = ${tenant.id}
      and id = any(array(
        select id
        from channel.staff_card
        where workspace_id = ${tenant.id}
          and state in ('planned', 'sending')
          and (lease_until is null or lease_until <= ${real})
        order by planned_at, id
        limit ${limit}
        for update skip locked
      ))
    returning id
  `)
  const rows = await tx.rows(sql<Row>`
    select c.id, c.userid, c.tries, t.id as "taskId", t.userid as holder, t.state, d.customer_no as "customerNo",
           coalesce(d.text, m.text) as text, coalesce(t.due_at, t.closes_at) as "dueAt", t.closes_at as "closesAt",
           c.about_userid as about, l.late, l.since
    from channel.staff_card c
    left join channel.staff_task t
      on t.workspace_id = c.workspace_id
      and t.id = c.task_id
    left join channel.delivery d
      on d.workspace_id = t.workspace_id
      and d.id = t.id
    left join channel.message m
      on m.workspace_id = d.workspace_id
      and m.id = d.message_id
    cross join lateral (
      select count(*) as late, min(o.due_at) as since
      from channel.staff_task o
      where o.workspace_id = c.workspace_id
        and o.userid = c.about_userid
        and o.state = 'open'
        and o.due_at <= ${now}
    ) l
    where c.workspace_id = ${tenant.id}
      and c.id = any(${taken.map(({ id }) => id)}::uuid[])
    order by c.id
  `)
  const needless = rows.filter((row) =>
    row.about === null ? row.state !== 'open' : row.late === 0,
  )
  await setCard(
    tx,
    tenant,
    needless.map(({ id }) => id),
    'dropped',
  )
  return rows.filter((row) => !needless.includes(row)).map(goingCard)
}

function goingCard(row: Row): GoingCard {
  const { id, userid, tries, taskId, holder, customerNo, text, dueAt, closesAt, about } = row
  return {
    id,
    userid,
    tries,
    task: taskId === null ? null : { id: taskId, holder, customerNo, text, dueAt, closesAt },
    late: about === null ? null : { userid: about, count: row.late, since: row.since ?? dueAt },
  }
}

async function setCard(
  tx: Tx,
  { id }: TenantId,
  ids: readonly string[],
  state: 'dropped',
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    update channel.staff_card
    set state = ${state}, lease_until = null
    where workspace_id = ${id}
      and id = any(${[...ids]}::uuid[])
      and state = 'sending'
  `)
}

/** What came of a call. A card whose task was decided meanwhile is turned at once; one that was pressed already is sent, whatever else is said. */
export async function settleCard(
  tx: Tx,
  { id: workspaceId }: TenantId,
  came: { id: string; now: Date } & (
    | { state: 'sent'; responseCode: string | null }
    | { state: 'failed'; error: string }
    | { state: 'planned'; waitUntil: Date; error: string }
  ),
): Promise<void> {
  const code = came.state === 'sent' ? came.responseCode : null
  const error = came.state === 'sent' ? null : came.error
  await tx.run(sql`
    update channel.staff_card
    set state = ${came.state},
        sent_at = case when ${came.state} = 'sent' then ${came.now}::timestamptz end,
        response_code = coalesce(response_code, ${code}),
        error = ${error},
        lease_until = ${came.state === 'planned' ? came.waitUntil : null},
        face_state = case when ${came.state} = 'sent' and face is not null and face_state = 'open' then 'due' else face_state end
    where workspace_id = ${workspaceId}
      and id = ${came.id}
      and state = 'sending'
  `)
}

/** A card that is to say what became of its task. */
export type Turning = { id: string; userid: string; face: Face; responseCode: string | null }

/** Takes cards whose face is to be changed. */
export function takeTurning(
  tx: Tx,
  { id }: TenantId,
  { real, leaseUntil, limit }: { real: Date; leaseUntil: Date; limit: number },
): Promise<Turning[]> {
  return tx.rows(sql<Turning>`
    update channel.staff_card
    set lease_until = ${leaseUntil}
    where workspace_id = ${id}
      and id = any(array(
        select id
        from channel.staff_card
        where workspace_id = ${id}
          and state = 'sent'
          and face_state = 'due'
          and (lease_until is null or lease_until <= ${real})
        order by planned_at, id
        limit ${limit}
        for update skip locked
      ))
    returning id, userid, face, response_code as "responseCode"
  `)
}

export async function settleFace(
  tx: Tx,
  { id: workspaceId }: TenantId,
  { id, state }: { id: string; state: 'shown' | 'lost' },
): Promise<void> {
  await tx.run(sql`
    update channel.staff_card
    set face_state = ${state}, lease_until = null
    where workspace_id = ${workspaceId}
      and id = ${id}
      and face_state = 'due'
  `)
}
