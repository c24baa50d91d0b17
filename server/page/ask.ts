import type { FastifyReply, FastifyRequest } from 'fastify'
import { authorizeUrl } from '../../wecom/index.ts'
import { liveCorps } from '../corp/index.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import { isSecure } from '../staff/index.ts'
import type { PageDeps } from './route-deps.ts'
import { noteAsked, type StoredVisitor } from './visitor-store.ts'

/** Ties WeCom's answer to the browser that was sent there. */
export const ASK_COOKIE = 'liuyuan_page_ask'
export const RETURN_PATH = '/pages/return'
const ASK_SECONDS = 300
const STATE_BYTES = 12
/** Whom WeCom did not know may be somebody's contact by then. */
const AGAIN_MS = 12 * 3_600_000
/** Addresses of pages: nothing else is gone back to. */
export const PAGE_PATH = /^\/[a-z]\/[\w-]{44}(\?[\w=&-]{0,200})?$/

/**
 * Sends somebody inside WeChat or WeCom to WeCom, which says who they are without a question (silent web authorisation,
 * document 91022). Elsewhere nobody is asked. @returns whether they were sent.
 */
export async function askWecom(
  deps: PageDeps,
  {
    request,
    reply,
    tenant,
    id,
    known,
    isSure,
  }: {
    request: FastifyRequest
    reply: FastifyReply
    tenant: Tenant
    id: string
    known: StoredVisitor | null
    isSure: boolean
  },
): Promise<boolean> {
  const enters = isOnPretendPhone(deps, request)
  if (!enters && !isInsideWechat(request)) return false
  const isAsked = enters || isSure
  if (!isAsked && known && !isDue(known, deps.clock.now())) return false
  if (!PAGE_PATH.test(request.url)) return false
  const [corp] = await deps.db.inWorkspace(tenant.id, (tx) => liveCorps(tx, tenant))
  if (!corp) return false
  await deps.db.inWorkspace(tenant.id, (tx) => noteAsked(tx, tenant, id, deps.clock.now()))
  const state = Buffer.from(deps.chance.bytes(STATE_BYTES)).toString('hex')
  const path = Buffer.from(request.url).toString('base64url')
  reply.setCookie(ASK_COOKIE, [state, tenant.no, showId('corp', corp.id), id, path].join('.'), {
    path: RETURN_PATH,
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(deps.config),
    maxAge: ASK_SECONDS,
  })
  const base = (deps.config.publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')
  reply.header('cache-control', 'no-store').redirect(
    authorizeUrl({
      ...(deps.frame === null ? {} : { base: deps.frame }),
      corpId: corp.corpId,
      redirectUri: `${base}${RETURN_PATH}`,
      state,
    }),
  )
  return true
}

function isDue({ externalUserid, isPresumed, askedAt }: StoredVisitor, now: Date): boolean {
  if (externalUserid !== null && !isPresumed) return false
  return askedAt === null || now.getTime() - askedAt.getTime() > AGAIN_MS
}

function isInsideWechat({ headers }: FastifyRequest): boolean {
  return /MicroMessenger|wxwork/i.test(headers['user-agent'] ?? '')
}

/** The phone of a sandbox opened it: a frame, and the page around it is the sandbox's. Each opening is somebody's anew. */
function isOnPretendPhone(
  { frame }: Pick<PageDeps, 'frame'>,
  { headers }: FastifyRequest,
): boolean {
  if (frame === null || headers['sec-fetch-dest'] !== 'iframe') return false
  return headers.referer?.startsWith(`${frame}/`) ?? false
}
