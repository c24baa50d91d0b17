import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type LookKind = 'planned' | 'final' | 'peek'

/** One look at the data. How often one has looked decides what may be concluded, so each is kept. */
export type Look = {
  no: number
  kind: LookKind
  lookedAt: Date
  /** Share of the planned information. */
  fraction: number
  treated: number
  control: number
  effect: number
  standardError: number
  /** |z| to be reached; null for a peek. */
  bound: number | null
  lower: number
  upper: number
}

/** Past looks of experiments, in order. */
export async function looksOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  experimentIds: readonly string[],
): Promise<Map<string, Look[]>> {
  const rows = await tx.rows(sql<Look & { experimentId: string }>`
    select l.experiment_id as "experimentId", l.no, l.kind, l.looked_at as "lookedAt", l.fraction, l.treated, l.control,
           l.effect, l.standard_error as "standardError", l.bound, l.lower, l.upper
    from experiment.look l
    where l.workspace_id = ${tenant.id}
      and l.experiment_id = any(${[...experimentIds]}::uuid[])
    order by l.experiment_id, l.no`)
  const found = new Map<string, Look[]>()
  for (const { experimentId, ...look } of rows) {
    const others = found.get(experimentId)
    if (others) others.push(look)
    else found.set(experimentId, [look])
  }
  return found
}

/** Lets one look at a time be taken at an experiment, until the transaction ends. */
export async function lockLooks(tx: Tx, experimentId: string): Promise<void> {
  await tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`experiment.look ${experimentId}`}, 0))`,
  )
}

/** Writes a look down; the last one finishes the experiment. */
export async function recordLook(
  tx: Tx,
  { tenant, by }: { tenant: Pick<Tenant, 'id'>; by: string | null },
  experimentId: string,
  look: Look,
): Promise<void> {
  await tx.run(sql`
    insert into experiment.look (
      workspace_id, experiment_id, no, kind, looked_at, fraction, treated, control, effect, standard_error, bound,
      lower, upper, looked_by
    )
    values (
      ${tenant.id}, ${experimentId}, ${look.no}, ${look.kind}, ${look.lookedAt}, ${look.fraction}, ${look.treated},
      ${look.control}, ${look.effect}, ${look.standardError}, ${look.bound}, ${look.lower}, ${look.upper}, ${by}
    )`)
  if (look.kind !== 'final') return
  await tx.run(sql`
    update experiment.experiment
    set finished_at = ${look.lookedAt}
    where workspace_id = ${tenant.id}
      and id = ${experimentId}`)
}
