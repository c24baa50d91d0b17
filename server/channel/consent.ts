import type { AgreedCarrier, Purpose } from '../../contract/delivery.ts'
import { peopleBook, rowsOfPersons } from '../customer/index.ts'
import { append } from '../event/index.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { allowNumbers } from './dead-address.ts'
import type { HoldKind } from './hold-reason.ts'

type TenantId = Pick<Tenant, 'id'>

/** Until somebody says otherwise. */
export const FOR_EVER = new Date('9999-12-31T00:00:00Z')

/** What a customer said (or somebody for them) about being spoken to. */
export type Word = {
  customerId: string
  by: string | null
  source: 'staff' | 'customer' | 'import' | 'api'
  reason: string
  now: Date
} & (
  | { kind: 'opt_out' | 'opt_in'; purpose: Purpose }
  | { kind: 'do_not_disturb'; until: Date | null }
  | { kind: 'disturb_again' }
  | { kind: 'channel_refused' | 'channel_agreed'; carrier: AgreedCarrier }
)

/** Writes it down; it counts from the commit on. @returns the record's id, or null when nobody has that id. */
export async function record(tx: Tx, tenant: TenantId, word: Word): Promise<string | null> {
  const rows = await rowsOfPersons(tx, tenant, { ids: [word.customerId] })
  if (rows.length === 0) return null
  const id = newId()
  const purpose = 'purpose' in word ? word.purpose : ''
  const until = 'until' in word ? word.until : null
  const carrier = 'carrier' in word ? word.carrier : ''
  await tx.run(sql`
    insert into channel.consent
      (workspace_id, id, customer_id, kind, purpose, carrier, until, source, reason, recorded_at, recorded_by)
    values (
      ${tenant.id}, ${id}, ${word.customerId}, ${word.kind}, ${purpose}, ${carrier}, ${until}, ${word.source}, ${word.reason},
      ${word.now}, ${word.by}
    )
  `)
  if (word.kind === 'channel_agreed' && word.carrier === 'sms')
    await allowNumbers(tx, tenant, word.customerId)
  await bringUp(tx, tenant, rows)
  await tellOf(tx, tenant, id, word)
  return id
}

/** History hears of it: whoever refuses after a message is what it did harm to. */
async function tellOf(tx: Tx, tenant: TenantId, id: string, word: Word): Promise<void> {
  const no = await peopleBook.numberOf(tx, tenant, word.customerId)
  if (no === null) return
  const isRefusal = ['opt_out', 'do_not_disturb', 'channel_refused'].includes(word.kind)
  const fact = {
    name: isRefusal ? 'consent.withdrawn' : 'consent.given',
    at: word.now,
    cause: [id],
    customer: { id: word.customerId, no },
    value: null,
    props: {
      kind: word.kind,
      source: word.source,
      ...('purpose' in word ? { purpose: word.purpose } : {}),
      ...('carrier' in word ? { carrier: word.carrier } : {}),
    },
  }
  await append(tx, tenant, [fact], { lane: 'journey', now: word.now })
}

/** Takes a record back, because it was wrong. @returns false when there is none that stands. */
export async function takeBack(
  tx: Tx,
  tenant: TenantId,
  { id, by, now }: { id: string; by: string | null; now: Date },
): Promise<boolean> {
  const gone = await tx.maybe(sql<{ customerId: string; kind: string; carrier: string }>`
    update channel.consent
    set undone_at = ${now}, undone_by = ${by}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and undone_at is null
    returning customer_id as "customerId", kind, carrier
  `)
  if (!gone) return false
  if (gone.kind === 'channel_refused' && gone.carrier === 'sms')
    await allowNumbers(tx, tenant, gone.customerId)
  await bringUp(tx, tenant, await rowsOfPersons(tx, tenant, { ids: [gone.customerId] }))
  return true
}

/**
 * Works out anew what persons refuse, from the records of all their rows. Of each row the newest word counts, and among the
 * rows of one person the stricter: whoever said no as one of them has said no.
 */
