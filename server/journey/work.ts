import { presentOf, type Tenant } from '../kernel/index.ts'
import { sql, startRounds } from '../postgres/index.ts'
import { admitWaiting } from './admission.ts'
import { type AdvanceDeps, advance } from './advance.ts'
import { settleEnding } from './ending.ts'
import { judgeTrials } from './judge-trials.ts'
import { movePeople } from './move-people.ts'

/** How long a worker looks away when nothing was due; bounds how late a step begins. */
const IDLE_MS = 200
/** One computes while the other waits for the database. */
const WALKERS = 2

export type JourneyDeps = AdvanceDeps & { tenants: () => Promise<Tenant[]> }

type Due = {
  workspaceId: string
  journeyId: string
  dueAt: Date | null
  hasAdmission: boolean
  hasEnding: boolean
  hasMigration: boolean
  trialAt: Date | null
}

/** Runs the journeys of all workspaces until it is stopped. Any number of processes may. */
export function startJourneys(deps: JourneyDeps): { stop(): Promise<void> } {
  const rounds = (loop: string, step: (at: Turn) => Promise<boolean>) =>
    startRounds({
      log: deps.log,
      waits: 'journeys wait',
      loop,
      idleMs: IDLE_MS,
      due: () => due(deps),
      step,
    })
  const loops = [
    ...Array.from({ length: WALKERS }, () => rounds('walker', walk)),
    rounds('door', door),
  ]
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }

  /** Once for each journey and round, so that a crowd in one does not keep another waiting. */
  async function walk({ tenant, due: { dueAt, journeyId } }: Turn): Promise<boolean> {
    if (dueAt === null || dueAt > presentOf(tenant, deps.clock)) return false
    return (await advance(deps, tenant, journeyId)) > 0
  }

  async function door({ tenant, due: at }: Turn) {
    const { hasAdmission, hasEnding, hasMigration, trialAt, journeyId } = at
    if (hasMigration && (await movePeople(deps, tenant, journeyId))) return true
    const admitted = hasAdmission && (await admitWaiting(deps, tenant, journeyId))
    const judged =
      trialAt !== null &&
      trialAt <= presentOf(tenant, deps.clock) &&
      (await judgeTrials(deps, tenant, journeyId))
    const settled = hasEnding && (await settleEnding(deps, tenant, journeyId))
    return admitted || judged || settled
  }
}

type Turn = { tenant: Tenant; due: Due }

async function due(deps: JourneyDeps): Promise<Turn[]> {
  const rows = await deps.db.asSystem((tx) =>
    tx.rows(sql<Due>`
      select d.workspace_id as "workspaceId", d.journey_id as "journeyId", d.due_at as "dueAt",
             d.has_admission as "hasAdmission", d.has_ending as "hasEnding", d.has_migration as "hasMigration",
             d.trial_at as "trialAt"
      from journey.due() as d
    `),
  )
  if (rows.length === 0) return []
  const tenants = new Map((await deps.tenants()).map((tenant) => [tenant.id, tenant]))
  return rows.flatMap((row) => {
    const tenant = tenants.get(row.workspaceId)
    return tenant ? [{ tenant, due: row }] : []
  })
}
