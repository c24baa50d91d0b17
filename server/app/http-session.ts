import type { FastifyInstance, FastifyRequest } from 'fastify'
import { permissions } from '../../contract/staff.ts'
import { Problem, type RequestSession, type Tenant } from '../kernel/index.ts'
import { cookieName, findSession, getWorkspace, refuseForeign } from '../staff/index.ts'
import type { Deps } from './deps.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])
/** An API key may do what programs do; the workspace itself is changed by people. */
const OF_API_KEY = permissions.filter((permission) => permission !== 'workspace.write')

/** Lets a request in when its session or key holds the permission that the route declares. */
export function admit(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('found', null)
  app.decorateRequest('session', {
    getter(this: FastifyRequest): RequestSession {
      if (!this.found) throw new Problem('not_signed_in')
      return this.found
    },
  })
  app.addHook('onRequest', async (request) => {
    const wanted = request.routeOptions.config.permission
    if (!wanted) return
    request.found = await whoAsks(deps, request)
    if (!request.found) throw new Problem('not_signed_in')
    if (wanted !== 'signed_in' && !request.found.permissions.includes(wanted))
      throw new Problem('forbidden')
  })
}

async function whoAsks(deps: Deps, request: FastifyRequest): Promise<RequestSession | null> {
  const bearer = /^Bearer (lya_\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (bearer) return byKey(deps, bearer)
  const token = request.cookies[cookieName(deps.config)]
  if (!token) return null
  if (!READING.has(request.method)) refuseForeign(request)
  const session = await findSession(deps, token)
  if (!session) return null
  const tenant = await tenantOf(deps, session.workspaceId)
  return { tenant, staffId: session.staff.id, permissions: session.permissions }
}

async function byKey(deps: Deps, secret: string): Promise<RequestSession | null> {
  const key = await deps.findKey(secret)
  if (key?.kind !== 'api') return null
  return { tenant: await tenantOf(deps, key.workspaceId), staffId: null, permissions: OF_API_KEY }
}

async function tenantOf(deps: Deps, workspaceId: string): Promise<Tenant> {
  const known = (await deps.tenants()).find((tenant) => tenant.id === workspaceId)
  // The list is believed for a moment; a workspace that was made in that moment is not in it yet.
  return known ?? getWorkspace(deps.db, workspaceId)
}
