import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Associate, associateOf } from '../corp/index.ts'
import {
  addMs,
  type Chance,
  type Clock,
  type Config,
  Problem,
  type Tenant,
} from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import { isSecure, refuseForeign } from '../staff/index.ts'

/** A working day; WeCom says who it is again without a question. */
const LIFE_MS = 12 * 3_600_000
const TOKEN_BYTES = 32
const COOKIE = 'liuyuan_sidebar'
const PATH = '/api/sidebar'
const READING = new Set(['GET', 'HEAD'])

type Deps = {
  db: Database
  clock: Clock
  chance: Chance
  config: Pick<Config, 'publicUrl'>
  tenants: () => Promise<Tenant[]>
}

/** An associate in front of the sidebar. She may see her own customers, and nothing of the console. */
export type SidebarSession = { tenant: Tenant; company: string; associate: Associate }

/** Lets an associate in whom WeCom has recognised. The browser keeps the token, we its hash. */
export async function openSidebarSession(
  deps: Deps,
  reply: FastifyReply,
  who: { tenant: Tenant; company: string; userid: string; userAgent: string },
): Promise<void> {
  const token = Buffer.from(deps.chance.bytes(TOKEN_BYTES)).toString('base64url')
  const now = deps.clock.now()
  const expiresAt = addMs(now, LIFE_MS)
  await deps.db.inWorkspace(who.tenant.id, async (tx) => {
    await tx.run(sql`
      delete from sidebar.session
      where workspace_id = ${who.tenant.id}
        and userid = ${who.userid}
        and expires_at <= ${now}
    `)
    await tx.run(sql`
      insert into sidebar.session (workspace_id, token_hash, company, userid, opened_at, expires_at, user_agent)
      values (
        ${who.tenant.id}, ${hashOf(token)}, ${who.company}, ${who.userid}, ${now}, ${expiresAt},
        ${who.userAgent.slice(0, 200)}
      )
    `)
  })
  reply.setCookie(COOKIE, `${who.tenant.no}.${token}`, {
    path: PATH,
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(deps.config),
    expires: expiresAt,
  })
}

/** Who asks; what changes something must come from our own page. @throws Problem sidebar_not_allowed, foreign_origin */
export async function findSidebarSession(
  deps: Deps,
  request: FastifyRequest,
): Promise<SidebarSession> {
  const [no, token = ''] = (request.cookies[COOKIE] ?? '').split('.')
  const tenant = (await deps.tenants()).find((one) => String(one.no) === no)
  const hasCookies = request.headers.cookie !== undefined
  if (hasCookies && !READING.has(request.method)) refuseForeign(request)
  if (!tenant || token === '') throw new Problem('sidebar_not_allowed')
  const found = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const session = await tx.maybe(sql<{ company: string; userid: string }>`
      select company, userid
      from sidebar.session
      where workspace_id = ${tenant.id}
        and token_hash = ${hashOf(token)}
        and expires_at > ${deps.clock.now()}
    `)
    const associate = session && (await associateOf(tx, tenant, session.userid))
    return session && associate?.isActive ? { company: session.company, associate } : null
  })
  // Who left the company is an associate no longer, whatever the browser still holds.
  if (!found) throw new Problem('sidebar_not_allowed')
  return { tenant, ...found }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
