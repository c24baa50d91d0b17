import { needsSecond } from '../channel/index.ts'
import { Problem, showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audienceOf, enteredBy } from './audience.ts'
import type { Scope } from './neighbours.ts'
import { launchProblems } from './problems.ts'
import { publish } from './publish.ts'
import type { JourneyRouteDeps } from './route-deps.ts'
import type { Standing } from './standing.ts'

/** A crowd may grow by this much between the look and the deed; by more, it is looked at again. */
const GROWN_SHARE = 0.1
const GROWN_PEOPLE = 20

/** Refuses when many more would be reached than the person who launches has seen. @returns how many. */
export async function brake(
  deps: JourneyRouteDeps,
  scope: Scope,
  { standing, seen, segmentIds }: { standing: Standing; seen: number; segmentIds?: string[] },
): Promise<number> {
  const { id: journeyId, plan } = standing
  const asked = { journeyId, entry: plan.entry, segmentIds: segmentIds ?? enteredBy(plan) }
  const now = (await audienceOf(deps, scope, asked)).numbers.length
  if (grownTo(seen, now)) throw new Problem('journey_grown', { seen, now })
  return now
}

/** Whether so many more are meant by now that somebody has to look again. */
export function grownTo(seen: number, now: number): boolean {
  return now > seen + Math.max(GROWN_PEOPLE, seen * GROWN_SHARE)
}

/** Refuses what is too many for one person to decide on alone. */
export async function secondPerson(tx: Tx, { tenant }: Scope, audience: number): Promise<void> {
  const limit = await needsSecond(tx, tenant, audience)
  if (limit !== null) throw new Problem('journey_needs_approval', { audience, limit })
}

type Launch = {
  standing: Standing
  withThoseInside: boolean
  /** How many are reached now, as they were counted for this. */
  audience: number
  by: string | null
  approvedBy: string | null
  at: Date
  audited: (
    tx: Tx,
    action: string,
    subject: string,
    detail: Record<string, unknown>,
  ) => Promise<void>
}

/** The deed: publishes the draft that was looked at, and writes down who did it and who approved. @returns the version. */
export async function launchNow(
  tx: Tx,
  deps: JourneyRouteDeps,
  scope: Scope,
  { standing, withThoseInside, audience, by, approvedBy, at, audited }: Launch,
): Promise<number> {
  await ready(tx, scope, standing)
  const published = await publish(tx, scope, deps.neighbours, {
    journeyId: standing.id,
    draftNo: standing.draftNo,
    withThoseInside,
    audience,
    by,
    approvedBy,
    at,
  })
  if (!published.ok) throw refusalOf(published.reason)
  const version = published.value
  await audited(tx, 'journey.launched', showId('journey', standing.id), {
    version,
    audience,
    withThoseInside,
    ...(approvedBy === null ? {} : { approvedBy }),
  })
  return version
}

/** Refuses a draft with something to mend. */
export async function ready(tx: Tx, { tenant }: Scope, { plan }: Standing): Promise<void> {
  const problems = await launchProblems(tx, tenant, plan)
  if (problems.length > 0) throw new Problem('journey_not_ready', { count: problems.length })
}

function refusalOf(reason: 'not_found' | 'changed' | 'ended' | 'not_ready'): Problem {
  if (reason === 'changed') return new Problem('journey_changed')
  if (reason === 'ended') return new Problem('journey_ended')
  return reason === 'not_ready'
    ? new Problem('journey_not_ready', { count: 1 })
    : new Problem('not_found')
}
