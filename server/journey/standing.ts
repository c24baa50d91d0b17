import { type JourneyPlan, journeyPlan } from '../../contract/journey.ts'
import type { JourneyState } from '../../contract/journey-view.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { cameBy } from './crowd.ts'
import { stateOf, withStanding } from './list.ts'

type TenantId = Pick<Tenant, 'id'>

export type Standing = {
  id: string
  name: string
  state: JourneyState
  plan: JourneyPlan
  draftNo: number
  savedAt: Date
  savedBy: string | null
  version: number | null
  hasChanges: boolean
}

/** One journey as it stands, or null when this workspace has none of that id. */
export async function findJourney(tx: Tx, tenant: TenantId, id: string): Promise<Standing | null> {
  const row = await tx.maybe(sql<Omit<Standing, 'plan'> & { draft: unknown }>`
    select j.id, j.name, ${stateOf} as state, j.draft, j.draft_no as "draftNo", j.draft_saved_at as "savedAt",
           j.draft_saved_by as "savedBy", v.no as version,
           v.no is not null and v.plan is distinct from j.draft as "hasChanges"
    from ${withStanding}
    where j.workspace_id = ${tenant.id}
      and j.id = ${id}
  `)
  if (!row) return null
  const { draft, ...standing } = row
  return { ...standing, plan: journeyPlan.parse(draft) }
}

export type ListedVersion = {
  no: number
  publishedAt: Date
  publishedBy: string | null
  approvedBy: string | null
  audience: number
  experimentId: string | null
  entered: number
  inside: number
}

/** All versions of a journey, the newest first, with who entered by them. */
export function listVersions(tx: Tx, tenant: TenantId, id: string): Promise<ListedVersion[]> {
  return tx.rows(sql<ListedVersion>`
    select v.no, v.published_at as "publishedAt", v.published_by as "publishedBy",
           v.approved_by as "approvedBy", v.audience, v.experiment_id as "experimentId",
           count(e.id) filter (where ${cameBy} = v.no) as entered,
           count(e.id) filter (where e.version = v.no and e.state in ('timer', 'listening')) as inside
    from journey.version v
    left join journey.enrollment e
      on e.workspace_id = v.workspace_id
      and e.journey_id = v.journey_id
      and (e.version = v.no or e.came_by_version = v.no)
    where v.workspace_id = ${tenant.id}
      and v.journey_id = ${id}
    group by v.workspace_id, v.journey_id, v.no
    order by v.no desc
  `)
}

export type StandingPause = { pausedAt: Date; pausedBy: string | null; reason: string }

export function standingPause(tx: Tx, tenant: TenantId, id: string): Promise<StandingPause | null> {
  return tx.maybe(sql<StandingPause>`
    select paused_at as "pausedAt", paused_by as "pausedBy", reason
    from journey.pause
    where workspace_id = ${tenant.id}
      and journey_id = ${id}
      and resumed_at is null
  `)
}

export type Ending = {
  endedAt: Date
  endedBy: string | null
  reason: string
  mode: 'finish' | 'at_once'
}

export function endingOf(tx: Tx, tenant: TenantId, id: string): Promise<Ending | null> {
  return tx.maybe(sql<Ending>`
    select ended_at as "endedAt", ended_by as "endedBy", reason, mode
    from journey.ending
    where workspace_id = ${tenant.id}
      and journey_id = ${id}
  `)
}

const ADMISSIONS_SHOWN = 10

export type ListedAdmission = {
  id: string
  askedAt: Date
  askedBy: string | null
  segmentId: string | null
  seen: number
  entered: number
  isDone: boolean
}

/** The newest times that somebody put people in. */
export function listAdmissions(tx: Tx, tenant: TenantId, id: string): Promise<ListedAdmission[]> {
  return tx.rows(sql<ListedAdmission>`
    select id, asked_at as "askedAt", asked_by as "askedBy", segment_id as "segmentId", seen, entered,
           done_at is not null as "isDone"
    from journey.admission
    where workspace_id = ${tenant.id}
      and journey_id = ${id}
    order by asked_at desc, id desc
    limit ${ADMISSIONS_SHOWN}
  `)
}
