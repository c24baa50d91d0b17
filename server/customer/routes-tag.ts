import { z } from 'zod'
import * as contract from '../../contract/tag.ts'
import { type App, type Outcome, Problem, showId } from '../kernel/index.ts'
import { asking, type CustomerDeps, idIn } from './route-deps.ts'
import { tagJobRoutes } from './routes-tag-job.ts'
import {
  changeNamed,
  isInWecom,
  isShared,
  listTagGroups,
  makeTag,
  makeTagGroup,
  shareTagGroup,
} from './tag-group.ts'
import { tagCustomers, withdrawTaggings } from './tagging.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const made = z.object({ id: z.string() })

/** Tag groups, tags, and the evidence that puts them on customers. */
export function tagRoutes(app: App, deps: CustomerDeps): void {
  groupRoutes(app, deps)
  changeRoutes(app, deps)
  sharingRoutes(app, deps)
  taggingRoutes(app, deps)
  withdrawalRoutes(app, deps)
  tagJobRoutes(app, deps)
}

function groupRoutes(app: App, deps: CustomerDeps): void {
  app.get(
    '/api/tag-groups',
    {
      config: { permission: 'customers.read' },
      schema: { response: { 200: contract.tagGroups } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return { items: await within((tx) => listTagGroups(tx, tenant.id)) }
    },
  )
  app.post(
    '/api/tag-groups',
    {
      config: { permission: 'customers.write' },
      schema: { body: contract.newTagGroup, response: { 201: made } },
    },
    async (request, reply) => {
      const { tenant, now, within } = asking(deps, request)
      const { name } = request.body
      const made = await within((tx) => makeTagGroup(tx, tenant.id, { ...request.body, now }))
      const id = free(made, name)
      return reply.code(201).send({ id: showId('tagGroup', id) })
    },
  )
  app.post(
    '/api/tags',
    {
      config: { permission: 'customers.write' },
      schema: { body: contract.newTag, response: { 201: made } },
    },
    async (request, reply) => {
      const { tenant, now, within } = asking(deps, request)
      const { name } = request.body
      const groupId = idIn('tagGroup', request.body.groupId)
      const id = free(
        await within(async (tx) => {
          const made = await makeTag(tx, tenant.id, { groupId, name, now })
          if (await isShared(tx, tenant.id, 'tagGroup', groupId)) await deps.matchTags(tx, tenant)
          return made
        }),
        name,
      )
      if (id === null) throw new Problem('not_found')
      return reply.code(201).send({ id: showId('tag', id) })
    },
  )
}

function changeRoutes(app: App, deps: CustomerDeps): void {
  for (const [path, what] of [
    ['/api/tag-groups/:id', 'tagGroup'],
    ['/api/tags/:id', 'tag'],
  ] as const) {
    app.patch(
      path,
      {
        config: { permission: 'customers.write' },
        schema: { params: byId, body: contract.tagChange, response: { 200: done } },
      },
      async (request) => {
        const { tenant, now, within } = asking(deps, request)
        const change = { ...request.body, id: idIn(what, request.params.id), now }
        const outcome = await within(async (tx) => {
          if (change.isArchived && (await isInWecom(tx, tenant.id, what, change.id)))
            throw new Problem('tag_in_wecom')
          const changed = await changeNamed(tx, tenant.id, what, change)
          if (await isShared(tx, tenant.id, what, change.id)) await deps.matchTags(tx, tenant)
          return changed
        })
        if (!free(outcome, change.name ?? '')) throw new Problem('not_found')
        return { ok: true as const }
      },
    )
  }
}

function sharingRoutes(app: App, deps: CustomerDeps): void {
  app.put(
    '/api/tag-groups/:id/sharing',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, body: contract.tagGroupSharing, response: { 200: done } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const change = { id: idIn('tagGroup', request.params.id), ...request.body }
      const isThere = await within(async (tx) => {
        const changed = await shareTagGroup(tx, tenant.id, change)
        if (change.isShared) await deps.matchTags(tx, tenant)
        return changed
      })
      if (!isThere) throw new Problem('not_found')
      return { ok: true as const }
    },
  )
}

function free<T>(outcome: Outcome<T, 'name_taken'>, name: string): T {
  if (!outcome.ok) throw new Problem('tag_name_taken', { name })
  return outcome.value
}

function taggingRoutes(app: App, deps: CustomerDeps): void {
  app.post(
    '/api/customers/:id/taggings',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, body: contract.newTagging, response: { 201: made } },
    },
    async (request, reply) => {
      const { tenant, by, present, within } = asking(deps, request)
      const { tagId, quote, sign } = request.body
      const given = {
        tagId: idIn('tag', tagId),
        customerIds: [idIn('customer', request.params.id)],
        sign,
        quote: quote === undefined || quote === '' ? null : quote,
        by,
        now: present,
      }
      const tagged = await within((tx) => tagCustomers(tx, tenant, given))
      const id = tagged.ok ? tagged.value[0] : undefined
      if (id === undefined) throw new Problem('not_found')
      return reply.code(201).send({ id: showId('tagging', id) })
    },
  )
}

function withdrawalRoutes(app: App, deps: CustomerDeps): void {
  app.post(
    '/api/taggings/withdrawal',
    {
      config: { permission: 'customers.write' },
      schema: { body: contract.withdrawal, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, now, within } = asking(deps, request)
      const { isWithdrawn, taggingIds } = request.body
      const ids = taggingIds.map((id) => idIn('tagging', id))
      const changed = await within((tx) =>
        withdrawTaggings(tx, tenant, { ids, isWithdrawn, by, now }),
      )
      if (changed === 0) throw new Problem('not_found')
      return { ok: true as const }
    },
  )
  app.delete(
    '/api/taggings/:id',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, now, within } = asking(deps, request)
      const change = { ids: [idIn('tagging', request.params.id)], isWithdrawn: true, by, now }
      const changed = await within((tx) => withdrawTaggings(tx, tenant, change))
      if (changed === 0) throw new Problem('not_found')
      return { ok: true as const }
    },
  )
}
