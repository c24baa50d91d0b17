import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { fetchPicture } from '../acquisition/index.ts'
import { wordsOf } from '../customer/index.ts'
import { append } from '../event/index.ts'
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
import { orderFor, type PosterOrder, painted } from '../poster/index.ts'
import { campaignById, type StoredCampaign } from './campaign.ts'
import { type Inviter, inviterById, join, retryCode } from './inviter.ts'
import { type Look, referralPage } from './page.ts'
import type { ReferralRouteDeps } from './route-deps.ts'
import { makeCode } from './run.ts'
import { isFriend, namedTiers, rowsOf, standingIn } from './standing.ts'

const token = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
const rateLimit = { max: 300, timeWindow: '1 minute' } as const

type Found = { tenant: Tenant; campaign: StoredCampaign }

/**
 * Where a customer takes part in a campaign (`/i/…`), and the picture of their own code. The address may be passed on: it is
 * nobody's, and brings nobody anything.
 */
export function pageRoutes(app: App, deps: ReferralRouteDeps): void {
  const visitors = createVisitors(deps)
  app.get(
    '/i/:token',
    { config: { rateLimit }, schema: { params: token, hide: true } },
    async (request, reply) => {
      const found = await meant(deps, request.params.token)
      if (!found) return pageGone(deps, request, reply, null)
      const visitor = await visitors.of(request, reply, found.tenant, { isSure: true })
      return visitor ? show(deps, request, reply, { ...found, visitor }) : reply
    },
  )
  postedPage(app, (scope, bodyOf) => {
    scope.post(
      '/i/:token',
      { config: { rateLimit }, schema: { params: token, hide: true } },
      async (request, reply) => {
        const found = await meant(deps, request.params.token)
        if (!found) return pageGone(deps, request, reply, null)
        const visitor = await visitors.ofForm(
          request,
          found.tenant,
          bodyOf(request).get('v') ?? undefined,
        )
        await takePart(deps, found, visitor)
        return show(deps, request, reply, { ...found, visitor })
      },
    )
  })
  codeRoutes(app, deps)
}

/** The campaign that a link stands for; a draft is none yet. */
async function meant(deps: ReferralRouteDeps, shown: string): Promise<Found | null> {
  const read = await meantBy(deps, shown, 'invite')
  if (!read) return null
  const { tenant, id } = read
  const campaign = await deps.db.inWorkspace(tenant.id, (tx) => campaignById(tx, tenant, id))
  return campaign && campaign.state !== 'draft' ? { tenant, campaign } : null
}

function isEarly({ tenant, campaign }: Found, deps: ReferralRouteDeps): boolean {
  return campaign.fromAt !== null && campaign.fromAt > presentOf(tenant, deps.clock)
}

/** Whoever is a friend and asks to take part, does. WeCom is asked for their code at once, and again later if it does not answer. */
async function takePart(deps: ReferralRouteDeps, found: Found, visitor: Visitor): Promise<void> {
  const { tenant, campaign } = found
  const { customer } = visitor
  if (!customer || campaign.state !== 'live' || isEarly(found, deps)) return
  const now = presentOf(tenant, deps.clock)
  const inviter = await deps.db.inWorkspace(tenant.id, async (tx) => {
    if (!(await isFriend(tx, tenant, customer.id))) return null
    const rowIds = await rowsOf(tx, tenant, customer.id)
    const one = await join(tx, tenant, { campaignId: campaign.id, customer, rowIds, now })
    const fact = {
      name: 'referral.joined',
      at: one.joinedAt,
      cause: [one.id],
      customer: { id: one.customerId, no: one.customerNo },
      value: null,
      props: { referral_id: campaign.id, referral: campaign.name, generation: one.generation },
    }
    await append(tx, tenant, [fact], { lane: 'journey', now: deps.clock.now() })
    await retryCode(tx, tenant, one.id)
    return one
  })
  const mayAsk = inviter && inviter.codePhase !== 'live' && !(await deps.isFenced())
  if (mayAsk) await makeCode(deps, tenant, inviter)
}

type Shown = Found & { visitor: Visitor }

