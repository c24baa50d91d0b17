import type { Carrier, Purpose } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { HoldKind } from './hold-reason.ts'
import type { Counts } from './judge.ts'

/** What is known of a person without counting. */
type Locked = {
  personId: string
  refused: Purpose[]
  leaveUntil: Date | null
  heldBy: string | null
  heldKind: HoldKind | null
  refusedCarriers: string[]
  agreedCarriers: string[]
}

const LOCKED = sql.raw(`
  person_id as "personId", refused, leave_until as "leaveUntil", held_by as "heldBy", held_kind as "heldKind",
  refused_carriers as "refusedCarriers", agreed_carriers as "agreedCarriers"
`)

/**
 * Locks the people of a batch so that nobody else counts or takes their slots until the transaction ends. People whom
 * another transaction holds are left out: they are somebody else's for the moment. Counting has to be a later statement of
 * the same transaction, so that it sees what the last holder wrote (tried with 8 workers: none over a cap, no deadlock;
 * counting inside the locking statement let 721 of 5,000 over).
 */
export async function lockPeople(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  personIds: readonly string[],
): Promise<Map<string, Locked>> {
  if (personIds.length === 0) return new Map()
  const lock = () =>
    tx.rows(sql<Locked>`
      select ${LOCKED}
      from channel.person
      where workspace_id = ${tenant.id}
        and person_id = any(${[...personIds]}::uuid[])
      order by person_id
      for update skip locked
    `)
  const locked = new Map((await lock()).map((row) => [row.personId, row]))
  const missing = personIds.filter((id) => !locked.has(id)).sort()
  if (missing.length === 0) return locked
  // A row that we make is ours until the commit. One that is there, but held, makes no conflict that waits.
  const made = await tx.rows(sql<Locked>`
    insert into channel.person (workspace_id, person_id)
    select ${tenant.id}, n.id
    from unnest(${missing}::uuid[]) as n (id)
    order by n.id
    on conflict do nothing
    returning ${LOCKED}
  `)
  for (const row of made) locked.set(row.personId, row)
  return locked
}

/** The same without locking, for whoever only looks ahead; who was never spoken to has refused nothing. */
export async function peopleAsTheyAre(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  personIds: readonly string[],
): Promise<Map<string, Locked>> {
  const rows = await tx.rows(sql<Locked>`
    select p.id as "personId", coalesce(k.refused, '{}') as refused, k.leave_until as "leaveUntil", k.held_by as "heldBy",
           k.held_kind as "heldKind",
           coalesce(k.refused_carriers, '{}') as "refusedCarriers", coalesce(k.agreed_carriers, '{}') as "agreedCarriers"
    from unnest(${[...personIds]}::uuid[]) as p (id)
    left join channel.person k
      on k.workspace_id = ${tenant.id}
      and k.person_id = p.id
  `)
  return new Map(rows.map((row) => [row.personId, row]))
}

type Asked = { personId: string; on: string; lastSeenAt: Date }
type Row = {
  person: string
  day: number
  week: number
  month: number
  carrierDay: number
  carrierWeek: number
  carrierMonth: number
  purposeDay: number
  purposeWeek: number
  purposeMonth: number
  massDay: number
  massWeek: number
  massMonth: number
  helpful: number
  promotions: number
  unanswered: number
}

/**
 * What each person got or is to get around an instant. Seven days are looked at in both directions: a slot that lies ahead
 * counts as well as one that was used. What an associate has in hand since an earlier day may be confirmed this moment, so it
 * counts for this day.
 * @param except deliveries that are judged again and must not count against themselves.
 */
