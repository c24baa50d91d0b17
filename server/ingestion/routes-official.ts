import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type App, type Clock, type Outcome, Problem } from '../kernel/index.ts'
import type { AccountFinder, CallbackAccount } from '../official/index.ts'
import type { Database } from '../postgres/index.ts'
import { believeEcho, believeOfficial, type OfficialDisbelief } from './believe-official.ts'
import { createOfficialHearing } from './hear-callbacks.ts'

export type OfficialCallbackDeps = { db: Database; clock: Clock; accounts: AccountFinder }

/** WeChat's own are a kilobyte or two. */
const BODY_BYTES_MAX = 64 * 1024
const signed = z.object({
  signature: z.string().length(40),
  timestamp: z.string().max(12),
  nonce: z.string().max(128),
  msg_signature: z.string().length(40).optional(),
  encrypt_type: z.string().max(16).optional(),
})
const asked = signed.extend({ echostr: z.string().max(256) })
const byId = z.object({ id: z.string().max(64) })
const path = '/callbacks/official/:id'

/**
 * Where WeChat tells what followers of an official account do. Believed before anything in it is read, durable before it is
 * answered, and answered with nothing: an answer with words would be said to the follower.
 */
export function officialCallbackRoutes(app: App, deps: OfficialCallbackDeps): void {
  const hearing = createOfficialHearing(deps.db)
  app.register(async (scope) => {
    // The signature is over the bytes as they came, whatever their label says.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
      (_request, body, done) => done(null, body),
    )
    const schema = { tags: ['official'], hide: true }
    scope.get(path, { schema }, async (request, reply) => {
      const { account, query } = await addressed(deps, request, asked)
      await believed(deps, account, believeEcho(account, { signed: query, now: deps.clock.now() }))
      await deps.accounts.heard(account, 'verified')
      return answer(reply, query.echostr)
    })
    scope.post(path, { schema, helmet: false }, async (request, reply) => {
      const { account, query } = await addressed(deps, request, signed)
      const receivedAt = deps.clock.now()
      const body = typeof request.body === 'string' ? request.body : ''
      const read = believeOfficial(account, { signed: query, body, now: receivedAt })
      const { content, hash } = await believed(deps, account, read)
      await hearing.commit({ workspaceId: account.workspaceId, content, hash, receivedAt })
      await deps.accounts.heard(account, 'event')
      return answer(reply, '')
    })
  })
}

function answer(reply: FastifyReply, text: string) {
  return reply.code(200).type('text/plain; charset=utf-8').send(text)
}

/** Whose address it is, and the words in it; who has neither is told nothing. */
async function addressed<Query extends z.ZodType>(
  deps: OfficialCallbackDeps,
  request: FastifyRequest,
  shape: Query,
): Promise<{ account: CallbackAccount; query: z.infer<Query> }> {
  const query = shape.safeParse(request.query)
  const params = byId.safeParse(request.params)
  const account = params.success ? await deps.accounts.find(params.data.id) : null
  if (!account || !query.success) throw new Problem('not_found')
  return { account, query: query.data }
}

async function believed<T>(
  deps: OfficialCallbackDeps,
  account: CallbackAccount,
  read: Outcome<T, OfficialDisbelief>,
): Promise<T> {
  if (read.ok) return read.value
  await deps.accounts.disbelieved(account, read.reason)
  throw new Problem('callback_refused')
}
