import { z } from 'zod'
import * as contract from '../../contract/article.ts'
import { hookOfArticle } from '../acquisition/index.ts'
import { type App, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import {
  archiveArticle,
  changeArticle,
  findArticle,
  listArticles,
  makeArticle,
  publishArticle,
  type StoredArticle,
  stateOf,
  versionOf,
  type Written,
} from './article-store.ts'
import { countArticle, depthsOf, sectionsOf } from './counts.ts'
import { isArticleOffered, offerNoLonger } from './offered.ts'
import { standingPermission } from './permission.ts'
import { asking, idIn, type ReadingDeps } from './route-deps.ts'
import { demandTellable, offer, shownPermission } from './routes-story.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const READ = { config: { permission: 'messages.read' } } as const
const WRITE = { config: { permission: 'messages.write' } } as const
const path = '/api/articles'

/** Articles: written, published, put away, and what came of them. */
export function articleRoutes(app: App, deps: ReadingDeps): void {
  app.get(
    path,
    {
      ...READ,
      schema: { querystring: contract.articleFilter, response: { 200: contract.articles } },
    },
    async (request) => {
      const { tenant, inOne } = asking(deps, request)
      return inOne(async (tx) => {
        const { items, ...page } = await listArticles(tx, tenant, request.query)
        const names = await deps.tagNames(tx, tenant)
        const lines = items.map((item) => ({
          ...{ kind: item.kind, title: item.title, openers: item.openers, readers: item.readers },
          ...{ finished: item.finished, shared: item.shared, medianSeconds: item.medianSeconds },
          id: showId('article', item.id),
          state: stateOf(item),
          tags: tagsOf(item, names),
          changedAt: item.changedAt.toISOString(),
        }))
        return { ...page, items: lines }
      })
    },
  )
  app.get(
    `${path}/:id`,
    { ...READ, schema: { params: byId, response: { 200: contract.article } } },
    async (request) => {
      const { tenant, inOne } = asking(deps, request)
      return inOne(async (tx) => {
        const found = await findArticle(tx, tenant, idIn('article', request.params.id))
        if (!found) throw new Problem('not_found')
        return shown(tx, deps, tenant, found)
      })
    },
  )
  writingRoutes(app, deps)
  standingRoutes(app, deps)
}

function writingRoutes(app: App, deps: ReadingDeps): void {
  app.post(
    path,
    { ...WRITE, schema: { body: contract.newArticle, response: { 201: contract.madeArticle } } },
    async (request, reply) => {
      const { tenant, by, now, inOne, noted } = asking(deps, request)
      const { kind, ...body } = request.body
      const id = await inOne(async (tx) => {
        const written = await demandKnown(tx, deps, tenant, body)
        const made = showId('article', await makeArticle(tx, tenant, { ...written, kind, by, now }))
        await noted(tx, 'article.made', made, { kind })
        return made
      })
      return reply.code(201).send({ id })
    },
  )
  app.put(
    `${path}/:id`,
    { ...WRITE, schema: { params: byId, body: contract.articleChange, response: { 200: done } } },
    async (request) => {
      const { tenant, now, inOne, noted } = asking(deps, request)
      const id = idIn('article', request.params.id)
      const { draftNo, ...body } = request.body
      await inOne(async (tx) => {
        const written = await demandKnown(tx, deps, tenant, body)
        const changed = await changeArticle(tx, tenant, { ...written, id, draftNo, now })
        if (!changed.ok) throw problemOf(changed.reason)
        await noted(tx, 'article.changed', request.params.id)
      })
      return ok
    },
  )
}

/** What people may read: the version that stands, or nothing. */
function standingRoutes(app: App, deps: ReadingDeps): void {
  app.put(
    `${path}/:id/published`,
    { ...WRITE, schema: { params: byId, body: contract.articlePublish, response: { 200: done } } },
    async (request) => {
      const { tenant, by, now, inOne, noted } = asking(deps, request)
      const id = idIn('article', request.params.id)
      await inOne(async (tx) => {
        await demandTellable(tx, tenant, id)
        const published = await publishArticle(tx, tenant, { ...request.body, id, by, now })
        if (!published.ok) throw problemOf(published.reason)
        await noted(tx, 'article.published', request.params.id, request.body)
        const standing = await findArticle(tx, tenant, id)
        const isOffered = standing !== null && (await isArticleOffered(tx, tenant, standing))
        if (isOffered) await offer(tx, deps, { tenant, article: standing, by, now })
      })
      return ok
    },
  )
  app.put(
    `${path}/:id/archived`,
    { ...WRITE, schema: { params: byId, body: contract.articleArchive, response: { 200: done } } },
    async (request) => {
      const { tenant, now, inOne, noted } = asking(deps, request)
      const id = idIn('article', request.params.id)
      const { isArchived } = request.body
      await inOne(async (tx) => {
        if (!(await archiveArticle(tx, tenant, { id, isArchived, now })))
          throw new Problem('not_found')
        const found = await findArticle(tx, tenant, id)
        if (found && isArchived) await offerNoLonger(tx, tenant, found, now)
        await noted(tx, isArchived ? 'article.archived' : 'article.restored', request.params.id)
      })
      return ok
    },
  )
}

function problemOf(reason: 'not_found' | 'changed'): Problem {
  return new Problem(reason === 'changed' ? 'article_changed' : 'not_found')
}

/** What was written, with plain ids. @throws Problem where a tag or a hook is none of this workspace. */
async function demandKnown(
  tx: Tx,
  { tagNames }: ReadingDeps,
  tenant: Tenant,
  body: contract.ArticleBody,
): Promise<Written> {
  const names = await tagNames(tx, tenant)
  const tagIds = body.tagIds.map((shownTag) => {
    const id = readId('tag', shownTag)
    if (id === null || !names.has(id)) throw new Problem('article_tag')
    return id
  })
  if (body.hookId === null) return { ...body, tagIds, hookId: null }
  const hookId = readId('hook', body.hookId)
  const hook = hookId && (await hookOfArticle(tx, tenant, { hookId, articleId: null }))
  if (!hook || hook.isArchived) throw new Problem('article_hook')
  return { ...body, tagIds, hookId }
}

function tagsOf(
  { tagIds }: Pick<StoredArticle, 'tagIds'>,
  names: ReadonlyMap<string, string>,
): contract.Article['tags'] {
  return tagIds.flatMap((id) => {
    const name = names.get(id)
    return name === undefined ? [] : [{ id: showId('tag', id), name }]
  })
}

async function shown(
  tx: Tx,
  deps: ReadingDeps,
  tenant: Tenant,
  found: StoredArticle,
): Promise<contract.Article> {
  const { id, kind, title, summary, body, hookId, draftNo, madeBy, changedAt } = found
  const version = await versionOf(tx, tenant, found)
  const permission = await standingPermission(tx, tenant, id)
  const staff = await namesOfStaff(tx, tenant.id, [madeBy, version?.publishedBy ?? null])
  const hook = hookId && (await hookOfArticle(tx, tenant, { hookId, articleId: id }))
  const tags = tagsOf(found, await deps.tagNames(tx, tenant))
  return {
    ...{ kind, title, summary, body, draftNo, tags },
    id: showId('article', id),
    tagIds: tags.map((tag) => tag.id),
    hookId: hookId && showId('hook', hookId),
    state: stateOf(found),
    hook: hook && hookId ? { ...pick(hook), id: showId('hook', hookId) } : null,
    published: version && {
      no: version.no,
      at: version.publishedAt.toISOString(),
      by: staff.get(version.publishedBy ?? '') ?? null,
      isBehind: version.draftNo !== draftNo,
      characters: version.characters,
      sections: await sectionsOf(tx, tenant, { articleId: id, version }),
    },
    madeBy: staff.get(madeBy ?? '') ?? null,
    changedAt: changedAt.toISOString(),
    url:
      version && (kind !== 'story' || permission)
        ? deps.links.urlOf(tenant, { kind: 'article', id })
        : null,
    permission: permission && (await shownPermission(tx, tenant, permission)),
    isOffered: await isArticleOffered(tx, tenant, found),
    counts: await countArticle(tx, tenant, id),
    depths: await depthsOf(tx, tenant, id),
  }
}

function pick({ name, claimed }: { name: string; claimed: number }) {
  return { name, claimed }
}
