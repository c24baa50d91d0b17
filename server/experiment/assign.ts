import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Arm, armInPostgres, armOf } from './arm.ts'

/** The same people twice: ids and numbers of the rows that stand for the persons, in one order. */
export type People = { customerIds: string[]; customerNos: number[] }

/**
 * Divides people, however many, in two statements, and records each as exposed. Who was divided before keeps the first
 * assignment, whatever became of the share or of their number since.
 * @returns the arms in the order of the people.
 */
export async function assign(
  tx: Tx,
  { tenant, now }: { tenant: Pick<Tenant, 'id'>; now: Date },
  experimentId: string,
  { customerIds, customerNos }: People,
): Promise<Arm[]> {
  if (customerNos.length === 0) return []
  const { share } = await tx.one(sql<{ share: number }>`
    select holdout_share as share
    from experiment.experiment
    where workspace_id = ${tenant.id}
      and id = ${experimentId}`)
  // In the order of the numbers, so that two batches that share people do not wait for each other in a circle.
  const recording = tx.run(sql`
    insert into experiment.assignment (workspace_id, experiment_id, customer_no, customer_id, is_control, assigned_at)
    select ${tenant.id}, ${experimentId}, p.no, p.id, ${armInPostgres(experimentId, sql`p.no`, share)}, ${now}
    from unnest(${customerIds}::uuid[], ${customerNos}::bigint[]) as p (id, no)
    order by p.no
    on conflict do nothing`)
  // While Postgres writes; where nobody was divided before, this arithmetic is the answer.
  const arms = customerNos.map((no) => armOf(experimentId, no, share))
  if ((await recording) === customerNos.length) return arms
  const control = await tx.rows(sql<{ no: number }>`
    select a.customer_no as no
    from unnest(${customerNos}::bigint[]) as p (no)
    join experiment.assignment a
      on a.workspace_id = ${tenant.id}
      and a.experiment_id = ${experimentId}
      and a.customer_no = p.no
    where a.is_control`)
  const held = new Set(control.map(({ no }) => no))
  return customerNos.map((no) => (held.has(no) ? 'control' : 'treated'))
}
