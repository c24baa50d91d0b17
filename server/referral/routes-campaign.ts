import { z } from 'zod'
import * as contract from '../../contract/referral.ts'
import { namedAssociates } from '../corp/index.ts'
import { type App, Problem, pageStart, showId, type Tenant } from '../kernel/index.ts'
import { posterOf } from '../poster/index.ts'
import type { Tx } from '../postgres/index.ts'
import { rewardsNamed } from '../reward/index.ts'
import { audit } from '../staff/index.ts'
import {
  campaignById,
  changeCampaign,
  listCampaigns,
  makeCampaign,
  type StoredCampaign,
  turnCampaign,
} from './campaign.ts'
import { problemsOf } from './problems.ts'
import { asking, idIn, type ReferralRouteDeps } from './route-deps.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const made = z.object({ id: z.string() })
const read = { permission: 'journeys.read' } as const
const write = { permission: 'journeys.write' } as const
const path = '/api/referrals'

/** Invitation campaigns: written, launched, paused, ended. */
export function campaignRoutes(app: App, deps: ReferralRouteDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.referralQuery, response: { 200: contract.referralList } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { search, state, limit, cursor } = request.query
      const from = pageStart(cursor)
      const { rows, total } = await within((tx) =>
        listCampaigns(tx, tenant, { search: search ?? null, state: state ?? null, from, limit }),
      )
      return {
        items: rows.map(({ id, untilAt, madeAt, ...row }) => ({
          ...row,
          id: showId('referral', id),
          until: untilAt?.toISOString() ?? null,
          madeAt: madeAt.toISOString(),
        })),
        next: from + rows.length < total ? String(from + rows.length) : null,
        total,
      }
    },
  )
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.referral } } },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      const id = idIn('referral', request.params.id)
      return within(async (tx) => shown(tx, deps, { tenant, now }, await demand(tx, tenant, id)))
    },
  )
  writingRoutes(app, deps)
  turningRoutes(app, deps)
}

function writingRoutes(app: App, deps: ReferralRouteDeps): void {
  app.post(
    path,
    { config: write, schema: { body: contract.newReferral, response: { 201: made } } },
    async (request, reply) => {
      const { tenant, by, real, within } = asking(deps, request)
      const id = await within(async (tx) => {
        await demandSource(tx, deps, tenant, request.body.sourceId)
        await demandPoster(tx, tenant, request.body.posterId)
        return makeCampaign(tx, tenant, { wanted: request.body, by, now: real })
      })
      if (id === null) throw new Problem('not_found')
      return reply.code(201).send({ id: showId('referral', id) })
    },
  )
  app.put(
    `${path}/:id`,
    {
      config: write,
      schema: { params: byId, body: contract.newReferral, response: { 200: done } },
    },
    async (request) => {
      const { tenant, real, within } = asking(deps, request)
      const id = idIn('referral', request.params.id)
      await within(async (tx) => {
        await demand(tx, tenant, id)
        await demandSource(tx, deps, tenant, request.body.sourceId)
        await demandPoster(tx, tenant, request.body.posterId)
        const changed = await changeCampaign(tx, tenant, { id, wanted: request.body, now: real })
        if (!changed.ok)
          throw new Problem(changed.reason === 'no_id' ? 'not_found' : 'referral_launched')
      })
      return { ok: true as const }
    },
  )
}

const deeds = { launch: 'live', pause: 'paused', resume: 'live', end: 'ended' } as const

