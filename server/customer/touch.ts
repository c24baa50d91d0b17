import { sql, type Tx } from '../postgres/index.ts'

/** What we did or worked out about a customer is not something the customer did. */
const NOT_SEEN =
  /^(identity\.|import\.|segment\.|journey\.|message\.(sent|failed|unknown)$|customer\.(imported|tagged|untagged|changed)$|contact\.(changed|removed|told|transfer_failed)$|follow\.found$|official\.(follower_read|notice_finished)$|subscription\.ended$|group\.member_(found|left)$)/

/** Whether an event of this name shows that the customer was there. */
export function isSighting(name: string): boolean {
  return !NOT_SEEN.test(name)
}

/**
 * Notes when customers were last seen and with what, by event time and never backwards: first on their own rows, then
 * on the rows that stand for the persons.
 */
export async function touch(
  tx: Tx,
  workspaceId: string,
  seen: { id: string; name: string; at: Date }[],
): Promise<void> {
  const customers = new Map<string, { first: Date; last: Date; event: string }>()
  for (const { id, name, at } of seen) {
    if (!isSighting(name)) continue
    const known = customers.get(id)
    if (!known) customers.set(id, { first: at, last: at, event: name })
    else {
      if (at < known.first) known.first = at
      if (at >= known.last) Object.assign(known, { last: at, event: name })
    }
  }
  if (customers.size === 0) return
  const all = [...customers.values()]
  // The row that stands for a person is touched by its own sighting and by those of the person's other rows: in one
  // statement a row changes once only, so both are gathered before.
  await tx.run(sql`
    with sighted as (
      select c.id, c.person_id, s.first_at, s.last_at, s.event
      from unnest(
        ${[...customers.keys()]}::uuid[],
        ${all.map(({ first }) => first)}::timestamptz[],
        ${all.map(({ last }) => last)}::timestamptz[],
        ${all.map(({ event }) => event)}::text[]
      ) as s (id, first_at, last_at, event)
      join customer.customer c
        on c.workspace_id = ${workspaceId}
        and c.id = s.id
    ),
    target as (
      select id, first_at, last_at, event, true as is_own, person_id = id as is_person
      from sighted
      union all
      select person_id, first_at, last_at, event, false, true
      from sighted
      where person_id <> id
    ),
    change as (
      select id,
             min(first_at) filter (where is_own) as own_first_at,
             max(last_at) filter (where is_own) as own_last_at,
             max(event) filter (where is_own) as own_event,
             min(first_at) filter (where is_person) as first_at,
             max(last_at) filter (where is_person) as last_at,
             (array_agg(event order by last_at desc) filter (where is_person))[1] as event
      from target
      group by id
    )
    update customer.customer c
    set own_last_event = case
          when ch.own_last_at >= c.own_last_seen_at or c.own_last_event = '' then coalesce(ch.own_event, c.own_last_event)
          else c.own_last_event
        end,
        own_first_seen_at = least(c.own_first_seen_at, ch.own_first_at),
        own_last_seen_at = greatest(c.own_last_seen_at, ch.own_last_at),
        last_event = case
          when ch.last_at >= c.last_seen_at or c.last_event = '' then coalesce(ch.event, c.last_event)
          else c.last_event
        end,
        first_seen_at = least(c.first_seen_at, ch.first_at),
        last_seen_at = greatest(c.last_seen_at, ch.last_at)
    from change ch
    where c.workspace_id = ${workspaceId}
      and c.id = ch.id
  `)
}
