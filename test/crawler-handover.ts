import { newId, readId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { blind, type CallsOf, eachBlind, everyId, filtered, first } from './crawler-ways.ts'
import type { House, Resident } from './house.fixture.ts'

const path = '/api/handovers'

/** How to call the routes of handovers; what only an owner may do is refused to a program before anybody looks whose it is. */
export const handoverCalls: Record<string, CallsOf> = {
  'GET /api/handover-state': blind('/api/handover-state'),
  'PUT /api/handover-caretaker': blind('/api/handover-caretaker', { userid: 'nobody' }),
  [`GET ${path}`]: filtered(path, ['cursor', 'hov']),
  [`POST ${path}/preview`]: (own, other) => [
    ...blind(`${path}/preview`, { from: 'nobody', rest: [] })(own, other),
    {
      kind: 'blind',
      path: `${path}/preview`,
      body: {
        from: '寻路',
        rules: [{ kind: 'picked', customerIds: [first(other, 'cus')], to: 'nobody' }],
      },
    },
  ],
  [`POST ${path}`]: blind(path, { from: 'nobody', rest: ['nobody'], expected: 1 }),
  [`GET ${path}/:id`]: everyId(`${path}/:id`),
  [`GET ${path}/:id/moves`]: (_own, other) =>
    Object.values(other)
      .flat()
      .map((id) => ({ kind: 'blind', path: `${path}/${id}/moves` })),
  'PUT /api/handover-moves/:id/successor': eachBlind('/api/handover-moves/:id/successor', {
    to: 'nobody',
  }),
  'GET /api/customers/:id/handover': everyId('/api/customers/:id/handover'),
  'GET /api/starter-kits/:userid': (_own, other) => [
    { kind: 'blind', path: `/api/starter-kits/${first(other, 'cus')}` },
    { kind: 'blind', path: `/api/starter-kits/${encodeURIComponent('金丝雀')}` },
  ],
}

/** A handover whose customer has refused: nobody is asked any more. */
export async function handOver(
  { deps }: House,
  { tenant }: Resident,
  { mark, customer }: { mark: string; customer: string },
): Promise<void> {
  const now = deps.clock.now()
  const [id, chargeId, moveId, customerId] = [
    newId(),
    newId(),
    newId(),
    readId('customer', customer),
  ]
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into handover.handover
        (workspace_id, id, from_userid, reason, note, message, caretaker, customers, begun_at)
      values (${tenant.id}, ${id}, ${mark}, 'resigned', ${mark}, ${mark}, ${mark}, 1, ${now})
    `)
    await tx.run(sql`
      insert into customer.charge
        (workspace_id, id, customer_id, external_userid, from_userid, to_userid, in_charge, began_at)
      values (${tenant.id}, ${chargeId}, ${customerId}, ${mark}, ${mark}, ${mark}, ${mark}, ${now})
    `)
    await tx.run(sql`
      insert into handover.move
        (workspace_id, id, handover_id, customer_id, external_userid, charge_id, to_userid, state, ended_at)
      values (${tenant.id}, ${moveId}, ${id}, ${customerId}, ${mark}, ${chargeId}, ${mark}, 'refused', ${now})
    `)
    await tx.run(sql`
      insert into handover.entry (workspace_id, id, handover_id, move_id, kind, at, detail)
      values (${tenant.id}, ${newId()}, ${id}, ${moveId}, 'refused', ${now}, ${JSON.stringify({ to: mark })}::jsonb)
    `)
    await tx.run(sql`
      insert into handover.call
        (workspace_id, id, handover_id, to_userid, customers, state, called_at, present_at, look_after)
      values (${tenant.id}, ${newId()}, ${id}, ${mark}, 1, 'answered', ${now}, ${now}, ${now})
    `)
    await tx.run(sql`
      insert into customer.caretaker (workspace_id, userid, set_at)
      values (${tenant.id}, ${mark}, ${now})
    `)
    await tx.run(sql`
      insert into handover.leaver (workspace_id, userid, customers)
      values (${tenant.id}, ${mark}, 1)
    `)
    await tx.run(sql`
      insert into handover.reading (workspace_id, company, read_at)
      values (${tenant.id}, '', ${now})
    `)
  })
}
