import { Readable } from 'node:stream'
import { z } from 'zod'
import type { CustomerRow } from '../../contract/customer.ts'
import * as contract from '../../contract/segment-view.ts'
import { exportNumbered, listCustomers, peopleBook, rowsNumbered } from '../customer/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { members } from './evaluate.ts'
import { readSegment } from './list.ts'
import {
  livePointers,
  membersAmongThese,
  membersBelow,
  type Pointer,
  pointerOf,
  segmentsWith,
} from './membership.ts'
import { asking, idIn, type SegmentRouteDeps } from './route-deps.ts'

const byId = z.object({ id: z.string() })
const read = { permission: 'customers.read' } as const
/** People of a name that are looked at for members: who seeks among more names more of it. */
const FOUND_MAX = 500

/** Who is in a segment, as a list and as a file; and the segments of a person. */
export function memberRoutes(app: App, deps: SegmentRouteDeps): void {
  app.get(
    '/api/segments/:id/members',
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.memberQuery,
        response: { 200: contract.memberPage },
      },
    },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const id = idIn('segment', request.params.id)
      const { limit, cursor, search = '' } = request.query
      const looked = await within(async (tx) => ({
        segment: await readSegment(tx, deps, tenant, { id, present }),
        pointer: await pointerOf(tx, tenant, id),
      }))
      if (!looked.segment) throw new Problem('not_found')
      if (!looked.pointer) return { items: [], next: null, total: 0 }
      if (search !== '') return foundMembers(deps, tenant, { ...looked, search, limit })
      return pageOfMembers(deps, tenant, { ...looked, pointer: looked.pointer, cursor, limit })
    },
  )
  exportRoute(app, deps)
  personRoute(app, deps)
}

async function pageOfMembers(
  deps: SegmentRouteDeps,
  tenant: Tenant,
  asked: {
    segment: { size: number | null } | null
    pointer: Pointer
    cursor: string | undefined
    limit: number
  },
) {
  const { segment, pointer, cursor, limit } = asked
  const below = cursor === undefined ? null : Number(/^\d{1,9}$/.exec(cursor)?.[0] ?? 0)
  if (below === 0) throw new Problem('bad_request', { detail: 'cursor' })
  const numbers = await membersBelow(deps.clickhouse, tenant, pointer, { below, limit: limit + 1 })
  const page = numbers.slice(0, limit)
  const items = await deps.db.inWorkspace(tenant.id, (tx) => rowsNumbered(tx, tenant.id, page))
  const last = numbers.length > limit ? page.at(-1) : undefined
  return {
    items,
    next: last === undefined ? null : String(last),
    total: cursor === undefined ? (segment?.size ?? null) : null,
  }
}

/** People found by name or number who are members. */
async function foundMembers(
  deps: SegmentRouteDeps,
  tenant: Tenant,
  { pointer, search, limit }: { pointer: Pointer | null; search: string; limit: number },
): Promise<{ items: CustomerRow[]; next: null; total: number }> {
  const filter = { search, sort: '-lastSeen' as const }
  const found = await deps.db.inWorkspace(tenant.id, (tx) =>
    listCustomers(tx, tenant, deps.seal, { filter, limit: FOUND_MAX, isCounted: false }),
  )
  const numbers = found.persons.map(({ no }) => no)
  const inside = pointer
    ? await membersAmongThese(deps.clickhouse, tenant, pointer, numbers)
    : new Set<number>()
  const members = numbers.filter((no) => inside.has(no))
  const items = await deps.db.inWorkspace(tenant.id, (tx) =>
    rowsNumbered(tx, tenant.id, members.slice(0, limit)),
  )
  return { items, next: null, total: members.length }
}

function exportRoute(app: App, deps: SegmentRouteDeps): void {
  app.get(
    '/api/segments/:id/members.csv',
    { config: read, schema: { params: byId } },
    async (request, reply) => {
      const { tenant, by, now, present, within } = asking(deps, request)
      const id = idIn('segment', request.params.id)
      const segment = await within(async (tx) => {
        const segment = await readSegment(tx, deps, tenant, { id, present })
        if (!segment) throw new Problem('not_found')
        await deps.audit(tx, {
          workspaceId: tenant.id,
          staffId: by,
          at: now,
          action: 'segment.exported',
          subject: showId('segment', id),
          detail: { people: segment.size ?? 0 },
        })
        return segment
      })
      const language = request.headers['accept-language']?.startsWith('en') ? 'en' : 'zh'
      const file = exportNumbered(deps.db, tenant, { pages: members(deps, tenant, id), language })
      const name = encodeURIComponent(`${segment.name}.csv`)
      return reply
        .type('text/csv; charset=utf-8')
        .header(
          'content-disposition',
          `attachment; filename="segment.csv"; filename*=UTF-8''${name}`,
        )
        .send(Readable.from(file))
    },
  )
}

function personRoute(app: App, deps: SegmentRouteDeps): void {
  app.get(
    '/api/customers/:id/segments',
    { config: read, schema: { params: byId, response: { 200: contract.segmentsOfPerson } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const customerId = idIn('customer', request.params.id)
      const looked = await within(async (tx) => ({
        no: await numberOf(tx, tenant, customerId),
        pointers: await livePointers(tx, tenant),
      }))
      const { no, pointers } = looked
      if (no === null) throw new Problem('not_found')
      const mine = await segmentsWith(deps.clickhouse, tenant, { pointers, no })
      const items = pointers
        .filter(({ id }) => mine.has(id))
        .map(({ id, name }) => ({ id: showId('segment', id), name }))
      return { items }
    },
  )
}

function numberOf(tx: Tx, tenant: Tenant, customerId: string): Promise<number | null> {
  return peopleBook.numberOf(tx, tenant, customerId)
}
