import { z } from 'zod'
import * as contract from '../../contract/reward.ts'
import { type App, Problem } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import type { GrantContext } from './grant-store.ts'
import { isLimited, rewardsById, type StoredReward } from './reward.ts'
import { asking, idIn, type RewardRouteDeps } from './route-deps.ts'
import { addCodes, addPieces, generateCodes, withdrawPieces } from './stock.ts'

const byId = z.object({ id: z.string() })
const write = { permission: 'rewards.write' } as const
const path = '/api/rewards/:id'

/** What is put into the stock of a reward, and what is taken out of it. */
export function stockRoutes(app: App, deps: RewardRouteDeps): void {
  codeRoutes(app, deps)
  app.post(
    `${path}/pieces`,
    {
      config: write,
      schema: { params: byId, body: contract.stockAddition, response: { 200: contract.counted } },
    },
    async (request) => {
      const { ctx, by, within, deed } = asking(deps, request)
      const { count } = request.body
      await within(async (tx) => {
        const rewardId = await needKind(tx, ctx, request.params.id, (kind) => kind === 'gift')
        await addPieces(tx, ctx, { rewardId, by, count })
        await audit(tx, deed('reward.stock_added', request.params.id, { count }))
      })
      return { count }
    },
  )
  app.delete(
    `${path}/pieces`,
    {
      config: write,
      schema: { params: byId, body: contract.stockAddition, response: { 200: contract.counted } },
    },
    async (request) => {
      const { ctx, by, within, deed } = asking(deps, request)
      const count = await within(async (tx) => {
        const rewardId = await needKind(tx, ctx, request.params.id, isLimited)
        const wanted = { rewardId, by, count: request.body.count }
        const withdrawn = await withdrawPieces(tx, ctx, wanted)
        const detail = { count: withdrawn }
        await audit(tx, deed('reward.stock_withdrawn', request.params.id, detail))
        return withdrawn
      })
      return { count }
    },
  )
}

function codeRoutes(app: App, deps: RewardRouteDeps): void {
  app.post(
    `${path}/codes`,
    {
      config: write,
      bodyLimit: 2 * 1024 * 1024,
      schema: { params: byId, body: contract.codeImport, response: { 200: contract.codeImported } },
    },
    async (request) => {
      const { ctx, by, within, deed } = asking(deps, request)
      const { codes, unreadable } = readCodes(request.body.codes)
      return within(async (tx) => {
        const rewardId = await needKind(tx, ctx, request.params.id, (kind) => kind === 'coupon')
        const wanted = { rewardId, by, codes, kind: 'imported' as const }
        const added = await addCodes(tx, ctx, deps.seal, wanted)
        await audit(tx, deed('reward.stock_added', request.params.id, { count: added }))
        return { added, known: codes.length - added, unreadable }
      })
    },
  )
  app.post(
    `${path}/codes/generation`,
    {
      config: write,
      schema: { params: byId, body: contract.codeGeneration, response: { 200: contract.counted } },
    },
    async (request) => {
      const { ctx, by, within, deed } = asking(deps, request)
      const count = await within(async (tx) => {
        const rewardId = await needKind(tx, ctx, request.params.id, (kind) => kind === 'coupon')
        const made = await generateCodes(tx, ctx, deps, { rewardId, by, ...request.body })
        await audit(tx, deed('reward.stock_added', request.params.id, { count: made }))
        return made
      })
      return { count }
    },
  )
}

/** One code a line, or with commas between; what has a blank in it or is too long is none. */
function readCodes(text: string): { codes: string[]; unreadable: number } {
  const words = text
    .split(/[\r\n,，;；\t]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
  const codes = words.filter((word) => word.length <= contract.CODE_MAX && !/\s/.test(word))
  return { codes, unreadable: words.length - codes.length }
}

async function needKind(
  tx: Tx,
  { tenant }: GrantContext,
  shown: string,
  isRight: (kind: StoredReward['kind']) => boolean,
): Promise<string> {
  const id = idIn('reward', shown)
  const [one] = await rewardsById(tx, tenant, [id])
  if (!one) throw new Problem('not_found')
  if (!isRight(one.kind)) throw new Problem('reward_wrong_kind')
  return id
}
