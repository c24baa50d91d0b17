import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type GiftAddress, giftAddress } from '../../contract/reward.ts'
import { rowsOfPersons } from '../customer/index.ts'
import { type App, presentOf, type Tenant } from '../kernel/index.ts'
import {
  createVisitors,
  languageOf,
  lookOf,
  meantBy,
  type PageDeps,
  pageGone,
  postedPage,
  sendPage,
  TOKEN_CHARACTERS,
  type Visitor,
} from '../page/index.ts'
import type { Tx } from '../postgres/index.ts'
import { codeOf, keepAddress } from './gift.ts'
import { grantsById, type StoredGrant } from './grant-store.ts'
import { rewardBody, rewardScript } from './page.ts'
import { rewardPageTexts } from './page-text.ts'
import { findPayAccount } from './pay-account.ts'
import { packageOf } from './payment-store.ts'
import { rewardsById } from './reward.ts'

export type RewardPageDeps = PageDeps & { appIdOf: (tenant: Tenant) => Promise<string> }

const PATH = '/w/:token'
const token = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
const ASKED_A_MINUTE = 300
const sentAddress = giftAddress.extend({
  name: z.string().trim().min(1).max(40),
  phone: z
    .string()
    .trim()
    .regex(/^1\d{10}$/),
  address: z.string().trim().min(5).max(200),
})

/** The page of somebody's reward (`/w/…`): its code, its points, where the gift goes. It shows them to nobody else. */
export function rewardPageRoutes(app: App, deps: RewardPageDeps): void {
  const visitors = createVisitors(deps)
  const config = { rateLimit: { max: ASKED_A_MINUTE, timeWindow: '1 minute' } }
  const schema = { params: token, hide: true }
  app.get(PATH, { config, schema }, async (request, reply) => {
    const meant = await grantOf(deps, request.params.token)
    if (!meant) return pageGone(deps, request, reply, null)
    const visitor = await visitors.of(request, reply, meant.tenant, { isSure: true })
    if (!visitor) return reply
    return show(deps, { request, reply, ...meant, visitor, wrong: null })
  })
  postedPage(app, (scope, bodyOf) => {
    scope.post(PATH, { config, schema }, async (request, reply) => {
      const meant = await grantOf(deps, request.params.token)
      if (!meant) return pageGone(deps, request, reply, null)
      const body = bodyOf(request)
      const visitor = await visitors.ofForm(request, meant.tenant, body.get('v') ?? undefined)
      const wrong = await takeAddress(deps, { ...meant, visitor, body })
      if (wrong) return show(deps, { request, reply, ...meant, visitor, wrong })
      return reply.redirect(request.url, 303)
    })
  })
}

type Meant = { tenant: Tenant; grant: StoredGrant }

async function grantOf(deps: RewardPageDeps, shown: string): Promise<Meant | null> {
  const meant = await meantBy(deps, shown, 'reward')
  if (!meant) return null
  const { tenant, id } = meant
  const found = await deps.db.inWorkspace(tenant.id, (tx) => grantsById(tx, tenant, [id]))
  const grant = found.get(id)
  return grant ? { tenant, grant } : null
}

/** @returns what could not be taken; null: it was, or it is not theirs to give. */
async function takeAddress(
  { db, clock, seal }: RewardPageDeps,
  { tenant, grant, visitor, body }: Meant & { visitor: Visitor; body: URLSearchParams },
): Promise<GiftAddress | null> {
  const word = (name: string) => body.get(name) ?? ''
  const given = { name: word('name'), phone: word('phone'), address: word('address') }
  const address = sentAddress.safeParse(given)
  if (!address.success) return given
  const ctx = { tenant, now: presentOf(tenant, clock), real: clock.now() }
  await db.inWorkspace(tenant.id, async (tx) => {
    if (!(await isOwner(tx, tenant, grant, visitor))) return
    await keepAddress(tx, ctx, seal, { grantId: grant.id, address: address.data })
  })
  return null
}

/** A link may be passed on: only the person it was given to sees more than its name. */
async function isOwner(
  tx: Tx,
  tenant: Tenant,
  { customerId }: StoredGrant,
  { customer }: Visitor,
): Promise<boolean> {
  if (!customer) return false
  const rows = await rowsOfPersons(tx, tenant, { ids: [customer.id] })
  return rows.some((row) => row.customerId === customerId)
}

type Showing = Meant & {
  request: FastifyRequest
  reply: FastifyReply
  visitor: Visitor
  wrong: GiftAddress | null
}

async function show(
  deps: RewardPageDeps,
  { request, reply, tenant, grant, visitor, wrong }: Showing,
): Promise<FastifyReply> {
  const language = languageOf(request)
  const appId = await deps.appIdOf(tenant)
  const found = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const isTheirs = await isOwner(tx, tenant, grant, visitor)
    const [reward] = await rewardsById(tx, tenant, [grant.rewardId])
    const account = await findPayAccount(tx, tenant)
    const packed = isTheirs ? await packageOf(tx, tenant, grant.id) : null
    return {
      isTheirs,
      words: reward?.words ?? '',
      code: isTheirs ? await codeOf(tx, tenant, deps.seal, grant.id) : null,
      receipt:
        account && packed !== null
          ? { mchId: account.mchId, appId: account.appId || appId, package: packed }
          : null,
      look: await lookOf(tx, tenant),
    }
  })
  return sendPage(reply, deps, {
    ...{ tenant, language, title: rewardPageTexts[language].title, colour: found.look.colour },
    body: rewardBody({ ...found, tenant, language, grant, wrong, visitor: visitor.token }),
    ...(wrong ? { status: 422 } : {}),
    script: rewardScript,
  })
}
