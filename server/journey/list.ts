import type { z } from 'zod'
import { journeyPlan, type Trigger } from '../../contract/journey.ts'
import type { JourneyState, journeyFilter } from '../../contract/journey-view.ts'
import { Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** How a journey stands, from its records. */
export const stateOf = sql<JourneyState>`
  case
    when n.journey_id is not null and n.told_at is not null then 'ended'
    when n.journey_id is not null then 'ending'
    when p.journey_id is not null then 'paused'
    when v.no is not null then 'running'
    else 'draft'
  end`

/** A journey with its newest version, its standing pause and its ending. */
export const withStanding = sql`
  journey.journey j
  left join lateral (
    select w.no, w.plan, w.published_at
    from journey.version w
    where w.workspace_id = j.workspace_id
      and w.journey_id = j.id
    order by w.no desc
    limit 1
  ) v on true
  left join journey.pause p
    on p.workspace_id = j.workspace_id
    and p.journey_id = j.id
    and p.resumed_at is null
  left join journey.ending n
    on n.workspace_id = j.workspace_id
    and n.journey_id = j.id`

export type Listed = {
  id: string
  name: string
  state: JourneyState
  triggers: Trigger['kind'][]
  steps: number
  version: number | null
  hasChanges: boolean
  changedAt: Date
  changedBy: string | null
  launchedAt: Date | null
}

/** Journeys by their last change, the newest first; `total` is how many match. */
export async function listJourneys(
  tx: Tx,
  tenant: TenantId,
  { search, state, limit, cursor }: z.infer<typeof journeyFilter>,
): Promise<{ items: Listed[]; next: string | null; total: number }> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const where = sql`
    j.workspace_id = ${tenant.id}
    and (${search} = '' or position(lower(${search}) in lower(j.name)) > 0)
    and (${state ?? null}::text is null or ${stateOf} = ${state ?? null}::text)`
  const rows = await tx.rows(sql<Omit<Listed, 'triggers' | 'steps'> & { draft: unknown }>`
    select j.id, j.name, ${stateOf} as state, j.draft, v.no as version,
           v.no is not null and v.plan is distinct from j.draft as "hasChanges",
           j.draft_saved_at as "changedAt", j.draft_saved_by as "changedBy", v.published_at as "launchedAt"
    from ${withStanding}
    where ${where}
      and (
        ${after?.at ?? null}::timestamptz is null
        or (date_trunc('milliseconds', j.draft_saved_at), j.id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid)
      )
    order by date_trunc('milliseconds', j.draft_saved_at) desc, j.id desc
    limit ${limit + 1}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from ${withStanding}
    where ${where}
  `)
  const items = rows.slice(0, limit).map(listed)
  const last = rows.length > limit ? items.at(-1) : undefined
  const next = last ? `${last.changedAt.getTime()}.${showId('journey', last.id)}` : null
  return { items, next, total }
}

function listed({
  draft,
  ...row
}: Omit<Listed, 'triggers' | 'steps'> & { draft: unknown }): Listed {
  const { triggers, steps } = journeyPlan.parse(draft)
  const kinds = [...new Set(triggers.map(({ kind }) => kind))]
  return { ...row, triggers: kinds, steps: steps.length }
}

const CURSOR = /^(\d{1,15})\.(jny_[0-9a-f]{32})$/

function readCursor(cursor: string): { at: Date; id: string } {
  const [, at = '', shown = ''] = CURSOR.exec(cursor) ?? []
  const id = readId('journey', shown)
  if (id === null) throw new Problem('bad_request', { detail: 'cursor' })
  return { at: new Date(Number(at)), id }
}
