import { z } from 'zod'
import * as contract from '../../contract/landing.ts'
import { differenceOfShares } from '../../science/difference.ts'
import { followSums } from '../customer/index.ts'
import {
  type App,
  dayOf,
  Problem,
  pageStart,
  presentOf,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { storedHook } from './hook.ts'
import {
  archiveLanding,
  changeLanding,
  landingsMatching,
  makeLanding,
  type StoredLanding,
  storedLanding,
} from './landing-store.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'
import { demandKnown, free } from './routes-hook.ts'
import { type Visits, visitsOf } from './visit.ts'

const byId = z.object({ id: z.string() })
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'customers.read' } as const
const write = { permission: 'acquisition.write' } as const
const path = '/api/landing-pages'

/** Landing pages (落地页): written, compared in two wordings, counted. */
export function landingRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.landingQuery, response: { 200: contract.landings } },
    },
    async ({ session: { tenant }, query: { cursor, isArchived, ...query } }) => {
      const skip = pageStart(cursor)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const filter = { ...query, isArchived: isArchived === 'true', skip }
        const found = await landingsMatching(tx, tenant, filter)
        const items = await shown(tx, deps, { tenant, landings: found.slice(0, query.limit) })
        const next = found.length > query.limit ? String(skip + query.limit) : null
        return { items, next, total: null }
      })
    },
  )
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.landing } } },
    async ({ session: { tenant }, params }) => {
      const id = idIn('landingPage', params.id)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const landing = await storedLanding(tx, tenant, id)
        const [one] = landing ? await shown(tx, deps, { tenant, landings: [landing] }) : []
        if (!one) throw new Problem('not_found')
        return one
      })
    },
  )
  writingRoutes(app, deps)
}

function writingRoutes(app: App, deps: AcquisitionDeps): void {
  app.post(
    path,
    { config: write, schema: { body: contract.newLanding, response: { 201: made } } },
    async ({ session: { tenant, staffId: by }, body }, reply) => {
      const id = await deps.db.inWorkspace(tenant.id, async (tx) => {
        const wanted = { ...(await wantedOf(tx, tenant, body)), by, now: deps.clock.now() }
        return free(await makeLanding(tx, tenant, wanted), body.name)
      })
      return reply.code(201).send({ id: showId('landingPage', id) })
    },
  )
  app.put(
    `${path}/:id`,
    {
      config: write,
      schema: { params: byId, body: contract.landingChange, response: { 200: done } },
    },
    async ({ session: { tenant, staffId: by }, params, body }) => {
      const id = idIn('landingPage', params.id)
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        if (!(await storedLanding(tx, tenant, id))) throw new Problem('not_found')
        const wanted = { ...(await wantedOf(tx, tenant, body)), by, now: deps.clock.now() }
        free(await changeLanding(tx, tenant, { id, ...wanted }), body.name)
      })
      return { ok: true as const }
    },
  )
  app.put(
    `${path}/:id/archive`,
    {
      config: write,
      schema: { params: byId, body: contract.landingArchiving, response: { 200: done } },
    },
    async ({ session: { tenant }, params, body }) => {
      const id = idIn('landingPage', params.id)
      const asked = { id, ...body, now: deps.clock.now() }
      const outcome = await deps.db.inWorkspace(tenant.id, (tx) =>
        archiveLanding(tx, tenant, asked),
      )
      if (!free(outcome, '')) throw new Problem('not_found')
      return { ok: true as const }
    },
  )
}

/** What it points at is the workspace's own. */
async function wantedOf(tx: Tx, tenant: Tenant, body: contract.NewLanding) {
  const wanted = {
    ...body,
    sourceId: body.sourceId === null ? null : idIn('source', body.sourceId),
    wayId: body.wayId === null ? null : idIn('contactWay', body.wayId),
    hookId: body.hookId === null ? null : idIn('hook', body.hookId),
  }
  await demandKnown(tx, tenant, wanted)
  if (wanted.hookId !== null && !(await storedHook(tx, tenant, wanted.hookId)))
    throw new Problem('not_found')
  return wanted
}

async function shown(
  tx: Tx,
  deps: AcquisitionDeps,
  { tenant, landings }: { tenant: Tenant; landings: readonly StoredLanding[] },
): Promise<contract.Landing[]> {
  const visits = await visitsOf(
    tx,
    tenant,
    landings.map(({ id }) => id),
  )
  const on = (at: Date) => dayOf(at, tenant.timeZone)
  const present = on(presentOf(tenant, deps.clock))
  const since = [present, ...landings.map(({ madeAt }) => on(madeAt))].sort()[0] ?? present
  const sums = await followSums(tx, tenant, { fromOn: since, toOn: present })
  return landings.map((landing) => {
    const mine = visits.filter(({ pageId }) => pageId === landing.id)
    const { id, sourceId, wayId, hookId, wayState, madeAt, archivedAt } = landing
    const { name, template, deed, variants } = landing
    const of = (variant: string) => mine.find((one) => one.variant === variant)
    return {
      ...{ name, template, deed },
      id: showId('landingPage', id),
      source: named('source', sourceId, landing.sourceName),
      way: named('contactWay', wayId, landing.wayName),
      hook: named('hook', hookId, landing.hookName),
      variants: variants.map((one) => ({
        ...one,
        visitors: of(one.id)?.visitors ?? 0,
        acted: of(one.id)?.acted ?? 0,
      })),
      visitors: mine.reduce((sum, { visitors }) => sum + visitors, 0),
      acted: mine.reduce((sum, { acted }) => sum + acted, 0),
      added: sums
        .filter((one) => one.state === wayState && one.on >= on(madeAt))
        .reduce((sum, one) => sum + one.added, 0),
      difference: differenceOf(of('a'), of('b')),
      url: deps.links.urlOf(tenant, { kind: 'landing', id }),
      madeAt: madeAt.toISOString(),
      archivedAt: archivedAt?.toISOString() ?? null,
    }
  })
}

/** How much better the second wording does than the first. */
function differenceOf(
  a: Visits | undefined,
  b: Visits | undefined,
): contract.Landing['difference'] {
  if (!a || !b) return null
  const { effect, lower, upper } = differenceOfShares(
    { n: a.visitors, count: a.acted },
    { n: b.visitors, count: b.acted },
  )
  return { effect, low: lower, high: upper, isClear: lower > 0 || upper < 0 }
}

function named(kind: 'source' | 'contactWay' | 'hook', id: string | null, name: string | null) {
  return id === null ? null : { id: showId(kind, id), name: name ?? '' }
}
