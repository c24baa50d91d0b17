import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type App, presentOf, type Tenant } from '../kernel/index.ts'
import {
  createVisitors,
  languageOf,
  lookOf,
  meantBy,
  pageGone,
  postedPage,
  sendPage,
  TOKEN_CHARACTERS,
  type Visitor,
} from '../page/index.ts'
import { claimHook, claimOf, openClaim, refusalOf, SoldOut } from './claim.ts'
import { storedWay } from './contact-way.ts'
import { type StoredHook, storedHook } from './hook.ts'
import { hookBody } from './hook-page.ts'
import { pageWords } from './page-text.ts'
import { fetchPicture } from './picture.ts'
import type { AcquisitionDeps } from './route-deps.ts'
import { noteActed, noteVisit } from './visit.ts'

const PATH = '/k/:token'
const params = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
/** From one address; a phone behind a carrier shares its address with many. */
const ASKED_A_MINUTE = 600
const config = { rateLimit: { max: ASKED_A_MINUTE, timeWindow: '1 minute' } }

type Meant = { tenant: Tenant; hook: StoredHook }

/** Where a hook is claimed (`/k/…`). Open to everybody: what may be had there says its rule. Nothing is lost without a script. */
export function hookPageRoutes(app: App, deps: AcquisitionDeps): void {
  const visitors = createVisitors(deps)
  const schema = { params, hide: true }
  app.get(PATH, { config, schema }, async (request, reply) => {
    const meant = await hookOf(deps, request.params.token)
    if (!meant) return pageGone(deps, request, reply, null)
    const visitor = await visitors.of(request, reply, meant.tenant, { isSure: true })
    if (!visitor) return reply
    return show(deps, { request, reply, ...meant, visitor })
  })
  postedPage(app, (scope, bodyOf) => {
    scope.post(PATH, { config, schema }, async (request, reply) => {
      const { token } = z.object({ token: z.string() }).parse(request.params)
      const meant = await hookOf(deps, token)
      if (!meant) return pageGone(deps, request, reply, null)
      const body = bodyOf(request)
      const visitor = await visitors.ofForm(request, meant.tenant, body.get('v') ?? undefined)
      await claim(deps, { ...meant, visitor, pageToken: body.get('page') })
      return show(deps, { request, reply, ...meant, visitor })
    })
  })
  openRoutes(app, deps, visitors)
}

/** On to what was promised, and the picture of the code that adds somebody. */
function openRoutes(
  app: App,
  deps: AcquisitionDeps,
  visitors: ReturnType<typeof createVisitors>,
): void {
  const asked = z.object({ c: z.string().max(64).default('') })
  app.get(
    `${PATH}/go`,
    { config, schema: { params, querystring: asked, hide: true } },
    async (request, reply) => {
      const meant = await hookOf(deps, request.params.token)
      const claimId = z.uuid().safeParse(request.query.c)
      if (!meant || !claimId.success) return pageGone(deps, request, reply, meant?.tenant ?? null)
      const { tenant, hook } = meant
      const visitor = await visitors.ofForm(request, tenant, undefined)
      const url = await deps.db.inWorkspace(tenant.id, (tx) =>
        openClaim(tx, contextOf(deps, tenant), { hook, claimId: claimId.data, visitor }),
      )
      if (url === null) return pageGone(deps, request, reply, tenant)
      return reply
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .redirect(url, 302)
    },
  )
  app.get(`${PATH}/code`, { config, schema: { params, hide: true } }, async (request, reply) => {
    const meant = await hookOf(deps, request.params.token)
    if (!meant) return pageGone(deps, request, reply, null)
    return sendCode(deps, { request, reply, tenant: meant.tenant, wayId: meant.hook.wayId })
  })
}

/** The picture of a code, as WeCom has it. */
export async function sendCode(
  deps: AcquisitionDeps,
  {
    request,
    reply,
    tenant,
    wayId,
  }: { request: FastifyRequest; reply: FastifyReply; tenant: Tenant; wayId: string | null },
): Promise<FastifyReply> {
  const way =
    wayId === null
      ? null
      : await deps.db.inWorkspace(tenant.id, (tx) => storedWay(tx, tenant, wayId))
  const picture = way?.qrUrl ? await fetchPicture(way.qrUrl, deps.wecomUrl) : null
  if (!picture?.ok) return pageGone(deps, request, reply, tenant)
  return reply
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    .header('cache-control', 'private, max-age=3600')
    .type(picture.value.kind)
    .send(picture.value.bytes)
}

async function hookOf(deps: AcquisitionDeps, token: string): Promise<Meant | null> {
  const meant = await meantBy(deps, token, 'hook_claim')
  if (!meant) return null
  const { tenant, id } = meant
  const hook = await deps.db.inWorkspace(tenant.id, (tx) => storedHook(tx, tenant, id))
  return hook && { tenant, hook }
}

function contextOf(deps: Pick<AcquisitionDeps, 'clock'>, tenant: Tenant) {
  return { tenant, now: deps.clock.now(), present: presentOf(tenant, deps.clock) }
}

/** Claims what can be claimed. Why it cannot, the page says by itself. */
export async function claim(
  deps: AcquisitionDeps,
  { tenant, hook, visitor, pageToken }: Meant & { visitor: Visitor; pageToken: string | null },
): Promise<void> {
  const page = deps.links.read(pageToken ?? '')
  const own = page?.workspaceNo === tenant.no ? page : null
  const landingPageId = own?.kind === 'landing' ? own.id : null
  const articleId = own?.kind === 'article' ? own.id : null
  const context = contextOf(deps, tenant)
  try {
    await deps.db.inWorkspace(tenant.id, async (tx) => {
      const outcome = await claimHook(tx, context, {
        ...{ hook, visitor, landingPageId, articleId },
      })
      if (!outcome.ok) return
      const at = context.present
      await noteActed(tx, tenant, { pageId: hook.id, visitor, at })
      if (landingPageId) await noteActed(tx, tenant, { pageId: landingPageId, visitor, at })
    })
  } catch (error) {
    if (!(error instanceof SoldOut)) throw error
  }
}

async function show(
  deps: AcquisitionDeps,
  {
    request,
    reply,
    tenant,
    hook,
    visitor,
  }: Meant & { request: FastifyRequest; reply: FastifyReply; visitor: Visitor },
): Promise<FastifyReply> {
  const language = languageOf(request)
  const context = contextOf(deps, tenant)
  const seen = await deps.db.inWorkspace(tenant.id, async (tx) => {
    await noteVisit(tx, tenant, { pageId: hook.id, visitor, at: context.present })
    // What was there a moment ago may be gone, and the other way round.
    const now = (await storedHook(tx, tenant, hook.id)) ?? hook
    const claim = await claimOf(tx, tenant, { hookId: hook.id, visitor })
    const way = hook.wayId === null ? null : await storedWay(tx, tenant, hook.wayId)
    return {
      claim,
      refusal: claim ? null : await refusalOf(tx, context, { hook: now, visitor }),
      hasPicture: Boolean(way?.qrUrl),
      look: await lookOf(tx, tenant),
    }
  })
  const path = pathOfPage(request)
  return sendPage(reply, deps, {
    tenant,
    language,
    colour: seen.look.colour,
    title: hook.title,
    body: hookBody(pageWords(language), { ...seen, hook, path, visitor }),
  })
}

/** The page's own address, without what came after it. */
export function pathOfPage({ url }: Pick<FastifyRequest, 'url'>): string {
  return url.split('?')[0] ?? url
}
