import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/staff.ts'
import {
  type App,
  type Chance,
  type Clock,
  type Config,
  Problem,
  presentOf,
  readId,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { type ApiKey, listKeys, makeKey, revokeKey } from './api-key.ts'
import { audit } from './audit.ts'
import { cookieName, setSessionCookie } from './cookie.ts'
import { refuseForeign } from './origin.ts'
import { colleagueRoutes } from './routes-colleague.ts'
import { closeSession, findSession, openSession, type Session } from './session.ts'
import { isSetupNeeded, type SetupToken, setUp } from './setup.ts'
import { changeWorkspace, getWorkspace } from './workspace.ts'

export type StaffDeps = {
  db: Database
  clock: Clock
  chance: Chance
  config: Config
  setupToken: SetupToken
  tenants: () => Promise<Tenant[]>
}

/** Signing in and out, first set-up, the workspace's settings, keys, colleagues. */
export function routes(app: App, deps: StaffDeps): void {
  sessionRoutes(app, deps)
  setupRoutes(app, deps)
  workspaceRoutes(app, deps)
  keyRoutes(app, deps)
  colleagueRoutes(app, deps)
}

const done = z.object({ ok: z.literal(true) })

function sessionRoutes(app: App, deps: StaffDeps): void {
  app.post(
    '/api/session',
    {
      config: { rateLimit: { max: 10, timeWindow: '1 minute' } },
      schema: { body: contract.signIn, response: { 200: contract.me } },
    },
    async (request, reply) => {
      refuseForeign(request)
      const userAgent = request.headers['user-agent'] ?? ''
      const opened = await openSession(deps, { ...request.body, userAgent })
      setSessionCookie(reply, deps, opened)
      return meOf(deps, opened.session)
    },
  )
  app.get(
    '/api/session',
    { config: { permission: 'signed_in' }, schema: { response: { 200: contract.me } } },
    async (request) => meOf(deps, await sessionIn(deps, request)),
  )
  app.delete(
    '/api/session',
    { config: { permission: 'signed_in' }, schema: { response: { 200: done } } },
    async (request, reply) => {
      const token = request.cookies[cookieName(deps.config)]
      if (token) await closeSession(deps, request.session.tenant.id, token)
      reply.clearCookie(cookieName(deps.config), { path: '/' })
      return { ok: true as const }
    },
  )
}

function setupRoutes(app: App, deps: StaffDeps): void {
  app.get('/api/setup', { schema: { response: { 200: contract.setupState } } }, async () => {
    const needed = await isSetupNeeded(deps.db)
    // Whoever is to set up finds the token in the data folder from now on.
    if (needed) deps.setupToken.read()
    return { needed, isDemo: (await deps.tenants()).some((tenant) => tenant.isDemo) }
  })
  app.post(
    '/api/setup',
    {
      config: { rateLimit: { max: 10, timeWindow: '1 minute' } },
      schema: { body: contract.setup, response: { 200: contract.me } },
    },
    async (request, reply) => {
      refuseForeign(request)
      await setUp(deps, request.body)
      const userAgent = request.headers['user-agent'] ?? ''
      const { login, password } = request.body
      const opened = await openSession(deps, { login, password, userAgent })
      setSessionCookie(reply, deps, opened)
      return meOf(deps, opened.session)
    },
  )
}

function workspaceRoutes(app: App, deps: StaffDeps): void {
  app.get(
    '/api/workspace',
    { config: { permission: 'signed_in' }, schema: { response: { 200: contract.workspace } } },
    async (request) => shown(deps, request.session.tenant),
  )
  app.patch(
    '/api/workspace',
    {
      config: { permission: 'workspace.write' },
      schema: { body: contract.workspaceChange, response: { 200: contract.workspace } },
    },
    async (request) => {
      const { tenant, staffId } = request.session
      const { clockAt, ...change } = request.body
      const at =
        clockAt === undefined ? {} : { clockAt: clockAt === null ? null : new Date(clockAt) }
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        await changeWorkspace(tx, tenant.id, { ...change, ...at })
        await audit(tx, {
          workspaceId: tenant.id,
          staffId,
          at: deps.clock.now(),
          action: 'workspace.changed',
          subject: showId('workspace', tenant.id),
          detail: request.body,
        })
      })
      return shown(deps, await getWorkspace(deps.db, tenant.id))
    },
  )
}

function keyRoutes(app: App, deps: StaffDeps): void {
  app.get(
    '/api/keys',
    {
      config: { permission: 'developers.read' },
      schema: { response: { 200: z.object({ items: z.array(contract.apiKey) }) } },
    },
    async (request) => {
      const { tenant } = request.session
      const keys = await deps.db.inWorkspace(tenant.id, (tx) => listKeys(tx, tenant.id))
      return { items: keys.map(shownKey) }
    },
  )
  app.post(
    '/api/keys',
    {
      config: { permission: 'developers.write' },
      schema: { body: contract.newKey, response: { 201: contract.madeKey } },
    },
    async (request, reply) => {
      const { tenant, staffId } = request.session
      const now = deps.clock.now()
      const made = await deps.db.inWorkspace(tenant.id, async (tx) => {
        const key = await makeKey(tx, tenant.id, {
          ...request.body,
          by: staffId,
          now,
          chance: deps.chance,
        })
        await audit(tx, {
          workspaceId: tenant.id,
          staffId,
          at: now,
          action: 'key.made',
          subject: showId('key', key.id),
          detail: { kind: key.kind, name: key.name },
        })
        return key
      })
      return reply.code(201).send({ ...shownKey(made), secret: made.secret })
    },
  )
  app.delete(
    '/api/keys/:id',
    {
      config: { permission: 'developers.write' },
      schema: { params: z.object({ id: z.string() }), response: { 200: done } },
    },
    async (request) => {
      const { tenant, staffId } = request.session
      const id = readId('key', request.params.id)
      const now = deps.clock.now()
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        if (!id || !(await revokeKey(tx, tenant.id, id, now))) throw new Problem('not_found')
        const subject = request.params.id
        await audit(tx, {
          workspaceId: tenant.id,
          staffId,
          at: now,
          action: 'key.revoked',
          subject,
          detail: {},
        })
      })
      return { ok: true as const }
    },
  )
}

async function sessionIn(deps: StaffDeps, request: FastifyRequest): Promise<Session> {
  const token = request.cookies[cookieName(deps.config)]
  const session = token ? await findSession(deps, token) : null
  if (!session) throw new Problem('not_signed_in')
  return session
}

async function meOf(deps: StaffDeps, session: Session): Promise<contract.Me> {
  const { staff } = session
  return {
    staff: { ...staff, id: showId('staff', staff.id) },
    workspace: shown(deps, await getWorkspace(deps.db, session.workspaceId)),
    permissions: [...session.permissions],
  }
}

function shown(deps: StaffDeps, tenant: Tenant): contract.Workspace {
  return {
    id: showId('workspace', tenant.id),
    name: tenant.name,
    timeZone: tenant.timeZone,
    currency: tenant.currency,
    clockAt: tenant.clockAt?.toISOString() ?? null,
    now: presentOf(tenant, deps.clock).toISOString(),
    isDemo: tenant.isDemo,
  }
}

function shownKey(key: ApiKey) {
  return {
    ...key,
    id: showId('key', key.id),
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  }
}
