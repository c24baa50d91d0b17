import { z } from 'zod'
import { ties } from '../../contract/delivery.ts'
import * as contract from '../../contract/layer.ts'
import { personTie as personTieShape } from '../../contract/tie.ts'
import { type App, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import { dayIn, dayText } from './day.ts'
import { beginFit, getTieCapacity, lastOfMonths, newestFit, setTieCapacity } from './fit-store.ts'
import { classNamed, type LayerRow, listLayer, readCells, readMoves, worthOf } from './layers.ts'
import { personTie } from './person-tie.ts'
import { enqueueRefit } from './refit.ts'
import { type InsightDeps, placeOf, presentOf } from './routes.ts'
import { workspaceHistory } from './workspace-history.ts'

/** Rows that a list can be paged through; beyond it a segment serves better. */
const OFFSET_MAX = 100_000
const READ = { config: { permission: 'insight.read' } } as const

/** How strong ties are, against what people are worth (强弱 × 价值). */
export function layerRoutes(app: App, deps: InsightDeps): void {
  app.get(
    '/api/layers',
    { ...READ, schema: { response: { 200: contract.layersPage } } },
    async ({ session: { tenant } }) => layersPage(deps, tenant),
  )
  app.get(
    '/api/layers/people',
    {
      ...READ,
      schema: { querystring: contract.layerPeopleQuery, response: { 200: contract.layerPeople } },
    },
    async ({ session: { tenant }, query }) => peopleOf(deps, tenant, query),
  )
  app.get(
    '/api/ties/options',
    { ...READ, schema: { response: { 200: contract.tieOptions } } },
    async ({ session: { tenant } }) => ({
      capacity: await deps.db.inWorkspace(tenant.id, (tx) => getTieCapacity(tx, tenant)),
    }),
  )
  app.put(
    '/api/ties/options',
    {
      config: { permission: 'workspace.write' },
      schema: { body: contract.tieOptions, response: { 200: contract.tieOptions } },
    },
    async ({ session: { tenant }, body }) => {
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        await setTieCapacity(tx, tenant, body.capacity)
        await beginFit(tx, tenant, presentOf(deps, tenant))
        await enqueueRefit(tx, tenant)
      })
      return body
    },
  )
  app.get(
    '/api/ties/customers/:id',
    {
      config: { permission: 'customers.read' },
      schema: { params: z.object({ id: z.string() }), response: { 200: personTieShape } },
    },
    async ({ session: { tenant }, params }) => {
      const id = readId('customer', params.id)
      if (!id) throw new Problem('not_found')
      return personTie(deps, tenant, id)
    },
  )
}

async function layersPage(deps: InsightDeps, tenant: Tenant): Promise<contract.LayersPage> {
  const { fit, months } = await deps.db.inWorkspace(tenant.id, async (tx) => ({
    fit: await newestFit(tx, tenant),
    months: await lastOfMonths(tx, tenant, 2),
  }))
  const report = fit?.result.ties
  if (!fit || !report) return nothing
  const history = workspaceHistory(deps.clickhouse, tenant)
  const cells = await readCells(history, fit.snapshot)
  const on = (asOf: Date) => ({ on: dayText(dayIn(asOf, tenant.timeZone)) })
  const [to, from] = months
  const hasValues = fit.state !== 'refused'
  const { worth, verdict } = worthOf(cells)
  return {
    asOf: fit.asOf.toISOString(),
    ties: report,
    hasValues,
    cells: cells.map(({ squares: _, ...cell }) => cell),
    worth,
    verdict: hasValues ? verdict : null,
    top20: fit.result.fit.concentration?.top20 ?? null,
    moves:
      to && from
        ? {
            from: on(from.asOf),
            to: on(to.asOf),
            ties: await readMoves(history, { from: from.snapshot, to: to.snapshot }),
          }
        : null,
  }
}

const nothing: contract.LayersPage = {
  asOf: null,
  ties: null,
  hasValues: false,
  cells: [],
  worth: [],
  verdict: null,
  top20: null,
  moves: null,
}

async function peopleOf(
  deps: InsightDeps,
  tenant: Tenant,
  { tie, rfm, cursor, limit }: z.infer<typeof contract.layerPeopleQuery>,
): Promise<z.infer<typeof contract.layerPeople>> {
  const fit = await deps.db.inWorkspace(tenant.id, (tx) => newestFit(tx, tenant))
  if (!fit?.result.ties) return { items: [], next: null, total: 0, asOf: null }
  const place = placeOf(cursor, fit.snapshot)
  const { rows, total } = await listLayer(workspaceHistory(deps.clickhouse, tenant), {
    ...place,
    tie,
    rfm: rfm === 'none' ? '' : rfm,
    limit,
  })
  const known = await deps.db.inWorkspace(tenant.id, (tx) =>
    deps.people.describe(
      tx,
      tenant,
      rows.map(({ customer }) => customer),
    ),
  )
  const offset = place.offset + rows.length
  return {
    items: rows.flatMap((row) => {
      const person = known.get(row.customer)
      return person ? [shown(row, person, fit.state !== 'refused')] : []
    }),
    next: offset < Math.min(total, OFFSET_MAX) ? `${place.snapshot}.${offset}` : null,
    total,
    asOf: fit.asOf.toISOString(),
  }
}

function shown(
  row: LayerRow,
  person: { id: string; name: string },
  hasValues: boolean,
): contract.LayerPerson {
  return {
    customer: { id: showId('customer', person.id), no: row.customer, name: person.name },
    tie: ties.find((one) => one === row.tie) ?? 'silent',
    rfm: classNamed(row.rfm_class),
    came: row.came,
    spokenTo: row.spoken_to,
    cameOn: row.came_on > '1970-01-01' ? row.came_on : null,
    spent: Number(row.spent),
    value90: hasValues ? Number(row.value_90d) : null,
  }
}
