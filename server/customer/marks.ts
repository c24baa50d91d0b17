import { addMs, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** Tags to put on or take off one pair of associate and contact in WeCom, by WeCom's ids. */
export type DueMarks = {
  userid: string
  contact: string
  add: string[]
  remove: string[]
  tries: number
  tagIds: string[]
  changedAt: Date
}

/** So long nobody else takes what somebody is bringing to WeCom. */
const LEASE_MS = 60_000
const RETRY_AFTER_MS = 1_000
const RETRY_AFTER_MAX_MS = 600_000

/** Yields the workspaces that have marks to bring to WeCom, asked with no workspace set. */
export function workspacesWithMarks(now: Date) {
  return sql<{ id: string }>`
    select m.id
    from customer.marks_due(${now}) as m (id)
  `
}

/** Takes marks of these companies that are due, whole pairs at a time: two writers of one pair would hinder each other at WeCom (45035). */
export async function takeMarks(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { companies, now, most }: { companies: readonly string[]; now: Date; most: number },
): Promise<DueMarks[]> {
  const rows = await tx.rows(sql<{
    userid: string
    contact: string
    tagId: string
    wecomId: string
    wants: boolean
    tries: number
    changedAt: Date
  }>`
    with due as materialized (
      select d.userid, d.external_userid, d.tag_id
      from customer.tag_mark d
      join customer.tag g
        on g.workspace_id = d.workspace_id
        and g.id = d.tag_id
        and g.wecom_id is not null
      where d.workspace_id = ${tenant.id}
        and d.due_at <= ${now}
        and liuyuan.company_of(d.userid) = any(${[...companies]}::text[])
      order by d.userid, d.external_userid
      limit ${most}
      for update of d skip locked
    )
    update customer.tag_mark m
    set due_at = ${addMs(now, LEASE_MS)}, tries = m.tries + 1
    from due
    join customer.tag t
      on t.workspace_id = ${tenant.id}
      and t.id = due.tag_id
    where m.workspace_id = ${tenant.id}
      and m.userid = due.userid
      and m.external_userid = due.external_userid
      and m.tag_id = due.tag_id
    returning m.userid, m.external_userid as contact, m.tag_id as "tagId", t.wecom_id as "wecomId", m.wants, m.tries,
              m.changed_at as "changedAt"
  `)
  const byPair = new Map<string, DueMarks>()
  for (const { userid, contact, tagId, wecomId, wants, tries, changedAt } of rows) {
    const key = `${userid} ${contact}`
    const pair = byPair.get(key) ?? {
      userid,
      contact,
      add: [],
      remove: [],
      tries,
      tagIds: [],
      changedAt,
    }
    byPair.set(key, pair)
    pair.tagIds.push(tagId)
    if (wants) pair.add.push(wecomId)
    else pair.remove.push(wecomId)
    if (changedAt > pair.changedAt) pair.changedAt = changedAt
  }
  return [...byPair.values()]
}

/** What came of bringing marks to WeCom. `again`: WeCom was busy. `never`: it says that it will not take them. */
export type MarkOutcome = { marks: DueMarks; how: 'done' | 'again' | 'never'; error: string | null }

/** Notes what came of it; what was changed meanwhile stays due. */
export async function settleMarks(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  outcomes: readonly MarkOutcome[],
  now: Date,
): Promise<void> {
  const rows = outcomes.flatMap(({ marks, how, error }) =>
    marks.tagIds.map((tagId) => ({
      userid: marks.userid,
      contact: marks.contact,
      tagId,
      changedAt: marks.changedAt,
      dueAt: how === 'again' ? addMs(now, waitMs(marks.tries)) : null,
      sentAt: how === 'done' ? now : null,
      error,
    })),
  )
  if (rows.length === 0) return
  await tx.run(sql`
    update customer.tag_mark m
    set due_at = n.due_at, sent_at = coalesce(n.sent_at, m.sent_at), error = n.error
    from unnest(
      ${rows.map(({ userid }) => userid)}::text[],
      ${rows.map(({ contact }) => contact)}::text[],
      ${rows.map(({ tagId }) => tagId)}::uuid[],
      ${rows.map(({ changedAt }) => changedAt)}::timestamptz[],
      ${rows.map(({ dueAt }) => dueAt)}::timestamptz[],
      ${rows.map(({ sentAt }) => sentAt)}::timestamptz[],
      ${rows.map(({ error }) => error)}::text[]
    ) as n (userid, contact, tag_id, changed_at, due_at, sent_at, error)
    where m.workspace_id = ${tenant.id}
      and m.userid = n.userid
      and m.external_userid = n.contact
      and m.tag_id = n.tag_id
      and m.changed_at <= n.changed_at
  `)
}

function waitMs(tries: number): number {
  return Math.min(RETRY_AFTER_MS * 2 ** tries, RETRY_AFTER_MAX_MS)
}
