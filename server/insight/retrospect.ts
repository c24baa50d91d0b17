import { z } from 'zod'
import { confidenceSequence } from '../../science/confidence-sequence.ts'
import { boundsOf } from '../../science/planned-looks.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import {
  closeOfSubject,
  type Experiment,
  exposuresOf,
  findExperiment,
  type Look,
  lockLooks,
  looksOf,
  recordLook,
  type Standing,
  standingOf,
  unfinished,
} from '../experiment/index.ts'
import { type Clock, type Log, presentOf, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { enqueue, type Handler } from '../queue/index.ts'
import { intervalOf } from './compare.ts'
import { type FindingsAsked, findingsOf, firstReading } from './findings.ts'
import { waitUntilLanded } from './landed.ts'
import { readOutcomes } from './outcomes.ts'
import { type Cause, getCosts, saveRetrospective } from './retrospective-store.ts'
import { workspaceHistory } from './workspace-history.ts'

/** The job's name in the queue. */
export const RETROSPECT = 'insight.retrospect'
/** Experiments looked after in one round. */
const UNFINISHED_MAX = 500
/** |z| of a single look at 95%. */
const SINGLE_LOOK = 1.96

export type RetrospectDeps = {
  db: Database
  clickhouse: ClickHouse
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
}

const payload = z.object({ experimentId: z.uuid(), cause: z.enum(['ended', 'planned_look']) })

/** Asks for a retrospective in the caller's transaction. Asking again before it began asks once. */
export async function enqueueRetrospect(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: z.infer<typeof payload>,
): Promise<void> {
  await enqueue(tx, {
    workspaceId: tenant.id,
    name: RETROSPECT,
    payload: asked,
    key: `${RETROSPECT} ${asked.experimentId}`,
    serial: RETROSPECT,
  })
}

/**
 * What follows a journey's end: nobody enters any of its versions any more, and the retrospective of each is written.
 * @param journey the fact's `journey_id`
 */
export async function retrospectWhenEnded(
  tx: Tx,
  at: { tenant: Tenant; now: Date },
  journey: unknown,
): Promise<void> {
  const known = z.uuid().safeParse(journey)
  if (!known.success) return
  for (const experimentId of await closeOfSubject(tx, at, known.data))
    await enqueueRetrospect(tx, at.tenant, { experimentId, cause: 'ended' })
}

export function retrospectHandler(deps: RetrospectDeps): Handler {
  return async ({ workspaceId, payload: given }) => {
    const tenant = (await deps.tenants()).find(({ id }) => id === workspaceId)
    const asked = payload.parse(given)
    if (tenant) await writeRetrospective(deps, tenant, { ...asked, by: null })
  }
}

/** Asks for every look that is due: a planned one, or the last when the last window has run out. */
export async function enqueueDueLooks(
  tx: Tx,
  tenant: Tenant,
  { clock }: { clock: Clock },
): Promise<void> {
  const open = await unfinished(tx, tenant, { most: UNFINISHED_MAX })
  if (open.length === 0) return
  const looks = await looksOf(
    tx,
    tenant,
    open.map(({ id }) => id),
  )
  const now = presentOf(tenant, clock)
  for (const experiment of open) {
    const standing = await standingOf(tx, { tenant, now }, experiment)
    const kind = kindOf(experiment, standing, looks.get(experiment.id) ?? [])
    if (kind === 'peek') continue
    const cause = kind === 'final' ? 'ended' : 'planned_look'
    await enqueueRetrospect(tx, tenant, { experimentId: experiment.id, cause })
  }
}

/**
 * Looks at an experiment and writes down what was found: the look, and the retrospective as its next version.
 * @returns the retrospective's id, or null when there is no such experiment.
 */
export async function writeRetrospective(
  deps: RetrospectDeps,
  tenant: Tenant,
  { experimentId, cause, by }: { experimentId: string; cause: Cause; by: string | null },
): Promise<string | null> {
  const hasLanded = await waitUntilLanded(deps, tenant)
  const asOf = presentOf(tenant, deps.clock)
  const read = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const experiment = await findExperiment(tx, tenant, experimentId)
    if (!experiment) return null
    const standing = await standingOf(tx, { tenant, now: asOf }, experiment)
    const exposures = await exposuresOf(tx, tenant, experimentId)
    return { experiment, standing, exposures, costs: await getCosts(tx, tenant) }
  })
  if (!read) return null
  const { experiment, standing, exposures, costs } = read
  const outcomes = await readOutcomes(workspaceHistory(deps.clickhouse, tenant), {
    exposures,
    windowDays: experiment.windowDays,
    asOf,
    subjectId: experiment.subject.id,
  })
  const { treated, control, open } = standing
  const divided = { treated, control, open }
  const asked: FindingsAsked = { experiment, outcomes, divided, costs, isBehind: !hasLanded }
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    await lockLooks(tx, experimentId)
    const past = (await looksOf(tx, tenant, [experimentId])).get(experimentId) ?? []
    const { look, multiple } = take(asked, standing, { past, asOf })
    await recordLook(tx, { tenant, by }, experimentId, look)
    const { no, kind, fraction, bound } = look
    const findings = findingsOf(asked, { no, kind, fraction, bound }, { multiple })
    const writtenAt = deps.clock.now()
    return saveRetrospective(tx, tenant, { experimentId, cause, asOf, writtenAt, findings })
  })
}