async function show(
  deps: ReferralRouteDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { tenant, campaign, visitor }: Shown,
): Promise<FastifyReply> {
  const language = languageOf(request)
  const { look, colour } = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const { customer } = visitor
    const standing = customer ? await standingIn(tx, tenant, campaign, customer.id) : null
    const seen: Look = {
      tenant,
      language,
      campaign,
      tiers: await namedTiers(tx, tenant, campaign),
      isEarly: isEarly({ tenant, campaign }, deps),
      isFriend: customer !== null && (await isFriend(tx, tenant, customer.id)),
      standing,
      token: visitor.token,
      ...picturesOf(deps, tenant, { campaign, inviter: standing?.inviter ?? null }),
      rewardUrl: (id) => deps.links.pathOf(tenant, { kind: 'reward', id }),
    }
    return { look: seen, ...(await lookOf(tx, tenant)) }
  })
  const body = referralPage(look)
  return sendPage(reply, deps, { tenant, language, title: campaign.headline, body, colour })
}

/** Where an inviter's code and poster are, by a word that nobody can make up. */
function picturesOf(
  { links }: ReferralRouteDeps,
  tenant: Tenant,
  { campaign, inviter }: { campaign: StoredCampaign; inviter: Inviter | null },
): Pick<Look, 'code' | 'poster'> {
  if (inviter?.codePhase !== 'live') return { code: null, poster: null }
  const path = links.pathOf(tenant, { kind: 'invite', id: inviter.id })
  return { code: `${path}/code`, poster: campaign.posterId === null ? null : `${path}/poster` }
}

/** Somebody's own code, and the poster that it is drawn into. */
function codeRoutes(app: App, deps: ReferralRouteDeps): void {
  app.get(
    '/i/:token/code',
    { config: { rateLimit }, schema: { params: token, hide: true } },
    async (request, reply) => {
      const read = await meantBy(deps, request.params.token, 'invite')
      const picture = read && (await codeOf(deps, read.tenant, read.id))
      if (!picture) return pageGone(deps, request, reply, null)
      return onlySeen(reply).type(picture.kind).send(picture.bytes)
    },
  )
  app.get(
    '/i/:token/poster',
    { config: { rateLimit }, schema: { params: token, hide: true } },
    async (request, reply) => {
      const read = await meantBy(deps, request.params.token, 'invite')
      const code = read && (await codeOf(deps, read.tenant, read.id))
      const order = code && (await posterOrder(deps, read, code.bytes))
      if (!order) return pageGone(deps, request, reply, null)
      return onlySeen(reply)
        .type('image/jpeg')
        .send(await painted(deps.painter, order))
    },
  )
}

/** A picture that came from elsewhere does nothing but be seen. */
function onlySeen(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    .header('cache-control', 'private, max-age=3600')
}

async function codeOf(deps: ReferralRouteDeps, tenant: Tenant, inviterId: string) {
  const inviter = await deps.db.inWorkspace(tenant.id, (tx) => inviterById(tx, tenant, inviterId))
  const url = inviter?.codePhase === 'live' ? inviter.qrUrl : null
  const picture = url === null ? null : await fetchPicture(url, deps.wecomUrl)
  return picture?.ok ? picture.value : null
}

/** The poster of an inviter's campaign with their code and the name that we know them by; null: there is none. */
function posterOrder(
  { db }: ReferralRouteDeps,
  { tenant, id }: { tenant: Tenant; id: string },
  picture: Buffer,
): Promise<PosterOrder | null> {
  return db.inWorkspace(tenant.id, async (tx) => {
    const inviter = await inviterById(tx, tenant, id)
    const campaign = inviter && (await campaignById(tx, tenant, inviter.campaignId))
    if (!campaign || campaign.posterId === null) return null
    const known = await wordsOf(tx, tenant, [inviter.customerId])
    const words = {
      name: String(known.get(inviter.customerId)?.name ?? ''),
      headline: campaign.headline,
    }
    const filling = { code: { picture }, words, scale: 1, format: 'jpeg' as const }
    return orderFor(tx, tenant, campaign.posterId, filling)
  })
}