function turningRoutes(app: App, deps: ReferralRouteDeps): void {
  for (const [deed, to] of Object.entries(deeds))
    app.post(
      `${path}/:id/${deed}`,
      { config: write, schema: { params: byId, response: { 200: done } } },
      async (request) => {
        const { tenant, by, now, real, within } = asking(deps, request)
        const id = idIn('referral', request.params.id)
        await within(async (tx) => {
          const campaign = await demand(tx, tenant, id)
          const isLaunch = campaign.state === 'draft'
          if (isLaunch !== (deed === 'launch')) throw new Problem('referral_not_now')
          const [problem] = isLaunch
            ? (await problemsOf(tx, { tenant, now }, campaign)).filter(
                ({ isBlocking }) => isBlocking,
              )
            : []
          if (problem) throw new Problem('referral_blocked', { problem: problem.code })
          const turned = await turnCampaign(tx, tenant, { id, to, by, now })
          if (!turned.ok) throw new Problem('referral_not_now')
          await audit(tx, {
            workspaceId: tenant.id,
            staffId: by,
            at: real,
            action: `referral.${deed}`,
            subject: showId('referral', id),
            detail: { from: campaign.state, to },
          })
        })
        return { ok: true as const }
      },
    )
}

/** @throws Problem not_found */
export async function demand(tx: Tx, tenant: Tenant, id: string): Promise<StoredCampaign> {
  const campaign = await campaignById(tx, tenant, id)
  if (!campaign) throw new Problem('not_found')
  return campaign
}

async function demandSource(
  tx: Tx,
  deps: ReferralRouteDeps,
  tenant: Tenant,
  shownId: string | null,
): Promise<void> {
  if (shownId === null) return
  const id = idIn('source', shownId)
  if (!(await deps.namesOfSources(tx, tenant, [id])).has(id)) throw new Problem('not_found')
}

async function demandPoster(tx: Tx, tenant: Tenant, shownId: string | null): Promise<void> {
  if (shownId === null) return
  if (!(await posterOf(tx, tenant, idIn('poster', shownId)))) throw new Problem('not_found')
}

async function shown(
  tx: Tx,
  deps: ReferralRouteDeps,
  scope: { tenant: Tenant; now: Date },
  campaign: StoredCampaign,
): Promise<contract.Referral> {
  const { tenant } = scope
  const { id, tiers, friendRewardId, sourceId, posterId, userids } = campaign
  const poster = posterId === null ? null : await posterOf(tx, tenant, posterId)
  const ids = [
    ...tiers.map(({ rewardId }) => rewardId),
    ...(friendRewardId ? [friendRewardId] : []),
  ]
  const rewards = await rewardsNamed(tx, tenant, ids)
  const sources = await deps.namesOfSources(tx, tenant, sourceId === null ? [] : [sourceId])
  const names = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one.name]))
  return {
    id: showId('referral', id),
    name: campaign.name,
    state: campaign.state,
    headline: campaign.headline,
    story: campaign.story,
    welcome: campaign.welcome,
    posterId: posterId === null ? null : showId('poster', posterId),
    poster: poster && { id: showId('poster', poster.id), name: poster.name },
    sourceId: sourceId === null ? null : showId('source', sourceId),
    source:
      sourceId === null
        ? null
        : { id: showId('source', sourceId), name: sources.get(sourceId) ?? '' },
    userids,
    associates: userids.map((userid) => ({ userid, name: names.get(userid) ?? userid })),
    tiers: tiers.map(({ people, rewardId }) => ({
      people,
      rewardId: showId('reward', rewardId),
      name: rewards.get(rewardId)?.name ?? '',
    })),
    friendRewardId: friendRewardId === null ? null : showId('reward', friendRewardId),
    friendReward:
      friendRewardId === null
        ? null
        : {
            id: showId('reward', friendRewardId),
            name: rewards.get(friendRewardId)?.name ?? '',
          },
    stayDays: campaign.stayDays,
    needsOrder: campaign.needsOrder,
    friendsMax: campaign.friendsMax,
    from: campaign.fromAt?.toISOString() ?? null,
    until: campaign.untilAt?.toISOString() ?? null,
    url: deps.links.urlOf(tenant, { kind: 'invite', id }),
    madeAt: campaign.madeAt.toISOString(),
    launchedAt: campaign.launchedAt?.toISOString() ?? null,
    endedAt: campaign.endedAt?.toISOString() ?? null,
    problems: campaign.state === 'draft' ? await problemsOf(tx, scope, campaign) : [],
  }
}
