import type { TagJob, TagJobDetail, TagJobPerson } from '../../contract/tag-job.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { rowsOfPerson } from './rows-of-person.ts'

const JOBS_SHOWN = 20

type Row = {
  id: string
  tagId: string
  tag: string
  askedAt: Date
  askedBy: string | null
  total: number
  done: number
  endedAt: Date | null
  undoneAt: Date | null
}

/** Names of staff by their ids (the staff room's verb). */
export type StaffNames = (
  tx: Tx,
  workspaceId: string,
  ids: readonly (string | null)[],
) => Promise<ReadonlyMap<string, string>>

/** The newest jobs; or one of them. */
export async function tagJobsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  staffNames: StaffNames,
  id: string | null = null,
): Promise<TagJob[]> {
  const rows = await tx.rows(sql<Row>`
    select j.id, j.tag_id as "tagId", t.name as tag, j.asked_at as "askedAt", j.asked_by as "askedBy", j.total, j.done,
           j.ended_at as "endedAt", j.undone_at as "undoneAt"
    from customer.tag_job j
    join customer.tag t
      on t.workspace_id = j.workspace_id
      and t.id = j.tag_id
    where j.workspace_id = ${tenant.id}
      and (${id}::uuid is null or j.id = ${id})
    order by j.asked_at desc, j.id desc
    limit ${JOBS_SHOWN}
  `)
  const names = await staffNames(
    tx,
    tenant.id,
    rows.map(({ askedBy }) => askedBy),
  )
  return rows.map(({ tagId, tag, ...row }) => ({
    id: showId('tagJob', row.id),
    tag: { id: showId('tag', tagId), name: tag },
    askedAt: row.askedAt.toISOString(),
    askedBy: row.askedBy === null ? null : (names.get(row.askedBy) ?? null),
    total: row.total,
    done: row.done,
    endedAt: row.endedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
  }))
}

/** How each person of a job stands, here and in WeCom, as it is now: the worst of their associates counts. */
function people(workspaceId: string, jobId: string) {
  return sql`
    select p.customer_id, coalesce(p.outcome, 'waiting') as outcome,
           case
             when not (g.is_shared or g.wecom_id is not null) then 'own'
             when f.follows = 0 then 'no_friend'
             when f.refused is not null then 'refused'
             when p.outcome is null or f.waiting > 0 or t.wecom_id is null then 'waiting'
             else 'same'
           end as in_wecom,
           f.refused as error
    from customer.tag_job j
    join customer.tag t
      on t.workspace_id = j.workspace_id
      and t.id = j.tag_id
    join customer.tag_group g
      on g.workspace_id = t.workspace_id
      and g.id = t.group_id
    join customer.tag_job_person p
      on p.workspace_id = j.workspace_id
      and p.job_id = j.id
    cross join lateral (
      select count(*) as follows,
             count(*) filter (where m.due_at is not null) as waiting,
             max(m.error) filter (where m.due_at is null) as refused
      from customer.customer c
      cross join lateral ${rowsOfPerson} o
      join customer.follow w
        on w.workspace_id = c.workspace_id
        and w.customer_id = o.id
        and w.left_at is null
        and w.removed_at is null
        and w.confirmed_at is not null
      left join customer.tag_mark m
        on m.workspace_id = w.workspace_id
        and m.userid = w.userid
        and m.external_userid = w.external_userid
        and m.tag_id = j.tag_id
      where c.workspace_id = p.workspace_id
        and c.id = p.customer_id
    ) f
    where j.workspace_id = ${workspaceId}
      and j.id = ${jobId}
  `
}

/** One job with how many came to what; null when it is not there. */
export async function tagJobDetail(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  staffNames: StaffNames,
  id: string,
): Promise<TagJobDetail | null> {
  const [job] = await tagJobsOf(tx, tenant, staffNames, id)
  if (!job) return null
  const counted = <Outcome extends string>(column: 'outcome' | 'in_wecom') =>
    tx.rows(sql<{ outcome: Outcome; count: number }>`
      select ${sql.ref(column)} as outcome, count(*)::int as count
      from (${people(tenant.id, id)}) p
      group by 1
      order by 2 desc
    `)
  return {
    ...job,
    here: await counted<TagJobPerson['outcome']>('outcome'),
    inWecom: await counted<TagJobPerson['inWecom']>('in_wecom'),
  }
}

/** A page of the people of a job, those with something wrong first. */
export async function tagJobPeople(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: {
    id: string
    inWecom: string | null
    isWrong: boolean
    limit: number
    from: number
  },
): Promise<{ items: TagJobPerson[]; next: string | null; total: number }> {
  const { id, inWecom, isWrong, limit, from } = asked
  const matching = sql`
    (${inWecom}::text is null or p.in_wecom = ${inWecom})
    and (not ${isWrong} or p.outcome in ('gone', 'archived') or p.in_wecom in ('refused', 'no_friend'))
  `
  const rows = await tx.rows(sql<{
    customerId: string
    name: string | null
    outcome: TagJobPerson['outcome']
    inWecom: TagJobPerson['inWecom']
    error: string | null
  }>`
    select p.customer_id as "customerId", o.name, p.outcome, p.in_wecom as "inWecom", p.error
    from (${people(tenant.id, id)}) p
    left join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.id = p.customer_id
    left join customer.customer o
      on o.workspace_id = ${tenant.id}
      and o.id = c.person_id
    where ${matching}
    order by p.in_wecom = 'refused' desc, p.outcome in ('gone', 'archived') desc, p.customer_id
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from (${people(tenant.id, id)}) p
    where ${matching}
  `)
  const items = rows.map(({ customerId, name, ...row }) => ({
    ...row,
    customerId: showId('customer', customerId),
    name: name ?? '',
  }))
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}
