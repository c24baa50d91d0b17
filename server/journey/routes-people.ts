import { z } from 'zod'
import * as contract from '../../contract/journey-view.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { ANSWER_DAYS, answeredBy, answersOf } from './answers.ts'
import { crowdsOf, nobody } from './crowd.ts'
import { inspect } from './inspect.ts'
import { leftBy, stepNumbers } from './numbers.ts'
import { type Inside, journeysOf, listPeople } from './people.ts'
import { asking, idIn, type JourneyRouteDeps, namesFor } from './route-deps.ts'
import { findJourney } from './standing.ts'
import { versionsOf } from './version.ts'

const READ = { config: { permission: 'journeys.read' } } as const
const byId = z.object({ id: z.string() })
const byVersion = z.object({ id: z.string(), no: z.coerce.number().int().min(1) })

/** Numbers of a version, the people behind each, and one enrollment that explains itself. */
export function peopleRoutes(app: App, deps: JourneyRouteDeps): void {
  versionRoute(app, deps)
  answersRoute(app, deps)
  listRoutes(app, deps)
  inspectRoute(app, deps)
}

function versionRoute(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/journeys/:id/versions/:no',
    { ...READ, schema: { params: byVersion, response: { 200: contract.journeyVersion } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('journey', request.params.id)
      const { no } = request.params
      return within(async (tx) => {
        const standing = await findJourney(tx, tenant, id)
        const version = (await versionsOf(tx, tenant.id, id, [no])).get(no)
        if (!standing || !version) throw new Problem('not_found')
        return {
          no,
          name: standing.name,
          plan: version.plan,
          people: (await crowdsOf(tx, tenant, [id], no)).get(id) ?? nobody,
          left: await leftBy(tx, tenant, version),
          steps: await stepNumbers(tx, tenant, version),
        }
      })
    },
  )
}

function answersRoute(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/journeys/:id/versions/:no/answers',
    { ...READ, schema: { params: byVersion, response: { 200: contract.journeyAnswers } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const journeyId = idIn('journey', request.params.id)
      const { no: version } = request.params
      const known = await within((tx) => versionsOf(tx, tenant.id, journeyId, [version]))
      if (!known.has(version)) throw new Problem('not_found')
      const steps = await answersOf(deps.clickhouse, tenant, { journeyId, version })
      return { days: ANSWER_DAYS, steps }
    },
  )
}

function listRoutes(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/journeys/:id/people',
    {
      ...READ,
      schema: {
        params: byId,
        querystring: contract.journeyPeopleFilter,
        response: { 200: contract.enrollmentPage },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('journey', request.params.id)
      const numbers = await answered(deps, tenant, id, request.query)
      return within(async (tx) => {
        if (!(await findJourney(tx, tenant, id))) throw new Problem('not_found')
        const { items, next } = await listPeople(tx, tenant, id, request.query, numbers)
        return { items: await linesOf(tx, tenant, items), next, total: null }
      })
    },
  )
  app.get(
    '/api/customers/:id/journeys',
    { ...READ, schema: { params: byId, response: { 200: contract.journeysOfPerson } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('customer', request.params.id)
      return within(async (tx) => {
        const rows = await peopleBook.rowIdsOf(tx, tenant, id)
        if (!rows) throw new Problem('not_found')
        return { items: await linesOf(tx, tenant, await journeysOf(tx, tenant, rows)) }
      })
    },
  )
}

/** Who answered a message is told by history; null where nothing of it is asked. */
async function answered(
  { clickhouse }: JourneyRouteDeps,
  tenant: Tenant,
  journeyId: string,
  { at, version, step }: z.infer<typeof contract.journeyPeopleFilter>,
): Promise<number[] | null> {
  if (at !== 'replied' && at !== 'bought') return null
  if (version === undefined || step === undefined)
    throw new Problem('bad_request', { detail: 'version, step' })
  return answeredBy(clickhouse, tenant, { journeyId, version, stepId: step, how: at })
}

function inspectRoute(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/enrollments/:id',
    { ...READ, schema: { params: byId, response: { 200: contract.enrollment } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('enrollment', request.params.id)
      return within(async (tx) => {
        const explained = await inspect(tx, tenant, id)
        if (!explained) throw new Problem('not_found')
        const { found, ...rest } = explained
        const [line] = await linesOf(tx, tenant, [found])
        if (!line) throw new Error(`no line for enrollment ${id}`)
        const { listensTo, note, tries } = found
        return { ...line, ...rest, listensTo, note, tries }
      })
    },
  )
}

async function linesOf(
  tx: Tx,
  tenant: Tenant,
  rows: readonly Inside[],
): Promise<contract.EnrollmentLine[]> {
  const named = await namesFor(tx, tenant, rows)
  return rows.map((row) => ({
    id: showId('enrollment', row.id),
    customer: named(row),
    journey: { id: showId('journey', row.journeyId), name: row.journeyName },
    version: row.version,
    enteredAt: row.enteredAt.toISOString(),
    state: row.state,
    stepId: row.step,
    stepName: row.stepName ?? '',
    stepKind: row.stepKind,
    dueAt: row.dueAt?.toISOString() ?? null,
    leftAt: row.leftAt?.toISOString() ?? null,
    leftReason: row.leftReason,
  }))
}
