import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/poster.ts'
import { type App, type Clock, Problem, readId, showId } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import type { Painter } from './painter.ts'
import { orderFor, painted } from './personal.ts'
import { isDrawable } from './picture-size.ts'
import {
  archivePoster,
  backgroundOf,
  changePoster,
  listPosters,
  makePoster,
  posterOf,
  type StoredPoster,
  setBackground,
} from './store.ts'

export type PosterRouteDeps = { db: Database; clock: Clock; painter: Painter }

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'messages.read' } as const
const write = { permission: 'messages.write' } as const
const path = '/api/posters'
/** What the code of a poster holds that is only looked at. */
const SAMPLE = 'https://work.weixin.qq.com/'
const SAMPLE_WORDS = { name: '林小满', headline: '老友带新友' }
/** A picture that is asked for under its version never changes. */
const FOR_EVER = 'private, max-age=31536000, immutable'

/** Posters: the designer's, and how they look. */
export function routes(app: App, deps: PosterRouteDeps): void {
  readRoutes(app, deps)
  pictureRoutes(app, deps)
  writeRoutes(app, deps)
  backgroundRoutes(app, deps)
}

function asking({ db, clock }: PosterRouteDeps, request: FastifyRequest) {
  const { tenant, staffId: by } = request.session
  const now = clock.now()
  return {
    tenant,
    by,
    now,
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
    audited: (tx: Tx, action: string, id: string) =>
      audit(tx, {
        workspaceId: tenant.id,
        staffId: by,
        at: now,
        action,
        subject: showId('poster', id),
        detail: {},
      }),
  }
}

function idIn(shown: string): string {
  const id = readId('poster', shown)
  if (id === null) throw new Problem('not_found')
  return id
}

function lineOf({ id, name, plan, version, changedAt, archivedAt }: StoredPoster) {
  return {
    id: showId('poster', id),
    name,
    width: plan.width,
    height: plan.height,
    version,
    changedAt: changedAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  }
}

function readRoutes(app: App, deps: PosterRouteDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.posterQuery, response: { 200: contract.posterList } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { items, ...page } = await within((tx) => listPosters(tx, tenant, request.query))
      return { ...page, items: items.map(lineOf) }
    },
  )
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.poster } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const found = await within((tx) => posterOf(tx, tenant, idIn(request.params.id)))
      if (!found) throw new Problem('not_found')
      return { ...lineOf(found), plan: found.plan, hasBackground: found.hasBackground }
    },
  )
}

/** How posters look: small in a list (`width` pixels), and while they are being made. */
function pictureRoutes(app: App, deps: PosterRouteDeps): void {
  const asked = z.object({
    width: z.coerce.number().int().min(80).max(1_500).default(360),
    version: z.coerce.number().int().optional(),
  })
  app.get(
    `${path}/:id/picture`,
    { config: read, schema: { params: byId, querystring: asked } },
    async (request, reply) => {
      const { tenant, within } = asking(deps, request)
      const filling = {
        code: { text: SAMPLE },
        words: SAMPLE_WORDS,
        scale: 1,
        format: 'jpeg' as const,
      }
      const order = await within((tx) => orderFor(tx, tenant, idIn(request.params.id), filling))
      if (!order) throw new Problem('not_found')
      const scale = request.query.width / order.plan.width
      const picture = await painted(deps.painter, { ...order, scale })
      if (request.query.version !== undefined) reply.header('cache-control', FOR_EVER)
      return reply.type('image/jpeg').send(picture)
    },
  )
  app.post(
    '/api/poster-previews',
    {
      config: read,
      schema: { body: contract.posterPreview, response: { 200: contract.posterPreviewed } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { plan, posterId, words } = request.body
      const background = await within(async (tx) => {
        if (posterId === null) return null
        const found = await posterOf(tx, tenant, idIn(posterId))
        if (!found) throw new Problem('not_found')
        return backgroundOf(tx, tenant, found.id)
      })
      const code = { text: SAMPLE }
      const order = { plan, background, code, words, scale: 1, format: 'jpeg' as const }
      return { base64: (await painted(deps.painter, order)).toString('base64') }
    },
  )
}

function writeRoutes(app: App, deps: PosterRouteDeps): void {
  app.post(
    path,
    {
      config: write,
      schema: { body: contract.newPoster, response: { 201: contract.posterSaved } },
    },
    async (request, reply) => {
      const { tenant, by, now, within, audited } = asking(deps, request)
      const id = await within(async (tx) => {
        const made = await makePoster(tx, tenant, { ...request.body, by, now })
        await audited(tx, 'poster.made', made)
        return made
      })
      return reply.code(201).send({ id: showId('poster', id), version: 1 })
    },
  )
  app.put(
    `${path}/:id`,
    {
      config: write,
      schema: {
        params: byId,
        body: contract.posterChange,
        response: { 200: contract.posterSaved },
      },
    },
    async (request) => {
      const { tenant, now, within, audited } = asking(deps, request)
      const id = idIn(request.params.id)
      const changed = await within(async (tx) => {
        const outcome = await changePoster(tx, tenant, { ...request.body, id, now })
        if (outcome.ok) await audited(tx, 'poster.changed', id)
        return outcome
      })
      return savedAs(id, changed)
    },
  )
  for (const [method, isArchived] of [
    ['put', true],
    ['delete', false],
  ] as const) {
    app[method](
      `${path}/:id/archive`,
      { config: write, schema: { params: byId, response: { 200: done } } },
      async (request) => {
        const { tenant, now, within } = asking(deps, request)
        const id = idIn(request.params.id)
        const isThere = await within((tx) => archivePoster(tx, tenant, { id, isArchived, now }))
        if (!isThere) throw new Problem('not_found')
        return { ok: true as const }
      },
    )
  }
}

function backgroundRoutes(app: App, deps: PosterRouteDeps): void {
  app.put(
    `${path}/:id/background`,
    {
      config: write,
      schema: {
        params: byId,
        body: contract.posterBackground,
        response: { 200: contract.posterSaved },
      },
    },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      const id = idIn(request.params.id)
      const { version, picture } = request.body
      const bytes = Buffer.from(picture.base64, 'base64')
      if (!isDrawable(bytes)) throw new Problem('poster_picture')
      const under = { bytes, type: picture.type }
      return savedAs(
        id,
        await within((tx) => setBackground(tx, tenant, { id, version, now, picture: under })),
      )
    },
  )
  app.delete(
    `${path}/:id/background`,
    {
      config: write,
      schema: {
        params: byId,
        querystring: z.object({ version: z.coerce.number().int() }),
        response: { 200: contract.posterSaved },
      },
    },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      const id = idIn(request.params.id)
      const { version } = request.query
      return savedAs(
        id,
        await within((tx) => setBackground(tx, tenant, { id, version, now, picture: null })),
      )
    },
  )
}

function savedAs(id: string, changed: Awaited<ReturnType<typeof changePoster>>) {
  if (changed.ok) return { id: showId('poster', id), version: changed.value }
  throw new Problem(changed.reason === 'changed' ? 'poster_changed' : 'not_found')
}
