import { z } from 'zod'
import type { AssociateLoad } from '../../contract/staff-task.ts'
import * as contract from '../../contract/staff-task.ts'
import { doneTask, reassigned, reassignment, snooze } from '../../contract/staff-work.ts'
import { type App, addMs, dayOf, Problem } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import { awayOn } from './absence.ts'
import type { ChannelContext } from './delivery.ts'
import { reassignTasks } from './reassign.ts'
import { asking, type ChannelRouteDeps, idIn, namesFor } from './route-deps.ts'
import { notSnoozed, snoozeTask } from './snooze.ts'
import { type Decision, finishTask, skipTask } from './staff-task.ts'
import { listTasks, tasksByAssociate } from './task-list.ts'
import { shownTask } from './task-view.ts'
import { staffMinutes } from './work-rules.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const DAY_MS = 24 * 3_600_000

/** Associates' tasks (导购任务): who has what, what came of it, and who does it instead. */
export function taskRoutes(app: App, deps: ChannelRouteDeps): void {
  listRoutes(app, deps)
  decisionRoutes(app, deps)
  reassignRoutes(app, deps)
}

function listRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/staff-tasks',
    {
      config: { permission: 'messages.read' },
      schema: {
        querystring: contract.staffTaskFilter,
        response: { 200: contract.staffTasks },
      },
    },
    async (request) => {
      const { tenant, ctx, within } = asking(deps, request)
      const { userid, journeyId, ...rest } = request.query
      const filter = {
        ...rest,
        ...(userid ? { userids: [userid] } : {}),
        ...(journeyId ? { journeyId: idIn('journey', journeyId) } : {}),
      }
      return within(async (tx) => {
        const page = await listTasks(tx, tenant, filter, ctx.now)
        const named = await namesFor(tx, tenant, page.items)
        const of = <Key extends 'decidedBy' | 'journeyId'>(key: Key) =>
          page.items.map((task) => task[key])
        const who = await namesOfStaff(tx, tenant.id, of('decidedBy'))
        const journeys = await deps.journeyNames(tx, tenant, of('journeyId'))
        const items = page.items.map((task) =>
          shownTask(deps, tenant, task, {
            person: named(task),
            journeys,
            decidedBy: who.get(task.decidedBy ?? '') ?? null,
          }),
        )
        return { items, next: page.next, total: page.total, byAssociate: await loads(tx, ctx) }
      })
    },
  )
}

/** What each associate has on hand, in tasks and in minutes. */
async function loads(tx: Tx, ctx: ChannelContext): Promise<AssociateLoad[]> {
  const { tenant, now } = ctx
  const minutes = await staffMinutes(tx, tenant)
  const away = await awayOn(tx, tenant, dayOf(now, tenant.timeZone))
  const all = await tasksByAssociate(tx, tenant, { since: addMs(now, -7 * DAY_MS), now })
  return all.map((load) => {
    const standIn = away.get(load.userid)
    return {
      ...load,
      minutesNeeded: load.open * minutes.of.message + load.confirms * minutes.of.mass_confirm,
      minutesPerDay: minutes.perDay(load.userid),
      away: standIn === undefined ? null : { standIn },
    }
  })
}

function decisionRoutes(app: App, deps: ChannelRouteDeps): void {
  app.put(
    '/api/staff-tasks/:id/done',
    {
      config: { permission: 'customers.write' },
      schema: {
        params: byId,
        body: doneTask.default({ outcome: 'sent' }),
        response: { 200: done },
      },
    },
    async (request) => {
      const { ctx, by, within } = asking(deps, request)
      const id = idIn('staffTask', request.params.id)
      const { outcome } = request.body
      await decideOnce(within((tx) => finishTask(tx, ctx, { id, by, outcome })))
      return ok
    },
  )
  app.put(
    '/api/staff-tasks/:id/skipped',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, body: contract.skippedTask, response: { 200: done } },
    },
    async (request) => {
      const { ctx, by, within } = asking(deps, request)
      const id = idIn('staffTask', request.params.id)
      await decideOnce(within((tx) => skipTask(tx, ctx, { ...request.body, id, by })))
      return ok
    },
  )
  app.put(
    '/api/staff-tasks/:id/snooze',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, body: snooze, response: { 200: done } },
    },
    async (request) => {
      const { ctx, by, within } = asking(deps, request)
      const id = idIn('staffTask', request.params.id)
      const { until, reason } = request.body
      const wish = { id, by, reason, until: new Date(until) }
      const said = await within((tx) => snoozeTask(tx, ctx, wish))
      if (!said.ok) throw notSnoozed(said)
      return ok
    },
  )
}

function reassignRoutes(app: App, deps: ChannelRouteDeps): void {
  app.post(
    '/api/staff-tasks/reassignments',
    {
      config: { permission: 'messages.write' },
      schema: { body: reassignment, response: { 200: reassigned } },
    },
    async (request) => {
      const { tenant, ctx, by, real, within } = asking(deps, request)
      const { from, to, reason, taskIds } = request.body
      const ids = taskIds?.map((id) => idIn('staffTask', id))
      return within(async (tx) => {
        const deed = { from, to, reason, by: by === null ? null : { staffId: by } }
        const said = await reassignTasks(tx, ctx, { ...deed, ...(ids ? { taskIds: ids } : {}) })
        if (!said.ok) throw new Problem(`reassign_${said.reason}`)
        const moved = said.value.moved.length
        if (moved === 0) throw new Problem('tasks_moved')
        const detail = { from, to, moved, reason }
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail }
        await audit(tx, { ...entry, action: 'staff_tasks.moved', subject: from })
        return { moved }
      })
    },
  )
}

async function decideOnce(deciding: Promise<Decision>) {
  const said = await deciding
  if (said === 'not_found') throw new Problem('not_found')
  if (said === 'decided_before') throw new Problem('task_decided')
}
