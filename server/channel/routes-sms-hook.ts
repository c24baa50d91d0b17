import { z } from 'zod'
import { type App, Problem, presentOf, showId, type Tenant } from '../kernel/index.ts'
import { TOKEN_CHARACTERS } from '../page/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import type { ChannelRouteDeps } from './route-deps.ts'
import { readSmsHook } from './sms-hook.ts'
import { hearReceipts } from './sms-receipt.ts'
import { hearReplies } from './sms-reply.ts'
import { noteSmsHeard, storedSmsLine } from './sms-store.ts'

const token = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
const CALLS_A_MINUTE = 3_000
const BODY_BYTES_MAX = 512 * 1024
/** Tencent Cloud reads `result` and `errmsg`, Aliyun `code` and `msg`. */
const heard = { result: 0, errmsg: 'OK', code: 0, msg: 'OK' }

/**
 * Where an SMS provider tells of deliveries and replies. Neither of them signs what it tells: the address is the right,
 * nobody can guess it, and it tells of messages of this workspace only. Written down before it is answered.
 */
export function smsHookRoutes(app: App, deps: ChannelRouteDeps): void {
  const meant = async (shown: string): Promise<Tenant> => {
    const read = deps.links.read(shown)
    const tenant =
      read?.kind === 'hook' && (await deps.tenants()).find(({ no }) => no === read.workspaceNo)
    if (!tenant) throw new Problem('not_found')
    const line = await deps.db.inWorkspace(tenant.id, (tx) => storedSmsLine(tx, tenant))
    if (line?.hookId !== read.id) throw new Problem('not_found')
    return tenant
  }
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    // Whatever its label says: one of the two sends JSON as a form.
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
      (_request, body, done) => done(null, body),
    )
    scope.post(
      '/hooks/sms/:token',
      {
        config: { rateLimit: { max: CALLS_A_MINUTE, timeWindow: '1 minute' } },
        schema: { params: token, tags: ['sms'], hide: true },
      },
      async (request) => {
        const tenant = await meant(request.params.token)
        const told = readSmsHook(parsed(request.body))
        if (!told) throw new Problem('bad_request', { detail: 'SMS report' })
        const ctx = { tenant, now: presentOf(tenant, deps.clock) }
        const real = deps.clock.now()
        const write = async (tx: Tx) => {
          await noteSmsHeard(tx, tenant, real)
          await hearReceipts(tx, ctx, told.receipts, real)
          const { replies } = told
          for (const id of await hearReplies(tx, ctx, deps.seal, { replies, real }))
            await audit(tx, {
              workspaceId: tenant.id,
              staffId: null,
              at: real,
              action: 'consent.unsubscribed',
              subject: showId('customer', id),
              detail: { carrier: 'sms' },
            })
        }
        // A worker may be writing about the same messages.
        await deps.db.inWorkspace(tenant.id, write, { retry: true })
        return heard
      },
    )
  })
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return null
  try {
    const value: unknown = JSON.parse(body)
    return value
  } catch {
    return null
  }
}
