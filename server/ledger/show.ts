import type { LedgerAccount, LedgerEntry, OwnerKind } from '../../contract/ledger.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import type { StoredAccount } from './list-accounts.ts'
import type { StoredEntry } from './list-entries.ts'
import type { LedgerRouteDeps, Named } from './route-deps.ts'

type Owner = { ownerKind: OwnerKind; ownerId: string }

export async function showAccounts(
  tx: Tx,
  tenant: Tenant,
  deps: LedgerRouteDeps,
  accounts: readonly StoredAccount[],
): Promise<LedgerAccount[]> {
  const named = await ownersOf(tx, tenant, deps, accounts)
  return accounts.map((one) => ({
    id: showId('account', one.id),
    kind: one.kind,
    unit: one.unit,
    owner: shownOwner(one, named),
    posted: one.posted,
    held: one.held,
  }))
}

export async function showEntries(
  tx: Tx,
  tenant: Tenant,
  deps: LedgerRouteDeps,
  entries: readonly StoredEntry[],
): Promise<LedgerEntry[]> {
  const sides = entries.flatMap(({ debit, credit }) => [debit, credit])
  const named = await ownersOf(tx, tenant, deps, sides)
  const campaigns = await deps.campaignNames(
    tx,
    tenant,
    entries.flatMap(({ campaign }) => campaign ?? []),
  )
  const names = await namesOfStaff(
    tx,
    tenant.id,
    entries.map(({ by }) => by),
  )
  const side = (one: StoredEntry['debit']) => ({
    id: showId('account', one.id),
    kind: one.kind,
    owner: shownOwner(one, named),
  })
  return entries.map((one) => {
    const campaign = one.campaign && campaigns.get(one.campaign.id)
    return {
      ...one,
      id: showId('transfer', one.id),
      at: one.at.toISOString(),
      debit: side(one.debit),
      credit: side(one.credit),
      campaign: one.campaign && {
        kind: one.campaign.kind,
        id: campaign?.shown ?? '',
        name: campaign?.name ?? '',
      },
      by: names.get(one.by ?? '') ?? null,
    }
  })
}

const shownOwner = ({ ownerKind: kind, ownerId }: Owner, named: ReadonlyMap<string, Named>) => ({
  kind,
  id: named.get(ownerId)?.shown ?? null,
  name: named.get(ownerId)?.name ?? '',
})

async function ownersOf(
  tx: Tx,
  tenant: Tenant,
  deps: LedgerRouteDeps,
  owners: readonly Owner[],
): Promise<ReadonlyMap<string, Named>> {
  const idsOf = (kind: OwnerKind) => [
    ...new Set(owners.filter((one) => one.ownerKind === kind).map(({ ownerId }) => ownerId)),
  ]
  const customers = await deps.customerNames(tx, tenant, idsOf('customer'))
  const rewards = await deps.rewardNames(tx, tenant, idsOf('reward'))
  // Whose kind the account does not say is found by the id alone.
  const campaigns = await deps.campaignNames(
    tx,
    tenant,
    idsOf('campaign').map((id) => ({ kind: 'referral', id })),
  )
  return new Map([...customers, ...rewards, ...campaigns])
}
