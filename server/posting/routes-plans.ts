import { z } from 'zod'
import * as contract from '../../contract/group-plan.ts'
import { groupsById } from '../group/index.ts'
import { type App, Problem, presentOf, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import {
  addPlan,
  changePlan,
  findPlan,
  type PlanOfOurs,
  type StoredPlan,
  stepsOf,
  turnPlan,
} from './plan.ts'
import { aheadOf } from './plan-ahead.ts'
import { listDecisions, listPlans, type PlanRow, resultsOf } from './plan-show.ts'
import { asking, idIn, type PostingRouteDeps } from './route-deps.ts'

const READ = { config: { permission: 'journeys.read' } } as const
const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const PATH = '/api/group-plans'

/** Plans of posts in customer groups: written, started, paused, ended; what is ahead and what came of it. */
export function planRoutes(app: App, deps: PostingRouteDeps): void {
  writeRoutes(app, deps)
  turnRoute(app, deps)
  readRoutes(app, deps)
  outcomeRoutes(app, deps)
}

function writeRoutes(app: App, deps: PostingRouteDeps): void {
  app.post(
    PATH,
    { ...WRITE, schema: { body: contract.writtenPlan, response: { 201: contract.madePlan } } },
    async (request, reply) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const writing = { by, real, now: presentOf(tenant, deps.clock) }
      const id = await within(async (tx) => {
        const plan = await ownIds(tx, tenant, request.body, [])
        const made = await addPlan(tx, tenant, plan, writing)
        await audited(tx, 'group_plan.made', showId('groupPlan', made))
        return made
      })
      return reply.status(201).send({ id: showId('groupPlan', id) })
    },
  )
  app.put(
    `${PATH}/:id`,
    { ...WRITE, schema: { params: byId, body: contract.writtenPlan, response: { 200: done } } },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const id = idIn('groupPlan', request.params.id)
      const writing = { by, real, now: presentOf(tenant, deps.clock) }
      await within(async (tx) => {
        const { state } = await mustFind(tx, tenant, id, true)
        if (state === 'ended') throw new Problem('plan_ended')
        const known = await stepsOf(tx, tenant, id)
        const plan = await ownIds(
          tx,
          tenant,
          request.body,
          known.map((step) => step.id),
        )
        if (state !== 'draft') mustBeWhole(plan)
        await changePlan(tx, tenant, { ...plan, id }, writing)
        await audited(tx, 'group_plan.changed', request.params.id)
      })
      return { ok: true as const }
    },
  )
}

async function mustFind(tx: Tx, tenant: Tenant, id: string, isHeld = false): Promise<StoredPlan> {
  const plan = await findPlan(tx, tenant, id, isHeld)
  if (!plan) throw new Problem('not_found')
  return plan
}

/** A plan with our own ids; steps and groups that are not there are not found. */
async function ownIds(
  tx: Tx,
  tenant: Tenant,
  { groups, steps, ...plan }: contract.WrittenPlan,
  known: readonly string[],
): Promise<PlanOfOurs> {
  const own = steps.map((step) => ({
    ...step,
    id: step.id === null ? null : idIn('groupPlanStep', step.id),
  }))
  if (own.some(({ id }) => id !== null && !known.includes(id))) throw new Problem('not_found')
  if (groups.kind === 'matching') {
    const { kind: _, ...wanted } = groups
    return { ...plan, ...wanted, groupIds: null, steps: own }
  }
  const groupIds = [...new Set(groups.groupIds.map((shown) => idIn('groupChat', shown)))]
  if ((await groupsById(tx, tenant, groupIds)).size !== groupIds.length)
    throw new Problem('not_found')
  return { ...plan, groupIds, owners: [], search: '', least: null, most: null, steps: own }
}

/** What a plan needs before it may speak. */
function mustBeWhole({
  steps,
  groupIds,
  startsOn,
  endsOn,
  eventOn,
}: Pick<PlanOfOurs, 'groupIds' | 'startsOn' | 'endsOn' | 'eventOn'> & {
  steps: readonly { when: contract.PlanWhen }[]
}): void {
  if (steps.length === 0) throw new Problem('plan_without_steps')
  if (groupIds?.length === 0) throw new Problem('plan_without_groups')
  if (eventOn === null && steps.some(({ when }) => when.kind === 'event'))
    throw new Problem('plan_without_event')
  if (startsOn !== null && endsOn !== null && endsOn < startsOn) throw new Problem('plan_days')
}

const FROM: Record<z.infer<typeof contract.planTurn>['to'], readonly contract.PlanState[]> = {
  running: ['draft', 'paused'],
  paused: ['running'],
  ended: ['draft', 'running', 'paused'],
}

function turnRoute(app: App, deps: PostingRouteDeps): void {
  app.put(
    `${PATH}/:id/state`,
    { ...WRITE, schema: { params: byId, body: contract.planTurn, response: { 200: done } } },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const id = idIn('groupPlan', request.params.id)
      const { to, reason } = request.body
      const writing = { by, real, now: presentOf(tenant, deps.clock) }
      await within(async (tx) => {
        const plan = await mustFind(tx, tenant, id, true)
        if (!FROM[to].includes(plan.state)) throw new Problem('plan_turned')
        if (to === 'running') mustBeWhole({ ...plan, steps: await stepsOf(tx, tenant, id) })
        await turnPlan(tx, tenant, { id, to, reason }, writing)
        await audited(tx, 'group_plan.turned', request.params.id, { to, reason })
      })
      return { ok: true as const }
    },
  )
}

