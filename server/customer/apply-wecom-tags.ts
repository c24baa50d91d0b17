import { evidenceWeights } from '../../science/intensity.ts'
import { type ApplyStep, type Fact, nothingApplied, PRIVATE, type Tenant } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { toldFollows } from './apply-follows.ts'
import { heedMarks, type Lost, type ReadPair } from './heed-marks.ts'
import { taggingsAsTheyStand } from './mirror.ts'
import { UNTAGGED } from './mirror-step.ts'

type Given = {
  customerId: string
  userid: string
  contact: string
  wecomId: string
  at: Date
  id: string
}

/** The line of the table of appliers that keeps the tags which associates gave in WeCom, as evidence of theirs. */
export const wecomTagStep: ApplyStep = {
  name: 'wecom_tag',
  on: ['contact.told'],
  async apply(tx, context, events) {
    const { tenant } = context
    const pairs = new Map<string, Given[]>()
    const asked: ReadPair[] = []
    for (const { customerId, at, props } of events) {
      const read = toldFollows.safeParse(props[PRIVATE])
      if (!read.success || customerId === null) continue
      const contact = String(props.external_userid)
      for (const { userid, tag_ids } of read.data.follows) {
        asked.push({ customerId, userid, contact, at })
        const given = tag_ids.map((wecomId) => ({
          customerId,
          userid,
          contact,
          wecomId,
          at,
          id: idFrom('wecom tagging', tenant.id, contact, userid, wecomId),
        }))
        // The last reading of a pair in the batch counts.
        pairs.set(`${customerId} ${userid}`, given)
      }
    }
    const given = [...pairs.values()].flat()
    // What we put there ourselves is no evidence of the associate's.
    const { ours, lost } = await heedMarks(tx, tenant, asked, given, context.now)
    const changed = [
      ...lost.map(({ customerId }) => customerId),
      ...(await withdrawMissing(tx, tenant, asked, given, events.at(-1)?.at ?? null)),
      ...(await give(
        tx,
        tenant,
        given.filter(
          ({ userid, contact, wecomId }) => !ours.has(`${userid} ${contact} ${wecomId}`),
        ),
      )),
    ]
    if (changed.length === 0) return nothingApplied
    const landings = [await taggingsAsTheyStand(tx, context, [...new Set(changed)])]
    return { facts: lost.map((one) => takenBack(one, context.now)), landings }
  },
}

function takenBack({ taggingId, customerId, no, tag }: Lost, now: Date): Fact {
  return {
    name: UNTAGGED,
    at: now,
    cause: ['taken back in wecom', taggingId, now.toISOString()],
    customer: { id: customerId, no },
    value: null,
    props: { tag, isWithdrawn: true },
  }
}

/** @returns the customers whose evidence changed. */
async function withdrawMissing(
  tx: Tx,
  tenant: Tenant,
  pairs: { customerId: string; userid: string }[],
  given: Given[],
  at: Date | null,
): Promise<string[]> {
  if (pairs.length === 0 || at === null) return []
  const rows = await tx.rows(sql<{ id: string }>`
    update customer.tagging t
    set withdrawn_at = ${at}
    from unnest(
      ${pairs.map(({ customerId }) => customerId)}::uuid[],
      ${pairs.map(({ userid }) => userid)}::text[]
    ) as n (customer_id, userid)
    where t.workspace_id = ${tenant.id}
      and t.customer_id = n.customer_id
      and t.userid = n.userid
      and t.source = 'wecom'
      and t.withdrawn_at is null
      and t.id <> all(${given.map(({ id }) => id)}::uuid[])
    returning t.customer_id as id
  `)
  return rows.map(({ id }) => id)
}

/** @returns the customers whose evidence changed. */
async function give(tx: Tx, tenant: Tenant, given: Given[]): Promise<string[]> {
  if (given.length === 0) return []
  const rows = await tx.rows(sql<{ id: string }>`
    insert into customer.tagging as t (
      workspace_id, id, customer_id, tag_id, source, weight, tagged_at, userid
    )
    select ${tenant.id}, n.id, n.customer_id, g.id, 'wecom', ${evidenceWeights.staff}, n.at, n.userid
    from unnest(
      ${given.map(({ id }) => id)}::uuid[],
      ${given.map(({ customerId }) => customerId)}::uuid[],
      ${given.map(({ wecomId }) => wecomId)}::text[],
      ${given.map(({ at }) => at)}::timestamptz[],
      ${given.map(({ userid }) => userid)}::text[]
    ) as n (id, customer_id, wecom_id, at, userid)
    join customer.tag g
      on g.workspace_id = ${tenant.id}
      and g.wecom_id = n.wecom_id
    on conflict (workspace_id, id) do update
    set withdrawn_at = null, withdrawn_by = null, tagged_at = excluded.tagged_at
    where t.withdrawn_at is not null
    returning t.customer_id as id
  `)
  return rows.map(({ id }) => id)
}
