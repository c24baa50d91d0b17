import { type JourneyPlan, journeyPlan } from '../../contract/journey.ts'
import { type Flow, flowOf } from '../../contract/journey-flow.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A published plan, as the worker needs it. */
export type Version = {
  journeyId: string
  no: number
  plan: JourneyPlan
  flow: Flow
  experimentId: string | null
  activatedAt: Date
}

type Stored = Omit<Version, 'plan' | 'flow'> & { plan: unknown }

/** The newest version; null while a journey has only a draft. @public */
export async function newestVersion(
  tx: Tx,
  workspaceId: string,
  journeyId: string,
): Promise<Version | null> {
  const row = await tx.maybe(sql<Stored>`
    select journey_id as "journeyId", no, plan, experiment_id as "experimentId", activated_at as "activatedAt"
    from journey.version
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
    order by no desc
    limit 1
  `)
  return row ? read(row) : null
}

/** Certain versions of one journey, by number. */
export async function versionsOf(
  tx: Tx,
  workspaceId: string,
  journeyId: string,
  numbers: readonly number[],
): Promise<Map<number, Version>> {
  const rows = await tx.rows(sql<Stored>`
    select journey_id as "journeyId", no, plan, experiment_id as "experimentId", activated_at as "activatedAt"
    from journey.version
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
      and no = any(${[...numbers]}::int[])
  `)
  return new Map(rows.map((row) => [row.no, read(row)]))
}

function read(row: Stored): Version {
  const plan = journeyPlan.parse(row.plan)
  return { ...row, plan, flow: flowOf(plan) }
}

const VERSIONS_KEPT = 500

/** Versions never change, so what was read once is kept. */
export function cachedVersions() {
  const kept = new Map<string, Version>()
  return async (
    tx: Tx,
    workspaceId: string,
    { journeyId, version: no }: { journeyId: string; version: number },
  ): Promise<Version> => {
    const key = `${workspaceId} ${journeyId} ${no}`
    const known = kept.get(key)
    if (known) return known
    const version = (await versionsOf(tx, workspaceId, journeyId, [no])).get(no)
    if (!version) throw new Error(`journey ${journeyId} has no version ${no}`)
    if (kept.size >= VERSIONS_KEPT) kept.clear()
    kept.set(key, version)
    return version
  }
}
