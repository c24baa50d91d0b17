import { z } from 'zod'
import { pageQuery } from '../../contract/page.ts'
import { peopleStage, stagePeople, stages } from '../../contract/stage.ts'
import { type App, showId } from '../kernel/index.ts'
import type { PeopleBook } from './people.ts'
import { peopleBehind, type StageDeps, stagesOf } from './stages.ts'

/** People that a list can be paged through; beyond it a segment serves better. */
const OFFSET_MAX = 10_000
const READ = { config: { permission: 'insight.read' } } as const

/** The five stages, and who stands behind each figure. */
export function stageRoutes(app: App, deps: StageDeps & { people: PeopleBook }): void {
  app.get(
    '/api/overview/stages',
    { ...READ, schema: { response: { 200: stages } } },
    async ({ session: { tenant } }) => stagesOf(deps, tenant),
  )
  app.get(
    '/api/overview/stages/:name/people',
    {
      config: { permission: 'customers.read' },
      schema: {
        params: z.object({ name: peopleStage }),
        querystring: pageQuery,
        response: { 200: stagePeople },
      },
    },
    async ({ session: { tenant }, params: { name }, query: { limit, cursor } }) => {
      const offset = Math.min(OFFSET_MAX, Number(/^\d{1,6}$/.exec(cursor ?? '')?.[0] ?? 0))
      const rows = await peopleBehind(deps, tenant, { stage: name, limit, offset })
      const known = await deps.db.inWorkspace(tenant.id, (tx) =>
        deps.people.describe(
          tx,
          tenant,
          rows.map(({ person }) => person),
        ),
      )
      const items = rows.flatMap(({ person, lastAt: at, times }) => {
        const who = known.get(person)
        return who ? [{ id: showId('customer', who.id), name: who.name, at, times }] : []
      })
      const next = offset + rows.length
      const hasMore = rows.length === limit && next < OFFSET_MAX
      return { items, next: hasMore ? String(next) : null, total: null }
    },
  )
}
