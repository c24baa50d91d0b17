import { z } from 'zod'
import * as contract from '../../contract/page-look.ts'
import { liveCorps, wecomOf } from '../corp/index.ts'
import { type App, newId, ownId, Problem, readId, type Tenant } from '../kernel/index.ts'
import { audit } from '../staff/index.ts'
import { ASK_COOKIE, PAGE_PATH, RETURN_PATH } from './ask.ts'
import { isReadableOn } from './contrast.ts'
import { lookOf, storeLook } from './look.ts'
import type { PageDeps } from './route-deps.ts'
import { setVisitorCookie } from './visitor.ts'
import {
  noteBrowser,
  noteReturned,
  noteSaid,
  noteVisitor,
  type Said,
  type StoredVisitor,
  storedVisitor,
  visitorOfContact,
} from './visitor-store.ts'

const returned = z.object({
  code: z.string().max(512).default(''),
  state: z.string().max(128).default(''),
})
const rateLimit = { max: 600, timeWindow: '1 minute' } as const

/** How the brand's own pages look, and where WeCom sends back whoever it was asked about. */
export function routes(app: App, deps: PageDeps): void {
  lookRoutes(app, deps)
  app.get(
    RETURN_PATH,
    { config: { rateLimit }, schema: { querystring: returned, hide: true } },
    async (request, reply) => {
      const asked = readAsk(request.cookies[ASK_COOKIE])
      reply.clearCookie(ASK_COOKIE, { path: RETURN_PATH }).header('cache-control', 'no-store')
      if (!asked || asked.state !== request.query.state) throw new Problem('not_found')
      const tenant = (await deps.tenants()).find(({ no }) => no === asked.workspaceNo)
      if (!tenant) throw new Problem('not_found')
      const said = await whoCame(deps, tenant, asked.corp, request.query.code)
      // Two phones of a sandbox are in one browser, and are not one for that.
      const isPretend = deps.frame !== null && request.headers['sec-fetch-dest'] === 'iframe'
      const id = await noteReturn(deps, tenant, { id: asked.visitorId, said, isPretend })
      setVisitorCookie(reply, deps, tenant, id)
      const arrival = deps.links.tokenOf(tenant, { kind: 'arrival', id })
      const joint = asked.path.includes('?') ? '&' : '?'
      return reply.redirect(`${asked.path}${joint}v=${arrival}`)
    },
  )
}

type Ask = { state: string; workspaceNo: number; corp: string; visitorId: string; path: string }

/** The cookie is the browser's own and may hold anything: only a page of ours is gone back to. */
function readAsk(cookie: string | undefined): Ask | null {
  const [state = '', no = '', corp = '', visitorId = '', packed = ''] = (cookie ?? '').split('.')
  const path = Buffer.from(packed, 'base64url').toString('utf8')
  const isWhole = state !== '' && PAGE_PATH.test(path) && z.uuid().safeParse(visitorId).success
  return isWhole
    ? { state, workspaceNo: Number(no), corp, visitorId, path: withoutArrival(path) }
    : null
}

function withoutArrival(path: string): string {
  const [page = '', query = ''] = path.split('?')
  const kept = query.split('&').filter((word) => word !== '' && !word.startsWith('v='))
  return kept.length === 0 ? page : `${page}?${kept.join('&')}`
}

/** Who came with a code; null: WeCom did not say, or it is a member of the company. */
async function whoCame(
  deps: PageDeps,
  tenant: Tenant,
  shown: string,
  code: string,
): Promise<Said | null> {
  const id = readId('corp', shown)
  const corps = await deps.db.inWorkspace(tenant.id, (tx) => liveCorps(tx, tenant))
  const corp = corps.find((one) => one.id === id)
  const connected = corp ? await wecomOf(deps, { id: tenant.id, company: corp.company }) : null
  if (!corp || !connected || code === '') return null
  const visitor = await connected.wecom.visitor(code)
  if (!visitor.ok) return null
  const { external_userid: contact, openid } = visitor.value
  if (contact === undefined && openid === undefined) return null
  return {
    externalUserid: contact === undefined ? null : ownId(corp.company, contact),
    openid: openid ?? null,
  }
}

/**
 * The browser that WeCom's answer is about: the one that was sent, unless it was another contact's before (a borrowed
 * phone): then that contact's own, or a new one.
 */
async function noteReturn(
  deps: PageDeps,
  tenant: Tenant,
  { id, said, isPretend }: { id: string; said: Said | null; isPretend: boolean },
): Promise<string> {
  const now = deps.clock.now()
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const before = await storedVisitor(tx, tenant, id)
    if (said === null) {
      await noteReturned(tx, tenant, id, now)
      return id
    }
    const isAnother = before !== null && isSomebodyElse(before, said)
    const other =
      isAnother && said.externalUserid !== null
        ? await visitorOfContact(tx, tenant, said.externalUserid)
        : null
    const whose = isAnother ? (other ?? newId()) : id
    if (isAnother && other === null)
      await noteVisitor(tx, tenant, {
        id: whose,
        agent: before.agent,
        network: before.network,
        now,
      })
    await noteSaid(tx, tenant, { id: whose, said, now })
    if (isAnother && !isPretend)
      await noteBrowser(tx, tenant, { id: whose, browserId: before.browserId ?? before.id })
    return whose
  })
}

function isSomebodyElse(
  { externalUserid, openid, isPresumed }: StoredVisitor,
  said: Said,
): boolean {
  if (openid !== null && said.openid !== null) return openid !== said.openid
  return externalUserid !== null && !isPresumed && externalUserid !== said.externalUserid
}

const read = { permission: 'customers.read' } as const
const write = { permission: 'workspace.write' } as const

function lookRoutes(app: App, deps: PageDeps): void {
  const path = '/api/page-look'
  app.get(
    path,
    { config: read, schema: { response: { 200: contract.pageLook } } },
    async (request) => {
      const { tenant } = request.session
      return deps.db.inWorkspace(tenant.id, (tx) => lookOf(tx, tenant))
    },
  )
  app.put(
    path,
    { config: write, schema: { body: contract.pageLook, response: { 200: contract.pageLook } } },
    async (request) => {
      const { tenant, staffId } = request.session
      const { colour } = request.body
      if (!isReadableOn(colour)) throw new Problem('colour_too_pale')
      const now = deps.clock.now()
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        await storeLook(tx, tenant, { colour, by: staffId, now })
        await audit(tx, {
          workspaceId: tenant.id,
          staffId,
          at: now,
          action: 'page.look_changed',
          subject: 'page',
          detail: { colour },
        })
      })
      return { colour }
    },
  )
}
