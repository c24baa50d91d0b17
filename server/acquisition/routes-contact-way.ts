import { z } from 'zod'
import * as contract from '../../contract/acquisition.ts'
import { associates, wecomOf } from '../corp/index.ts'
import { type App, Problem, presentOf, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { addWay, changeWay, listWays } from './contact-way.ts'
import { makeAtWecom } from './make-way.ts'
import { lastDays, type Period } from './period.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'
import { isSource } from './source.ts'
import { storeWelcome, welcomeOf } from './welcome.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'customers.read' } as const
const write = { permission: 'acquisition.write' } as const
const path = '/api/contact-ways'

/** Codes that add an associate (渠道活码), and the welcome. */
export function contactWayRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.periodQuery, response: { 200: contract.contactWays } },
    },
    async (request) => {
      const { tenant } = request.session
      const period = lastDays(tenant, presentOf(tenant, deps.clock), request.query.days)
      const { ways } = await deps.db.inWorkspace(tenant.id, async (tx) =>
        listWays(tx, tenant, { period, dressing: await dressingOf(tx, deps, tenant) }),
      )
      return { period, items: ways }
    },
  )
  app.get(
    `${path}/:id`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.periodQuery,
        response: { 200: contract.contactWayDetail },
      },
    },
    async (request) => {
      const { tenant } = request.session
      const period = lastDays(tenant, presentOf(tenant, deps.clock), request.query.days)
      return detail(deps, tenant, idIn('contactWay', request.params.id), period)
    },
  )
  makingRoutes(app, deps)
  changingRoutes(app, deps)
  welcomeRoutes(app, deps)
}

function makingRoutes(app: App, deps: AcquisitionDeps): void {
  app.post(
    path,
    {
      config: write,
      schema: { body: contract.newContactWay, response: { 201: contract.contactWayDetail } },
    },
    async (request, reply) => {
      const { tenant, staffId: by } = request.session
      const { sourceId, tagIds, state, ...words } = request.body
      const wanted = {
        ...words,
        sourceId: idIn('source', sourceId),
        tagIds: tagIds.map((id) => idIn('tag', id)),
        state: state ?? null,
        by,
        now: deps.clock.now(),
      }
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        await demandTags(tx, deps, tenant, wanted.tagIds)
        if (!(await isSource(tx, tenant, wanted.sourceId))) throw new Problem('not_found')
      })
      const connected = await wecomOf(deps, tenant)
      if (!connected) throw new Problem('corp_not_connected')
      const outcome = await deps.db.inWorkspace(tenant.id, (tx) => addWay(tx, tenant, wanted))
      if (!outcome.ok) {
        if (outcome.reason === 'no_source') throw new Problem('not_found')
        throw new Problem('state_taken', { state: state ?? '' })
      }
      const { id } = outcome.value
      await makeAtWecom({ ...deps, wecom: connected.wecom }, tenant, id)
      return reply.code(201).send(await detail(deps, tenant, id, periodNow(deps, tenant)))
    },
  )
  app.post(
    `${path}/:id/make`,
    { config: write, schema: { params: byId, response: { 200: contract.contactWayDetail } } },
    async (request) => {
      const { tenant } = request.session
      const id = idIn('contactWay', request.params.id)
      const before = await detail(deps, tenant, id, periodNow(deps, tenant))
      if (before.phase === 'live') return before
      const connected = await wecomOf(deps, tenant)
      if (!connected) throw new Problem('corp_not_connected')
      await makeAtWecom({ ...deps, wecom: connected.wecom }, tenant, id)
      return detail(deps, tenant, id, periodNow(deps, tenant))
    },
  )
}

function changingRoutes(app: App, deps: AcquisitionDeps): void {
  app.patch(
    `${path}/:id`,
    {
      config: write,
      schema: { params: byId, body: contract.contactWayChange, response: { 200: done } },
    },
    async (request) => {
      const { tenant } = request.session
      const { tagIds, ...words } = request.body
      const ids = tagIds?.map((id) => idIn('tag', id))
      const change = {
        ...words,
        tagIds: ids,
        id: idIn('contactWay', request.params.id),
        now: deps.clock.now(),
      }
      const found = await deps.db.inWorkspace(tenant.id, async (tx) => {
        await demandTags(tx, deps, tenant, ids ?? [])
        return changeWay(tx, tenant, change)
      })
      if (!found) throw new Problem('not_found')
      return { ok: true as const }
    },
  )
}

function welcomeRoutes(app: App, deps: AcquisitionDeps): void {
  const state = { response: { 200: contract.welcome } }
  app.get('/api/welcome', { config: read, schema: state }, async (request) => {
    const { tenant } = request.session
    return deps.db.inWorkspace(tenant.id, (tx) => welcomeOf(tx, tenant))
  })
  app.put(
    '/api/welcome',
    { config: write, schema: { body: contract.welcome, ...state } },
    async (request) => {
      const { tenant, staffId: by } = request.session
      const words = { ...request.body, by, now: deps.clock.now() }
      await deps.db.inWorkspace(tenant.id, (tx) => storeWelcome(tx, tenant, words))
      return request.body
    },
  )
}

const DAYS_SHOWN = 30

function periodNow(deps: AcquisitionDeps, tenant: Tenant): Period {
  return lastDays(tenant, presentOf(tenant, deps.clock), DAYS_SHOWN)
}

async function detail(deps: AcquisitionDeps, tenant: Tenant, id: string, period: Period) {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const dressing = await dressingOf(tx, deps, tenant)
    const { ways, sums } = await listWays(tx, tenant, { period, dressing, id })
    const [way] = ways
    if (!way) throw new Problem('not_found')
    const days = sums
      .filter(({ state }) => state === way.state)
      .map(({ on, added, lost }) => ({ on, added, lost }))
    return { ...way, period, days }
  })
}

async function dressingOf(tx: Tx, deps: AcquisitionDeps, tenant: Tenant) {
  const named = await associates(tx, tenant)
  return {
    associates: new Map(named.map(({ userid, name }) => [userid, name])),
    tags: await deps.tagNames(tx, tenant),
  }
}

/** Tags of another workspace, or none, are not found. */
async function demandTags(tx: Tx, deps: AcquisitionDeps, tenant: Tenant, ids: string[]) {
  if (ids.length === 0) return
  const known = await deps.tagNames(tx, tenant)
  if (!ids.every((id) => known.has(id))) throw new Problem('not_found')
}
