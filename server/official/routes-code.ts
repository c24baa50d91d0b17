import type { FastifyRequest } from 'fastify'
import { renderSVG } from 'uqr'
import { z } from 'zod'
import * as contract from '../../contract/official.ts'
import { CODES_MAX } from '../../weixin/index.ts'
import { apiUse } from '../corp/index.ts'
import {
  type App,
  addMs,
  newId,
  Problem,
  presentOf,
  readId,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { accountOf, type OfficialDeps } from './client.ts'
import { codeOf, countCodes, listCodes, namesOfScenes, storeCode } from './code.ts'
import { limitsOf } from './limits.ts'
import { refusalProblem } from './refusal.ts'
import { type StoredAccount, storedAccounts } from './store.ts'
import { type Subscription, subscriptionsOf, windowOf } from './subscription.ts'

export type CodeRouteDeps = OfficialDeps & {
  /** Whether new codes may belong to a source, and what sources are called (the acquisition room's verbs). */
  isSource: (tx: Tx, tenant: Pick<Tenant, 'id'>, id: string) => Promise<boolean>
  namesOfSources: (
    tx: Tx,
    tenant: Tenant,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>
  /** All rows of a customer's person; null: nobody (the customer room's verb). */
  rowsOf: (tx: Tx, tenant: Pick<Tenant, 'id'>, customerId: string) => Promise<string[] | null>
}
type AccountIn = (
  deps: Pick<CodeRouteDeps, 'db'>,
  request: FastifyRequest,
  shownId: string,
) => Promise<StoredAccount>

const byId = z.object({ id: z.string() })
const read = { permission: 'customers.read' } as const
const write = { permission: 'acquisition.write' } as const
const url = '/api/official-accounts/:id/codes'
const DAY_SECONDS = 86_400

/** Codes with a scene, and which accounts a person follows. */
export function codeRoutes(app: App, deps: CodeRouteDeps, accountIn: AccountIn): void {
  app.get(
    url,
    { config: read, schema: { params: byId, response: { 200: contract.officialCodes } } },
    async (request) => {
      const { tenant } = request.session
      const { appId } = await accountIn(deps, request, request.params.id)
      const items = await deps.db.inWorkspace(tenant.id, (tx) => listCodes(tx, tenant, appId))
      return { items }
    },
  )
  app.post(
    url,
    {
      config: write,
      schema: {
        params: byId,
        body: contract.newOfficialCode,
        response: { 201: contract.officialCodes },
      },
    },
    async (request, reply) => {
      const { tenant } = request.session
      const account = await accountIn(deps, request, request.params.id)
      await makeCode(deps, request, account, request.body)
      const items = await deps.db.inWorkspace(tenant.id, (tx) =>
        listCodes(tx, tenant, account.appId),
      )
      return reply.code(201).send({ items })
    },
  )
  app.get(
    '/api/official-codes/:id/picture',
    {
      config: read,
      schema: { params: byId, querystring: z.object({ download: z.literal('1').optional() }) },
    },
    async (request, reply) => {
      const { tenant } = request.session
      const id = readId('officialCode', request.params.id)
      const code = id && (await deps.db.inWorkspace(tenant.id, (tx) => codeOf(tx, tenant, id)))
      if (!code) throw new Problem('not_found')
      if (request.query.download)
        reply.header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(code.name)}.svg`,
        )
      return reply.type('image/svg+xml').send(renderSVG(code.url))
    },
  )
  limitRoute(app, deps, accountIn)
  subscriptionRoute(app, deps)
}

async function makeCode(
  deps: CodeRouteDeps,
  request: FastifyRequest,
  { appId }: StoredAccount,
  { name, sourceId: shownSource, days }: z.infer<typeof contract.newOfficialCode>,
): Promise<void> {
  const { tenant, staffId: by } = request.session
  const sourceId = readId('source', shownSource)
  const isThere =
    sourceId !== null &&
    (await deps.db.inWorkspace(tenant.id, (tx) => deps.isSource(tx, tenant, sourceId)))
  const account = await accountOf(deps, tenant, appId)
  if (!isThere) throw new Problem('not_found')
  if (!account) throw new Problem('official_not_connected')
  const scene = `ly_${newId().replaceAll('-', '')}`
  const now = deps.clock.now()
  const made = await account.weixin.makeCode(scene, days === null ? null : days * DAY_SECONDS)
  if (!made.ok) throw refusalProblem(made)
  const { ticket, url: inside, expire_seconds: seconds } = made.value
  const expiresAt = days === null ? null : addMs(now, (seconds ?? days * DAY_SECONDS) * 1_000)
  await deps.db.inWorkspace(tenant.id, (tx) =>
    storeCode(tx, tenant, {
      appId,
      name,
      sourceId,
      scene,
      ticket,
      url: inside,
      expiresAt,
      by,
      now,
    }),
  )
}

/** What WeChat bounds of an account, counted here. */
function limitRoute(app: App, deps: CodeRouteDeps, accountIn: AccountIn): void {
  app.get(
    '/api/official-accounts/:id/limits',
    {
      config: { permission: 'workspace.write' },
      schema: { params: byId, response: { 200: contract.officialLimits } },
    },
    async (request) => {
      const { tenant } = request.session
      const { appId } = await accountIn(deps, request, request.params.id)
      const of = { id: tenant.id, company: appId }
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const calls = await apiUse(tx, of, deps.clock.now(), limitsOf)
        const codes = await countCodes(tx, tenant, appId)
        return {
          items: [
            { key: 'codes' as const, used: codes, allowed: CODES_MAX, whose: '' },
            ...calls.map(({ api, used, allowed }) => ({
              key: 'api_day' as const,
              used,
              allowed,
              whose: api,
            })),
          ],
        }
      })
    },
  )
}

function subscriptionRoute(app: App, deps: CodeRouteDeps): void {
  app.get(
    '/api/customers/:id/subscriptions',
    { config: read, schema: { params: byId, response: { 200: contract.shownSubscriptions } } },
    async (request) => {
      const { tenant } = request.session
      const customerId = readId('customer', request.params.id)
      if (customerId === null) throw new Problem('not_found')
      const now = presentOf(tenant, deps.clock)
      const items = await deps.db.inWorkspace(tenant.id, async (tx) => {
        const rows = await deps.rowsOf(tx, tenant, customerId)
        return rows && shownAll(tx, deps, { tenant, now }, await subscriptionsOf(tx, tenant, rows))
      })
      if (!items) throw new Problem('not_found')
      return { items }
    },
  )
}

async function shownAll(
  tx: Tx,
  deps: CodeRouteDeps,
  { tenant, now }: { tenant: Tenant; now: Date },
  all: readonly Subscription[],
): Promise<contract.ShownSubscription[]> {
  const names = new Map((await storedAccounts(tx, tenant)).map(({ appId, name }) => [appId, name]))
  const codes = await namesOfScenes(
    tx,
    tenant,
    all.map(({ scene }) => scene),
  )
  const ids = [...new Set(all.flatMap(({ sourceId }) => sourceId ?? []))]
  const sources = await deps.namesOfSources(tx, tenant, ids)
  return all.map((one) => {
    const source = one.sourceId === null ? undefined : sources.get(one.sourceId)
    return {
      account: { appId: one.appId, name: names.get(one.appId) ?? one.appId },
      openid: one.openid,
      subscribedAt: one.subscribedAt.toISOString(),
      endedAt: one.endedAt?.toISOString() ?? null,
      scene: one.scene,
      code: codes.get(`${one.appId} ${one.scene}`) ?? null,
      source:
        source !== undefined && one.sourceId !== null
          ? { id: showId('source', one.sourceId), name: source }
          : null,
      hasUnionid: one.hasUnionid,
      messageUntil: windowOf(one, now)?.until.toISOString() ?? null,
    }
  })
}
