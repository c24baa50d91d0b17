import { numbersOf } from '../customer/index.ts'
import { append, type Fact } from '../event/index.ts'
import { showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { addEntries, type GrantContext, type GrantEntry, type StoredGrant } from './grant-store.ts'

/** What is told of a grant: its entry, and the event of the same name. */
export type Told = Exclude<GrantEntry['kind'], 'address' | 'asked' | 'unknown'>

/**
 * Writes what happened into the grants and tells the river, in the transaction that did it. Something that can happen to a
 * grant more than once (frozen, released) is a new event each time.
 */
export async function tell(
  tx: Tx,
  { tenant, now, real }: GrantContext,
  grants: readonly StoredGrant[],
  { kind, ...said }: { kind: 'granted' } | { kind: Told; by: string | null; reason: string },
): Promise<void> {
  if (grants.length === 0) return
  await addEntries(
    tx,
    tenant,
    grants.map((grant) => ({ grantId: grant.id, kind, at: now, ...wordsOf(grant, said) })),
  )
  const numbers = await numbersOf(
    tx,
    tenant,
    grants.map(({ customerId }) => customerId),
  )
  const again = kind === 'frozen' || kind === 'released' ? [String(real.getTime())] : []
  const facts = grants.map((grant): Fact => {
    const no = numbers.get(grant.customerId)
    return {
      name: `reward.${kind}`,
      at: now,
      cause: [grant.id, ...again],
      customer: no === undefined ? null : { id: grant.customerId, no },
      // What it is worth, not what was bought: that would count as an order.
      value: null,
      props: {
        grant_id: showId('grant', grant.id),
        reward_id: showId('reward', grant.rewardId),
        reward: grant.rewardName,
        kind: grant.kind,
        cost: grant.cost,
        points: grant.points ?? 0,
        campaign: grant.campaign.kind,
        reason: wordsOf(grant, said).reason,
      },
    }
  })
  await append(tx, tenant, facts, { lane: 'journey', now: real })
}

/** By whom and why: as it is said now, or as the grant itself says. */
function wordsOf(
  { grantedBy, reason }: StoredGrant,
  said: { by?: string | null; reason?: string },
): { by: string | null; reason: string } {
  return {
    by: said.by ?? (said.reason === undefined ? grantedBy : null),
    reason: said.reason ?? reason,
  }
}
