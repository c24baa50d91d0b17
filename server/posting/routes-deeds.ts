import { z } from 'zod'
import * as contract from '../../contract/group-post.ts'
import { groupsById } from '../group/index.ts'
import { type App, addMs, Problem, presentOf, showId } from '../kernel/index.ts'
import { type Decided, decideTarget, vouchForTask } from './decide.ts'
import { contentOf, HAND_PRIORITY, makePost } from './make.ts'
import { remindOwners } from './remind.ts'
import { asking, idIn, type PostingRouteDeps } from './route-deps.ts'
import { findPost } from './show.ts'
import { withdrawPost } from './withdraw.ts'

const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const HOUR_MS = 3_600_000

/** What can be done with posts. */
export function deedRoutes(app: App, deps: PostingRouteDeps): void {
  makeRoute(app, deps)
  runningRoutes(app, deps)
  decisionRoutes(app, deps)
}

function makeRoute(app: App, deps: PostingRouteDeps): void {
  app.post(
    '/api/group-posts',
    {
      ...WRITE,
      schema: { body: contract.newGroupPost, response: { 201: contract.madeGroupPost } },
    },
    async (request, reply) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const { name, groupIds, startsAt, validHours, ...content } = request.body
      if (content.text === '' && !content.picture) throw new Problem('post_empty')
      const now = presentOf(tenant, deps.clock)
      const start = startsAt === null ? now : new Date(startsAt)
      if (start < addMs(now, -HOUR_MS)) throw new Problem('post_past')
      const ids = [...new Set(groupIds.map((shown) => idIn('groupChat', shown)))]
      const id = await within(async (tx) => {
        const groups = await groupsById(tx, tenant, ids)
        if (groups.size !== ids.length) throw new Problem('not_found')
        const made = await makePost(tx, tenant, {
          ...{ cause: { kind: 'hand', id: null }, name, groupIds: ids, way: 'task' },
          content: contentOf(content),
          ...{ priority: HAND_PRIORITY, whenTaken: 'manual', startsAt: start },
          ...{ notAfter: addMs(start, validHours * HOUR_MS), by, real },
        })
        await audited(tx, 'group_post.made', showId('groupPost', made), { groups: ids.length })
        return made
      })
      return reply.status(201).send({ id: showId('groupPost', id) })
    },
  )
}

function runningRoutes(app: App, deps: PostingRouteDeps): void {
  app.put(
    '/api/group-posts/:id/cancellation',
    {
      ...WRITE,
      schema: { params: byId, body: contract.cancelGroupPost, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, within, audited } = asking(deps, request)
      const id = idIn('groupPost', request.params.id)
      const { reason } = request.body
      await within(async (tx) => {
        if (!(await findPost(tx, tenant, id))) throw new Problem('not_found')
        if (!(await withdrawPost(tx, { tenant, clock: deps.clock }, { id, by, reason })))
          throw new Problem('post_not_running')
        await audited(tx, 'group_post.cancelled', request.params.id, { reason })
      })
      return { ok: true as const }
    },
  )
  app.post(
    '/api/group-posts/:id/reminders',
    {
      ...WRITE,
      schema: {
        params: byId,
        body: contract.remindOwners,
        response: { 200: contract.ownersReminded },
      },
    },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const id = idIn('groupPost', request.params.id)
      const { userid = null } = request.body
      await within(async (tx) => {
        if (!(await findPost(tx, tenant, id))) throw new Problem('not_found')
        await audited(tx, 'group_post.reminded', request.params.id, { userid })
      })
      if (await deps.isFenced()) throw new Problem('post_fenced')
      return remindOwners(deps, tenant, { postId: id, userid, by, real })
    },
  )
}

function decisionRoutes(app: App, deps: PostingRouteDeps): void {
  app.put(
    '/api/group-targets/:id/decision',
    {
      ...WRITE,
      schema: { params: byId, body: contract.targetDecision, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, within, audited } = asking(deps, request)
      const id = idIn('groupTarget', request.params.id)
      const { body } = request
      const said = body.said === 'left' ? body.reason : ''
      await within(async (tx) => {
        const deed = { id, by, isDone: body.said === 'done', said }
        answered(await decideTarget(tx, { tenant, clock: deps.clock }, deed))
        await audited(tx, 'group_post.decided', request.params.id, body)
      })
      return { ok: true as const }
    },
  )
  app.put(
    '/api/group-tasks/:id/verdict',
    { ...WRITE, schema: { params: byId, body: contract.taskVerdict, response: { 200: done } } },
    async (request) => {
      const { tenant, by, within, audited } = asking(deps, request)
      const id = idIn('groupTask', request.params.id)
      const { said, reason } = request.body
      await within(async (tx) => {
        const deed = { id, by, isMade: said === 'made', said: reason }
        answered(await vouchForTask(tx, { tenant, clock: deps.clock }, deed))
        await audited(tx, 'group_post.vouched', request.params.id, request.body)
      })
      return { ok: true as const }
    },
  )
}

function answered(decided: Decided): void {
  if (decided === 'not_found') throw new Problem('not_found')
  if (decided === 'decided_before') throw new Problem('post_decided')
}
