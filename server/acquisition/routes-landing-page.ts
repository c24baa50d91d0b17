import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readPhone } from '../customer/index.ts'
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
  tellOfVisitor,
  type Visitor,
} from '../page/index.ts'
import { storedWay } from './contact-way.ts'
import { LANDING_STYLE, type LeadFault, landingBody } from './landing-page.ts'
import { type StoredLanding, storedLanding, variantFor } from './landing-store.ts'
import { pageWords } from './page-text.ts'
import type { AcquisitionDeps } from './route-deps.ts'
import { pathOfPage, sendCode } from './routes-hook-page.ts'
import { noteActed, noteVisit } from './visit.ts'

const PATH = '/l/:token'
const params = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
const ASKED_A_MINUTE = 600
const config = { rateLimit: { max: ASKED_A_MINUTE, timeWindow: '1 minute' } }
const NAME_MAX = 40

type Meant = { tenant: Tenant; landing: StoredLanding }
type Looking = Meant & { request: FastifyRequest; reply: FastifyReply; visitor: Visitor }

/** Landing pages (`/l/…`). Open to everybody, readable and usable without a script. */
export function landingPageRoutes(app: App, deps: AcquisitionDeps): void {
  const visitors = createVisitors(deps)
  const schema = { params, hide: true }
  app.get(PATH, { config, schema }, async (request, reply) => {
    const meant = await landingOf(deps, request.params.token)
    if (!meant) return pageGone(deps, request, reply, null)
    const visitor = await visitors.of(request, reply, meant.tenant)
    if (!visitor) return reply
    await tellViewed(deps, { ...meant, visitor })
    return show(deps, { request, reply, ...meant, visitor }, { fault: null, isDone: false })
  })
  postedPage(app, (scope, bodyOf) => {
    scope.post(PATH, { config, schema }, async (request, reply) => {
      const { token } = z.object({ token: z.string() }).parse(request.params)
      const meant = await landingOf(deps, token)
      if (meant?.landing.deed !== 'lead') return pageGone(deps, request, reply, null)
      const body = bodyOf(request)
      const visitor = await visitors.ofForm(request, meant.tenant, body.get('v') ?? undefined)
      const fault = await takeLead(deps, { ...meant, visitor }, body)
      return show(deps, { request, reply, ...meant, visitor }, { fault, isDone: fault === null })
    })
  })
  app.get(`${PATH}/code`, { config, schema }, async (request, reply) => {
    const meant = await landingOf(deps, request.params.token)
    if (!meant) return pageGone(deps, request, reply, null)
    const { tenant, landing } = meant
    return sendCode(deps, { request, reply, tenant, wayId: landing.wayId })
  })
}

/** The page that a token stands for; what was put away is gone. */
async function landingOf(deps: AcquisitionDeps, token: string): Promise<Meant | null> {
  const meant = await meantBy(deps, token, 'landing')
  if (!meant) return null
  const { tenant, id } = meant
  const landing = await deps.db.inWorkspace(tenant.id, (tx) => storedLanding(tx, tenant, id))
  return landing === null || landing.archivedAt !== null ? null : { tenant, landing }
}

function propsOf({ id, name, sourceId }: StoredLanding) {
  return { page: name, page_id: id, ...(sourceId === null ? {} : { source_id: sourceId }) }
}

/** The first look counts, and is told. */
async function tellViewed(
  deps: AcquisitionDeps,
  { tenant, landing, visitor }: Meant & { visitor: Visitor },
): Promise<void> {
  const at = presentOf(tenant, deps.clock)
  const variant = variantFor(landing, visitor.id).id
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    const visit = { pageId: landing.id, visitor, variant, at }
    if (!(await noteVisit(tx, tenant, visit))) return
    await tellOfVisitor(
      tx,
      tenant,
      {
        visitor,
        name: 'landing.viewed',
        at,
        messageId: `landing.viewed ${landing.id} ${visitor.id}`,
        props: { ...propsOf(landing), variant },
      },
      deps.clock.now(),
    )
  })
}

/** Somebody leaves name and phone number, once a page. @returns what is wrong with it; null: it is in. */
async function takeLead(
  deps: AcquisitionDeps,
  { tenant, landing, visitor }: Meant & { visitor: Visitor },
  body: URLSearchParams,
): Promise<LeadFault | null> {
  const phone = readPhone(body.get('phone') ?? '', deps.seal)?.e164
  if (phone === undefined) return 'phone_wrong'
  if (body.get('agree') !== '1') return 'agree_needed'
  if (visitor.isRobot) return null
  const name = (body.get('name') ?? '').trim().slice(0, NAME_MAX)
  const at = presentOf(tenant, deps.clock)
  const variant = variantFor(landing, visitor.id).id
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    if (!(await noteActed(tx, tenant, { pageId: landing.id, visitor, variant, at }))) return
    const said = { visitor, at, claims: [{ kind: 'phone' as const, value: phone }] }
    const left = {
      ...said,
      name: 'lead.left',
      messageId: `lead.left ${landing.id} ${visitor.id}`,
      props: { ...propsOf(landing), variant },
    }
    await tellOfVisitor(tx, tenant, left, deps.clock.now())
    if (name === '') return
    const named = {
      ...said,
      name: 'identify',
      messageId: `lead.named ${landing.id} ${visitor.id}`,
      props: {},
      personal: { traits: { name } },
    }
    await tellOfVisitor(tx, tenant, named, deps.clock.now())
  })
  return null
}

async function show(
  deps: AcquisitionDeps,
  { request, reply, tenant, landing, visitor }: Looking,
  came: { fault: LeadFault | null; isDone: boolean },
): Promise<FastifyReply> {
  const language = languageOf(request)
  const { look, hasPicture } = await deps.db.inWorkspace(tenant.id, async (tx) => ({
    look: await lookOf(tx, tenant),
    hasPicture:
      landing.wayId !== null && Boolean((await storedWay(tx, tenant, landing.wayId))?.qrUrl),
  }))
  const words = variantFor(landing, visitor.id)
  const path = pathOfPage(request)
  const claimUrl =
    landing.hookId === null
      ? null
      : deps.links.urlOf(tenant, { kind: 'hook_claim', id: landing.hookId })
  return sendPage(reply, deps, {
    tenant,
    language,
    colour: look.colour,
    title: words.headline,
    style: LANDING_STYLE,
    body: landingBody(pageWords(language), {
      ...came,
      ...{ landing, words, path, visitor, hasPicture },
      claimAt:
        claimUrl === null
          ? null
          : { path: new URL(claimUrl).pathname, page: path.split('/').at(-1) ?? '' },
    }),
  })
}
