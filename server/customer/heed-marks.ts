import type { Tenant } from '../event/index.ts'
import { addMs } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A pair of associate and contact whose tags were read. */
export type ReadPair = { customerId: string; userid: string; contact: string; at: Date }

/** WeCom may show a reading that is a little older than what we have just put there. */
const LAG_MS = 10_000

/** A tagging that was taken back, and of whom. */
export type Lost = { taggingId: string; customerId: string; no: number; tag: string }

type Mark = {
  userid: string
  contact: string
  tagId: string
  wecomId: string
  wants: boolean
  isPending: boolean
  sentAt: Date | null
}

/**
 * Compares what was read with what we wanted there. What has not reached WeCom yet is ours to say; what has is WeCom's: a tag
 * of ours that an associate took away there is taken back here, one that we took away and an associate gave again counts
 * as theirs.
 * @returns `ours`: pair and tag whose presence is our own doing; `lost`: evidence of ours that was taken back.
 */
export async function heedMarks(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  pairs: readonly ReadPair[],
  present: readonly { userid: string; contact: string; wecomId: string }[],
  now: Date,
): Promise<{ ours: ReadonlySet<string>; lost: Lost[] }> {
  const marks = await marksOf(tx, tenant, pairs)
  const keyOf = ({
    userid,
    contact,
    wecomId,
  }: Omit<Mark, 'wants' | 'isPending' | 'sentAt' | 'tagId'>) => `${userid} ${contact} ${wecomId}`
  const there = new Set(present.map(keyOf))
  const readAt = new Map(pairs.map(({ userid, contact, at }) => [`${userid} ${contact}`, at]))
  const isNewer = ({ userid, contact, sentAt }: Mark) => {
    const at = readAt.get(`${userid} ${contact}`)
    return at !== undefined && sentAt !== null && addMs(sentAt, LAG_MS) < at
  }
  const settled = marks.filter((mark) => !mark.isPending && isNewer(mark))
  const taken = settled.filter((mark) => mark.wants && !there.has(keyOf(mark)))
  const given = settled.filter((mark) => !mark.wants && there.has(keyOf(mark)))
  await forget(tx, tenant, [...taken, ...given])
  const gone = new Set(given.map(keyOf))
  return {
    ours: new Set(marks.map(keyOf).filter((key) => !gone.has(key))),
    lost: await takeBack(tx, tenant, pairs, taken, now),
  }
}

function marksOf(tx: Tx, tenant: Pick<Tenant, 'id'>, pairs: readonly ReadPair[]): Promise<Mark[]> {
  return tx.rows(sql<Mark>`
    select m.userid, m.external_userid as contact, m.tag_id as "tagId", t.wecom_id as "wecomId", m.wants,
           m.due_at is not null as "isPending", m.sent_at as "sentAt"
    from (
      select distinct n.userid, n.contact
      from unnest(
        ${pairs.map(({ userid }) => userid)}::text[],
        ${pairs.map(({ contact }) => contact)}::text[]
      ) as n (userid, contact)
    ) n
    join customer.tag_mark m
      on m.workspace_id = ${tenant.id}
      and m.userid = n.userid
      and m.external_userid = n.contact
    join customer.tag t
      on t.workspace_id = m.workspace_id
      and t.id = m.tag_id
      and t.wecom_id is not null
  `)
}

async function forget(tx: Tx, tenant: Pick<Tenant, 'id'>, marks: readonly Mark[]): Promise<void> {
  if (marks.length === 0) return
  await tx.run(sql`
    delete from customer.tag_mark m
    using unnest(
      ${marks.map(({ userid }) => userid)}::text[],
      ${marks.map(({ contact }) => contact)}::text[],
      ${marks.map(({ tagId }) => tagId)}::uuid[]
    ) as n (userid, contact, tag_id)
    where m.workspace_id = ${tenant.id}
      and m.userid = n.userid
      and m.external_userid = n.contact
      and m.tag_id = n.tag_id
  `)
}

/** The evidence of ours for tags that were taken away in WeCom; from the person's other associates they go as well. */
async function takeBack(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  pairs: readonly ReadPair[],
  taken: readonly Mark[],
  now: Date,
): Promise<Lost[]> {
  if (taken.length === 0) return []
  const customerOf = new Map(
    pairs.map(({ userid, contact, customerId }) => [`${userid} ${contact}`, customerId]),
  )
  const known = taken.flatMap(({ userid, contact, tagId }) => {
    const customerId = customerOf.get(`${userid} ${contact}`)
    return customerId ? [{ customerId, tagId }] : []
  })
  return tx.rows(sql<Lost>`
    update customer.tagging a
    set withdrawn_at = ${now}
    from unnest(
      ${known.map(({ customerId }) => customerId)}::uuid[],
      ${known.map(({ tagId }) => tagId)}::uuid[]
    ) as n (customer_id, tag_id)
    join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.id = n.customer_id
    cross join lateral (
      select p.id, p.no
      from customer.customer p
      where p.workspace_id = ${tenant.id}
        and p.id = c.person_id
      union all
      select r.id, r.no
      from customer.customer r
      where r.workspace_id = ${tenant.id}
        and r.person_id = c.person_id
        and r.person_id <> r.id
    ) o
    join customer.tag t
      on t.workspace_id = ${tenant.id}
      and t.id = n.tag_id
    where a.workspace_id = ${tenant.id}
      and a.customer_id = o.id
      and a.tag_id = n.tag_id
      and a.source <> 'wecom'
      and a.sign = 1
      and a.withdrawn_at is null
    returning a.id as "taggingId", o.id as "customerId", o.no, t.name as tag
  `)
}
