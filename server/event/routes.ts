import { z } from 'zod'
import * as contract from '../../contract/event.ts'
import { type App, type Clock, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import type { Reaction } from './event.ts'
import { errorWords } from './kept-error.ts'
import { discardParked, listParked, replayParked } from './parked.ts'
import { recentEvents } from './recent.ts'
import { riverState } from './river.ts'

export type EventDeps = {
  db: Database
  clock: Clock
  reactions: Record<string, readonly Reaction[]>
}

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })

/** The live debugger, the state of the river, and parked events. */
export function routes(app: App, deps: EventDeps): void {
  app.get(
    '/api/events/recent',
    {
      config: { permission: 'developers.read' },
      schema: {
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
        response: { 200: contract.recentEvents },
      },
    },
    async (request) => {
      const { tenant } = request.session
      const events = await deps.db.inWorkspace(tenant.id, (tx) =>
        recentEvents(tx, tenant, request.query.limit),
      )
      const items = events.map(({ eventId, batchNo: _batch, ...event }) => ({
        ...event,
        id: showId('event', eventId),
        at: event.at.toISOString(),
        takenAt: event.takenAt.toISOString(),
      }))
      return { items }
    },
  )
  app.get(
    '/api/river',
    {
      config: { permission: 'developers.read' },
      schema: { response: { 200: contract.riverState } },
    },
    async (request) => {
      const { tenant } = request.session
      const state = await deps.db.inWorkspace(tenant.id, (tx) => riverState(tx, tenant))
      const lanes = state.lanes.map((lane) => ({
        ...lane,
        oldestAt: lane.oldestAt?.toISOString() ?? null,
      }))
      return { ...state, lanes, behindSince: state.behindSince?.toISOString() ?? null }
    },
  )
  parkedRoutes(app, deps)
}

function parkedRoutes(app: App, deps: EventDeps): void {
  app.get(
    '/api/parked',
    {
      config: { permission: 'developers.read' },
      schema: { response: { 200: contract.parkedEvents } },
    },
    async (request) => {
      const { tenant } = request.session
      const parked = await deps.db.inWorkspace(tenant.id, (tx) => listParked(tx, tenant))
      const isEnglish = request.headers['accept-language']?.toLowerCase().startsWith('en') ?? false
      const items = parked.map((event) => ({
        ...event,
        error: errorWords(event.error, isEnglish ? 'en' : 'zh'),
        id: showId('parked', event.id),
        eventId: showId('event', event.eventId),
        receivedAt: event.receivedAt.toISOString(),
        parkedAt: event.parkedAt.toISOString(),
      }))
      return { items }
    },
  )
  app.put(
    '/api/parked/:id/replay',
    {
      config: { permission: 'developers.write' },
      schema: { params: byId, response: { 200: done } },
    },
    async (request) => {
      await replayParked(deps.db, deps.reactions, decisionOf(deps, request))
      return { ok: true as const }
    },
  )
  app.delete(
    '/api/parked/:id',
    {
      config: { permission: 'developers.write' },
      schema: { params: byId, response: { 200: done } },
    },
    async (request) => {
      await discardParked(deps.db, decisionOf(deps, request))
      return { ok: true as const }
    },
  )
}

function decisionOf(
  deps: EventDeps,
  request: { params: { id: string }; session: { tenant: Tenant; staffId: string | null } },
) {
  const id = readId('parked', request.params.id)
  if (!id) throw new Problem('not_found')
  return { tenant: request.session.tenant, id, by: request.session.staffId, now: deps.clock.now() }
}
