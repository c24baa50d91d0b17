import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/corp.ts'
import {
  type App,
  Problem,
  type Refused,
  readId,
  showId,
  type Tenant,
  type TenantCompany,
} from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { associates } from './associates.ts'
import {
  type ConnectDeps,
  changeConnection,
  connect,
  disconnect,
  revealCallbackKeys,
  testConnection,
} from './connect.ts'
import { namesOfCorps } from './corp-names.ts'
import { departments, pathOf } from './departments.ts'
import { refusalOf, refusalProblem } from './refusal.ts'
import { type CheckupDeps, checkupRoutes } from './routes-checkup.ts'
import { liveCorps, noteSyncAsked, type StoredCorp, storedCorps } from './store.ts'

export type CorpRouteDeps = ConnectDeps &
  CheckupDeps & {
    /** Where WeCom reaches us, if it is known; otherwise as the request came. */
    publicUrl: string | null
    /** Asks for everything of a company to be brought in (the ear's verb). */
    askForSync: (tx: Tx, tenant: TenantCompany) => Promise<void>
    /** How far bringing in has come (the ear's verb). */
    syncView: (tx: Tx, tenant: TenantCompany) => Promise<contract.CorpSync>
    /** Contacts of a company that are still to be read (the ear's verb). */
    contactsWaiting: (tx: Tx, tenant: TenantCompany) => Promise<number>
    /** Customers who follow each associate now. */
    customersOf: (tx: Tx, tenant: Tenant) => Promise<ReadonlyMap<string, number>>
  }

const done = z.object({ ok: z.literal(true) })
const byId = z.object({ id: z.string() })
const write = { permission: 'workspace.write' } as const

/** The companies that a workspace is connected to, and the associates that came with them. */
export function routes(app: App, deps: CorpRouteDeps): void {
  connectionRoutes(app, deps)
  deedRoutes(app, deps)
  checkupRoutes(app, deps, companyIn)
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
        const corpOf = await namesOfCorps(tx, tenant)
        const all = await departments(tx, tenant)
        const items = await associates(tx, tenant)
        return {
          items: items.map(({ company, ...one }) => ({
            ...one,
            corp: corpOf(company),
            departments: pathsOf(
              all.filter((department) => department.company === company),
              one.departments,
            ),
            customers: customers.get(one.userid) ?? 0,
          })),
        }
      })
    },
  )
}

function pathsOf(all: Parameters<typeof pathOf>[0], ids: readonly number[]): string[] {
  return ids.map((id) => pathOf(all, id)).filter((path) => path !== '')
}

function connectionRoutes(app: App, deps: CorpRouteDeps): void {
  const url = '/api/corps'
  const one = { response: { 200: contract.corp } }
  app.get(
    url,
    { config: write, schema: { response: { 200: contract.corps } } },
    async (request) => {
      const { tenant } = request.session
      return deps.db.inWorkspace(tenant.id, async (tx) => ({
        items: await showAll(tx, deps, request, await liveCorps(tx, tenant)),
      }))
    },
  )
  app.post(
    url,
    {
      config: write,
      schema: { body: contract.corpConnection, response: { 201: contract.corp } },
    },
    async (request, reply) => {
      const { tenant, staffId: by } = request.session
      const outcome = await connect(deps, tenant, request.body, { by, now: deps.clock.now() })
      if (!outcome.ok) throw problemOf(outcome)
      const { company } = outcome.value
      await deps.db.inWorkspace(tenant.id, (tx) => sync(tx, deps, { id: tenant.id, company }))
      return reply.code(201).send(await stateOf(deps, request, company))
    },
  )
  app.put(
    `${url}/:id`,
    { config: write, schema: { params: byId, body: contract.corpChange, ...one } },
    async (request) => {
      const { staffId: by } = request.session
      const tenant = await companyIn(deps, request, request.params.id)
      const doer = { by, now: deps.clock.now() }
      const outcome = await changeConnection(deps, tenant, request.body, doer)
      if (!outcome.ok) throw problemOf(outcome)
      return stateOf(deps, request, outcome.value.company)
    },
  )
  app.delete(
    `${url}/:id`,
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { staffId: by } = request.session
      const company = await companyIn(deps, request, request.params.id)
      const outcome = await disconnect(deps, company, { by, now: deps.clock.now() })
      if (!outcome.ok) throw problemOf(outcome)
      return { ok: true as const }
    },
  )
}

