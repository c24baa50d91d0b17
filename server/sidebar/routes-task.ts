import { z } from 'zod'
import * as contract from '../../contract/sidebar.ts'
import { skippedTask } from '../../contract/staff-task.ts'
import { doneTask, snooze } from '../../contract/staff-work.ts'
import {
  beginTask,
  countTasks,
  type Decision,
  finishTask,
  listTasks,
  notSnoozed,
  reassignTasks,
  skipTask,
  snoozeTask,
  staffMinutes,
  unbeginTask,
} from '../channel/index.ts'
import { type App, dayStart, Problem } from '../kernel/index.ts'
import { askingAssociate, idIn, type SidebarDeps } from './route-deps.ts'
import { shownTasks, whoseTasks } from './tasks.ts'

const url = '/api/sidebar/tasks'
const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const TASKS_SHOWN = 200

/** What she is to send in person, and what came of it. */
export function taskRoutes(app: App, deps: SidebarDeps): void {
  listRoute(app, deps)
  sendingRoutes(app, deps)
  endingRoutes(app, deps)
}

function listRoute(app: App, deps: SidebarDeps): void {
  app.get(url, { schema: { response: { 200: contract.sidebarTasks } } }, async (request) => {
    const asking = await askingAssociate(deps, request)
    const { tenant, associate, now } = asking
    const { userid } = associate
    return asking.within(async (tx) => {
      const userids = await whoseTasks(tx, asking)
      const page = await listTasks(tx, tenant, { state: 'open', userids, limit: TASKS_SHOWN }, now)
      const since = dayStart(now, tenant.timeZone)
      const counted = await countTasks(tx, tenant, { userid, since, now })
      const minutes = await staffMinutes(tx, tenant)
      return {
        items: await shownTasks(tx, deps, asking, page.items),
        total: page.total,
        late: counted.late,
        doneToday: counted.done,
        minutesNeeded: counted.open * minutes.of.message,
        minutesPerDay: minutes.perDay(userid),
      }
    })
  })
}

/** Between the tap and WeCom's word: what has begun is not begun twice. */
function sendingRoutes(app: App, deps: SidebarDeps): void {
  app.put(
    `${url}/:id/sending`,
    { schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { ctx, associate, within } = await askingAssociate(deps, request)
      const hers = { id: idIn('staffTask', request.params.id), userid: associate.userid }
      const said = await within((tx) => beginTask(tx, ctx, hers))
      if (said === 'begun_before') throw new Problem('task_begun')
      if (typeof said === 'object') throw new Problem('may_not_send', { reason: said.reason })
      if (said !== 'begun') decided(said)
      return ok
    },
  )
  app.delete(
    `${url}/:id/sending`,
    { schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { ctx, associate, within } = await askingAssociate(deps, request)
      const hers = { id: idIn('staffTask', request.params.id), userid: associate.userid }
      if (!(await within((tx) => unbeginTask(tx, ctx, hers)))) throw new Problem('task_decided')
      return ok
    },
  )
}

function endingRoutes(app: App, deps: SidebarDeps): void {
  app.put(
    `${url}/:id/done`,
    { schema: { params: byId, body: doneTask, response: { 200: done } } },
    async (request) => {
      const { ctx, associate, within } = await askingAssociate(deps, request)
      const id = idIn('staffTask', request.params.id)
      const deed = { ...request.body, id, by: null, userid: associate.userid }
      decided(await within((tx) => finishTask(tx, ctx, deed)))
      return ok
    },
  )
  app.put(
    `${url}/:id/skipped`,
    { schema: { params: byId, body: skippedTask, response: { 200: done } } },
    async (request) => {
      const { ctx, associate, within } = await askingAssociate(deps, request)
      const id = idIn('staffTask', request.params.id)
      const deed = { ...request.body, id, by: null, userid: associate.userid }
      decided(await within((tx) => skipTask(tx, ctx, deed)))
      return ok
    },
  )
  app.put(
    `${url}/:id/snooze`,
    { schema: { params: byId, body: snooze, response: { 200: done } } },
    async (request) => {
      const { ctx, associate, within } = await askingAssociate(deps, request)
      const id = idIn('staffTask', request.params.id)
      const { until, reason } = request.body
      const wish = { id, reason, until: new Date(until), by: null, userid: associate.userid }
      const said = await within((tx) => snoozeTask(tx, ctx, wish))
      if (!said.ok) throw notSnoozed(said)
      return ok
    },
  )
  app.put(
    `${url}/:id/taken`,
    { schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const asking = await askingAssociate(deps, request)
      const { tenant, ctx, associate, now } = asking
      const taskIds = [idIn('staffTask', request.params.id)]
      const { userid } = associate
      await asking.within(async (tx) => {
        const userids = (await whoseTasks(tx, asking)).filter((one) => one !== userid)
        const asked = { state: 'open', userids, taskIds, limit: 1 } as const
        const [task] = (await listTasks(tx, tenant, asked, now)).items
        if (!task) throw new Problem('tasks_moved')
        const deed = { from: task.userid, to: userid, taskIds, by: { userid }, reason: '' }
        const said = await reassignTasks(tx, ctx, deed)
        if (!said.ok) throw new Problem(`reassign_${said.reason}`)
        if (said.value.moved.length === 0) throw new Problem('tasks_moved')
      })
      return ok
    },
  )
}

function decided(said: Decision): void {
  if (said === 'not_found') throw new Problem('not_found')
  if (said === 'decided_before') throw new Problem('task_decided')
}
