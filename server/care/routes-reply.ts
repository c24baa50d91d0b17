import { z } from 'zod'
import * as contract from '../../contract/reply.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, addMs, type Outcome, Problem, pageStart, showId } from '../kernel/index.ts'
import { audit } from '../staff/index.ts'
import { EXPORTED_MAX } from './export.ts'
import { exportReplies } from './export-replies.ts'
import {
  countReplies,
  listReplies,
  type RepliesAsked,
  reportReplies,
  seeReply,
} from './list-replies.ts'
import { isAtWork } from './reassign.ts'
import { endReply, noteAsked, resumeReply } from './reply-deeds.ts'
import { takeWait } from './reply-wait.ts'
import { asking, type CareRouteDeps, idIn } from './route-deps.ts'
import { ownersOf } from './show.ts'
import { associateOf, showReplies } from './show-replies.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const read = { permission: 'customers.read' } as const
const write = { permission: 'customers.write' } as const
const path = '/api/replies'
const DAY_MS = 24 * 3_600_000
const SHOWN_OF_PERSON = 20
const mayAll = () => true

/** Customers who have written and wait for an answer (待回复): who, since when, how soon they were answered, what is said of them. */
export function replyRoutes(app: App, deps: CareRouteDeps): void {
  listRoutes(app, deps)
  personRoutes(app, deps)
  deedRoutes(app, deps)
  app.get(
    '/api/reply-report',
    {
      config: read,
      schema: { querystring: contract.replyReportQuery, response: { 200: contract.replyReport } },
    },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const { tenant, now } = ctx
      const since = addMs(now, -request.query.days * DAY_MS)
      return within(async (tx) => {
        const owner = await ownersOf(tx, ctx)
        const { byUserid, ...rest } = await reportReplies(tx, tenant, since)
        const { waiting, overdue } = await countReplies(tx, tenant)
        return {
          ...rest,
          since: since.toISOString(),
          now: { waiting, overdue },
          byAssociate: byUserid.map(({ userid, ...figures }) => ({
            ...figures,
            associate: associateOf(owner, userid),
          })),
        }
      })
    },
  )
}

function listRoutes(app: App, deps: CareRouteDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.replyQuery, response: { 200: contract.replyWaits } },
    },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      return within(async (tx) => {
        const page = await listReplies(tx, ctx.tenant, askedOf(request.query, ctx.now))
        return { ...page, items: await showReplies(tx, ctx, page.items) }
      })
    },
  )
  app.get(
    `${path}.csv`,
    {
      config: read,
      schema: { querystring: contract.replyQuery.omit({ cursor: true, limit: true }) },
    },
    async (request, reply) => {
      const { ctx, within } = asking(deps, request)
      const isEnglish = request.headers['accept-language']?.startsWith('en') ?? false
      const waits = await within(async (tx) => {
        const asked = askedOf({ ...request.query, limit: EXPORTED_MAX }, ctx.now)
        return showReplies(tx, ctx, (await listReplies(tx, ctx.tenant, asked)).items)
      })
      return reply
        .header('content-disposition', 'attachment; filename="replies.csv"')
        .type('text/csv; charset=utf-8')
        .send(exportReplies(waits, ctx.tenant, isEnglish ? 'en' : 'zh'))
    },
  )
}

function personRoutes(app: App, deps: CareRouteDeps): void {
  const url = '/api/customers/:id/replies'
  app.get(
    url,
    { config: read, schema: { params: byId, response: { 200: contract.replyWaitsOfPerson } } },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const id = idIn('customer', request.params.id)
      return within(async (tx) => {
        const customerIds = await peopleBook.rowIdsOf(tx, ctx.tenant, id)
        if (!customerIds) throw new Problem('not_found')
        const asked = {
          ...askedOf({ state: 'waiting', limit: SHOWN_OF_PERSON }, ctx.now),
          customerIds,
        }
        const { items } = await listReplies(tx, ctx.tenant, asked)
        return { items: await showReplies(tx, ctx, items) }
      })
    },
  )
  app.post(
    url,
    {
      config: write,
      schema: {
        params: byId,
        body: contract.newReplyWait,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const { ctx, real, within } = asking(deps, request)
      const customerId = idIn('customer', request.params.id)
      const { userid = '' } = request.body
      const noted = await within(async (tx) => {
        if (userid !== '' && !(await isAtWork(tx, ctx, userid)))
          throw new Problem('unknown_associate', { userid })
        return noteAsked(tx, ctx, { customerId, userid, real })
      })
      if (!noted.ok) throw new Problem(noted.reason === 'off' ? 'reply_off' : 'not_found')
      return reply.status(201).send({ id: showId('replyWait', noted.value) })
    },
  )
}

function deedRoutes(app: App, deps: CareRouteDeps): void {
  const outcome = `${path}/:id/outcome`
  app.put(
    outcome,
    {
      config: write,
      schema: { params: byId, body: contract.saidOutcome, response: { 200: done } },
    },
    async (request) => {
      const { ctx, by, real, within } = asking(deps, request)
      const id = idIn('replyWait', request.params.id)
      const asked = { id, by, real, mayEnd: mayAll, outcome: request.body.outcome }
      return said(await within((tx) => endReply(tx, ctx, asked)))
    },
  )
  app.delete(
    outcome,
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { ctx, real, within } = asking(deps, request)
      const id = idIn('replyWait', request.params.id)
      return said(await within((tx) => resumeReply(tx, ctx, { id, real, mayEnd: mayAll })))
    },
  )
  app.put(
    `${path}/:id/escalation`,
    {
      config: { permission: 'messages.write' },
      schema: { params: byId, response: { 200: done } },
    },
    async (request) => {
      const { ctx, by, real, within } = asking(deps, request)
      const { tenant, now } = ctx
      const id = idIn('replyWait', request.params.id)
      await within(async (tx) => {
        if (!(await takeWait(tx, tenant, id))) throw new Problem('not_found')
        if (!(await seeReply(tx, tenant, { id, by, now }))) throw new Problem('reply_state')
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail: {} }
        await audit(tx, { ...entry, action: 'reply.escalation_seen', subject: request.params.id })
      })
      return ok
    },
  )
}

function said(outcome: Outcome<unknown, 'not_found' | 'state'>): typeof ok {
  if (outcome.ok) return ok
  throw new Problem(outcome.reason === 'state' ? 'reply_state' : 'not_found')
}

type Query = Pick<contract.ReplyQuery, 'state' | 'limit'> & {
  userid?: string | undefined
  cursor?: string | undefined
}

function askedOf({ state, limit, userid, cursor }: Query, now: Date): RepliesAsked {
  return {
    ...{ state, limit, now, customerIds: null },
    userid: userid === 'none' ? '' : (userid ?? null),
    from: pageStart(cursor),
  }
}
