import { z } from 'zod'
import * as contract from '../../contract/delivery.ts'
import { maySend } from '../../contract/may-send.ts'
import { type App, Problem, showId } from '../kernel/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import { record, standOf, takeBack } from './consent.ts'
import { allThatMayBeSent } from './may-be-sent.ts'
import { asking, type ChannelRouteDeps, idIn, shownInstant } from './route-deps.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })

/** What a customer said about being spoken to, and what may be sent to them now. */
export function routes(app: App, deps: ChannelRouteDeps): void {
  wordRoutes(app, deps)
  mayRoutes(app, deps)
}

function mayRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/customers/:id/may-send',
    {
      config: { permission: 'customers.read' },
      schema: { params: byId, response: { 200: maySend } },
    },
    async (request) => {
      const { tenant, ctx, within } = asking(deps, request)
      const id = idIn('customer', request.params.id)
      return within(async (tx) => {
        if (!(await standOf(tx, tenant, id))) throw new Problem('not_found')
        const all = await allThatMayBeSent(tx, ctx, id)
        const items = all.map(({ carrier, purpose, said }) => ({
          carrier,
          purpose,
          reason: said?.reason ?? null,
          until: shownInstant(said?.until ?? null),
          detail: said?.detail ?? {},
        }))
        return { at: ctx.now.toISOString(), items }
      })
    },
  )
}

/** Every word is a record, and can be taken back. */
function wordRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/customers/:id/consent',
    {
      config: { permission: 'customers.read' },
      schema: { params: byId, response: { 200: contract.consent } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('customer', request.params.id)
      return within(async (tx) => {
        const stand = await standOf(tx, tenant, id)
        if (!stand) throw new Problem('not_found')
        const { leaveUntil, heldBy, heldKind, records, ...said } = stand
        const names = await namesOfStaff(
          tx,
          tenant.id,
          records.flatMap(({ recordedBy, undoneBy }) => [recordedBy, undoneBy]),
        )
        return {
          ...said,
          leaveUntil: shownInstant(leaveUntil),
          openCase: heldBy === null || heldKind === 'reply' ? null : showId('serviceCase', heldBy),
          records: records.map((one) => ({
            ...one,
            id: showId('consent', one.id),
            purpose: one.purpose === '' ? null : one.purpose,
            carrier: one.carrier === '' ? null : one.carrier,
            until: shownInstant(one.until),
            recordedAt: one.recordedAt.toISOString(),
            recordedBy: names.get(one.recordedBy ?? '') ?? null,
            undoneAt: shownInstant(one.undoneAt),
            undoneBy: names.get(one.undoneBy ?? '') ?? null,
          })),
        }
      })
    },
  )
  app.post(
    '/api/customers/:id/consent',
    {
      config: { permission: 'customers.write' },
      schema: {
        params: byId,
        body: contract.consentWord,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const { tenant, by, real, within } = asking(deps, request)
      const customerId = idIn('customer', request.params.id)
      const source = by === null ? ('api' as const) : ('staff' as const)
      const word = { ...wordOf(request.body), customerId, by, source, now: real }
      const id = await within((tx) => record(tx, tenant, word))
      if (id === null) throw new Problem('not_found')
      return reply.status(201).send({ id: showId('consent', id) })
    },
  )
  app.delete(
    '/api/consents/:id',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const id = idIn('consent', request.params.id)
      await within(async (tx) => {
        if (!(await takeBack(tx, tenant, { id, by, now: real }))) throw new Problem('not_found')
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail: {} }
        await audit(tx, { ...entry, action: 'consent.undone', subject: request.params.id })
      })
      return { ok: true as const }
    },
  )
}

type Said =
  | { kind: 'opt_out' | 'opt_in'; purpose: contract.Purpose; reason: string }
  | { kind: 'do_not_disturb'; until: Date | null; reason: string }
  | { kind: 'disturb_again'; reason: string }
  | { kind: 'channel_refused' | 'channel_agreed'; carrier: contract.AgreedCarrier; reason: string }

function wordOf(body: contract.ConsentWord): Said {
  if (body.kind !== 'do_not_disturb') return body
  return { ...body, until: body.until === null ? null : new Date(body.until) }
}
