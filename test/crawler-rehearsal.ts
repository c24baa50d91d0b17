import { sleep } from '../server/kernel/index.ts'
import { sql, type Tx } from '../server/postgres/index.ts'
import type { House, Resident } from './house.fixture.ts'

/** A rehearsal that is over, with everybody of the workspace behind one of its figures. */
export async function rehearsed(
  { deps }: House,
  { tenant }: Resident,
  { make, journey }: { make: (path: string, body: unknown) => Promise<unknown>; journey: string },
): Promise<void> {
  await make(`/api/journeys/${journey}/rehearsals`, { draftNo: 1, withThoseInside: false })
  const within = <T>(work: (tx: Tx) => Promise<T>) => deps.db.inWorkspace(tenant.id, work)
  for (let look = 0; look < 120; look += 1) {
    const kept = await within((tx) =>
      tx.run(sql`
        insert into journey.rehearsal_people (workspace_id, rehearsal_id, what, customer_nos)
        select r.workspace_id, r.id, 'entered', array(select no from customer.customer)
        from journey.rehearsal r
        where r.state = 'done'
      `),
    )
    if (kept > 0) return
    await sleep(250)
  }
  throw new Error('nothing was rehearsed')
}