export async function countSlots(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { people, at, carrier, purpose, except, rehearsed }: Question,
): Promise<Map<string, Counts>> {
  if (people.length === 0) return new Map()
  const notOf = rehearsed?.journeyId ?? null
  const rows = await tx.rows(sql<Row>`
    select p.id as person,
           count(*) filter (where d.slot_on = p.day) as day,
           count(*) filter (where d.near) as week,
           count(*) filter (where d.slot_on between p.month_from and p.month_to) as month,
           count(*) filter (where d.is_carrier and d.slot_on = p.day) as "carrierDay",
           count(*) filter (where d.is_carrier and d.near) as "carrierWeek",
           count(*) filter (where d.is_carrier and d.slot_on between p.month_from and p.month_to) as "carrierMonth",
           count(*) filter (where d.is_purpose and d.slot_on = p.day) as "purposeDay",
           count(*) filter (where d.is_purpose and d.near) as "purposeWeek",
           count(*) filter (where d.is_purpose and d.slot_on between p.month_from and p.month_to) as "purposeMonth",
           count(*) filter (where d.is_mass and d.slot_on = p.day) as "massDay",
           count(*) filter (where d.is_mass and d.near) as "massWeek",
           count(*) filter (where d.is_mass and d.slot_on between p.month_from and p.month_to) as "massMonth",
           count(*) filter (where d.recent and d.purpose <> 'promotion') as helpful,
           count(*) filter (where d.recent and d.purpose = 'promotion') as promotions,
           count(*) filter (where d.recent and d.slot_at > p.seen_at) as unanswered
    from (
      select n.id, n.day, n.seen_at, date_trunc('month', n.day)::date as month_from,
             (date_trunc('month', n.day) + interval '1 month')::date - 1 as month_to
      from unnest(
        ${people.map(({ personId }) => personId)}::uuid[],
        ${people.map(({ on }) => on)}::date[],
        ${people.map(({ lastSeenAt }) => lastSeenAt)}::timestamptz[]
      ) as n (id, day, seen_at)
    ) p
    join lateral (
      select case when h.is_out and d.slot_on < p.day then p.day else d.slot_on end as slot_on, h.slot_at, d.purpose,
             d.carrier = ${carrier} as is_carrier,
             d.purpose = ${purpose} as is_purpose,
             d.carrier = 'wecom_mass' as is_mass,
             h.slot_at > ${at}::timestamptz - interval '7 days' and h.slot_at < ${at}::timestamptz + interval '7 days' as near,
             h.slot_at > ${at}::timestamptz - interval '30 days' as recent
      from channel.delivery d
      cross join lateral (
        select o.is_out, case when o.is_out then greatest(d.slot_at, ${at}) else d.slot_at end as slot_at
        from (
          select d.carrier in ('wecom_mass', 'staff_task') and d.state in ('sending', 'handed', 'unknown') as is_out
        ) o
      ) h
      where d.workspace_id = ${tenant.id}
        and d.person_id = p.id
        and d.slot_on between p.day - 31 and p.day + 31
        and d.id <> all(${[...except]}::uuid[])
        and (${notOf}::uuid is null or (d.journey_id is distinct from ${notOf}::uuid and d.planned_at <= ${at}))
    ) d on true
    group by p.id
  `)
  return new Map(rows.map((row) => [row.person, countsOf(row)]))
}

type Question = {
  people: readonly Asked[]
  at: Date
  carrier: Carrier
  purpose: Purpose
  except: readonly string[]
  /** Of a rehearsal of days that are past: without its own journey, and only what was planned by then. */
  rehearsed?: { journeyId: string }
}

function countsOf(row: Row): Counts {
  return {
    overall: { day: row.day, week: row.week, month: row.month },
    carrier: { day: row.carrierDay, week: row.carrierWeek, month: row.carrierMonth },
    purpose: { day: row.purposeDay, week: row.purposeWeek, month: row.purposeMonth },
    mass: { day: row.massDay, week: row.massWeek, month: row.massMonth },
    helpful: row.helpful,
    promotions: row.promotions,
    unanswered: row.unanswered,
  }
}

type Kind = Pick<Question, 'carrier' | 'purpose'>

/**
 * The counts with one more slot on the day in question: what the next one of the same person and batch meets.
 * @param asked by which carrier and for which purpose the next one is to go.
 */
export function oneMore(counts: Counts, { carrier, purpose }: Kind, asked: Kind): Counts {
  const more = (had: Counts['overall']) => ({
    day: had.day + 1,
    week: had.week + 1,
    month: had.month + 1,
  })
  return {
    ...counts,
    overall: more(counts.overall),
    carrier: carrier === asked.carrier ? more(counts.carrier) : counts.carrier,
    purpose: purpose === asked.purpose ? more(counts.purpose) : counts.purpose,
    mass: carrier === 'wecom_mass' ? more(counts.mass) : counts.mass,
    helpful: counts.helpful + (purpose === 'promotion' ? 0 : 1),
    promotions: counts.promotions + (purpose === 'promotion' ? 1 : 0),
    unanswered: counts.unanswered + 1,
  }
}

/**
 * How many tasks each associate has on a day, beside those that are judged again.
 * @param past the day is over: what came after it, or was planned after `at`, does not count.
 */
export async function tasksOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  {
    userids,
    from,
    except,
    past,
  }: {
    userids: readonly string[]
    from: Date
    except: readonly string[]
    past: { journeyId: string; until: Date; at: Date } | null
  },
): Promise<Map<string, number>> {
  if (userids.length === 0) return new Map()
  const notOf = past?.journeyId ?? null
  const rows = await tx.rows(sql<{ userid: string; tasks: number }>`
    select d.userid, count(*) as tasks
    from channel.delivery d
    where d.workspace_id = ${tenant.id}
      and d.userid = any(${[...userids]}::text[])
      and d.carrier = 'staff_task'
      and d.slot_at >= ${from}
      and d.state in ('planned', 'claimed', 'handed', 'sent')
      and d.id <> all(${[...except]}::uuid[])
      and (
        ${notOf}::uuid is null
        or (
          d.journey_id is distinct from ${notOf}::uuid
          and d.slot_at < ${past?.until ?? from}::timestamptz
          and d.planned_at <= ${past?.at ?? from}::timestamptz
        )
      )
    group by d.userid
  `)
  return new Map(rows.map(({ userid, tasks }) => [userid, tasks]))
}