export async function bringUp(
  tx: Tx,
  tenant: TenantId,
  rows: readonly { customerId: string; personId: string }[],
): Promise<void> {
  if (rows.length === 0) return
  await lockBefore(tx, tenant, rows)
  await tx.run(sql`
    with member as (
      select n.id, n.person_id
      from unnest(
        ${rows.map(({ customerId }) => customerId)}::uuid[],
        ${rows.map(({ personId }) => personId)}::uuid[]
      ) as n (id, person_id)
    ),
    newest as (
      select distinct on (m.id, c.purpose, c.carrier) m.person_id, c.kind, c.purpose, c.carrier, c.until
      from member m
      join channel.consent c
        on c.workspace_id = ${tenant.id}
        and c.customer_id = m.id
        and c.undone_at is null
      order by m.id, c.purpose, c.carrier, c.recorded_at desc, c.id desc
    ),
    held as (
      select distinct on (m.person_id) m.person_id, h.id, h.kind
      from member m
      join channel.hold h
        on h.workspace_id = ${tenant.id}
        and h.customer_id = m.id
        and h.ended_at is null
      order by m.person_id, h.kind, h.began_at, h.id
    ),
    stands as (
      select m.person_id,
             coalesce(array_agg(distinct n.purpose) filter (where n.kind = 'opt_out'), '{}') as refused,
             coalesce(array_agg(distinct n.carrier) filter (where n.kind = 'channel_refused'), '{}') as refused_carriers,
             coalesce(array_agg(distinct n.carrier) filter (where n.kind = 'channel_agreed'), '{}') as agreed_carriers,
             max(coalesce(n.until, ${FOR_EVER}::timestamptz)) filter (where n.kind = 'do_not_disturb') as leave_until
      from (select distinct person_id from member) m
      left join newest n on n.person_id = m.person_id
      group by m.person_id
    )
    insert into channel.person
      (workspace_id, person_id, refused, leave_until, refused_carriers, agreed_carriers, held_by, held_kind)
    select ${tenant.id}, s.person_id, s.refused, s.leave_until, s.refused_carriers, s.agreed_carriers, h.id, h.kind
    from stands s
    left join held h on h.person_id = s.person_id
    order by s.person_id
    on conflict (workspace_id, person_id) do update
    set refused = excluded.refused, leave_until = excluded.leave_until,
        refused_carriers = excluded.refused_carriers, agreed_carriers = excluded.agreed_carriers,
        held_by = excluded.held_by, held_kind = excluded.held_kind
  `)
}

/**
 * Takes the persons' rows before anything is worked out. Whoever works out the same at the same time goes first or comes
 * after: without it the later one would write what it had read before the earlier one's commit.
 */
async function lockBefore(
  tx: Tx,
  tenant: TenantId,
  rows: readonly { personId: string }[],
): Promise<void> {
  const ids = [...new Set(rows.map(({ personId }) => personId))]
  await tx.run(sql`
    insert into channel.person as p (workspace_id, person_id)
    select ${tenant.id}, n.id
    from unnest(${ids}::uuid[]) as n (id)
    order by n.id
    on conflict (workspace_id, person_id) do update
    set refused = p.refused
  `)
}

export type Recorded = {
  id: string
  kind: Word['kind']
  purpose: Purpose | ''
  carrier: AgreedCarrier | ''
  until: Date | null
  source: string
  reason: string
  recordedAt: Date
  recordedBy: string | null
  undoneAt: Date | null
  undoneBy: string | null
}

type Stand = {
  refused: Purpose[]
  leaveUntil: Date | null
  /** The open service case, or the message without an answer, that promotion waits for. */
  heldBy: string | null
  heldKind: HoldKind | null
  refusedCarriers: AgreedCarrier[]
  agreedCarriers: AgreedCarrier[]
}

const RECORDS_MAX = 200

/** How a person stands, and every record behind it, the newest first. Null for nobody. */
export async function standOf(
  tx: Tx,
  tenant: TenantId,
  customerId: string,
): Promise<(Stand & { records: Recorded[] }) | null> {
  const rows = await rowsOfPersons(tx, tenant, { ids: [customerId] })
  const [first] = rows
  if (!first) return null
  const person = await tx.maybe(sql<Stand>`
    select refused, leave_until as "leaveUntil", held_by as "heldBy", held_kind as "heldKind",
           refused_carriers as "refusedCarriers",
           agreed_carriers as "agreedCarriers"
    from channel.person
    where workspace_id = ${tenant.id}
      and person_id = ${first.personId}
  `)
  const records = await tx.rows(sql<Recorded>`
    select id, kind, purpose, carrier, until, source, reason, recorded_at as "recordedAt", recorded_by as "recordedBy",
           undone_at as "undoneAt", undone_by as "undoneBy"
    from channel.consent
    where workspace_id = ${tenant.id}
      and customer_id = any(${rows.map((row) => row.customerId)}::uuid[])
    order by recorded_at desc, id desc
    limit ${RECORDS_MAX}
  `)
  return {
    refused: person?.refused ?? [],
    leaveUntil: person?.leaveUntil ?? null,
    heldBy: person?.heldBy ?? null,
    heldKind: person?.heldKind ?? null,
    refusedCarriers: person?.refusedCarriers ?? [],
    agreedCarriers: person?.agreedCarriers ?? [],
    records,
  }
}