/** Planned looks come in their order, the last one when everybody's time is over; whatever else is a peek. */
function kindOf(experiment: Experiment, standing: Standing, past: readonly Look[]): Look['kind'] {
  const people = standing.treated + standing.control
  if (experiment.closedAt && standing.open === 0) return 'final'
  const taken = past.filter(({ kind }) => kind === 'planned').length
  const next = experiment.plannedLooks[taken]
  return people > 0 && next !== undefined && standing.fraction >= next ? 'planned' : 'peek'
}

/** How sure this look may be: planned ones share one error budget, a peek pays with a wider interval. */
function take(
  asked: FindingsAsked,
  standing: Standing,
  { past, asOf }: { past: readonly Look[]; asOf: Date },
): { look: Look; multiple: number } {
  const kind = kindOf(asked.experiment, standing, past)
  const reading = firstReading(asked)
  const { effect, standardError, treated, control } = reading
  const common = {
    no: (past.at(-1)?.no ?? 0) + 1,
    kind,
    lookedAt: asOf,
    fraction: kind === 'final' ? 1 : Math.min(1, standing.fraction),
    treated,
    control,
    effect,
    standardError,
  }
  if (kind === 'peek') {
    const { lower, upper } = confidenceSequence(reading, treated + control)
    const multiple = standardError > 0 ? (upper - lower) / (2 * standardError) : 0
    return { look: { ...common, bound: null, lower, upper }, multiple }
  }
  const bound = boundOf([...past.filter((look) => look.kind === 'planned'), common])
  const interval = intervalOf(
    { effect, standardError, df: Number.POSITIVE_INFINITY },
    { multiple: bound },
  )
  return { look: { ...common, bound, ...interval }, multiple: bound }
}

/**
 * The budget goes by the share of time that has passed. How alike two looks are follows from the spread of the summed
 * difference, which grows with the people and with their days: (standard error × people)².
 */
function boundOf(
  looks: readonly Pick<Look, 'fraction' | 'standardError' | 'treated' | 'control'>[],
) {
  const information = looks.map(
    ({ standardError, treated, control }) =>
      ((standardError * treated * control) / Math.max(1, treated + control)) ** 2,
  )
  const bounds = boundsOf(
    looks.map(({ fraction }) => fraction),
    information.every((one) => one > 0) ? { information } : {},
  )
  return bounds.at(-1) ?? SINGLE_LOOK
}
