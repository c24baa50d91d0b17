import type { FastifyRequest } from 'fastify'
import type { SegmentUse, SegmentVocabulary } from '../../contract/segment-view.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { type Clock, Problem, presentOf, readId, type Seal, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import type { PredictionsOf } from './predictions.ts'

export type Audit = (
  tx: Tx,
  entry: {
    workspaceId: string
    staffId: string | null
    at: Date
    action: string
    subject: string
    detail: Record<string, unknown>
  },
) => Promise<void>

/** What the room's routes are given. What rooms upstairs know of segments comes in as functions. */
export type SegmentRouteDeps = {
  db: Database
  clickhouse: Pick<ClickHouse, 'rows'>
  clock: Clock
  seal: Pick<Seal, 'index'>
  audit: Audit
  predictionsOf: PredictionsOf
  /** Names of members of staff by id (uuid). */
  staffNames: (
    tx: Tx,
    workspaceId: string,
    ids: readonly (string | null)[],
  ) => Promise<ReadonlyMap<string, string>>
  associates: (tx: Tx, tenant: Tenant) => Promise<{ userid: string; name: string }[]>
  /** Customer groups, dissolved ones too; ids as they are shown. */
  groups: (tx: Tx, tenant: Tenant) => Promise<{ id: string; name: string; isLive: boolean }[]>
  /** Journeys that messages are sent by, with their steps; ids as they are shown. */
  journeys: (tx: Tx, tenant: Tenant) => Promise<SegmentVocabulary['journeys']>
  /** Running journeys that rest on a segment (uuid). */
  journeysUsing: (tx: Tx, tenant: Tenant, segmentId: string) => Promise<SegmentUse[]>
}

/** An id of the address. What is no such id is not found, like one of another workspace. */
export function idIn(kind: 'segment' | 'customer', shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}

/** Who asks, the real instant and the workspace's present, and one transaction in their workspace. */
export function asking(deps: Pick<SegmentRouteDeps, 'db' | 'clock'>, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  return {
    tenant,
    by: staffId,
    now: deps.clock.now(),
    present: presentOf(tenant, deps.clock),
    within: <T>(work: (tx: Tx) => Promise<T>) => deps.db.inWorkspace(tenant.id, work),
  }
}
