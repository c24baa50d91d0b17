import { z } from 'zod'
import * as contract from '../../contract/reward.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, Problem, pageStart, readId, showId } from '../kernel/index.ts'
import { standingIn } from '../ledger/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { pointsOf } from './accounts.ts'
import { EXPORTED_MAX, exportGrants } from './export.ts'
import { createGiving } from './give.ts'
import type { GrantRefusal } from './grant.ts'
import { entriesOf, type GrantContext, grantsById, grantsOfPerson } from './grant-store.ts'
import { type GrantsAsked, listGrants } from './list-grants.ts'
import { asking, idIn, type RewardRouteDeps } from './route-deps.ts'
import { deedRoutes } from './routes-grant-deeds.ts'
import { showGrants } from './show.ts'

const byId = z.object({ id: z.string() })
const read = { permission: 'rewards.read' } as const
const path = '/api/reward-grants'

/** What was given: the list, one of them, a person's, and giving by hand. */
export function grantRoutes(app: App, deps: RewardRouteDeps): void {
  listRoutes(app, deps)
  oneRoutes(app, deps)
  giveRoutes(app, deps)
  deedRoutes(app, deps)
}

function listRoutes(app: App, deps: RewardRouteDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.grantQuery, response: { 200: contract.rewardGrants } },
    },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      return within(async (tx) => {
        const page = await listGrants(tx, ctx.tenant, await askedOf(tx, ctx, request.query))
        return { ...page, items: await showGrants(tx, ctx, page.items, deps.campaignNames) }
      })
    },
  )
  app.get(
    `${path}.csv`,
    {
      config: read,
      schema: { querystring: contract.grantQuery.omit({ cursor: true, limit: true }) },
    },
    async (request, reply) => {
      const { ctx, within } = asking(deps, request)
      const isEnglish = request.headers['accept-language']?.startsWith('en') ?? false
      const grants = await within(async (tx) => {
        const asked = await askedOf(tx, ctx, { ...request.query, limit: EXPORTED_MAX })
        const { items } = await listGrants(tx, ctx.tenant, asked)
        return showGrants(tx, ctx, items, deps.campaignNames)
      })
      return reply
        .header('content-disposition', 'attachment; filename="rewards.csv"')
        .type('text/csv; charset=utf-8')
        .send(exportGrants(grants, ctx.tenant, isEnglish ? 'en' : 'zh'))
    },
  )
}

type Query = Omit<contract.GrantQuery, 'cursor'> & { cursor?: string | undefined }

const ANY_ID = /^[a-z]{3}_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/
const NOBODY = '00000000-0000-0000-0000-000000000000'

async function askedOf(tx: Tx, { tenant }: GrantContext, query: Query): Promise<GrantsAsked> {
  const { state, limit, rewardId, customerId, campaignId } = query
  const id = customerId === undefined ? null : readId('customer', customerId)
  const rows = id === null ? [] : ((await peopleBook.rowIdsOf(tx, tenant, id)) ?? [])
  return {
    ...{ state, limit, from: pageStart(query.cursor) },
    rewardId: rewardId === undefined ? null : (readId('reward', rewardId) ?? NOBODY),
    // Campaigns are of several rooms, each with a prefix of its own.
    campaignId:
      campaignId === undefined ? null : (ANY_ID.exec(campaignId)?.slice(1).join('-') ?? NOBODY),
    customerIds: customerId === undefined ? null : rows,
  }
}

function oneRoutes(app: App, deps: RewardRouteDeps): void {
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.rewardGrantDetail } } },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const id = idIn('grant', request.params.id)
      return within(async (tx) => {
        const one = (await grantsById(tx, ctx.tenant, [id])).get(id)
        const [shown] = one ? await showGrants(tx, ctx, [one], deps.campaignNames) : []
        if (!shown) throw new Problem('not_found')
        const entries = await entriesOf(tx, ctx.tenant, id)
        const by = entries.map((entry) => entry.by)
        const names = await namesOfStaff(tx, ctx.tenant.id, by)
        return {
          ...shown,
          entries: entries.map((entry) => ({
            ...entry,
            id: showId('grantEntry', entry.id),
            at: entry.at.toISOString(),
            by: names.get(entry.by ?? '') ?? null,
          })),
        }
      })
    },
  )
  app.get(
    '/api/customers/:id/rewards',
    { config: read, schema: { params: byId, response: { 200: contract.rewardsOfPerson } } },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const id = idIn('customer', request.params.id)
      return within(async (tx) => {
        const rows = await peopleBook.rowIdsOf(tx, ctx.tenant, id)
        if (!rows) throw new Problem('not_found')
        const points = await standingIn(tx, ctx.tenant, rows.map(pointsOf))
        const grants = await grantsOfPerson(tx, ctx.tenant, rows)
        return {
          points: points.reduce((sum, { posted, held }) => sum + posted - held, 0),
          items: await showGrants(tx, ctx, grants, deps.campaignNames),
        }
      })
    },
  )
}

const refusals = {
  no_reward: 'reward_archived',
  out_of_stock: 'reward_out_of_stock',
  over_budget: 'reward_over_budget',
  over_person_limit: 'reward_over_person_limit',
  paused: 'reward_paused',
} as const satisfies Record<GrantRefusal, string>

function giveRoutes(app: App, deps: RewardRouteDeps): void {
  const give = createGiving(deps.db)
  app.post(
    '/api/rewards/:id/grants',
    {
      config: { permission: 'rewards.write' },
      schema: { params: byId, body: contract.newGrant, response: { 201: contract.madeGrant } },
    },
    async (request, reply) => {
      const { ctx, by } = asking(deps, request)
      const rewardId = idIn('reward', request.params.id)
      const customerId = idIn('customer', request.body.customerId)
      const { key, reason } = request.body
      // Said after the commit: a brake that this very grant pulled stays pulled.
      const { outcome, name } = await give(ctx, { rewardId, customerId, key, reason, by })
      if (!outcome.ok) {
        if (outcome.reason === 'not_found') throw new Problem('not_found')
        throw new Problem(refusals[outcome.reason], { name })
      }
      const { grantId, state } = outcome.value
      return reply.status(201).send({ id: showId('grant', grantId), state })
    },
  )
}
