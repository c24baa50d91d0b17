import type { Applier, ApplyStep } from '../event/index.ts'
import { sql } from '../postgres/index.ts'

/**
 * Assignments are found by experiment and number: an index by number alone would be paid for by every crowd that enters.
 *
 * Two customers turn out to be one person. The person keeps the first assignment under the number that stands for it
 * from now on; where the two were of different arms, both rows are marked as crossed: left out of the analysis, counted.
 */
const merge: Applier = async (tx, { tenant, now }, events) => {
  const pairs = pairsOf(events)
  if (pairs.length === 0) return { facts: [], landings: [] }
  const given = sql`
    unnest(
      ${pairs.map(({ kept }) => kept)}::bigint[],
      ${pairs.map(({ gone }) => gone)}::bigint[],
      ${pairs.map(({ id }) => id)}::uuid[]
    ) as m (kept, gone, kept_id)`
  await tx.run(sql`
    insert into experiment.assignment (
      workspace_id, experiment_id, customer_no, customer_id, is_control, assigned_at, crossed_at, carried_from
    )
    select a.workspace_id, a.experiment_id, m.kept, m.kept_id, a.is_control, a.assigned_at, a.crossed_at, m.gone
    from ${given}
    join experiment.experiment e
      on e.workspace_id = ${tenant.id}
    join experiment.assignment a
      on a.workspace_id = ${tenant.id}
      and a.experiment_id = e.id
      and a.customer_no = m.gone
    on conflict do nothing`)
  await tx.run(sql`
    update experiment.assignment a
    set crossed_at = ${now}
    from ${given}
    join experiment.experiment e
      on e.workspace_id = ${tenant.id}
    join experiment.assignment k
      on k.workspace_id = ${tenant.id}
      and k.experiment_id = e.id
      and k.customer_no = m.kept
    join experiment.assignment g
      on g.workspace_id = k.workspace_id
      and g.experiment_id = k.experiment_id
      and g.customer_no = m.gone
    where a.workspace_id = ${tenant.id}
      and a.experiment_id = k.experiment_id
      and a.customer_no in (m.kept, m.gone)
      and a.crossed_at is null
      and k.is_control <> g.is_control`)
  return { facts: [], landings: [] }
}

/** A merge was undone: what it carried over goes back. Who was crossed stays so: they have lived in both arms. */
const unmerge: Applier = async (tx, { tenant }, events) => {
  const pairs = pairsOf(events)
  await tx.run(sql`
    delete from experiment.assignment a
    using unnest(
      ${pairs.map(({ kept }) => kept)}::bigint[],
      ${pairs.map(({ gone }) => gone)}::bigint[]
    ) as m (kept, gone),
      experiment.experiment e
    where e.workspace_id = ${tenant.id}
      and a.workspace_id = ${tenant.id}
      and a.experiment_id = e.id
      and a.customer_no = m.kept
      and a.carried_from = m.gone
      and a.crossed_at is null`)
  return { facts: [], landings: [] }
}

function pairsOf(events: Parameters<Applier>[2]) {
  return events.flatMap(({ props: { kept, gone }, customerId }) =>
    typeof kept === 'number' && typeof gone === 'number' && customerId !== null
      ? [{ kept, gone, id: customerId }]
      : [],
  )
}

/** One at a time and in order: a chain of merges in one batch (a into b, b into c) carries an assignment all the way. */
export const crossStep: ApplyStep = {
  name: 'experiment.cross',
  on: ['identity.merged', 'identity.unmerged'],
  async apply(tx, context, events) {
    for (const event of events)
      await (event.name === 'identity.merged' ? merge : unmerge)(tx, context, [event])
    return { facts: [], landings: [] }
  },
}
