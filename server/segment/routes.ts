import { z } from 'zod'
import * as contract from '../../contract/segment-view.ts'
import { type App, type Outcome, Problem, showId } from '../kernel/index.ts'
import { archiveSegment, restoreSegment, usesOf } from './archive.ts'
import { knownOf, namesIn } from './known.ts'
import { listSegments, readSegment } from './list.ts'
import { problemOf } from './problem.ts'
import { asking, idIn, type SegmentRouteDeps } from './route-deps.ts'
import { askRoutes } from './routes-ask.ts'
import { memberRoutes } from './routes-member.ts'
import { copySegment, makeSegment, saveSegment } from './save.ts'
import { isShallow } from './tree-problem.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'segments.read' } as const
const write = { permission: 'segments.write' } as const
/** Segments that a list can be paged through. */
const OFFSET_MAX = 10_000

/** Segments (人群): their trees, who is in them and why, and what conditions can be made of. */
export function routes(app: App, deps: SegmentRouteDeps): void {
  app.register(async (room) => {
    // Told before anything walks a body by recursion: a few hundred kilobytes of brackets would end the process' stack.
    room.addHook('preValidation', async ({ body }) => {
      if (!isShallow(body)) throw problemOf('too_large', { node: '1' })
    })
    listRoutes(room, deps)
    editRoutes(room, deps)
    archiveRoutes(room, deps)
    askRoutes(room, deps)
    memberRoutes(room, deps)
  })
}

function listRoutes(app: App, deps: SegmentRouteDeps): void {
  app.get(
    '/api/segments',
    {
      config: read,
      schema: { querystring: contract.segmentQuery, response: { 200: contract.segmentPage } },
    },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const { limit, cursor, ...filter } = request.query
      const offset = Math.min(OFFSET_MAX, Number(/^\d{1,6}$/.exec(cursor ?? '')?.[0] ?? 0))
      return within(async (tx) => {
        const asked = { ...filter, limit: limit + 1, offset, present }
        const { rows, total } = await listSegments(tx, deps, tenant, asked)
        const page = rows.slice(0, limit)
        const trees = page.map(({ tree }) => tree)
        const names = await namesIn(tx, deps, tenant, trees)
        const items = page.map((row, i) => ({ ...row, names: names[i] ?? {} }))
        return { items, next: rows.length > limit ? String(offset + limit) : null, total }
      })
    },
  )
  app.get(
    '/api/segments/:id',
    { config: read, schema: { params: byId, response: { 200: contract.segment } } },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const id = idIn('segment', request.params.id)
      const segment = await within(async (tx) => {
        const row = await readSegment(tx, deps, tenant, { id, present })
        if (!row) return null
        const [names = {}] = await namesIn(tx, deps, tenant, [row.tree])
        return {
          ...row,
          names,
          usedBy: await usesOf(tx, deps, tenant, id),
        }
      })
      if (!segment) throw new Problem('not_found')
      return segment
    },
  )
}

function editRoutes(app: App, deps: SegmentRouteDeps): void {
  app.post(
    '/api/segments',
    {
      config: write,
      schema: { body: contract.newSegment, response: { 201: contract.madeSegment } },
    },
    async (request, reply) => {
      const { tenant, by, now, within } = asking(deps, request)
      const id = await within(async (tx) => {
        const known = await knownOf(tx, deps, tenant)
        const id = granted(await makeSegment(tx, tenant, { ...request.body, known, by, now }))
        await note(deps, tx, request, { id, action: 'segment.made' })
        return id
      })
      return reply.code(201).send({ id: showId('segment', id) })
    },
  )
  app.put(
    '/api/segments/:id',
    {
      config: write,
      schema: { params: byId, body: contract.segmentChange, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, now, within } = asking(deps, request)
      const id = idIn('segment', request.params.id)
      await within(async (tx) => {
        const known = await knownOf(tx, deps, tenant)
        granted(await saveSegment(tx, tenant, { ...request.body, id, known, by, now }))
        await note(deps, tx, request, { id, action: 'segment.changed' })
      })
      return { ok: true as const }
    },
  )
  app.post(
    '/api/segments/:id/copies',
    {
      config: write,
      schema: {
        params: byId,
        body: contract.segmentCopy,
        response: { 201: contract.madeSegment },
      },
    },
    async (request, reply) => {
      const { tenant, by, now, within } = asking(deps, request)
      const id = idIn('segment', request.params.id)
      const copy = await within(async (tx) => {
        const copy = granted(
          await copySegment(tx, tenant, { id, name: request.body.name, by, now }),
        )
        await note(deps, tx, request, { id: copy, action: 'segment.made' })
        return copy
      })
      return reply.code(201).send({ id: showId('segment', copy) })
    },
  )
}

function archiveRoutes(app: App, deps: SegmentRouteDeps): void {
  app.put(
    '/api/segments/:id/archived',
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      const id = idIn('segment', request.params.id)
      await within(async (tx) => {
        granted(await archiveSegment(tx, deps, tenant, { id, now }))
        await note(deps, tx, request, { id, action: 'segment.archived' })
      })
      return { ok: true as const }
    },
  )
  app.delete(
    '/api/segments/:id/archived',
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      const id = idIn('segment', request.params.id)
      await within(async (tx) => {
        granted(await restoreSegment(tx, tenant, { id, now }))
        await note(deps, tx, request, { id, action: 'segment.restored' })
      })
      return { ok: true as const }
    },
  )
}

function granted<T>(outcome: Outcome<T, Parameters<typeof problemOf>[0]>): T {
  if (outcome.ok) return outcome.value
  throw problemOf(outcome.reason, outcome.detail)
}

type Noted = { id: string; action: string }

function note(
  deps: SegmentRouteDeps,
  tx: Parameters<SegmentRouteDeps['audit']>[0],
  { session: { tenant, staffId } }: { session: { tenant: { id: string }; staffId: string | null } },
  { id, action }: Noted,
): Promise<void> {
  const subject = showId('segment', id)
  const at = deps.clock.now()
  return deps.audit(tx, { workspaceId: tenant.id, staffId, at, action, subject, detail: {} })
}
