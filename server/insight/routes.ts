import { z } from 'zod'
import * as contract from '../../contract/insight.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { type App, type Clock, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import {
  beginFit,
  type FinishedFit,
  fitProgress,
  getOptions,
  newestFit,
  setOptions,
} from './fit-store.ts'
import { findPerson, listPeople, type PeopleBook, shownPerson } from './people.ts'
import { enqueueRefit } from './refit.ts'
import { workspaceHistory } from './workspace-history.ts'

export type InsightDeps = { db: Database; clickhouse: ClickHouse; clock: Clock; people: PeopleBook }

/** Rows that a list can be paged through; beyond it a filter serves better. */
const OFFSET_MAX = 100_000
const READ = { config: { permission: 'insight.read' } } as const

/** What people are worth and when they come again. */
export function routes(app: App, deps: InsightDeps): void {
  summaryRoutes(app, deps)
  reportRoutes(app, deps)
  peopleRoutes(app, deps)
}

function summaryRoutes(app: App, deps: InsightDeps): void {
  app.get(
    '/api/value',
    { ...READ, schema: { response: { 200: contract.valuePage } } },
    async ({ session: { tenant } }) => valuePage(deps, tenant),
  )
  app.put(
    '/api/value/options',
    {
      config: { permission: 'workspace.write' },
      schema: { body: contract.valueOptions, response: { 200: contract.valuePage } },
    },
    async ({ session: { tenant }, body }) => {
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        await setOptions(tx, tenant, body)
        await beginFit(tx, tenant, presentOf(deps, tenant))
        await enqueueRefit(tx, tenant)
      })
      return valuePage(deps, tenant)
    },
  )
  app.post(
    '/api/value/refits',
    { ...READ, schema: { response: { 202: contract.refitStarted } } },
    async ({ session: { tenant } }, reply) => {
      const present = presentOf(deps, tenant)
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        // Announced here, so that the page shows it at once; the job takes it up.
        await beginFit(tx, tenant, present)
        await enqueueRefit(tx, tenant)
      })
      return reply.code(202).send({ startedAt: present.now.toISOString() })
    },
  )
}

function reportRoutes(app: App, deps: InsightDeps): void {
  app.get(
    '/api/value/repurchase',
    { ...READ, schema: { response: { 200: contract.repurchase } } },
    async ({ session: { tenant } }) => {
      const fit = await fitOf(deps, tenant)
      const asOf = asOfOf(fit)
      return fit ? { asOf, ...fit.result.repurchase } : { asOf, medianGapDays: null, curves: [] }
    },
  )
  app.get(
    '/api/value/rfm',
    { ...READ, schema: { response: { 200: z.object({ rfm: contract.rfm.nullable() }) } } },
    async ({ session: { tenant } }) => {
      const fit = await fitOf(deps, tenant)
      const rfm = fit?.result.rfm
      return { rfm: rfm ? { asOf: asOfOf(fit), ...rfm } : null }
    },
  )
  app.get(
    '/api/value/cohorts',
    { ...READ, schema: { response: { 200: contract.cohorts } } },
    async ({ session: { tenant } }) => {
      const fit = await fitOf(deps, tenant)
      return { asOf: asOfOf(fit), cohorts: fit?.result.cohorts ?? [] }
    },
  )
}

function peopleRoutes(app: App, deps: InsightDeps): void {
  app.get(
    '/api/value/people',
    {
      ...READ,
      schema: { querystring: contract.valuePeopleQuery, response: { 200: contract.valuePeople } },
    },
    async ({ session: { tenant }, query }) => peoplePage(deps, tenant, query),
  )
  app.get(
    '/api/value/customers/:id',
    {
      config: { permission: 'customers.read' },
      schema: {
        params: z.object({ id: z.string() }),
        response: { 200: contract.customerValue },
      },
    },
    async ({ session: { tenant }, params }) => {
      const id = readId('customer', params.id)
      if (!id) throw new Problem('not_found')
      return customerValue(deps, tenant, id)
    },
  )
}

