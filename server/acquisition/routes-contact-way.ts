import { z } from 'zod'
import * as contract from '../../contract/acquisition.ts'
import { namedAssociates, refusalProblem, wecomOf } from '../corp/index.ts'
import { type App, companyOf, Problem, presentOf, readId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { addWay, changeWay, type StoredWay, type WayChange } from './contact-way.ts'
import { demandWay } from './demand-way.ts'
import { storedHook } from './hook.ts'
import { listWays, showWays } from './list-ways.ts'
import { changeAtWecom, makeAtWecom } from './make-way.ts'
import { lastDays, type Period } from './period.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'
import { pictureRoutes } from './routes-way-picture.ts'
import { isSource } from './source.ts'
import { isInBatch } from './way-batch.ts'
import { storeWelcome, welcomeOf } from './welcome.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'customers.read' } as const
const write = { permission: 'acquisition.write' } as const
const path = '/api/contact-ways'
const NO_ID = '00000000-0000-0000-0000-000000000000'

/** Codes that add an associate (渠道活码), and the welcome. */
export function contactWayRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.contactWayQuery, response: { 200: contract.contactWays } },
    },
    async (request) => {
      const { tenant } = request.session
      const { days, source, associate, isArchived, cursor, ...asked } = request.query
      const period = lastDays(tenant, presentOf(tenant, deps.clock), days)
      const page = await deps.db.inWorkspace(tenant.id, async (tx) =>
        listWays(tx, tenant, {
          period,
          dressing: await dressingOf(tx, deps, tenant),
          asked: {
            ...asked,
            // What is no id of a source matches no code, as another workspace's does.
            sourceId: source === undefined ? null : (readId('source', source) ?? NO_ID),
            userid: associate ?? null,
            isArchived: isArchived === 'true',
            from: Number(cursor ?? 0) || 0,
          },
        }),
      )
      return { period, ...page }
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
  pictureRoutes(app, deps)
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
      const { sourceId, tagIds, hookId, state, ...words } = request.body
      const wanted = {
        ...words,
        sourceId: idIn('source', sourceId),
        tagIds: tagIds.map((id) => idIn('tag', id)),
        hookId: hookId === null ? null : idIn('hook', hookId),
        state: state ?? null,
        by,
        now: deps.clock.now(),
      }
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        await demandTags(tx, deps, tenant, wanted.tagIds)
        await demandHook(tx, tenant, wanted.hookId)
        if (!(await isSource(tx, tenant, wanted.sourceId))) throw new Problem('not_found')
      })
      const { wecom } = await companyOfAll(deps, tenant, words.userids)
      const outcome = await deps.db.inWorkspace(tenant.id, (tx) => addWay(tx, tenant, wanted))
      if (!outcome.ok) {
        if (outcome.reason === 'no_source') throw new Problem('not_found')
        throw new Problem('state_taken', { state: state ?? '' })
      }
      const { id } = outcome.value
      await makeAtWecom({ ...deps, wecom }, tenant, id)
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
      if (await deps.db.inWorkspace(tenant.id, (tx) => isInBatch(tx, tenant, id)))
        throw new Problem('way_in_batch')
      const userids = before.associates.map(({ userid }) => userid)
      const { wecom } = await companyOfAll(deps, tenant, userids)
      await makeAtWecom({ ...deps, wecom }, tenant, id)
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
      const { tagIds, hookId: shownHook, ...words } = request.body
      const hookId = shownHook ? idIn('hook', shownHook) : shownHook
      const ids = tagIds?.map((id) => idIn('tag', id))
      const id = idIn('contactWay', request.params.id)
      const way = await demandWay(deps, tenant, id)
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        await demandTags(tx, deps, tenant, ids ?? [])
        await demandHook(tx, tenant, hookId ?? null)
      })
      const change = { ...words, tagIds: ids, hookId, id, now: deps.clock.now() }
      const isTold = await tellWecom(deps, tenant, way, change)
      await deps.db.inWorkspace(tenant.id, (tx) => changeWay(tx, tenant, { ...change, isTold }))
      return { ok: true as const }
    },
  )
}

/** WeCom hears first of what it keeps itself; what it refuses is not changed here either. @returns whether it was told. */
async function tellWecom(
  deps: AcquisitionDeps,
  tenant: Tenant,
  way: StoredWay,
  { name = way.name, userids = way.userids, skipVerify = way.skipVerify }: WayChange,
): Promise<boolean> {
  const isSame =
    name === way.name &&
    skipVerify === way.skipVerify &&
    userids.join('\n') === way.userids.join('\n')
  if (isSame || way.phase !== 'live') return false
  // A code stays its company's: it is printed already.
  const { wecom } = await companyOfAll(deps, tenant, [...way.userids, ...userids])
  const answer = await changeAtWecom(wecom, way, { name, userids, skipVerify })
  if (!answer.ok) throw refusalProblem(answer.errcode)
  return true
}

/** The company of a code: the one that all its associates belong to, and it is connected. */
async function companyOfAll(deps: AcquisitionDeps, tenant: Tenant, userids: readonly string[]) {
  const [company = '', ...others] = new Set(userids.map(companyOf))
  if (others.length > 0) throw new Problem('several_corps')
  const connected = await wecomOf(deps, { ...tenant, company })
  if (!connected) throw new Problem('corp_not_connected')
  return connected
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
  const way = await demandWay(deps, tenant, id)
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const dressing = await dressingOf(tx, deps, tenant)
    const { items, sums } = await showWays(tx, tenant, { ways: [way], period, dressing })
    const [shown] = items
    if (!shown) throw new Problem('not_found')
    const days = sums
      .filter(({ state }) => state === way.state)
      .map(({ on, added, lost }) => ({ on, added, lost }))
    return { ...shown, period, days }
  })
}

async function dressingOf(tx: Tx, deps: AcquisitionDeps, tenant: Tenant) {
  const named = await namedAssociates(tx, tenant)
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

async function demandHook(tx: Tx, tenant: Tenant, id: string | null) {
  if (id !== null && !(await storedHook(tx, tenant, id))) throw new Problem('not_found')
}
