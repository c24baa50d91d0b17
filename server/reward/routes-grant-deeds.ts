import { z } from 'zod'
import * as contract from '../../contract/reward.ts'
import { type App, Problem } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import { addressOf, codeOf, noteSent } from './gift.ts'
import { grantsById } from './grant-store.ts'
import { asking, idIn, type RewardRouteDeps } from './route-deps.ts'
import { cancelGrants, freezeGrants, releaseGrants } from './turn.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const write = { permission: 'rewards.write' } as const
const path = '/api/reward-grants/:id'

/** What is done to a grant: looked at, let go on, taken back, sent; and what only some may see of it. */
export function deedRoutes(app: App, deps: RewardRouteDeps): void {
  const schema = { params: byId, body: contract.grantWords, response: { 200: done } }
  for (const [method, name, turn] of [
    ['put', 'frozen', freezeGrants],
    ['delete', 'released', releaseGrants],
  ] as const) {
    app[method](`${path}/freeze`, { config: write, schema }, async (request) => {
      const { ctx, by, within, deed } = asking(deps, request)
      const { reason } = request.body
      await within(async (tx) => {
        const id = await needGrant(tx, ctx.tenant, request.params.id)
        const turned = await turn(tx, ctx, { grantIds: [id], reason, by })
        if (turned === 0) throw new Problem('grant_state')
        await audit(tx, deed(`reward_grant.${name}`, request.params.id, { reason }))
      })
      return ok
    })
  }
  app.put(`${path}/cancellation`, { config: write, schema }, async (request) => {
    const { ctx, by, within, deed } = asking(deps, request)
    const { reason } = request.body
    await within(async (tx) => {
      const id = await needGrant(tx, ctx.tenant, request.params.id)
      const gone = await cancelGrants(tx, ctx, { grantIds: [id], reason, by })
      if (gone.kept.length > 0) throw new Problem('grant_not_returnable')
      if (gone.cancelled.length + gone.clawedBack.length === 0) throw new Problem('grant_state')
      await audit(tx, deed('reward_grant.cancelled', request.params.id, { reason }))
    })
    return ok
  })
  app.put(
    `${path}/parcel`,
    { config: write, schema: { params: byId, body: contract.giftSent, response: { 200: done } } },
    async (request) => {
      const { ctx, by, within, deed } = asking(deps, request)
      await within(async (tx) => {
        const grantId = await needGrant(tx, ctx.tenant, request.params.id)
        const isSent = await noteSent(tx, ctx, { grantId, by, parcel: request.body.parcel })
        if (!isSent) throw new Problem('grant_state')
        await audit(tx, deed('reward_grant.sent', request.params.id))
      })
      return ok
    },
  )
  revealRoutes(app, deps)
}

/** Codes and addresses are read by name and written down. */
function revealRoutes(app: App, deps: RewardRouteDeps): void {
  const config = { permission: 'customers.reveal' } as const
  app.post(
    `${path}/address`,
    { config, schema: { params: byId, response: { 200: contract.giftAddress } } },
    async (request) => {
      const { ctx, within, deed } = asking(deps, request)
      return within(async (tx) => {
        const id = await needGrant(tx, ctx.tenant, request.params.id)
        const address = await addressOf(tx, ctx.tenant, deps.seal, id)
        if (!address) throw new Problem('grant_state')
        await audit(tx, deed('reward_grant.address_read', request.params.id))
        return address
      })
    },
  )
  app.post(
    `${path}/code`,
    { config, schema: { params: byId, response: { 200: z.object({ code: z.string() }) } } },
    async (request) => {
      const { ctx, within, deed } = asking(deps, request)
      return within(async (tx) => {
        const id = await needGrant(tx, ctx.tenant, request.params.id)
        const code = await codeOf(tx, ctx.tenant, deps.seal, id)
        if (code === null) throw new Problem('grant_state')
        await audit(tx, deed('reward_grant.code_read', request.params.id))
        return { code }
      })
    },
  )
}

async function needGrant(tx: Tx, tenant: { id: string }, shown: string): Promise<string> {
  const id = idIn('grant', shown)
  if (!(await grantsById(tx, tenant, [id])).has(id)) throw new Problem('not_found')
  return id
}
