import { z } from 'zod'
import * as contract from '../../contract/reward.ts'
import { type App, Problem, pageStart, showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import { changeBudget } from './budget.ts'
import type { GrantContext } from './grant-store.ts'
import { pauseReward, resumeReward } from './pause.ts'
import { archiveReward, changeReward, listRewards, makeReward, rewardsById } from './reward.ts'
import { asking, idIn, type RewardRouteDeps } from './route-deps.ts'
import { grantRoutes } from './routes-grant.ts'
import { stockRoutes } from './routes-stock.ts'
import { showRewards } from './show.ts'
import { batchesOf } from './stock.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const read = { permission: 'rewards.read' } as const
const write = { permission: 'rewards.write' } as const
const path = '/api/rewards'

/** Rewards (奖励): the list, one of them, its stock, its budget, its brake, and what was given. */
export function routes(app: App, deps: RewardRouteDeps): void {
  listRoutes(app, deps)
  oneRoutes(app, deps)
  pauseRoutes(app, deps)
  stockRoutes(app, deps)
  grantRoutes(app, deps)
}

function listRoutes(app: App, deps: RewardRouteDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.rewardQuery, response: { 200: contract.rewards } },
    },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const { kind = null, cursor, ...query } = request.query
      return within(async (tx) => {
        const asked = { ...query, kind, from: pageStart(cursor) }
        const page = await listRewards(tx, ctx.tenant, asked)
        return { ...page, items: await showRewards(tx, ctx, page.items) }
      })
    },
  )
  app.post(
    path,
    {
      config: write,
      schema: { body: contract.newReward, response: { 201: z.object({ id: z.string() }) } },
    },
    async (request, reply) => {
      const { ctx, by, within, deed } = asking(deps, request)
      const id = await within(async (tx) => {
        const made = await makeReward(tx, ctx.tenant, request.body, { by, now: ctx.real })
        const { kind } = request.body
        await audit(tx, deed('reward.made', showId('reward', made), { kind }))
        return made
      })
      return reply.status(201).send({ id: showId('reward', id) })
    },
  )
}

function oneRoutes(app: App, deps: RewardRouteDeps): void {
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.rewardDetail } } },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const id = idIn('reward', request.params.id)
      return within((tx) => detailOf(tx, ctx, id))
    },
  )
  app.patch(
    `${path}/:id`,
    {
      config: write,
      schema: { params: byId, body: contract.rewardChange, response: { 200: done } },
    },
    async (request) => {
      const { ctx, within, deed } = asking(deps, request)
      const id = idIn('reward', request.params.id)
      await within(async (tx) => {
        const change = { id, change: request.body, now: ctx.real }
        if (!(await changeReward(tx, ctx.tenant, change))) throw new Problem('not_found')
        const changed = Object.keys(request.body)
        await audit(tx, deed('reward.changed', request.params.id, { changed }))
      })
      return ok
    },
  )
  for (const [method, isArchived] of [
    ['put', true],
    ['delete', false],
  ] as const) {
    app[method](
      `${path}/:id/archiving`,
      { config: write, schema: { params: byId, response: { 200: done } } },
      async (request) => {
        const { ctx, within, deed } = asking(deps, request)
        const id = idIn('reward', request.params.id)
        const at = isArchived ? ctx.real : null
        await within(async (tx) => {
          const found = await archiveReward(tx, ctx.tenant, { id, at, now: ctx.real })
          if (!found) throw new Problem('not_found')
          await audit(
            tx,
            deed(isArchived ? 'reward.archived' : 'reward.revived', request.params.id),
          )
        })
        return ok
      },
    )
  }
}

async function detailOf(tx: Tx, ctx: GrantContext, id: string): Promise<contract.RewardDetail> {
  const [shown] = await showRewards(tx, ctx, await rewardsById(tx, ctx.tenant, [id]))
  if (!shown) throw new Problem('not_found')
  const batches = await batchesOf(tx, ctx.tenant, id)
  const names = await namesOfStaff(
    tx,
    ctx.tenant.id,
    batches.map(({ by }) => by),
  )
  return {
    ...shown,
    batches: batches.map(({ id: batchId, at, by, ...batch }) => ({
      ...batch,
      id: showId('stockBatch', batchId),
      at: at.toISOString(),
      by: names.get(by ?? '') ?? null,
    })),
  }
}

function pauseRoutes(app: App, deps: RewardRouteDeps): void {
  app.put(
    `${path}/:id/pause`,
    { config: write, schema: { params: byId, body: contract.pauseWords, response: { 200: done } } },
    async (request) => {
      const { ctx, by, within, deed } = asking(deps, request)
      const rewardId = idIn('reward', request.params.id)
      const { reason } = request.body
      await within(async (tx) => {
        const [one] = await rewardsById(tx, ctx.tenant, [rewardId])
        if (!one) throw new Problem('not_found')
        await pauseReward(tx, ctx, { rewardId, name: one.name, by, reason })
        await audit(tx, deed('reward.paused', request.params.id))
      })
      return ok
    },
  )
  app.delete(
    `${path}/:id/pause`,
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { ctx, by, within, deed } = asking(deps, request)
      const rewardId = idIn('reward', request.params.id)
      await within(async (tx) => {
        if ((await rewardsById(tx, ctx.tenant, [rewardId])).length === 0)
          throw new Problem('not_found')
        await resumeReward(tx, ctx, { rewardId, by })
        await audit(tx, deed('reward.resumed', request.params.id))
      })
      return ok
    },
  )
  app.post(
    `${path}/:id/budget`,
    {
      config: write,
      schema: { params: byId, body: contract.budgetChange, response: { 200: done } },
    },
    async (request) => {
      const { ctx, by, within, deed } = asking(deps, request)
      const rewardId = idIn('reward', request.params.id)
      const { amount } = request.body
      await within(async (tx) => {
        if ((await rewardsById(tx, ctx.tenant, [rewardId])).length === 0)
          throw new Problem('not_found')
        const changed = await changeBudget(tx, ctx, { rewardId, amount, by })
        if (!changed.ok) throw new Problem('reward_budget_short')
        await audit(tx, deed('reward.budget_changed', request.params.id, { amount }))
      })
      return ok
    },
  )
}
