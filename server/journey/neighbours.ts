import type { DeliveryState } from '../../contract/delivery.ts'
import type { JourneyPlan } from '../../contract/journey.ts'
import type { SegmentNode } from '../../contract/segment.ts'
import {
  type Addressee,
  type DeliverySpec,
  type PlanOutcome,
  planDeliveries,
  resultsOf,
} from '../channel/index.ts'
import { EngineAway } from '../clickhouse/index.ts'
import { tagCustomers } from '../customer/index.ts'
import type { Tenant } from '../event/index.ts'
import { type Arm, assign, begin, type People } from '../experiment/index.ts'
import { readId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type EvaluateDeps, evaluate, members } from '../segment/index.ts'
import { type ReactionHours, reactionHours } from './reaction-hours.ts'

/** A workspace and its present. */
export type Scope = { tenant: Tenant; now: Date }

type Begun = {
  journeyId: string
  version: number
  title: string
  control: JourneyPlan['control']
  by: string | null
}

/** The doors of the rooms downstairs through which people on a journey are treated. */
export type Neighbours = {
  planDeliveries(
    tx: Tx,
    scope: Scope,
    spec: DeliverySpec,
    people: readonly Addressee[],
  ): Promise<PlanOutcome[]>
  /** Who of these the tree holds for; 'away' when analytics cannot answer now. */
  evaluate(
    tenant: Tenant,
    tree: SegmentNode,
    asked: { among: number[]; now: Date },
  ): Promise<Set<number> | 'away'>
  /** At which hours these people and everybody have reacted; 'away' when analytics cannot answer now. */
  hoursOf(tenant: Tenant, asked: { among: number[]; now: Date }): Promise<ReactionHours | 'away'>
  /** The numbers of the members in growing order, page by page. */
  members(tenant: Tenant, segmentId: string): AsyncIterable<number[]>
  begin(tx: Tx, scope: Scope, asked: Begun): Promise<string>
  assign(tx: Tx, scope: Scope, experimentId: string, people: People): Promise<Arm[]>
  /** Where the tasks of these deliveries stand; what there is none of is missing. */
  taskStates(
    tx: Tx,
    tenant: Tenant,
    deliveryIds: string[],
  ): Promise<ReadonlyMap<string, DeliveryState>>
  /** False: there is no such tag any more. */
  tag(
    tx: Tx,
    scope: Scope,
    tagging: { tagId: string; sign: 1 | -1; customerIds: string[] },
  ): Promise<boolean>
}

/** What the customer did to get the tag stands in the journey; the tag itself is evidence by rule. */
async function tag(
  tx: Tx,
  { tenant, now }: Scope,
  { tagId, sign, customerIds }: { tagId: string; sign: 1 | -1; customerIds: string[] },
): Promise<boolean> {
  const given = {
    tagId: readId('tag', tagId) ?? tagId,
    customerIds,
    sign,
    quote: null,
    by: null,
    now,
  }
  return (await tagCustomers(tx, tenant, given)).ok
}

function beginFor(tx: Tx, scope: Scope, { journeyId, version, ...asked }: Begun): Promise<string> {
  const { control, title, by } = asked
  const subject = { kind: 'journey', id: journeyId, version } as const
  if (control.kind === 'holdout') {
    const { share, metric, windowDays } = control
    return begin(tx, scope, { subject, holdoutShare: share, metric, windowDays, title, by })
  }
  return begin(tx, scope, {
    subject,
    holdoutShare: 0,
    withoutReason: control.reason,
    metric: 'buyers',
    windowDays: 30,
    title,
    by,
  })
}

/** The neighbours as they are in the house. */
export function neighbours(deps: EvaluateDeps): Neighbours {
  return {
    planDeliveries,
    evaluate: (tenant, tree, asked) => unlessAway(() => evaluate(deps, tenant, tree, asked)),
    hoursOf: (tenant, asked) => unlessAway(() => reactionHours(deps.clickhouse, tenant, asked)),
    members: (tenant, segmentId) => members(deps, tenant, segmentId),
    begin: beginFor,
    assign,
    async taskStates(tx, tenant, ids) {
      const results = await resultsOf(tx, tenant, ids)
      return new Map([...results.values()].map(({ id, state }) => [id, state]))
    },
    tag,
  }
}

async function unlessAway<T>(ask: () => Promise<T>): Promise<T | 'away'> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof EngineAway) return 'away'
    throw error
  }
}
