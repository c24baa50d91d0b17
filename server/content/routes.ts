import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/content.ts'
import {
  type App,
  addMs,
  type Clock,
  dayOf,
  type IdKind,
  Problem,
  presentOf,
  readId,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import {
  addMaterial,
  changeMaterial,
  isOffered,
  listMaterials,
  type Material,
  materialOf,
} from './material.ts'
import {
  addQuickReply,
  changeQuickReply,
  listQuickReplies,
  replyCategories,
} from './quick-reply.ts'

/** What the room's routes are given: what became of a material is known where it was sent. */
export type ContentDeps = {
  db: Database
  clock: Clock
  tagNames: (tx: Tx, tenant: { id: string }) => Promise<ReadonlyMap<string, string>>
  worksOf: (
    tx: Tx,
    tenant: { id: string },
    materialIds: readonly string[],
  ) => Promise<ReadonlyMap<string, contract.MaterialWork>>
  isReadable: (text: string) => boolean
}

const byId = z.object({ id: z.string() })
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'messages.read' } as const
const write = { permission: 'messages.write' } as const
const OFFSET_MAX = 100_000
const USES_MS = 30 * 86_400_000

/** What associates choose from: materials of content and prepared answers. */
export function routes(app: App, deps: ContentDeps): void {
  materialRoutes(app, deps)
  replyRoutes(app, deps)
}

function materialRoutes(app: App, deps: ContentDeps): void {
  const path = '/api/materials'
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.materialQuery, response: { 200: contract.materialPage } },
    },
    async (request) => {
      const { tenant, today, within } = asking(deps, request)
      const { search, state, limit, cursor } = request.query
      const skip = skipOf(cursor)
      return within(async (tx) => {
        const found = await listMaterials(tx, tenant, { search, state, limit, skip }, today)
        const items = await shownMaterials(tx, deps, { tenant, today }, found.items)
        return { items, ...pageEnd(skip, found) }
      })
    },
  )
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.material } } },
    async (request) => {
      const { tenant, today, within } = asking(deps, request)
      const id = idIn('material', request.params.id)
      return within(async (tx) => {
        const found = await materialOf(tx, tenant, id)
        const [shown] = found ? await shownMaterials(tx, deps, { tenant, today }, [found]) : []
        if (!shown) throw new Problem('not_found')
        return shown
      })
    },
  )
  app.post(
    path,
    { config: write, schema: { body: contract.newMaterial, response: { 201: made } } },
    async (request, reply) => {
      const { tenant, by, now, within } = asking(deps, request)
      const written = { ...request.body, tagIds: tagsIn(request.body.tagIds) }
      readable(deps, written.text)
      const id = await within(async (tx) => {
        await knowTags(tx, deps, tenant, written.tagIds)
        return addMaterial(tx, tenant, written, { by, now })
      })
      return reply.code(201).send({ id: showId('material', id) })
    },
  )
  app.put(
    `${path}/:id`,
    {
      config: write,
      schema: { params: byId, body: contract.materialChange, response: { 200: done } },
    },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      const id = idIn('material', request.params.id)
      const written = { ...request.body, id, tagIds: tagsIn(request.body.tagIds) }
      readable(deps, written.text)
      const isThere = await within(async (tx) => {
        await knowTags(tx, deps, tenant, written.tagIds)
        return changeMaterial(tx, tenant, written, now)
      })
      if (!isThere) throw new Problem('not_found')
      return { ok: true as const }
    },
  )
}

function replyRoutes(app: App, deps: ContentDeps): void {
  const path = '/api/quick-replies'
  app.get(
    path,
    {
      config: read,
      schema: {
        querystring: contract.quickReplyQuery,
        response: { 200: contract.quickReplyPage },
      },
    },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      const { search, category, archived, limit, cursor } = request.query
      const skip = skipOf(cursor)
      const since = addMs(now, -USES_MS)
      const asked = { search, category, isArchived: archived === 'yes', limit, skip, since }
      return within(async (tx) => {
        const found = await listQuickReplies(tx, tenant, asked)
        const items = found.items.map(({ isFavourite: _isFavourite, ...one }) => ({
          ...one,
          id: showId('quickReply', one.id),
          archivedAt: one.archivedAt?.toISOString() ?? null,
          changedAt: one.changedAt.toISOString(),
        }))
        const categories = await replyCategories(tx, tenant)
        return { items, categories, ...pageEnd(skip, found) }
      })
    },
  )
  app.post(
    path,
    { config: write, schema: { body: contract.newQuickReply, response: { 201: made } } },
    async (request, reply) => {
      const { tenant, by, now, within } = asking(deps, request)
      readable(deps, request.body.text)
      const id = await within((tx) => addQuickReply(tx, tenant, request.body, { by, now }))
      return reply.code(201).send({ id: showId('quickReply', id) })
    },
  )
  app.put(
    `${path}/:id`,
    {
      config: write,
      schema: { params: byId, body: contract.quickReplyChange, response: { 200: done } },
    },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      const id = idIn('quickReply', request.params.id)
      readable(deps, request.body.text)
      if (!(await within((tx) => changeQuickReply(tx, tenant, { ...request.body, id }, now))))
        throw new Problem('not_found')
      return { ok: true as const }
    },
  )
}

/** Materials as they are shown, with the names of what they answer and what became of them. */
async function shownMaterials(
  tx: Tx,
  deps: ContentDeps,
  { tenant, today }: { tenant: Tenant; today: string },
  materials: readonly Material[],
): Promise<contract.Material[]> {
  const names = await deps.tagNames(tx, tenant)
  const ids = materials.map(({ id }) => id)
  const works = await deps.worksOf(tx, tenant, ids)
  return materials.map((material) => ({
    ...material,
    id: showId('material', material.id),
    tagIds: material.tagIds.map((id) => showId('tag', id)),
    tags: material.tagIds.flatMap((id) => {
      const name = names.get(id)
      return name === undefined ? [] : [{ id: showId('tag', id), name }]
    }),
    isOffered: isOffered(material, today),
    changedAt: material.changedAt.toISOString(),
    archivedAt: material.archivedAt?.toISOString() ?? null,
    work: works.get(material.id) ?? { sent: 0, clicked: 0, senders: 0 },
  }))
}

function asking({ db, clock }: ContentDeps, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  const now = presentOf(tenant, clock)
  return {
    tenant,
    by: staffId,
    now,
    today: dayOf(now, tenant.timeZone),
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
  }
}

/** A text that cannot be read as a template would reach nobody: said before it is kept. */
function readable({ isReadable }: ContentDeps, text: string): void {
  if (!isReadable(text)) throw new Problem('unreadable_text')
}

/** @throws Problem not_found where one of the tags is none of this workspace. */
async function knowTags(tx: Tx, deps: ContentDeps, tenant: Tenant, tagIds: readonly string[]) {
  const names = await deps.tagNames(tx, tenant)
  if (!tagIds.every((id) => names.has(id))) throw new Problem('not_found')
}

function tagsIn(shown: readonly string[]): string[] {
  return [...new Set(shown.map((one) => idIn('tag', one)))]
}

function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}

function skipOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const skip = /^\d{1,6}$/.test(cursor) ? Number(cursor) : Number.NaN
  if (!(skip <= OFFSET_MAX)) throw new Problem('bad_request', { detail: 'cursor' })
  return skip
}

function pageEnd(skip: number, { items, total }: { items: readonly unknown[]; total: number }) {
  const reached = skip + items.length
  return { next: reached < total && items.length > 0 ? String(reached) : null, total }
}
