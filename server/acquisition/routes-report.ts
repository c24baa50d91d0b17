import { z } from 'zod'
import * as contract from '../../contract/source-report.ts'
import { type App, Problem, readId } from '../kernel/index.ts'
import type { AcquisitionDeps } from './route-deps.ts'
import { sourcePeople, sourceReport } from './show-report.ts'

const read = { permission: 'customers.read' } as const
const byId = z.object({ id: z.string() })
/** Beyond it a segment serves better. */
const OFFSET_MAX = 10_000

/** What sources bring and cost, and the people behind each number. */
export function reportRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    '/api/source-report',
    {
      config: read,
      schema: { querystring: contract.reportQuery, response: { 200: contract.sourceReport } },
    },
    async ({ session: { tenant }, query }) => sourceReport(deps, tenant, query),
  )
  app.get(
    '/api/source-report/:id/people',
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.sourcePeopleQuery,
        response: { 200: contract.sourcePeople },
      },
    },
    async ({ session: { tenant }, params: { id }, query: { cursor, ...query } }) => {
      const offset = Math.min(OFFSET_MAX, Number(/^\d{1,6}$/.exec(cursor ?? '')?.[0] ?? 0))
      const found = await sourcePeople(deps, tenant, { ...query, node: nodeOf(id), offset })
      if (!found) throw new Problem('not_found')
      const next = offset + query.limit
      const isMore = found.hasMore && next < OFFSET_MAX
      return { items: found.items, next: isMore ? String(next) : null, total: null }
    },
  )
}

function nodeOf(shown: string) {
  if (shown === 'unknown') return null
  const source = readId('source', shown)
  if (source !== null) return { kind: 'source' as const, id: source }
  const way = readId('contactWay', shown)
  if (way === null) throw new Problem('not_found')
  return { kind: 'code' as const, id: way }
}