async function valuePage(deps: InsightDeps, tenant: Tenant): Promise<contract.ValuePage> {
  const now = deps.clock.now()
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const progress = await fitProgress(tx, tenant, now)
    const fit = await newestFit(tx, tenant)
    return {
      options: await getOptions(tx, tenant),
      running: progress.runningSince && { startedAt: progress.runningSince.toISOString() },
      failedAt: progress.failedAt?.toISOString() ?? null,
      fit: fit && {
        ...fit.result.fit,
        id: showId('valueFit', fit.id),
        asOf: fit.asOf.toISOString(),
        finishedAt: fit.finishedAt.toISOString(),
      },
    }
  })
}

async function peoplePage(
  deps: InsightDeps,
  tenant: Tenant,
  query: z.infer<typeof contract.valuePeopleQuery>,
): Promise<z.infer<typeof contract.valuePeople>> {
  const nobody = { items: [], next: null, total: 0, asOf: null }
  const fit = await fitOf(deps, tenant)
  const rfm = fit?.result.rfm
  if (!fit || !rfm) return nobody
  const asOf = fit.asOf.toISOString()
  if (query.sort !== 'ltv' && fit.state !== 'fitted') return { ...nobody, asOf }
  const place = placeOf(query.cursor, fit.snapshot)
  const { rows, total } = await listPeople(workspaceHistory(deps.clickhouse, tenant), {
    ...place,
    sort: query.sort,
    inClass: query.rfm ? { name: query.rfm, rfm } : null,
    limit: query.limit,
  })
  const known = await deps.db.inWorkspace(tenant.id, (tx) =>
    deps.people.describe(
      tx,
      tenant,
      rows.map(({ customer }) => customer),
    ),
  )
  const items = rows.flatMap((row) => {
    const person = known.get(row.customer)
    return person ? [shownPerson(row, { fit, person })] : []
  })
  const offset = place.offset + rows.length
  const next = offset < Math.min(total, OFFSET_MAX) ? `${place.snapshot}.${offset}` : null
  return { items, next, total, asOf }
}

/** A cursor goes on in the snapshot that it began in, so that no person comes twice when a new one appears. */
export function placeOf(
  cursor: string | undefined,
  newest: number,
): { snapshot: number; offset: number } {
  const [, snapshot, offset] = /^(\d{1,9})\.(\d{1,6})$/.exec(cursor ?? '') ?? []
  if (snapshot === undefined || offset === undefined) return { snapshot: newest, offset: 0 }
  return { snapshot: Number(snapshot), offset: Number(offset) }
}

/** What one customer is worth and where they stand, by the newest fit. @throws Problem not_found */
export async function customerValue(
  deps: Pick<InsightDeps, 'db' | 'clickhouse' | 'people'>,
  tenant: Tenant,
  customerId: string,
): Promise<contract.CustomerValue> {
  const { fit, number, person } = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const number = await deps.people.numberOf(tx, tenant, customerId)
    if (number === null) throw new Problem('not_found')
    const described = await deps.people.describe(tx, tenant, [number])
    return { fit: await newestFit(tx, tenant), number, person: described.get(number) }
  })
  const found =
    fit &&
    (await findPerson(workspaceHistory(deps.clickhouse, tenant), {
      snapshot: fit.snapshot,
      customer: number,
    }))
  return {
    asOf: asOfOf(fit),
    state: fit?.state ?? 'none',
    person: fit && found && person ? shownPerson(found.row, { fit, person }) : null,
    aheadOf: found && fit?.state !== 'refused' ? found.aheadOf : null,
    cutOn: fit?.result.fit.data.cutOn ?? null,
    medianGapDays: fit?.result.repurchase.medianGapDays ?? null,
  }
}

function fitOf(deps: InsightDeps, tenant: Tenant): Promise<FinishedFit | null> {
  return deps.db.inWorkspace(tenant.id, (tx) => newestFit(tx, tenant))
}

export function presentOf(deps: InsightDeps, tenant: Tenant): { asOf: Date; now: Date } {
  const now = deps.clock.now()
  return { asOf: tenant.clockAt ?? now, now }
}

const asOfOf = (fit: FinishedFit | null): string | null => fit?.asOf.toISOString() ?? null
