import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App, Tenant } from '../kernel/index.ts'
import { languageOf, lookOf, sendGone } from '../page/index.ts'
import type { FormRouteDeps } from './route-deps.ts'

/** A page sends one answer. */
const BODY_BYTES_MAX = 16_384
/** Ink: of no brand's own. */
const NO_COLOUR = '#1c1f1d'

/** Routes that take what a plain form posts, as it is. */
export function postedPage(
  app: App,
  add: (scope: App, bodyOf: (request: FastifyRequest) => URLSearchParams) => void,
): void {
  app.register(async (scope: App) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
      (_asked, body, done) => done(null, new URLSearchParams(String(body))),
    )
    add(scope, ({ body }) => (body instanceof URLSearchParams ? body : new URLSearchParams()))
  })
}

/** What stands there when a link leads nowhere. @param tenant null: nobody knows whose it was. */
export async function pageGone(
  deps: FormRouteDeps,
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
