import { z } from 'zod'
import * as contract from '../../contract/journey-view.ts'
import { newestApproval } from '../channel/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { segmentNames } from '../segment/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { crowdsOf, nobody } from './crowd.ts'
import { listJourneys } from './list.ts'
import { asking, idIn, type JourneyRouteDeps } from './route-deps.ts'
import {
  endingOf,
  findJourney,
  listAdmissions,
  listVersions,
  type Standing,
  standingPause,
} from './standing.ts'

const READ = { config: { permission: 'journeys.read' } } as const
const byId = z.object({ id: z.string() })

/** The list of SOPs, and one of them with its draft, versions, pause and ending. */
export function listRoutes(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/journeys',
    {
      ...READ,
      schema: { querystring: contract.journeyFilter, response: { 200: contract.journeys } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { items, next, total } = await listJourneys(tx, tenant, request.query)
        const crowds = await crowdsOf(
          tx,
          tenant,
          items.map(({ id }) => id),
        )
        const names = await namesOfStaff(
          tx,
          tenant.id,
          items.map(({ changedBy }) => changedBy),
        )
        const lines = items.map((item) => ({
          ...item,
          id: showId('journey', item.id),
          people: crowds.get(item.id) ?? nobody,
          changedAt: item.changedAt.toISOString(),
          changedBy: names.get(item.changedBy ?? '') ?? null,
          launchedAt: item.launchedAt?.toISOString() ?? null,
        }))
        return { items: lines, next, total }
      })
    },
  )
  app.get(
    '/api/journeys/:id',
    { ...READ, schema: { params: byId, response: { 200: contract.journey } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('journey', request.params.id)
      return within(async (tx) => {
        const standing = await findJourney(tx, tenant, id)
        if (!standing) throw new Problem('not_found')
        return wholeOf(tx, tenant, standing)
      })
    },
  )
}

async function wholeOf(tx: Tx, tenant: Tenant, standing: Standing): Promise<contract.Journey> {
  const { id, name, state, plan, draftNo, savedAt, savedBy, hasChanges } = standing
  const versions = await listVersions(tx, tenant, id)
  const pause = await standingPause(tx, tenant, id)
  const ending = await endingOf(tx, tenant, id)
  const approval = await newestApproval(tx, tenant, { id, draftNo })
  const admissions = await listAdmissions(tx, tenant, id)
  const segments = await segmentNames(
    tx,
    tenant,
    admissions.flatMap(({ segmentId }) => segmentId ?? []),
  )
  const staff = await namesOfStaff(tx, tenant.id, [
    savedBy,
    ...versions.flatMap(({ publishedBy, approvedBy }) => [publishedBy, approvedBy]),
    approval?.askedBy ?? null,
    approval?.decidedBy ?? null,
    pause?.pausedBy ?? null,
    ending?.endedBy ?? null,
    ...admissions.map(({ askedBy }) => askedBy),
  ])
  const who = (by: string | null) => staff.get(by ?? '') ?? null
  return {
    id: showId('journey', id),
    name,
    state,
    draft: { no: draftNo, plan, savedAt: savedAt.toISOString(), savedBy: who(savedBy) },
    hasChanges,
    people: (await crowdsOf(tx, tenant, [id])).get(id) ?? nobody,
    versions: versions.map((version) => ({
      ...version,
      publishedAt: version.publishedAt.toISOString(),
      publishedBy: who(version.publishedBy),
      approvedBy: who(version.approvedBy),
      experimentId: version.experimentId && showId('experiment', version.experimentId),
    })),
    pause: pause && {
      ...pause,
      pausedAt: pause.pausedAt.toISOString(),
      pausedBy: who(pause.pausedBy),
    },
    approval: approval && {
      ...approval,
      id: showId('approval', approval.id),
      askedAt: approval.askedAt.toISOString(),
      askedBy: who(approval.askedBy),
      decidedBy: who(approval.decidedBy),
    },
    ending: ending && {
      ...ending,
      endedAt: ending.endedAt.toISOString(),
      endedBy: who(ending.endedBy),
    },
    admissions: admissions.map(({ segmentId, ...admission }) => ({
      ...admission,
      id: showId('admission', admission.id),
      askedAt: admission.askedAt.toISOString(),
      askedBy: who(admission.askedBy),
      segment: segmentId === null ? null : (segments.get(segmentId) ?? ''),
    })),
  }
}
