import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/official.ts'
import { type App, Problem, type Refused, readId, showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { examine } from './checkup.ts'
import { accountOf } from './client.ts'
import {
  type ConnectDeps,
  changeConnection,
  connect,
  disconnect,
  revealCallbackKeys,
  testConnection,
} from './connect.ts'
import { refusalProblem } from './refusal.ts'
import { type CodeRouteDeps, codeRoutes } from './routes-code.ts'
import { liveAccount, liveAccounts, type StoredAccount, storedAccounts } from './store.ts'
import { followersByAccount } from './subscription.ts'

export type OfficialRouteDeps = ConnectDeps &
  CodeRouteDeps & {
    /** Where WeChat reaches us, if it is known; otherwise as the request came. */
    publicUrl: string | null
  }

const done = z.object({ ok: z.literal(true) })
const byId = z.object({ id: z.string() })
const write = { permission: 'workspace.write' } as const
const url = '/api/official-accounts'

/** The official accounts that a workspace is connected to, their codes, and who follows them. */
export function routes(app: App, deps: OfficialRouteDeps): void {
  connectionRoutes(app, deps)
  deedRoutes(app, deps)
  codeRoutes(app, deps, accountIn)
}

function connectionRoutes(app: App, deps: OfficialRouteDeps): void {
  app.get(
    url,
    { config: write, schema: { response: { 200: contract.officialAccounts } } },
    async (request) => {
      const { tenant } = request.session
      return deps.db.inWorkspace(tenant.id, async (tx) => ({
        items: await showAll(tx, deps, request, await liveAccounts(tx, tenant)),
      }))
    },
  )
  app.post(
    url,
    {
      config: write,
      schema: { body: contract.officialConnection, response: { 201: contract.officialAccount } },
    },
    async (request, reply) => {
      const { tenant, staffId: by } = request.session
      const outcome = await connect(deps, tenant, request.body, { by, now: deps.clock.now() })
      if (!outcome.ok) throw problemOf(outcome)
      return reply.code(201).send(await stateOf(deps, request, outcome.value.id))
    },
  )
  app.put(
    `${url}/:id`,
    {
      config: write,
      schema: {
        params: byId,
        body: contract.officialChange,
        response: { 200: contract.officialAccount },
      },
    },
    async (request) => {
      const { tenant, staffId: by } = request.session
      const { id } = await accountIn(deps, request, request.params.id)
      const doer = { by, now: deps.clock.now() }
      const outcome = await changeConnection(deps, tenant, { ...request.body, id }, doer)
      if (!outcome.ok) throw problemOf(outcome)
      return stateOf(deps, request, id)
    },
  )
  app.delete(
    `${url}/:id`,
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, staffId: by } = request.session
      const { id } = await accountIn(deps, request, request.params.id)
      const outcome = await disconnect(deps, tenant, id, { by, now: deps.clock.now() })
      if (!outcome.ok) throw problemOf(outcome)
      return { ok: true as const }
    },
  )
}

function deedRoutes(app: App, deps: OfficialRouteDeps): void {
  app.post(
    `${url}/:id/test`,
    { config: write, schema: { params: byId, response: { 200: contract.officialAccount } } },
    async (request) => {
      const account = await accountIn(deps, request, request.params.id)
      await testConnection(deps, request.session.tenant, account)
      return stateOf(deps, request, account.id)
    },
  )
  app.post(
    `${url}/:id/callback-keys`,
    { config: write, schema: { params: byId, response: { 200: contract.officialKeys } } },
    async (request) => {
      const { tenant, staffId: by } = request.session
      const { id } = await accountIn(deps, request, request.params.id)
      const outcome = await revealCallbackKeys(deps, tenant, id, { by, now: deps.clock.now() })
      if (!outcome.ok) throw problemOf(outcome)
      return { url: addressOf(deps, request, id), ...outcome.value }
    },
  )
  app.post(
    `${url}/:id/checkup`,
    { config: write, schema: { params: byId, response: { 200: contract.officialCheckup } } },
    async (request) => {
      const account = await accountIn(deps, request, request.params.id)
      const connected = await accountOf(deps, request.session.tenant, account.appId)
      if (!connected) throw new Problem('official_not_connected')
      const checks = await examine(connected.weixin, account)
      return { at: deps.clock.now().toISOString(), checks }
    },
  )
}

/** The account that an address names. What is none of this workspace's is not found; what was given up is not connected. */
async function accountIn(
  deps: Pick<OfficialRouteDeps, 'db'>,
  { session: { tenant } }: FastifyRequest,
  shownId: string,
): Promise<StoredAccount> {
  const id = readId('official', shownId)
  const all = await deps.db.inWorkspace(tenant.id, (tx) => storedAccounts(tx, tenant))
  const account = all.find((one) => one.id === id)
  if (!account) throw new Problem('not_found')
  if (account.disconnectedAt) throw new Problem('official_not_connected')
  return account
}

async function stateOf(deps: OfficialRouteDeps, request: FastifyRequest, id: string) {
  const { tenant } = request.session
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const account = await liveAccount(tx, tenant, id)
    const [state] = await showAll(tx, deps, request, account ? [account] : [])
    if (!state) throw new Problem('official_not_connected')
    return state
  })
}

async function showAll(
  tx: Tx,
  deps: OfficialRouteDeps,
  request: FastifyRequest,
  accounts: readonly StoredAccount[],
): Promise<contract.OfficialAccount[]> {
  const followers = await followersByAccount(tx, request.session.tenant)
  return accounts.map((account) => ({
    id: showId('official', account.id),
    appId: account.appId,
    name: account.name,
    kind: account.kind,
    connectedAt: account.connectedAt.toISOString(),
    changedAt: account.changedAt.toISOString(),
    callbackUrl: addressOf(deps, request, account.id),
    asked: account.askedAt && {
      at: account.askedAt.toISOString(),
      errcode: account.askedErrcode,
      error: account.askedError,
    },
    verifiedAt: account.verifiedAt?.toISOString() ?? null,
    heardAt: account.heardAt?.toISOString() ?? null,
    refused: account.refusedAt && {
      at: account.refusedAt.toISOString(),
      reason: account.refusedReason ?? '',
    },
    followers: followers.get(account.appId) ?? 0,
  }))
}

/** The address of an account's callbacks: WeChat keeps it, so it never changes. */
function addressOf(
  deps: Pick<OfficialRouteDeps, 'publicUrl'>,
  request: FastifyRequest,
  id: string,
) {
  const base = deps.publicUrl ?? `${request.protocol}://${request.host}`
  return `${base.replace(/\/$/, '')}/callbacks/official/${showId('official', id)}`
}

function problemOf({ reason, detail }: Refused): Problem {
  if (reason === 'not_connected') return new Problem('official_not_connected')
  if (reason === 'connected_before') return new Problem('official_connected_before')
  if (reason === 'too_many') return new Problem('officials_too_many', { most: Number(detail.most) })
  return refusalProblem({ errcode: reason === 'refused_by_weixin' ? Number(detail.errcode) : null })
}