function deedRoutes(app: App, deps: CorpRouteDeps): void {
  const url = '/api/corps/:id'
  const one = { params: byId, response: { 200: contract.corp } }
  app.post(`${url}/test`, { config: write, schema: one }, async (request) => {
    const company = await companyIn(deps, request, request.params.id)
    const outcome = await testConnection(deps, company)
    if (!outcome.ok) throw problemOf(outcome)
    return stateOf(deps, request, company.company)
  })
  app.post(`${url}/sync`, { config: write, schema: one }, async (request) => {
    const company = await companyIn(deps, request, request.params.id)
    await deps.db.inWorkspace(company.id, (tx) => sync(tx, deps, company))
    return stateOf(deps, request, company.company)
  })
  app.post(
    `${url}/callback-keys`,
    { config: write, schema: { params: byId, response: { 200: contract.callbackKeys } } },
    async (request) => {
      const { staffId: by } = request.session
      const company = await companyIn(deps, request, request.params.id)
      const outcome = await revealCallbackKeys(deps, company, { by, now: deps.clock.now() })
      if (!outcome.ok) throw problemOf(outcome)
      const { id, token, aesKey } = outcome.value
      return { url: addressOf(deps, request, id), token, aesKey }
    },
  )
}

/** The company that an address names. What is none of this workspace's is not found; what was given up is not connected. */
async function companyIn(
  deps: Pick<CorpRouteDeps, 'db'>,
  { session: { tenant } }: FastifyRequest,
  shownId: string,
): Promise<Tenant & TenantCompany> {
  const id = readId('corp', shownId)
  const all = await deps.db.inWorkspace(tenant.id, (tx) => storedCorps(tx, tenant))
  const corp = all.find((one) => one.id === id)
  if (!corp) throw new Problem('not_found')
  if (corp.disconnectedAt) throw new Problem('corp_not_connected')
  return { ...tenant, company: corp.company }
}

async function sync(tx: Tx, deps: CorpRouteDeps, tenant: TenantCompany): Promise<void> {
  await noteSyncAsked(tx, tenant, deps.clock.now())
  await deps.askForSync(tx, tenant)
}

async function stateOf(deps: CorpRouteDeps, request: FastifyRequest, company: string) {
  const { tenant } = request.session
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const all = await liveCorps(tx, tenant)
    const [state] = await showAll(
      tx,
      deps,
      request,
      all.filter((one) => one.company === company),
    )
    if (!state) throw new Problem('corp_not_connected')
    return state
  })
}

async function showAll(
  tx: Tx,
  deps: CorpRouteDeps,
  request: FastifyRequest,
  corps: readonly StoredCorp[],
): Promise<contract.Corp[]> {
  const { tenant } = request.session
  const members = await associates(tx, tenant)
  const customers = await deps.customersOf(tx, tenant)
  const items: contract.Corp[] = []
  for (const corp of corps) {
    const of = { id: tenant.id, company: corp.company }
    const sync = await deps.syncView(tx, of)
    const isOpen = sync.parts.some(({ endedAt, error }) => endedAt === null && error === null)
    const own = members.filter(({ company }) => company === corp.company)
    items.push({
      ...shown(corp),
      associates: own.filter(({ isActive }) => isActive).length,
      follows: own.reduce((sum, { userid }) => sum + (customers.get(userid) ?? 0), 0),
      isSyncing: corp.isSyncing || isOpen,
      sync,
      contactsWaiting: await deps.contactsWaiting(tx, of),
      callbackUrl: addressOf(deps, request, corp.id),
    })
  }
  return items
}

function shown(corp: StoredCorp) {
  return {
    id: showId('corp', corp.id),
    corpId: corp.corpId,
    name: corp.name,
    company: corp.company,
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
  if (reason === 'connected_before') return new Problem('corp_connected_before')
  if (reason === 'name_taken') return new Problem('corp_name_taken')
  if (reason === 'too_many') return new Problem('corps_too_many', { most: Number(detail.most) })
  return refusalProblem(reason === 'refused_by_wecom' ? Number(detail.errcode) : null)
}
