import type { z } from 'zod'
import type { Purpose, staffTaskFilter, staffTaskState } from '../../contract/delivery.ts'
import { Problem, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { linkOf } from './list.ts'
import type { Link } from './remote.ts'

type TenantId = Pick<Tenant, 'id'>

export type ListedTask = {
  id: string
  state: z.infer<typeof staffTaskState>
  userid: string
  customerId: string
  customerNo: number
  text: string
  link: Link | null
  purpose: Purpose
  openedAt: Date
  closesAt: Date
  decidedAt: Date | null
  decidedBy: string | null
  reason: string
  externalUserid: string
}

type Page = { items: ListedTask[]; next: string | null; total: number }

/** Tasks of associates: open ones by when they close, decided ones the newest first. */
export async function listTasks(
  tx: Tx,
  tenant: TenantId,
  filter: z.infer<typeof staffTaskFilter>,
): Promise<Page> {
  const skip = filter.cursor === undefined ? 0 : readCursor(filter.cursor)
  const order =
    filter.state === 'open' ? sql`t.closes_at, t.id` : sql`t.decided_at desc nulls last, t.id desc`
  const rows = await tx.rows(sql<Omit<ListedTask, 'link'> & { link: unknown }>`
    select t.id, t.state, t.userid, d.customer_id as "customerId", d.customer_no as "customerNo",
           coalesce(d.text, m.text) as text, m.link, d.purpose, t.opened_at as "openedAt", t.closes_at as "closesAt",
           t.decided_at as "decidedAt", t.decided_by as "decidedBy", t.reason, d.external_userid as "externalUserid"
    from channel.staff_task t
    join channel.delivery d
      on d.workspace_id = t.workspace_id
      and d.id = t.id
    join channel.message m
      on m.workspace_id = d.workspace_id
      and m.id = d.message_id
    where t.workspace_id = ${tenant.id}
      and t.state = ${filter.state}
      and (${filter.userid ?? null}::text is null or t.userid = ${filter.userid ?? null})
    order by ${order}
    limit ${filter.limit + 1}
    offset ${skip}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from channel.staff_task t
    where t.workspace_id = ${tenant.id}
      and t.state = ${filter.state}
      and (${filter.userid ?? null}::text is null or t.userid = ${filter.userid ?? null})
  `)
  const items = rows
    .slice(0, filter.limit)
    .map(({ link, ...row }) => ({ ...row, link: linkOf(link) }))
  return { items, total, next: rows.length > filter.limit ? String(skip + filter.limit) : null }
}

/** What one associate is to send to one person now, by when it closes. @param customerIds all rows of the person. */
export async function openTasksOf(
  tx: Tx,
  tenant: TenantId,
  { userid, customerIds }: { userid: string; customerIds: readonly string[] },
): Promise<ListedTask[]> {
  const filter = { state: 'open', userid, limit: OPEN_SHOWN } as const
  const { items } = await listTasks(tx, tenant, filter)
  return items.filter(({ customerId }) => customerIds.includes(customerId))
}
/** Open tasks of one associate that are looked through; a day has far fewer. */
const OPEN_SHOWN = 200

/** An associate's open tasks, and what she did since an instant. */
export function countTasks(
  tx: Tx,
  tenant: TenantId,
  { userid, since }: { userid: string; since: Date },
): Promise<{ open: number; done: number }> {
  return tx.one(sql<{ open: number; done: number }>`
    select count(*) filter (where state = 'open') as open,
           count(*) filter (where state = 'done' and decided_at >= ${since}) as done
    from channel.staff_task
    where workspace_id = ${tenant.id}
      and userid = ${userid}
  `)
}

const OFFSET_MAX = 100_000

function readCursor(cursor: string): number {
  const skip = /^\d{1,6}$/.test(cursor) ? Number(cursor) : Number.NaN
  if (!(skip <= OFFSET_MAX)) throw new Problem('bad_request', { detail: 'cursor' })
  return skip
}

const ASSOCIATES_MAX = 500

/** How much is open with each associate, and what they did since an instant. */
export function tasksByAssociate(
  tx: Tx,
  tenant: TenantId,
  since: Date,
): Promise<{ userid: string; open: number; done: number }[]> {
  return tx.rows(sql<{ userid: string; open: number; done: number }>`
    select userid, count(*) filter (where state = 'open') as open,
           count(*) filter (where state = 'done' and decided_at >= ${since}) as done
    from channel.staff_task
    where workspace_id = ${tenant.id}
      and (state = 'open' or decided_at >= ${since})
    group by userid
    order by open desc, userid
    limit ${ASSOCIATES_MAX}
  `)
}
