import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { CallbackCorp, CorpFinder } from '../corp/index.ts'
import { type App, type Clock, type Outcome, Problem, wireIdOf } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { type Believed, believe, type Disbelief, decipher } from './believe-callback.ts'
import { createHearing } from './hear-callbacks.ts'

export type CallbackDeps = { db: Database; clock: Clock; corps: CorpFinder }

/** WeCom's own are a kilobyte or two. */
const BODY_BYTES_MAX = 64 * 1024
const signed = z.object({
  msg_signature: z.string().length(40),
  timestamp: z.string().max(12),
  nonce: z.string().max(128),
})
const asked = signed.extend({ echostr: z.string().max(4096) })
const byId = z.object({ id: z.string().max(64) })
const path = '/callbacks/wecom/:id'

/**
 * Where WeCom calls. A callback is believed before anything in it is read, durable before it is answered, and answered
 * with nothing; whoever is not believed learns no reason, which stands in the settings instead.
 */
export function callbackRoutes(app: App, deps: CallbackDeps): void {
  const hearing = createHearing(deps.db)
  app.register(async (scope) => {
    // The signature is over the bytes as they came, whatever their label says.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
      (_request, body, done) => done(null, body),
    )
    const schema = { tags: ['wecom'], hide: true }
    scope.get(path, { schema }, async (request, reply) => {
      const { corp, query } = await addressed(deps, request, asked)
      const read = decipher(corp, {
        signed: query,
        encrypted: query.echostr,
        now: deps.clock.now(),
      })
      const { content } = await believed(deps, corp, read)
      await deps.corps.heard(corp, 'verified')
      // The bare text: no quotes, no line end, and nothing of ours.
      return answer(reply, wireIdOf(content))
    })
    // No browser reads the answer, so the headers for browsers are spared: they took a tenth of the time.
    scope.post(path, { schema, helmet: false }, async (request, reply) => {
      const { corp, query } = await addressed(deps, request, signed)
      const receivedAt = deps.clock.now()
      const body = typeof request.body === 'string' ? request.body : ''
      const read = believe(corp, { signed: query, body, now: receivedAt })
      const { content, hash } = await believed(deps, corp, read)
      await hearing.commit({ workspaceId: corp.workspaceId, content, hash, receivedAt })
      await deps.corps.heard(corp, 'event')
      return answer(reply, '')
    })
  })
}

function answer(reply: FastifyReply, text: string) {
  return reply.code(200).type('text/plain; charset=utf-8').send(text)
}

/** Whose address it is, and the words in it; who has neither is told nothing. */
async function addressed<Query extends z.ZodType>(
  deps: CallbackDeps,
  request: FastifyRequest,
  shape: Query,
): Promise<{ corp: CallbackCorp; query: z.infer<Query> }> {
  const query = shape.safeParse(request.query)
  const params = byId.safeParse(request.params)
  const corp = params.success ? await deps.corps.find(params.data.id) : null
  if (!corp || !query.success) throw new Problem('not_found')
  return { corp, query: query.data }
}

async function believed(
  deps: CallbackDeps,
  corp: CallbackCorp,
  read: Outcome<Believed, Disbelief>,
): Promise<Believed> {
  if (read.ok) return read.value
  await deps.corps.disbelieved(corp, read.reason)
  throw new Problem('callback_refused')
}
