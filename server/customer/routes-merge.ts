import { z } from 'zod'
import * as contract from '../../contract/customer.ts'
import { type App, Problem, readId, showId } from '../kernel/index.ts'
import { listConflicts, reopenConflict, resolveConflict } from './conflict.ts'
import { mergeByHand, personOf } from './merge.ts'
import { listMerges } from './merge-list.ts'
import { rowsOfPerson } from './person.ts'
import { asking, type CustomerDeps, idIn } from './route-deps.ts'
import { undoMerge } from './unmerge.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const madeMerge = z.object({ id: z.string() })

/** Merges and contradictions of identities. */
export function mergeRoutes(app: App, deps: CustomerDeps): void {
  mergeListRoute(app, deps)
  mergeDeedRoutes(app, deps)
  conflictRoutes(app, deps)
}

function mergeListRoute(app: App, deps: CustomerDeps): void {
  app.get(
    '/api/merges',
    {
      config: { permission: 'customers.read' },
      schema: { querystring: contract.mergeQuery, response: { 200: contract.mergePage } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { limit, cursor, customerId } = request.query
      const before = readCursor('merge', cursor)
      return within(async (tx) => {
        const person =
          customerId === undefined
            ? null
            : await personOf(tx, tenant.id, idIn('customer', customerId))
        if (customerId !== undefined && !person) throw new Problem('not_found')
        const rows = person ? await rowsOfPerson(tx, tenant.id, person.id) : null
        const rowIds = rows?.map(({ id }) => id) ?? null
        const { items, next } = await listMerges(tx, tenant, { rowIds, limit, before })
        return { items, next: next === null ? null : showId('merge', next), total: null }
      })
    },
  )
}

function mergeDeedRoutes(app: App, deps: CustomerDeps): void {
  app.post(
    '/api/merges',
    {
      config: { permission: 'customers.write' },
      schema: { body: contract.newMerge, response: { 201: madeMerge } },
    },
    async (request, reply) => {
      const { tenant, by, now, within } = asking(deps, request)
      const one = idIn('customer', request.body.customerId)
      const other = idIn('customer', request.body.otherId)
      const made = await within((tx) => mergeByHand(tx, tenant, { one, other, by, now }))
      if (!made.ok) throw new Problem(made.reason)
      return reply.code(201).send({ id: showId('merge', made.value.id) })
    },
  )
  app.delete(
    '/api/merges/:id',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, body: contract.mergeUndo, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, now, within } = asking(deps, request)
      const mergeId = idIn('merge', request.params.id)
      const { reason } = request.body
      const undone = await within((tx) => undoMerge(tx, tenant, { mergeId, reason, by, now }))
      if (undone.ok) return { ok: true as const }
      throw new Problem(undone.reason === 'undone_before' ? 'merge_undone' : 'not_found')
    },
  )
}

function conflictRoutes(app: App, deps: CustomerDeps): void {
  app.get(
    '/api/conflicts',
    {
      config: { permission: 'customers.read' },
      schema: { querystring: contract.conflictQuery, response: { 200: contract.conflictPage } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { limit, cursor } = request.query
      const isOpen = request.query.isOpen === 'true'
      const after = readCursor('conflict', cursor)
      const page = await within((tx) => listConflicts(tx, tenant, { isOpen, limit, after }))
      return { ...page, next: page.next === null ? null : showId('conflict', page.next) }
    },
  )
  app.put(
    '/api/conflicts/:id/resolution',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, body: contract.conflictResolution, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, now, within } = asking(deps, request)
      const id = idIn('conflict', request.params.id)
      const { resolution } = request.body
      const resolved = await within((tx) =>
        resolveConflict(tx, tenant, { id, resolution, by, now }),
      )
      if (resolved.ok) return { ok: true as const }
      throw new Problem(resolved.reason === 'resolved_before' ? 'conflict_resolved' : 'not_found')
    },
  )
  app.delete(
    '/api/conflicts/:id/resolution',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, response: { 200: done } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('conflict', request.params.id)
      if (!(await within((tx) => reopenConflict(tx, tenant, id)))) throw new Problem('not_found')
      return { ok: true as const }
    },
  )
}

function readCursor(kind: 'merge' | 'conflict', cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  const id = readId(kind, cursor)
  if (id === null) throw new Problem('bad_request', { detail: 'cursor' })
  return id
}
