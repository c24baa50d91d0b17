import { z } from 'zod'
import { skippedTask } from '../../contract/delivery.ts'
import * as contract from '../../contract/sidebar.ts'
import { countTasks, type Decision, finishTask, listTasks, skipTask } from '../channel/index.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, dayStart, Problem } from '../kernel/index.ts'
import { askingAssociate, idIn, type SidebarDeps } from './route-deps.ts'
import { shownTask } from './task-view.ts'

const url = '/api/sidebar/tasks'
const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const TASKS_SHOWN = 200

/** What she is to send in person, and what came of it. */
export function taskRoutes(app: App, deps: SidebarDeps): void {
  app.get(url, { schema: { response: { 200: contract.sidebarTasks } } }, async (request) => {
    const asking = await askingAssociate(deps, request)
    const { tenant, associate, now } = asking
    const { userid } = associate
    return asking.within(async (tx) => {
      const page = await listTasks(tx, tenant, { state: 'open', userid, limit: TASKS_SHOWN })
      const numbers = page.items.map(({ customerNo }) => customerNo)
      const people = await peopleBook.describe(tx, tenant, numbers)
      const since = dayStart(now, tenant.timeZone)
      const counted = await countTasks(tx, tenant, { userid, since })
      return {
        items: page.items.map((task) => shownTask(deps, tenant, task, people.get(task.customerNo))),
        total: page.total,
        doneToday: counted.done,
      }
    })
  })
  app.put(
    `${url}/:id/done`,
    { schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { ctx, associate, within } = await askingAssociate(deps, request)
      const deed = { id: idIn('staffTask', request.params.id), by: null, userid: associate.userid }
      decided(await within((tx) => finishTask(tx, ctx, deed)))
      return ok
    },
  )
  app.put(
    `${url}/:id/skipped`,
    { schema: { params: byId, body: skippedTask, response: { 200: done } } },
    async (request) => {
      const { ctx, associate, within } = await askingAssociate(deps, request)
      const { reason } = request.body
      const id = idIn('staffTask', request.params.id)
      const deed = { id, by: null, userid: associate.userid, reason }
      decided(await within((tx) => skipTask(tx, ctx, deed)))
      return ok
    },
  )
}

function decided(said: Decision): void {
  if (said === 'not_found') throw new Problem('not_found')
  if (said === 'decided_before') throw new Problem('task_decided')
}
