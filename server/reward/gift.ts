import { type GiftAddress, giftAddress } from '../../contract/reward.ts'
import type { Seal, Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { tell } from './facts.ts'
import { addEntries, type GrantContext, takeGrants } from './grant-store.ts'

/** Where a gift goes to, sealed. @returns whether it is one that waits for an address or may have another. */
export async function keepAddress(
  tx: Tx,
  { tenant, now }: GrantContext,
  seal: Pick<Seal, 'close'>,
  { grantId, address }: { grantId: string; address: GiftAddress },
): Promise<boolean> {
  const [grant] = await takeGrants(tx, tenant, { ids: [grantId], states: ['posted'] })
  if (grant?.kind !== 'gift' || grant.sentAt !== null) return false
  await tx.run(sql`
    update reward.reward_grant
    set address = ${seal.close(JSON.stringify(address))}, address_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${grantId}
  `)
  await addEntries(tx, tenant, [{ grantId, kind: 'address', at: now, by: null, reason: '' }])
  return true
}

/** Where a gift goes to; null: it is not known. */
export async function addressOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  seal: Pick<Seal, 'open'>,
  grantId: string,
): Promise<GiftAddress | null> {
  const row = await tx.maybe(sql<{ address: Buffer | null }>`
    select address
    from reward.reward_grant
    where workspace_id = ${tenant.id}
      and id = ${grantId}
  `)
  return row?.address ? giftAddress.parse(JSON.parse(seal.open(row.address))) : null
}

/** The code of a coupon that stands; null: there is none to show. */
export async function codeOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  seal: Pick<Seal, 'open'>,
  grantId: string,
): Promise<string | null> {
  const row = await tx.maybe(sql<{ code: Buffer | null }>`
    select u.code
    from reward.unit u
    join reward.reward_grant g
      on g.workspace_id = u.workspace_id
      and g.id = u.grant_id
    where u.workspace_id = ${tenant.id}
      and u.grant_id = ${grantId}
      and g.state = 'posted'
  `)
  return row?.code ? seal.open(row.code) : null
}

/** The gift is on its way. @returns whether it was one to be sent. */
export async function noteSent(
  tx: Tx,
  ctx: GrantContext,
  { grantId, parcel, by }: { grantId: string; parcel: string; by: string | null },
): Promise<boolean> {
  const { tenant, now } = ctx
  const grants = await takeGrants(tx, tenant, { ids: [grantId], states: ['posted'] })
  const ready = grants.filter(
    ({ kind, hasAddress, sentAt }) => kind === 'gift' && hasAddress && sentAt === null,
  )
  if (ready.length === 0) return false
  await tx.run(sql`
    update reward.reward_grant
    set sent_at = ${now}, sent_by = ${by}, parcel = ${parcel}, expires_at = null
    where workspace_id = ${tenant.id}
      and id = ${grantId}
  `)
  await tell(tx, ctx, ready, { kind: 'sent', by, reason: parcel })
  return true
}
