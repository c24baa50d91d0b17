import { z } from 'zod'
import type { JourneyPlan } from '../../contract/journey.ts'
import { earOf, REPLIED } from '../../contract/journey-flow.ts'
import { REHEARSAL_DAYS, type RehearsalReport } from '../../contract/journey-rehearsal.ts'
import { minutesIn, policyOf, slotHolders, workloads, workOf } from '../channel/index.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { namedAssociates } from '../corp/index.ts'
import { addMs, type Clock, type Log, presentOf, showId, type Tenant } from '../kernel/index.ts'
import { type Database, isEngineError, sql, type Tx } from '../postgres/index.ts'
import { enqueue, type Handler } from '../queue/index.ts'
import { segmentsSince } from '../segment/index.ts'
import { enteredBy } from './audience.ts'
import { segmentKey } from './condition.ts'
import type { Neighbours } from './neighbours.ts'
import { historyFor } from './rehearsal-history.ts'
import { filledByOthers, reportOf } from './rehearsal-report.ts'
import {
  beginRehearsal,
  failRehearsal,
  keepReport,
  noteProgress,
  type Rehearsal,
} from './rehearsal-store.ts'
import { type Rehearsed, rehearse } from './rehearse.ts'

/** The job's name in the queue. */
export const REHEARSE = 'journey.rehearse'
const DAY_MS = 86_400_000
/** Progress is noted whenever it has moved by so much. */
const NOTED_SHARE = 0.02
/** Reading history comes before anybody is led. */
const READING_SHARE = 0.05
/** After so many failures it is given up, and says so. */
const TRIES_MAX = 5

const payload = z.object({ rehearsalId: z.uuid() })

export type RehearsalDeps = {
  db: Database
  clickhouse: ClickHouse
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
  neighbours: Neighbours
}

export function enqueueRehearsal(tx: Tx, tenant: Pick<Tenant, 'id'>, id: string): Promise<void> {
  return enqueue(tx, {
    workspaceId: tenant.id,
    name: REHEARSE,
    payload: { rehearsalId: id },
    key: `${REHEARSE} ${id}`,
    serial: REHEARSE,
  })
}

/** Leads a draft through its days; a process that dies leaves it to the next one, which begins anew. */
export function rehearseHandler(deps: RehearsalDeps): Handler {
  return async ({ workspaceId, payload: given, signal, tries }) => {
    const { rehearsalId: id } = payload.parse(given)
    const tenant = (await deps.tenants()).find((one) => one.id === workspaceId)
    if (!tenant) return
    const within = <T>(work: (tx: Tx) => Promise<T>) => deps.db.inWorkspace(tenant.id, work)
    const rehearsal = await within((tx) => beginRehearsal(tx, tenant, id))
    if (!rehearsal) return
    try {
      await run(deps, tenant, rehearsal, signal)
    } catch (error) {
      if (signal.aborted || isEngineError(error) || tries < TRIES_MAX) throw error
      deps.log.error({ rehearsal: id, error: String(error) }, 'rehearsal failed')
      const now = deps.clock.now()
      await within((tx) => failRehearsal(tx, tenant, { id, error: String(error), now }))
    }
  }
}

async function run(
  deps: RehearsalDeps,
  tenant: Tenant,
  { id, journeyId, plan, withThoseInside }: Rehearsal,
  signal: AbortSignal,
): Promise<void> {
  const until = presentOf(tenant, deps.clock)
  const from = addMs(until, -REHEARSAL_DAYS * DAY_MS)
  const history = await historyFor(deps, tenant, { plan, from, until, withThoseInside })
  const { rules } = await deps.db.inWorkspace(tenant.id, (tx) => policyOf(tx, tenant))
  let noted = 0
  const onWay = async (share: number) => {
    if (signal.aborted) throw new Error('stopped in the middle')
    const progress = Math.min(1, READING_SHARE + (1 - READING_SHARE) * share)
    if (progress - noted < NOTED_SHARE) return true
    noted = progress
    return deps.db.inWorkspace(tenant.id, (tx) => noteProgress(tx, tenant, { id, progress }))
  }
  const rehearsed = await rehearse(deps, tenant, {
    journeyId,
    plan,
    rules,
    from,
    until,
    history,
    onWay,
  })
  if (!rehearsed) return
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    const time = minutesIn((await workOf(tx, tenant)).rules)
    const before = await workloads(tx, tenant, { from, until, notOf: journeyId })
    const names = new Map(
      (await namedAssociates(tx, tenant)).map(({ userid, name }) => [userid, name]),
    )
    const nameOf = (userid: string) => names.get(userid) ?? userid
    const asked = { plan, from, until, history, rehearsed, time, before, nameOf }
    const { report, behind } = reportOf(tenant, asked)
    const whole: RehearsalReport = {
      ...report,
      rivals: await rivalsOf(tx, tenant, { rehearsed, journeyId }),
      young: await youngOf(tx, tenant, { plan, from }),
      deafTo: deafTo(plan),
    }
    await keepReport(tx, tenant, { id, report: whole, behind, now: deps.clock.now() })
  })
}

/** The plans whose messages filled the caps that people met. */
async function rivalsOf(
  tx: Tx,
  tenant: Tenant,
  { rehearsed, journeyId }: { rehearsed: Rehearsed; journeyId: string },
): Promise<RehearsalReport['rivals']> {
  const refused = rehearsed.tried.filter(({ outcome }) => outcome !== 'planned')
  const met = filledByOthers(rehearsed.tried, refused)
  if (met.length === 0) return []
  const holders = await slotHolders(tx, tenant, { met, notOf: journeyId })
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from journey.journey
    where workspace_id = ${tenant.id}
      and id = any(${holders.map((one) => one.journeyId)}::uuid[])
  `)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return holders.flatMap((one) => {
    const name = names.get(one.journeyId)
    return name ? [{ id: showId('journey', one.journeyId), name, people: one.people }] : []
  })
}

/** Segments that were not kept up through all of these days: before, nobody came in by them. */
async function youngOf(
  tx: Tx,
  tenant: Tenant,
  { plan, from }: { plan: JourneyPlan; from: Date },
): Promise<RehearsalReport['young']> {
  const keys = enteredBy(plan).map(segmentKey)
  const known = await segmentsSince(tx, tenant, keys)
  return known
    .filter(({ since }) => since > from)
    .map(({ name, since }) => ({ name, since: since.toISOString() }))
}

/** What people do because of a message cannot have happened: it was never sent. */
const ANSWERS = ['message.clicked', 'message.replied', 'message.opened', 'message.sent']

function deafTo({ steps, goal, exits, onReply }: JourneyPlan): string[] {
  const heard = [
    ...steps.flatMap((step) => earOf(step)?.name ?? []),
    ...(goal ? [goal.name] : []),
    ...exits.flatMap((exit) => (exit.kind === 'event' ? [exit.event.name] : [])),
    ...(onReply === 'leave' ? [REPLIED] : []),
  ]
  return ANSWERS.filter((name) => heard.includes(name))
}
