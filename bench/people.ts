import { newId, systemClock, type Tenant } from '../server/kernel/index.ts'
import { type Database, sql } from '../server/postgres/index.ts'

const AT_ONCE = 10_000
const SOME_ASSOCIATES = Array.from({ length: 40 }, (_, n) => `associate${n}`)

/** People with numbers from 1 on, each with an associate whom they follow; who comes later gets the number after the last. */
export async function fillPeople(
  db: Database,
  tenant: Pick<Tenant, 'id'>,
  people: number,
  userids: readonly string[] = SOME_ASSOCIATES,
): Promise<void> {
  const now = systemClock.now()
  for (let from = 0; from < people; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, people - from) }, (_, at) => ({
      id: newId(),
      no: from + at + 1,
    }))
    await db.inWorkspace(tenant.id, async (tx) => {
      await tx.run(sql`
        insert into customer.customer (
          workspace_id, id, no, person_id, name, own_first_seen_at, own_last_seen_at, first_seen_at, last_seen_at, created_at
        )
        select ${tenant.id}, n.id, n.no, n.id, '小满', ${now}, ${now}, ${now}, ${now}, ${now}
        from unnest(
          ${some.map(({ id }) => id)}::uuid[],
          ${some.map(({ no }) => no)}::bigint[]
        ) as n (id, no)
      `)
      await tx.run(sql`
        insert into customer.follow (workspace_id, id, customer_id, userid, external_userid, started_at, confirmed_at)
        select ${tenant.id}, gen_random_uuid(), n.id, (${[...userids]}::text[])[1 + n.no % ${userids.length}::int], 'wm' || n.no, ${now}, ${now}
        from unnest(
          ${some.map(({ id }) => id)}::uuid[],
          ${some.map(({ no }) => no)}::bigint[]
        ) as n (id, no)
      `)
    })
  }
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into customer.counter (workspace_id, next_no)
      values (${tenant.id}, ${people + 1})
      on conflict (workspace_id) do update
      set next_no = greatest(customer.counter.next_no, excluded.next_no)
    `),
  )
}
