import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { hookAtEnd } from '../acquisition/index.ts'
import { type App, presentOf, showId, type Tenant } from '../kernel/index.ts'
import {
  createVisitors,
  isRobot,
  languageOf,
  lookOf,
  meantBy,
  pageGone,
  postedPage,
  sendPage,
  TOKEN_CHARACTERS,
  tellOfVisitor,
  type Visitor,
} from '../page/index.ts'
import type { Tx } from '../postgres/index.ts'
import {
  findArticle,
  type StoredArticle,
  type StoredVersion,
  stateOf,
  versionOf,
} from './article-store.ts'
import {
  type Brought,
  beginView,
  broughtBy,
  nobodyBrought,
  noteOpening,
  takeTold,
} from './opening-store.ts'
import { articlePage, articlePageScript, articlePageStyle } from './page.ts'
import { articleWords } from './page-text.ts'
import { mayBeRead } from './permission.ts'
import type { ReadingDeps } from './route-deps.ts'

const PATH = '/a/:token'
const params = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
/** From one address; a phone behind a carrier shares its address with many, and each of them tells four times a minute. */
const ASKED_A_MINUTE = 1_200
const config = { rateLimit: { max: ASKED_A_MINUTE, timeWindow: '1 minute' } }

type Meant = { tenant: Tenant; article: StoredArticle; version: StoredVersion }

/** An article's page (`/a/…`). Open to everybody; it can be read without a script, which only tells how long it was read. */
export function articlePageRoutes(app: App, deps: ReadingDeps): void {
  const visitors = createVisitors(deps)
  const schema = { params, hide: true }
  app.get(PATH, { config, schema }, async (request, reply) => {
    const meant = await articleOf(deps, request.params.token)
    if (!meant) return pageGone(deps, request, reply, null)
    const visitor = await visitors.of(request, reply, meant.tenant)
    return visitor ? show(deps, { request, reply, ...meant, visitor }) : reply
  })
  postedPage(app, (scope, bodyOf) => {
    scope.post(`${PATH}/read`, { config, schema }, async (request, reply) => {
      const { token } = params.parse(request.params)
      const meant = await articleOf(deps, token)
      if (meant && !isRobot(request.headers)) await hear(deps, meant, bodyOf(request))
      // A page that is being left reads no answer: whatever was wrong with it, there is nobody to tell.
      return reply.code(204).header('cache-control', 'no-store').send()
    })
  })
}

/** What people may read by a token: published, not put away, and of a story: still allowed by whose it is. */
async function articleOf(deps: ReadingDeps, token: string): Promise<Meant | null> {
  const meant = await meantBy(deps, token, 'article')
  if (!meant) return null
  const { tenant, id } = meant
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const article = await findArticle(tx, tenant, id)
    if (!article || stateOf(article) !== 'published') return null
    if (!(await mayBeRead(tx, tenant, article))) return null
    const version = await versionOf(tx, tenant, article)
    return version && { tenant, article, version }
  })
}

/** Seconds and per cents as a page tells them; a day at most. */
const seconds = z.number().int().min(0).max(86_400)
const told = z.object({
  v: z.string(),
  n: z.coerce.number().int().min(1).max(100_000),
  s: z.coerce.number().pipe(seconds),
  d: z.coerce.number().int().min(0).max(100),
  p: z
    .string()
    .max(1_000)
    .transform((text) => (text === '' ? [] : text.split('.').map(Number)))
    .pipe(z.array(seconds).max(100)),
})

async function hear(
  deps: ReadingDeps,
  { tenant, article }: Meant,
  body: URLSearchParams,
): Promise<void> {
  const said = told.safeParse(Object.fromEntries(body))
  const view = said.success ? deps.links.read(said.data.v) : null
  if (!said.success || view?.kind !== 'view' || view.workspaceNo !== tenant.no) return
  const { n: no, s, d: depth, p: sections } = said.data
  await deps.db.inWorkspace(tenant.id, (tx) =>
    takeTold(tx, tenant, {
      articleId: article.id,
      viewId: view.id,
      told: { no, seconds: s, depth, sections },
      present: presentOf(tenant, deps.clock),
      now: deps.clock.now(),
    }),
  )
}

