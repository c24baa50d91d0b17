import { type ApplyStep, nothingApplied, type ResolvedEvent } from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { TAGGED, UNTAGGED } from './mirror-step.ts'

/**
 * The line of the table of appliers that says which tags are to stand in WeCom because of what is known here: those of shared
 * groups with standing evidence of our own, on every associate of their company whom the person follows. It reads how things stand now, so
 * neither repetition nor order of the facts matters.
 */
export const markStep: ApplyStep = {
  name: 'tag_mark',
  on: [TAGGED, UNTAGGED, 'follow.started', 'follow.found'],
  async apply(tx, { tenant, now }, events) {
    const ids = [...new Set(events.flatMap(({ customerId }) => customerId ?? []))]
    if (ids.length > 0 && (await hasSharedTags(tx, tenant.id))) {
      const asked = sql`select n.id from unnest(${ids}::uuid[]) as n (id)`
      await wantMarks(tx, tenant.id, asked, now)
      await unwantMarks(tx, tenant.id, asked, now)
      await turnMarks(tx, tenant.id, events.flatMap(turnOf), now)
    }
    return nothingApplied
  },
}

function turnOf({ name, props }: ResolvedEvent) {
  const { tagging_id: taggingId, isWithdrawn } = props
  return name === UNTAGGED && typeof taggingId === 'string' && typeof isWithdrawn === 'boolean'
    ? [{ taggingId, isWithdrawn }]
    : []
}

/** Most workspaces that are not connected need no look at their people. */
async function hasSharedTags(tx: Tx, workspaceId: string): Promise<boolean> {
  const found = await tx.maybe(sql<{ one: number }>`
    select 1 as one
    from customer.tag_group
    where workspace_id = ${workspaceId}
      and (is_shared or wecom_id is not null)
    limit 1
  `)
  return found !== null
}

/** Whoever wears these tags here is to wear them in WeCom: asked when WeCom gets to know a tag. */
export async function wantMarksOfTags(
  tx: Tx,
  workspaceId: string,
  tagIds: readonly string[],
  now: Date,
): Promise<void> {
  const asked = sql`
    select distinct a.customer_id
    from customer.tagging a
    where a.workspace_id = ${workspaceId}
      and a.tag_id = any(${[...tagIds]}::uuid[])
      and a.withdrawn_at is null
  `
  await wantMarks(tx, workspaceId, asked, now)
}

type Rows = ReturnType<typeof sql<unknown>>

/** Everybody whose rows these are, with all their rows, and the follows that stand. @param asked a query of ids of rows. */
function pairs(workspaceId: string, asked: Rows) {
  return sql`
    person as (
      select distinct person_id as id
      from customer.customer
      where workspace_id = ${workspaceId}
        and id in (${asked})
    ),
    own as (
      select p.id as person_id, p.id
      from person p
      union all
      select c.person_id, c.id
      from person p
      join customer.customer c
        on c.workspace_id = ${workspaceId}
        and c.person_id = p.id
        and c.person_id <> c.id
    ),
    pair as (
      select o.person_id, f.company, f.userid, f.external_userid
      from own o
      join customer.follow f
        on f.workspace_id = ${workspaceId}
        and f.customer_id = o.id
        and f.left_at is null
        and f.removed_at is null
        and f.confirmed_at is not null
    ),
    wanted as (
      select distinct o.person_id, a.tag_id, g.company
      from own o
      join customer.tagging a
        on a.workspace_id = ${workspaceId}
        and a.customer_id = o.id
        and a.withdrawn_at is null
        and a.sign = 1
        and a.source <> 'wecom'
      join customer.tag t
        on t.workspace_id = a.workspace_id
        and t.id = a.tag_id
        and t.archived_at is null
      join customer.tag_group g
        on g.workspace_id = t.workspace_id
        and g.id = t.group_id
        and (g.is_shared or g.wecom_id is not null)
    )
  `
}

async function wantMarks(tx: Tx, workspaceId: string, asked: Rows, now: Date): Promise<void> {
  await tx.run(sql`
    with ${pairs(workspaceId, asked)}
    insert into customer.tag_mark as m (workspace_id, userid, external_userid, tag_id, wants, changed_at, due_at)
    select ${workspaceId}, p.userid, p.external_userid, w.tag_id, true, ${now}, ${now}
    from pair p
    -- A company knows its own tags only.
    join wanted w on w.person_id = p.person_id and w.company = p.company
    on conflict (workspace_id, userid, external_userid, tag_id) do update
    set wants = true, changed_at = excluded.changed_at, due_at = excluded.due_at, tries = 0, error = null
    where not m.wants
  `)
}

/** What was wanted and has no evidence any more. */
async function unwantMarks(tx: Tx, workspaceId: string, asked: Rows, now: Date): Promise<void> {
  await tx.run(sql`
    with ${pairs(workspaceId, asked)}
    update customer.tag_mark m
    set wants = false, changed_at = ${now}, due_at = ${now}, tries = 0, error = null
    from pair p
    where m.workspace_id = ${workspaceId}
      and m.userid = p.userid
      and m.external_userid = p.external_userid
      and m.wants
      and not exists (select from wanted w where w.person_id = p.person_id and w.tag_id = m.tag_id)
  `)
}

/** Evidence that associates gave in WeCom and that was taken back here, or counts again: the pair loses the tag there, or gets it. */
async function turnMarks(
  tx: Tx,
  workspaceId: string,
  turned: readonly { taggingId: string; isWithdrawn: boolean }[],
  now: Date,
): Promise<void> {
  if (turned.length === 0) return
  await tx.run(sql`
    insert into customer.tag_mark as m (workspace_id, userid, external_userid, tag_id, wants, changed_at, due_at)
    select distinct on (f.userid, f.external_userid, a.tag_id)
           ${workspaceId}::uuid, f.userid, f.external_userid, a.tag_id, not n.is_withdrawn, ${now}::timestamptz,
           ${now}::timestamptz
    from unnest(
      ${turned.map(({ taggingId }) => taggingId)}::uuid[],
      ${turned.map(({ isWithdrawn }) => isWithdrawn)}::boolean[]
    ) as n (tagging_id, is_withdrawn)
    join customer.tagging a
      on a.workspace_id = ${workspaceId}
      and a.id = n.tagging_id
      and a.source = 'wecom'
    join customer.follow f
      on f.workspace_id = a.workspace_id
      and f.customer_id = a.customer_id
      and f.userid = a.userid
      and f.left_at is null
      and f.removed_at is null
    on conflict (workspace_id, userid, external_userid, tag_id) do update
    set wants = excluded.wants, changed_at = excluded.changed_at, due_at = excluded.due_at, tries = 0, error = null
  `)
}
