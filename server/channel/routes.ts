import { z } from 'zod'
import * as contract from '../../contract/delivery.ts'
import { messagePreview, messagePreviewAsked } from '../../contract/journey-view.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, addMs, Problem, showId } from '../kernel/index.ts'
import { countByState, listDeliveries } from './list.ts'
import { giveVerdict, listParked } from './parked.ts'
import { previewMessage } from './preview-message.ts'
import { asking, type ChannelRouteDeps, idIn, namesFor, shownInstant } from './route-deps.ts'
import { routes as consentRoutes } from './routes-consent.ts'
import { linkRoutes } from './routes-link.ts'
import { mailRoutes } from './routes-mail.ts'
import { routes as policyRoutes } from './routes-policy.ts'
import { smsRoutes } from './routes-sms.ts'
import { smsHookRoutes } from './routes-sms-hook.ts'
import { taskRoutes } from './routes-task.ts'
import { unsubscribeRoutes } from './routes-unsubscribe.ts'
import { workRoutes } from './routes-work.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const DAY_MS = 24 * 3_600_000

/** The ledger of messages, what waits for a word, associates' tasks, the rules and the brakes, and where links lead. */
export function routes(app: App, deps: ChannelRouteDeps): void {
  deliveryRoutes(app, deps)
  previewRoutes(app, deps)
  parkedRoutes(app, deps)
  taskRoutes(app, deps)
  workRoutes(app, deps)
  policyRoutes(app, deps)
  consentRoutes(app, deps)
  linkRoutes(app, deps)
  mailRoutes(app, deps)
  unsubscribeRoutes(app, deps)
  smsRoutes(app, deps)
  smsHookRoutes(app, deps)
}

function deliveryRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/deliveries',
    {
      config: { permission: 'messages.read' },
      schema: {
        querystring: contract.deliveryFilter,
        response: { 200: contract.deliveryPage },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { customerId, journeyId, broadcastId, ...rest } = request.query
      return within(async (tx) => {
        const rows = customerId
          ? await peopleBook.rowIdsOf(tx, tenant, idIn('customer', customerId))
          : undefined
        const filter = {
          ...rest,
          ...(rows === undefined ? {} : { customerIds: rows ?? [] }),
          ...(journeyId ? { journeyId: idIn('journey', journeyId) } : {}),
          ...(broadcastId ? { broadcastId: idIn('broadcast', broadcastId) } : {}),
        }
        const page = await listDeliveries(tx, tenant, filter)
        const named = await namesFor(tx, tenant, page.items)
        const items = page.items.map((row) => ({
          id: showId('delivery', row.id),
          customer: named(row),
          state: row.state,
          reason: row.reason,
          detail: row.detail,
          carrier: row.carrier,
          meantCarrier: row.meantCarrier,
          purpose: row.purpose,
          userid: row.userid,
          content: { subject: row.subject, text: row.text, link: row.link },
          journeyId: row.journeyId === null ? null : showId('journey', row.journeyId),
          broadcastId: row.broadcastId === null ? null : showId('broadcast', row.broadcastId),
          stepId: row.stepId,
          plannedAt: row.plannedAt.toISOString(),
          dueAt: row.dueAt.toISOString(),
          notAfter: row.notAfter.toISOString(),
          sentAt: shownInstant(row.sentAt),
          settledAt: shownInstant(row.settledAt),
          clickedAt: shownInstant(row.clickedAt),
          deliveredAt: shownInstant(row.deliveredAt),
          segments: row.segments,
          costLi: row.costLi,
        }))
        return { items, next: page.next, total: page.total }
      })
    },
  )
  app.get(
    '/api/delivery-counts',
    {
      config: { permission: 'messages.read' },
      schema: { response: { 200: contract.deliveryCounts } },
    },
    async (request) => {
      const { tenant, ctx, within } = asking(deps, request)
      const since = addMs(ctx.now, -7 * DAY_MS)
      const counted = await within((tx) => countByState(tx, tenant, since))
      const zero = Object.fromEntries(contract.deliveryStates.map((state) => [state, 0]))
      const byState = contract.deliveryCounts.shape.byState.parse({ ...zero, ...counted })
      return { since: since.toISOString(), byState }
    },
  )
}

function previewRoutes(app: App, deps: ChannelRouteDeps): void {
  app.post(
    '/api/message-previews',
    {
      config: { permission: 'messages.read' },
      schema: { body: messagePreviewAsked, response: { 200: messagePreview } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const customerId = idIn('customer', request.body.customerId)
      const { text } = request.body
      const shown = await within((tx) => previewMessage(tx, tenant, { text, customerId }))
      if (!shown) throw new Problem('not_found')
      return shown
    },
  )
}

function parkedRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/parked-deliveries',
    {
      config: { permission: 'messages.read' },
      schema: { response: { 200: contract.parkedCalls } },
    },
    async (request) => {
      const { tenant, ctx, within } = asking(deps, request)
      return within(async (tx) => {
        const parked = await listParked(tx, tenant, ctx.now)
        const named = await namesFor(
          tx,
          tenant,
          parked.flatMap(({ people }) => people),
        )
        const items = parked.map(({ text, link, people, ...call }) => ({
          ...call,
          id: showId('sendTask', call.id),
          content: { text, link },
          people: people.map(named),
          calledAt: call.calledAt.toISOString(),
          sendableUntil: shownInstant(call.sendableUntil),
        }))
        return { items, total: items.length }
      })
    },
  )
  app.put(
    '/api/parked-deliveries/:id/verdict',
    {
      config: { permission: 'messages.write' },
      schema: { params: byId, body: contract.parkedVerdict, response: { 200: done } },
    },
    async (request) => {
      const { ctx, by, real, within } = asking(deps, request)
      const callId = idIn('sendTask', request.params.id)
      const { said } = request.body
      const given = await within((tx) => giveVerdict(tx, ctx, { callId, said, by, real }))
      if (given.ok) return ok
      if (given.reason === 'not_found') throw new Problem('not_found')
      throw new Problem(given.reason === 'too_late' ? 'too_late_to_send' : 'verdict_given')
    },
  )
}
