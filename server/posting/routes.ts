import { z } from 'zod'
import * as contract from '../../contract/group-post.ts'
import { namedAssociates } from '../corp/index.ts'
import { groupsLike } from '../group/index.ts'
import { type App, dayOf, Problem, presentOf, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { claimsOfDay } from './days.ts'
import { asking, idIn, type PostingRouteDeps } from './route-deps.ts'
import { deedRoutes } from './routes-deeds.ts'
import { planRoutes } from './routes-plans.ts'
import {
  countsOf,
  findPost,
  listPosts,
  listTargets,
  ownersOf,
  type PostRow,
  pictureOfPost,
} from './show.ts'

const READ = { config: { permission: 'journeys.read' } } as const
const byId = z.object({ id: z.string() })

/** Posts in customer groups: chosen, handed to their owners, followed, called back. */
export function routes(app: App, deps: PostingRouteDeps): void {
  listRoutes(app, deps)
  oneRoutes(app, deps)
  deedRoutes(app, deps)
  planRoutes(app, deps)
}

function listRoutes(app: App, deps: PostingRouteDeps): void {
  app.get(
    '/api/group-posts',
    {
      ...READ,
      schema: { querystring: contract.groupPostFilter, response: { 200: contract.groupPosts } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { items, next, total } = await listPosts(tx, tenant, request.query)
        const names = await namesOfStaff(
          tx,
          tenant.id,
          items.map(({ madeBy }) => madeBy),
        )
        return { items: items.map((row) => lineOf(row, names)), next, total }
      })
    },
  )
  app.get(
    '/api/group-post-candidates',
    {
      ...READ,
      schema: { querystring: contract.candidateFilter, response: { 200: contract.candidates } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within((tx) => candidatesOf(tx, tenant, request.query, presentOf(tenant, deps.clock)))
    },
  )
}

async function candidatesOf(
  tx: Tx,
  tenant: Tenant,
  { owners, search, min, max, at }: z.output<typeof contract.candidateFilter>,
  now: Date,
): Promise<z.infer<typeof contract.candidates>> {
  const wanted = {
    owners: owners.split(',').filter((one) => one !== ''),
    ...{ search, min: min ?? null, max: max ?? null, limit: contract.POST_GROUPS_MAX },
  }
  const { items, total } = await groupsLike(tx, tenant, wanted)
  const claims = await claimsOfDay(tx, tenant, {
    groupIds: items.map(({ id }) => id),
    on: dayOf(at === undefined ? now : new Date(at), tenant.timeZone),
  })
  const staff = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one]))
  return {
    total,
    items: items.map(({ id, name, owner, members }) => {
      const known = staff.get(owner)
      const claim = claims.get(id)
      return {
        id: showId('groupChat', id),
        name,
        owner: { userid: owner, name: known?.name ?? owner, isActive: known?.isActive ?? false },
        members,
        taken: claim ? { name: claim.name, isSent: claim.isSent } : null,
      }
    }),
  }
}

function lineOf(row: PostRow, names: ReadonlyMap<string, string>): contract.GroupPostLine {
  return {
    ...row,
    id: showId('groupPost', row.id),
    startsAt: row.startsAt.toISOString(),
    madeAt: row.madeAt.toISOString(),
    madeBy: names.get(row.madeBy ?? '') ?? null,
  }
}

function oneRoutes(app: App, deps: PostingRouteDeps): void {
  app.get(
    '/api/group-posts/:id',
    { ...READ, schema: { params: byId, response: { 200: contract.groupPost } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('groupPost', request.params.id)
      return within(async (tx) => {
        const row = await findPost(tx, tenant, id)
        if (!row) throw new Problem('not_found')
        return wholeOf(tx, tenant, row)
      })
    },
  )
  app.get(
    '/api/group-posts/:id/picture',
    { ...READ, schema: { params: byId } },
    async (request, reply) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('groupPost', request.params.id)
      const picture = await within((tx) => pictureOfPost(tx, tenant, id))
      if (!picture) throw new Problem('not_found')
      return reply
        .header('content-type', picture.type)
        .header('x-content-type-options', 'nosniff')
        .send(picture.bytes)
    },
  )
  app.get(
    '/api/group-posts/:id/targets',
    {
      ...READ,
      schema: {
        params: byId,
        querystring: contract.groupTargetFilter,
        response: { 200: contract.groupTargets },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('groupPost', request.params.id)
      return within(async (tx) => {
        if (!(await findPost(tx, tenant, id))) throw new Problem('not_found')
        const { items, next, total } = await listTargets(tx, tenant, id, request.query)
        const names = await ownerNames(tx, tenant)
        return {
          items: items.map(({ groupId, groupName, owner, ...row }) => ({
            ...row,
            id: showId('groupTarget', row.id),
            group: { id: showId('groupChat', groupId), name: groupName },
            owner: { userid: owner, name: names.get(owner) ?? owner },
            dueAt: row.dueAt.toISOString(),
            sentAt: row.sentAt?.toISOString() ?? null,
          })),
          next,
          total,
        }
      })
    },
  )
}

async function ownerNames(tx: Tx, tenant: Tenant): Promise<Map<string, string>> {
  return new Map((await namedAssociates(tx, tenant)).map(({ userid, name }) => [userid, name]))
}

async function wholeOf(tx: Tx, tenant: Tenant, row: PostRow): Promise<contract.GroupPost> {
  const staff = await namesOfStaff(tx, tenant.id, [row.madeBy, row.cancelledBy])
  const names = await ownerNames(tx, tenant)
  const owners = await ownersOf(tx, tenant, row.id)
  return {
    ...lineOf(row, staff),
    hasPicture: row.hasPicture,
    link: row.link,
    notAfter: row.notAfter.toISOString(),
    whenTaken: row.whenTaken,
    counts: await countsOf(tx, tenant, row.id),
    people: row.people,
    byOwner: owners.map(({ userid, confirmedAt, parkedTask, ...counts }) => ({
      ...counts,
      userid,
      name: names.get(userid) ?? userid,
      confirmedAt: confirmedAt?.toISOString() ?? null,
      parkedTask: parkedTask === null ? null : showId('groupTask', parkedTask),
    })),
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    cancelledBy: staff.get(row.cancelledBy ?? '') ?? null,
    cancelReason: row.cancelReason,
  }
}