function readRoutes(app: App, deps: PostingRouteDeps): void {
  app.get(
    PATH,
    {
      ...READ,
      schema: { querystring: contract.planFilter, response: { 200: contract.plans } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { items, next, total } = await listPlans(tx, tenant, request.query)
        const makers = items.map(({ madeBy }) => madeBy)
        const names = await namesOfStaff(tx, tenant.id, makers)
        return { items: items.map((row) => lineOf(row, names)), next, total }
      })
    },
  )
  app.get(
    `${PATH}/:id`,
    { ...READ, schema: { params: byId, response: { 200: contract.plan } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('groupPlan', request.params.id)
      return within(async (tx) => wholeOf(tx, tenant, await mustFind(tx, tenant, id)))
    },
  )
}

function lineOf(row: PlanRow, names: ReadonlyMap<string, string>): contract.PlanLine {
  return {
    ...row,
    id: showId('groupPlan', row.id),
    madeAt: row.madeAt.toISOString(),
    madeBy: names.get(row.madeBy ?? '') ?? null,
  }
}

async function wholeOf(tx: Tx, tenant: Tenant, plan: StoredPlan): Promise<contract.Plan> {
  const steps = await stepsOf(tx, tenant, plan.id)
  const names = await namesOfStaff(tx, tenant.id, [plan.turnedBy])
  const { name, state, turnReason, startsOn, endsOn, eventOn, whenTaken } = plan
  const { owners, search, least, most } = plan
  return {
    ...{ name, state, turnReason, startsOn, endsOn, eventOn, whenTaken },
    id: showId('groupPlan', plan.id),
    groups:
      plan.groupIds === null
        ? { kind: 'matching', owners, search, least, most }
        : { kind: 'chosen', groupIds: plan.groupIds.map((id) => showId('groupChat', id)) },
    steps: steps.map(({ countsFrom: _, ...step }) => ({
      ...step,
      id: showId('groupPlanStep', step.id),
    })),
    turnedAt: plan.turnedAt.toISOString(),
    turnedBy: names.get(plan.turnedBy ?? '') ?? null,
    launchedAt: plan.launchedAt?.toISOString() ?? null,
  }
}

function outcomeRoutes(app: App, deps: PostingRouteDeps): void {
  app.get(
    `${PATH}/:id/ahead`,
    {
      ...READ,
      schema: {
        params: byId,
        querystring: contract.aheadQuery,
        response: { 200: contract.ahead },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('groupPlan', request.params.id)
      const { group } = request.query
      const only = group === undefined ? null : idIn('groupChat', group)
      const now = presentOf(tenant, deps.clock)
      return within(async (tx) => {
        const plan = await mustFind(tx, tenant, id)
        const { items, groups } = await aheadOf(tx, { tenant, now }, plan, only)
        return {
          items: items.map(({ step, dueAt, groups: hearing }) => ({
            ...{ name: step.name, text: step.text, way: step.way },
            stepId: showId('groupPlanStep', step.id),
            dueAt: dueAt.toISOString(),
            groups: hearing.map(({ group: one, taken }) => ({
              ...{ id: showId('groupChat', one.id), name: one.name, taken },
            })),
          })),
          groups: groups.map((one) => ({
            ...{ id: showId('groupChat', one.id), name: one.name },
            createdAt: one.createdAt.toISOString(),
          })),
        }
      })
    },
  )
  app.get(
    `${PATH}/:id/results`,
    { ...READ, schema: { params: byId, response: { 200: contract.planResults } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('groupPlan', request.params.id)
      return within(async (tx) => {
        await mustFind(tx, tenant, id)
        return { items: await resultsOf(tx, tenant, id) }
      })
    },
  )
  decisionsRoute(app, deps)
}

function decisionsRoute(app: App, deps: PostingRouteDeps): void {
  app.get(
    `${PATH}/:id/decisions`,
    {
      ...READ,
      schema: {
        params: byId,
        querystring: contract.decisionFilter,
        response: { 200: contract.planDecisions },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('groupPlan', request.params.id)
      return within(async (tx) => {
        await mustFind(tx, tenant, id)
        const { items, next, total } = await listDecisions(tx, tenant, id, request.query)
        const groupIds = items.map(({ groupId }) => groupId)
        const groups = await groupsById(tx, tenant, groupIds)
        return {
          items: items.map(({ groupId, ...row }) => ({
            ...row,
            stepId: showId('groupPlanStep', row.stepId),
            group: { id: showId('groupChat', groupId), name: groups.get(groupId)?.name ?? '' },
            dueAt: row.dueAt.toISOString(),
            postId: row.postId === null ? null : showId('groupPost', row.postId),
          })),
          next,
          total,
        }
      })
    },
  )
}
