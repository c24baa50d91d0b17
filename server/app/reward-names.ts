import { listedPersons, peopleBook } from '../customer/index.ts'
import { namesOfJourneys } from '../journey/index.ts'
import { showId } from '../kernel/index.ts'
import type { LedgerRouteDeps } from '../ledger/index.ts'
import { namesOfReferrals } from '../referral/index.ts'
import { type CampaignNames, rewardsNamed } from '../reward/index.ts'

type Named = { shown: string; name: string }

/** Campaigns that rewards are given for, by what they are. Given by hand is a campaign of the reward itself. */
export const campaignNames: CampaignNames = async (tx, tenant, campaigns) => {
  const ids = [...new Set(campaigns.map(({ id }) => id))]
  const found = new Map<string, Named>()
  for (const [id, { name }] of await rewardsNamed(tx, tenant, ids))
    found.set(id, { shown: showId('reward', id), name })
  for (const [id, name] of await namesOfReferrals(tx, tenant, ids))
    found.set(id, { shown: showId('referral', id), name })
  for (const [id, name] of await namesOfJourneys(tx, tenant, ids))
    found.set(id, { shown: showId('journey', id), name })
  return found
}

/** Whose the accounts of the ledger are. */
export const ledgerNames: Pick<
  LedgerRouteDeps,
  'customerNames' | 'rewardNames' | 'campaignNames' | 'rowsOf'
> = {
  campaignNames,
  async customerNames(tx, tenant, ids) {
    const persons = await listedPersons(tx, tenant.id, [...ids])
    return new Map(
      [...persons].map(([rowId, { id, name }]): [string, Named] => [
        rowId,
        { shown: showId('customer', id), name },
      ]),
    )
  },
  async rewardNames(tx, tenant, ids) {
    const rewards = await rewardsNamed(tx, tenant, ids)
    return new Map(
      [...rewards].map(([id, { name }]): [string, Named] => [
        id,
        { shown: showId('reward', id), name },
      ]),
    )
  },
  rowsOf: peopleBook.rowIdsOf,
}
