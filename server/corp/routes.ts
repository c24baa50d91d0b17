import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/corp.ts'
import { type App, Problem, type Refused, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { associates } from './associates.ts'
import {
  type ConnectDeps,
  connect,
  disconnect,
  revealCallbackKeys,
  testConnection,
} from './connect.ts'
import { departments, pathOf } from './departments.ts'
import { refusalOf, refusalProblem } from './refusal.ts'
import { type CheckupDeps, checkupRoutes } from './routes-checkup.ts'
import { liveCorp, noteSyncAsked, type StoredCorp } from './store.ts'

export type CorpRouteDeps = ConnectDeps &
  CheckupDeps & {
    /** Where WeCom reaches us, if it is known; otherwise as the request came. */
    publicUrl: string | null
    /** Asks for everything to be brought in (the ear's verb). */
    askForSync: (tx: Tx, tenant: Tenant) => Promise<void>
    /** How far bringing in has come (the ear's verb). */
    syncView: (tx: Tx, tenant: Tenant) => Promise<contract.CorpSync>
    /** Contacts that are still to be read (the ear's verb). */
    contactsWaiting: (tx: Tx, tenant: Tenant) => Promise<number>
    /** Customers who follow each associate now. */
    customersOf: (tx: Tx, tenant: Tenant) => Promise<ReadonlyMap<string, number>>
  }

const done = z.object({ ok: z.literal(true) })
const write = { permission: 'workspace.write' } as const

/** The connection to WeCom, and the associates that came with it. */
export function routes(app: App, deps: CorpRouteDeps): void {
  connectionRoutes(app, deps)
  checkupRoutes(app, deps)
  app.get(
    '/api/associates',
    {
      config: { permission: 'customers.read' },
      schema: { response: { 200: contract.associates } },
    },
    async (request) => {
      const { tenant } = request.session
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const customers = await deps.customersOf(tx, tenant)
        const items = await associates(tx, tenant)
        const all = await departments(tx, tenant)
        return {
          items: items.map((one) => ({
            ...one,
            departments: one.departments.map((id) => pathOf(all, id)).filter((path) => path !== ''),
            customers: customers.get(one.userid) ?? 0,
          })),
        }
      })
    },
  )
}

function connectionRoutes(app: App, deps: CorpRouteDeps): void {
  const url = '/api/corp'
  const state = { response: { 200: contract.corpState } }
  app.get(url, { config: write, schema: state }, async (request) => stateOf(deps, request))
  app.put(
    url,
    { config: write, schema: { body: contract.corpConnection, ...state } },
    async (request) => {
      const { tenant, staffId: by } = request.session
      const outcome = await connect(deps, tenant, request.body, { by, now: deps.clock.now() })
      if (!outcome.ok) throw problemOf(outcome)
      await deps.db.inWorkspace(tenant.id, (tx) => sync(tx, deps, tenant))
      return stateOf(deps, request)
    },
  )
  app.delete(url, { config: write, schema: { response: { 200: done } } }, async (request) => {
    const { tenant, staffId: by } = request.session
    const outcome = await disconnect(deps, tenant, { by, now: deps.clock.now() })
    if (!outcome.ok) throw problemOf(outcome)
    return { ok: true as const }
  })
  app.post(`${url}/test`, { config: write, schema: state }, async (request) => {
    const outcome = await testConnection(deps, request.session.tenant)
    if (!outcome.ok) throw problemOf(outcome)
    return stateOf(deps, request)
  })
  app.post(`${url}/sync`, { config: write, schema: state }, async (request) => {
    const { tenant } = request.session
    await deps.db.inWorkspace(tenant.id, async (tx) => {
      if (!(await liveCorp(tx, tenant))) throw new Problem('corp_not_connected')
      await sync(tx, deps, tenant)
    })
    return stateOf(deps, request)
  })
  app.post(
    `${url}/callback-keys`,
    { config: write, schema: { response: { 200: contract.callbackKeys } } },
    async (request) => {
      const { tenant, staffId: by } = request.session
      const outcome = await revealCallbackKeys(deps, tenant, { by, now: deps.clock.now() })
      if (!outcome.ok) throw problemOf(outcome)
      const { id, token, aesKey } = outcome.value
      return { url: addressOf(deps, request, id), token, aesKey }
    },
  )
}

async function sync(tx: Tx, deps: CorpRouteDeps, tenant: Tenant): Promise<void> {
  await noteSyncAsked(tx, tenant, deps.clock.now())
  await deps.askForSync(tx, tenant)
}

async function stateOf(deps: CorpRouteDeps, request: FastifyRequest) {
  const { tenant } = request.session
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const corp = await liveCorp(tx, tenant)
    if (!corp) return { corp: null }
    const sync = await deps.syncView(tx, tenant)
    const isOpen = sync.parts.some(({ endedAt, error }) => endedAt === null && error === null)
    return {
      corp: {
        ...shown(corp),
        isSyncing: corp.isSyncing || isOpen,
        sync,
        contactsWaiting: await deps.contactsWaiting(tx, tenant),
        callbackUrl: addressOf(deps, request, corp.id),
      },
    }
  })
}

function shown(corp: StoredCorp) {
  return {
    id: showId('corp', corp.id),
    corpId: corp.corpId,
    agentId: corp.agentId,
    connectedAt: corp.connectedAt.toISOString(),
    changedAt: corp.changedAt.toISOString(),
    asked: corp.askedAt && {
      at: corp.askedAt.toISOString(),
      errcode: corp.askedErrcode,
      error: corp.askedError,
      refusal: corp.askedErrcode === 0 ? null : refusalOf(corp.askedErrcode),
    },
    verifiedAt: corp.verifiedAt?.toISOString() ?? null,
    heardAt: corp.heardAt?.toISOString() ?? null,
    refused: corp.refusedAt && {
      at: corp.refusedAt.toISOString(),
      reason: corp.refusedReason ?? '',
    },
    syncedAt: corp.syncedAt?.toISOString() ?? null,
    syncError: corp.syncError,
  }
}

/** The address of a corp's callbacks: WeCom keeps it, so it never changes. */
function callbackPath(shownId: string): string {
  return `/callbacks/wecom/${shownId}`
}

function addressOf(deps: Pick<CorpRouteDeps, 'publicUrl'>, request: FastifyRequest, id: string) {
  const base = deps.publicUrl ?? `${request.protocol}://${request.host}`
  return `${base.replace(/\/$/, '')}${callbackPath(showId('corp', id))}`
}

function problemOf({ reason, detail }: Refused): Problem {
  if (reason === 'not_connected') return new Problem('corp_not_connected')
  if (reason === 'needs_secret') return new Problem('corp_needs_secret')
  return refusalProblem(reason === 'refused_by_wecom' ? Number(detail.errcode) : null)
}
