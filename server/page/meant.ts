import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Tenant } from '../kernel/index.ts'
import { languageOf, sendGone } from './frame.ts'
import { lookOf } from './look.ts'
import type { PageDeps } from './route-deps.ts'
import type { PageLink } from './tracked-link.ts'

/** Ink: of no brand's own. */
const NO_COLOUR = '#1c1f1d'

/** What a page's link stands for, and whose it is; null: no link of this kind was made here. */
export async function meantBy(
  deps: Pick<PageDeps, 'links' | 'tenants'>,
  token: string,
  kind: PageLink['kind'],
): Promise<{ tenant: Tenant; id: string } | null> {
  const read = deps.links.read(token)
  if (read?.kind !== kind) return null
  const tenant = (await deps.tenants()).find(({ no }) => no === read.workspaceNo)
  return tenant ? { tenant, id: read.id } : null
}

/** What stands there when a link leads nowhere. @param tenant null: nobody knows whose it was. */
export async function pageGone(
  deps: PageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  tenant: Tenant | null,
): Promise<FastifyReply> {
  const look = tenant && (await deps.db.inWorkspace(tenant.id, (tx) => lookOf(tx, tenant)))
  return sendGone(reply, deps, {
    language: languageOf(request),
    tenant: tenant ?? { name: '' },
    colour: look?.colour ?? NO_COLOUR,
  })
}
