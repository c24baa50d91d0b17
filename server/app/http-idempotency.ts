import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { abandon, begin, type Claim, finish } from '../staff/index.ts'
import type { Deps } from './deps.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that this request runs under, or null. */
    claim: Claim | null
  }
}

const key = z.string().min(1).max(255)

/** Every POST of the API may carry an Idempotency-Key: it then runs once, however often it is sent. */
export function keepIdempotent(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('claim', null)
  app.addHook('preHandler', async (request, reply) => {
    // Looked at first: thousands of programs' requests a second have no session, and a refusal by a schema costs more than the rest.
    if (request.method !== 'POST' || !request.found) return undefined
    const given = key.safeParse(request.headers['idempotency-key'])
    if (!given.success) return undefined
    const claim = { workspaceId: request.found.tenant.id, key: given.data }
    const answer = await begin(deps, { ...claim, request: whatIsAsked(request) })
    if (!answer) {
      request.claim = claim
      return undefined
    }
    reply.header('idempotent-replayed', 'true')
    const type = answer.status >= 400 ? 'application/problem+json' : 'application/json'
    return reply.code(answer.status).type(type).serializer(String).send(answer.body)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const claim = request.claim
    if (!claim) return payload
    request.claim = null
    // Only what was really decided is repeated; a failure of ours may be tried again under the same key.
    if (reply.statusCode >= 500 || typeof payload !== 'string') await abandon(deps, claim)
    else await finish(deps, claim, { status: reply.statusCode, body: payload })
    return payload
  })
}

/** A file that is still on its way (an upload) has no body yet: it is known by its size, and its name is in the address. */
function whatIsAsked(request: FastifyRequest): string {
  const body = request.body ?? { bytes: request.headers['content-length'] ?? null }
  return `${request.method} ${request.url}\n${JSON.stringify(body)}`
}
