import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { scanLogin } from '../../contract/staff.ts'
import { LOGIN_BASE_URL, scanLoginUrl } from '../../wecom/index.ts'
import { calledOf, connectedWorkspaces, liveCorps, wecomOf } from '../corp/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import { isSecure, openSessionOf, setSessionCookie, staffOfWecom } from '../staff/index.ts'
import type { Deps } from './deps.ts'

/** Ties the answer of WeCom to the browser that asked, for as long as scanning takes. */
const COOKIE = 'liuyuan_scan'
const COOKIE_SECONDS = 600
const STATE_BYTES = 16
/** WeCom's own API; anything else is a sandbox, which has the page to scan at the same address. */
const WECOM_API = 'https://qyapi.weixin.qq.com'

const rateLimit = { max: 20, timeWindow: '1 minute' } as const
const url = '/api/session/wecom'
const begun = z.object({ corp: z.string().max(64).optional() })
const returned = z.object({
  code: z.string().max(512).default(''),
  state: z.string().max(128).default(''),
})

/**
 * Signing in by scanning with WeCom: only who was given a WeCom account here by an owner, and still may sign in. Offered for
 * every company of the workspace whose AgentId is known; where there are several, one is chosen first.
 */
export function scanLoginRoutes(app: App, deps: Deps): void {
  app.get(url, { schema: { response: { 200: scanLogin } } }, async () => {
    const companies = await scanCompanies(deps)
    const isOne = companies.length === 1
    return { companies: companies.map(({ id, name }) => ({ id, name: isOne ? '' : name })) }
  })
  app.get(
    `${url}/begin`,
    { config: { rateLimit }, schema: { querystring: begun, hide: true } },
    async (request, reply) => {
      const company = await companyNamed(deps, request.query.corp)
      if (!company) throw new Problem('not_found')
      const state = Buffer.from(deps.chance.bytes(STATE_BYTES)).toString('hex')
      reply.setCookie(COOKIE, `${company.id}.${state}`, {
        path: url,
        httpOnly: true,
        sameSite: 'lax',
        secure: isSecure(deps.config),
        maxAge: COOKIE_SECONDS,
      })
      const base = deps.wecomUrl.startsWith(WECOM_API) ? LOGIN_BASE_URL : deps.wecomUrl
      const { corpId, agentId } = company
      const redirectUri = `${baseOf(deps, request)}${url}/return`
      return reply.redirect(scanLoginUrl({ base, corpId, agentId, redirectUri, state }))
    },
  )
  app.get(
    `${url}/return`,
    { config: { rateLimit }, schema: { querystring: returned, hide: true } },
    async (request, reply) => {
      const [id, asked] = (request.cookies[COOKIE] ?? '').split('.')
      reply.clearCookie(COOKIE, { path: url })
      const { code, state } = request.query
      if (!asked || asked !== state || code === '') return back(reply, 'failed')
      const company = await companyNamed(deps, id)
      const of = company && { id: company.tenant.id, company: company.company }
      const connected = of && (await wecomOf(deps, of))
      const visitor = connected ? await connected.wecom.visitor(code) : null
      if (!company || !visitor?.ok) return back(reply, 'failed')
      const staffId = await whoIs(deps, company.tenant, visitor.value.userid)
      if (staffId === null) return back(reply, 'unbound')
      const userAgent = request.headers['user-agent'] ?? ''
      const opened = await openSessionOf(deps, company.tenant.id, { staffId, userAgent })
      if (!opened) return back(reply, 'unbound')
      setSessionCookie(reply, deps, opened)
      return reply.redirect('/')
    },
  )
}

function back(reply: FastifyReply, wecom: 'failed' | 'unbound') {
  return reply.redirect(`/sign-in?wecom=${wecom}`)
}

function whoIs(deps: Deps, tenant: Tenant, userid: string | undefined): Promise<string | null> {
  if (userid === undefined) return Promise.resolve(null)
  return deps.db.inWorkspace(tenant.id, (tx) => staffOfWecom(tx, tenant.id, userid))
}

type ScanCompany = {
  tenant: Tenant
  id: string
  name: string
  company: string
  corpId: string
  agentId: number
}

/**
 * The companies whose people may scan. Of several workspaces nobody who is not signed in learns which there are: then it is
 * not offered.
 */
async function scanCompanies(deps: Deps): Promise<ScanCompany[]> {
  const [tenant, ...others] = await connectedWorkspaces(deps.db, await deps.tenants())
  if (!tenant || others.length > 0) return []
  const corps = await deps.db.inWorkspace(tenant.id, (tx) => liveCorps(tx, tenant))
  return corps.flatMap((corp) => {
    const { id, company, corpId, agentId } = corp
    if (agentId === null) return []
    return [{ tenant, id: showId('corp', id), name: calledOf(corp), company, corpId, agentId }]
  })
}

/** The company that was chosen; where there is only one, nobody has to choose. */
async function companyNamed(deps: Deps, id: string | undefined): Promise<ScanCompany | null> {
  const all = await scanCompanies(deps)
  if (id !== undefined) return all.find((one) => one.id === id) ?? null
  const [only, ...others] = all
  return only && others.length === 0 ? only : null
}

function baseOf({ config }: Deps, request: FastifyRequest): string {
  return (config.publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')
}
