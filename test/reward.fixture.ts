import { newReward } from '../contract/reward.ts'
import { event, take } from '../server/customer/world.fixture.ts'
import { type Clock, createSeal, newId, seededChance, type Tenant } from '../server/kernel/index.ts'
import { type Database, sql, type Tx } from '../server/postgres/index.ts'
import { type Asked, grantReward, grantsById } from '../server/reward/index.ts'
import { makeReward } from '../server/reward/reward.ts'
import { addPieces, generateCodes, stocksOf } from '../server/reward/stock.ts'

export const seal = createSeal(Buffer.alloc(32, 7))
const chance = seededChance(7)

/** A brand that gives rewards. */
export function brandOf(db: Database, tenant: Tenant, clock: Clock) {
  const ctx = () => ({ tenant, now: clock.now(), real: clock.now() })
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work, { retry: true })
  const stock = (rewardId: string) =>
    inTx(async (tx) => (await stocksOf(tx, tenant, [rewardId])).get(rewardId))
  return {
    tenant,
    ctx,
    inTx,
    stock,
    /** A reward with so many pieces, where it has any. */
    async reward(wanted: Record<string, unknown>, pieces = 0): Promise<string> {
      const cost = wanted.kind === 'payment' ? {} : { cost: 500 }
      const parsed = newReward.parse({ name: '到店礼', ...cost, ...wanted })
      return inTx(async (tx) => {
        const rewardId = await makeReward(tx, tenant, parsed, { by: null, now: clock.now() })
        const deed = { rewardId, by: null, count: pieces }
        if (pieces > 0 && parsed.kind === 'coupon')
          await generateCodes(tx, ctx(), { seal, chance }, { ...deed, prefix: '' })
        if (pieces > 0 && parsed.kind === 'gift') await addPieces(tx, ctx(), deed)
        return rewardId
      })
    },
    /** So many people whom the brand knows. @returns their ids. */
    async people(count: number): Promise<string[]> {
      const mark = newId()
      const events = Array.from({ length: count }, (_, no) => event(`user_id=${mark}-${no}`))
      await take(db, tenant, events)
      const rows = await inTx((tx) =>
        tx.rows(sql<{ id: string }>`
          select id from customer.customer order by no desc limit ${count}
        `),
      )
      return rows.map(({ id }) => id)
    },
    give: (rewardId: string, customerId: string, more: Partial<Asked> = {}) =>
      inTx((tx) =>
        grantReward(tx, ctx(), {
          rewardId,
          customerId,
          cause: ['test', newId()],
          campaign: { kind: 'manual', id: rewardId },
          holdUntil: null,
          ...more,
        }),
      ),
    async stateOf(grantId: string): Promise<string> {
      const found = await inTx((tx) => grantsById(tx, tenant, [grantId]))
      return found.get(grantId)?.state ?? ''
    },
  }
}
export type Brand = ReturnType<typeof brandOf>
