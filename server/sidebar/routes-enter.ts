import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/sidebar.ts'
import { authorizeUrl, signPage } from '../../wecom/index.ts'
import { countTasks } from '../channel/index.ts'
import { associateOf, liveCorp, liveCorps, wecomOf } from '../corp/index.ts'
import { type App, dayStart, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import { isSecure } from '../staff/index.ts'
import { askingAssociate, isSandbox, type SidebarDeps } from './route-deps.ts'
import { openSidebarSession } from './session.ts'
import { createTickets } from './tickets.ts'

const url = '/api/sidebar'
/** Ties the answer of WeCom to the browser that asked. */
const COOKIE = 'liuyuan_sidebar_state'
const COOKIE_SECONDS = 300
const BYTES = 12
const rateLimit = { max: 120, timeWindow: '1 minute' } as const
const begun = z.object({ corp: z.string().max(64).optional(), to: z.string().max(200).optional() })
const returned = z.object({
  code: z.string().max(512).default(''),
  state: z.string().max(128).default(''),
})

/**
 * The way in: WeCom says which associate opened the sidebar (web authorisation, document 91022), without a question. Every
 * active associate of a connected company may; what they see is their own customers.
 */
export function enterRoutes(app: App, deps: SidebarDeps): void {
  app.get(
    `${url}/enter`,
    { config: { rateLimit }, schema: { querystring: begun, hide: true } },
    async (request, reply) => {
      const company = await companyNamed(deps, request.query.corp)
      if (!company) throw new Problem('sidebar_not_allowed')
      const state = Buffer.from(deps.chance.bytes(BYTES)).toString('hex')
      const to = pageOf(request.query.to)
      reply.setCookie(COOKIE, `${showId('corp', company.id)}.${state}.${to}`, {
        path: url,
        httpOnly: true,
        sameSite: 'lax',
        secure: isSecure(deps.config),
        maxAge: COOKIE_SECONDS,
      })
      return reply.redirect(
        authorizeUrl({
          ...(isSandbox(deps) ? { base: deps.wecomUrl } : {}),
          corpId: company.corpId,
          redirectUri: `${baseOf(deps, request)}${url}/return`,
          state,
        }),
      )
    },
  )
  app.get(
    `${url}/return`,
    { config: { rateLimit }, schema: { querystring: returned, hide: true } },
    async (request, reply) => {
      const [corp, state, to = ''] = (request.cookies[COOKIE] ?? '').split('.')
      reply.clearCookie(COOKIE, { path: url })
      if (!state || state !== request.query.state) return refusedAt(reply, 'state')
      const company = await companyNamed(deps, corp)
      if (!company) return refusedAt(reply, 'company')
      const { tenant } = company
      const connected = await wecomOf(deps, { id: tenant.id, company: company.company })
      const visitor = connected ? await connected.wecom.visitor(request.query.code) : null
      const userid = visitor?.ok ? visitor.value.userid : undefined
      if (userid === undefined) return refusedAt(reply, 'unknown')
      const known = await deps.db.inWorkspace(tenant.id, (tx) => associateOf(tx, tenant, userid))
      if (!known?.isActive) return refusedAt(reply, 'not_active')
      const userAgent = request.headers['user-agent'] ?? ''
      const who = { tenant, company: company.company, userid: known.userid, userAgent }
      await openSidebarSession(deps, reply, who)
      // The page keeps saying which company it is: the session ends before the day on which it is opened again.
      return reply.redirect(`/sidebar/${to}?corp=${corp}`)
    },
  )
  meRoutes(app, deps)
}

/** Who she is, and what the page needs to speak with the WeCom around it. */
function meRoutes(app: App, deps: SidebarDeps): void {
  const tickets = createTickets(deps)
  app.get(`${url}/me`, { schema: { response: { 200: contract.sidebarMe } } }, async (request) => {
    const asking = await askingAssociate(deps, request)
    const { tenant, associate, company, now } = asking
    return asking.within(async (tx) => {
      const corp = await liveCorp(tx, { id: tenant.id, company })
      if (!corp) throw new Problem('sidebar_not_allowed')
      const since = dayStart(now, tenant.timeZone)
      const { open } = await countTasks(tx, tenant, { userid: associate.userid, since, now })
      return {
        associate: { userid: associate.userid, name: associate.name },
        corpId: corp.corpId,
        agentId: corp.agentId,
        isSandbox: isSandbox(deps),
        brand: tenant.name,
        currency: tenant.currency,
        timeZone: tenant.timeZone,
        now: now.toISOString(),
        openTasks: open,
      }
    })
  })
  app.get(
    `${url}/signatures`,
    {
      schema: {
        querystring: contract.signatureAsked,
        response: { 200: contract.sidebarSignatures },
      },
    },
    async (request) => {
      const { tenant, company } = await askingAssociate(deps, request)
      const [corp, agent] = await tickets.of({ id: tenant.id, company })
      const sign = (ticket: string) => {
        const nonce = Buffer.from(deps.chance.bytes(BYTES)).toString('hex')
        const timestamp = Math.floor(deps.clock.now().getTime() / 1000)
        const signature = signPage({ ticket, nonce, timestamp, url: request.query.url })
        return { timestamp, nonceStr: nonce, signature }
      }
      return { corp: sign(corp), agent: sign(agent) }
    },
  )
}

/** Only pages of the sidebar itself: an address in a link must not lead elsewhere. */
function pageOf(to: string | undefined): string {
  return to !== undefined && /^[a-z]{1,20}$/.test(to) ? to : ''
}

function refusedAt(reply: FastifyReply, why: string) {
  return reply.redirect(`/sidebar/refused?why=${why}`)
}

type Company = { tenant: Tenant; id: string; company: string; corpId: string }

/** The company whose sidebar it is. It has to be said: nobody who is not signed in learns which there are. */
async function companyNamed(deps: SidebarDeps, shown: string | undefined): Promise<Company | null> {
  const id = readId('corp', shown ?? '')
  if (id === null) return null
  for (const tenant of await deps.tenants()) {
    const corps = await deps.db.inWorkspace(tenant.id, (tx) => liveCorps(tx, tenant))
    const found = corps.find((one) => one.id === id)
    if (found) return { tenant, id, company: found.company, corpId: found.corpId }
  }
  return null
}

function baseOf({ config }: SidebarDeps, request: FastifyRequest): string {
  return (config.publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')
}
