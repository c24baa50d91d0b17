import { z } from 'zod'
import { saidOutcome } from '../../contract/reply.ts'
import { endReply, noteAsked, resumeReply } from '../care/index.ts'
import { everyRowOf } from '../customer/index.ts'
import { type App, type Outcome, Problem, showId } from '../kernel/index.ts'
import { askingAbout } from './own-customer.ts'
import { idIn, type SidebarDeps } from './route-deps.ts'

const url = '/api/sidebar/customers/:contact/replies'
const byContact = z.object({ contact: z.string().min(1).max(128) })
const byId = byContact.extend({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const made = z.object({ id: z.string() })
const ok = { ok: true as const }

/** She writes down that her customer waits for an answer, that she has given it, or that none is needed. */
export function waitRoutes(app: App, deps: SidebarDeps): void {
  app.post(
    url,
    { schema: { params: byContact, response: { 201: made } } },
    async (request, reply) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { ctx, follower, associate } = asking
      const asked = { customerId: follower.id, userid: associate.userid, real: deps.clock.now() }
      const noted = await asking.within((tx) => noteAsked(tx, ctx, asked))
      if (!noted.ok) throw new Problem(noted.reason === 'off' ? 'reply_off' : 'not_found')
      return reply.code(201).send({ id: showId('replyWait', noted.value) })
    },
  )
  app.put(
    `${url}/:id`,
    { schema: { params: byId, body: saidOutcome, response: { 200: done } } },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { outcome } = request.body
      return said(
        await asking.within(async (tx) =>
          endReply(tx, asking.ctx, {
            ...{ id: idIn('replyWait', request.params.id), outcome, by: null },
            ...{ real: deps.clock.now(), mayEnd: await hersIn(tx, asking) },
          }),
        ),
      )
    },
  )
  app.delete(
    `${url}/:id`,
    { schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      return said(
        await asking.within(async (tx) =>
          resumeReply(tx, asking.ctx, {
            id: idIn('replyWait', request.params.id),
            ...{ real: deps.clock.now(), mayEnd: await hersIn(tx, asking) },
          }),
        ),
      )
    },
  )
}

type About = Awaited<ReturnType<typeof askingAbout>>

/** Whether a wait is of the customer beside whose chat she is, and hers to answer. */
async function hersIn(
  tx: Parameters<typeof everyRowOf>[0],
  { tenant, follower, associate }: About,
) {
  const rows = new Set(await everyRowOf(tx, tenant.id, follower.id))
  return (wait: { customerId: string; userid: string }) =>
    rows.has(wait.customerId) && wait.userid === associate.userid
}

function said(outcome: Outcome<unknown, 'not_found' | 'state'>): typeof ok {
  if (outcome.ok) return ok
  throw new Problem(outcome.reason === 'state' ? 'reply_state' : 'not_found')
}