type Looking = Meant & { request: FastifyRequest; reply: FastifyReply; visitor: Visitor }

async function show(deps: ReadingDeps, looking: Looking): Promise<FastifyReply> {
  const { request, reply, tenant, article, version, visitor } = looking
  const language = languageOf(request)
  const present = presentOf(tenant, deps.clock)
  const path = deps.links.pathOf(tenant, { kind: 'article', id: article.id })
  const { look, seen, hook } = await deps.db.inWorkspace(tenant.id, async (tx) => ({
    look: await lookOf(tx, tenant),
    seen: await noteLooking(tx, deps, looking),
    hook:
      article.hookId === null
        ? null
        : await hookAtEnd(
            tx,
            { tenant, present },
            {
              ...{ hookId: article.hookId, visitor, language, links: deps.links },
              page: path.split('/').at(-1) ?? '',
            },
          ),
  }))
  const body = articlePage(articleWords(language), {
    ...{ version, path, hook, ...seen },
    isStory: article.kind === 'story',
  })
  return sendPage(reply, deps, {
    ...{ tenant, language, body, title: version.title, colour: look.colour },
    script: articlePageScript,
    style: articlePageStyle,
  })
}

/** Notes who opened it and begins a look, in one transaction with what is told of it; programs leave no trace. */
async function noteLooking(
  tx: Tx,
  deps: ReadingDeps,
  { request, tenant, article, version, visitor }: Looking,
): Promise<{ viewToken: string | null; shareToken: string | null }> {
  if (visitor.isRobot) return { viewToken: null, shareToken: null }
  const now = deps.clock.now()
  const present = presentOf(tenant, deps.clock)
  const brought = await whoBrought(tx, deps, { request, tenant, article, visitor })
  const opening = await noteOpening(tx, tenant, {
    ...{ articleId: article.id, visitor, brought, present, now },
  })
  if (opening.isFirst) {
    const deed = {
      visitor,
      name: 'article.opened',
      at: present,
      messageId: `article.opened ${opening.id}`,
      props: {
        article: version.title,
        article_id: showId('article', article.id),
        kind: article.kind,
        generation: brought.generation,
      },
    }
    await tellOfVisitor(tx, tenant, deed, now)
  }
  const view = await beginView(tx, tenant, {
    ...{ openingId: opening.id, version: version.no, now },
  })
  const { links } = deps
  return {
    viewToken: view === null ? null : links.tokenOf(tenant, { kind: 'view', id: view }),
    shareToken: links.tokenOf(tenant, { kind: 'share', id: opening.id }),
  }
}

/** Who shared it with whoever looks: by the share's own word; or the customer whose own link it was, when that is somebody else. */
async function whoBrought(
  tx: Tx,
  { links }: Pick<ReadingDeps, 'links'>,
  {
    request,
    tenant,
    article,
    visitor,
  }: Pick<Looking, 'request' | 'tenant' | 'article' | 'visitor'>,
): Promise<Brought> {
  const asked = z
    .object({ s: z.string().max(TOKEN_CHARACTERS).catch(''), p: z.string().catch('') })
    .safeParse(request.query)
  const { s = '', p = '' } = asked.data ?? {}
  const share = links.read(s)
  if (share?.kind === 'share' && share.workspaceNo === tenant.no)
    return broughtBy(tx, tenant, { articleId: article.id, sharedOpening: share.id, visitor })
  const { sharedBy, customer } = visitor
  if (p === '' || sharedBy === null || sharedBy.id === customer?.id) return nobodyBrought
  return { opening: null, customer: sharedBy.id, generation: 1 }
}
