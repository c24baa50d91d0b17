import type { PayAccountSettings } from '../../contract/pay.ts'
import { createPay, type PayAccount } from '../../weixin/index.ts'
import type { Chance, Clock, Seal, Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type StoredPayAccount = {
  mchId: string
  appId: string
  serial: string
  privateKey: Buffer
  apiKey: Buffer
  platformSerial: string
  platformKey: string
  changedAt: Date
  changedBy: string | null
  trouble: string
  troubleAt: Date | null
}

export function findPayAccount(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<StoredPayAccount | null> {
  return tx.maybe(sql<StoredPayAccount>`
    select mch_id as "mchId", app_id as "appId", serial, private_key as "privateKey", api_key as "apiKey",
           platform_serial as "platformSerial", platform_key as "platformKey", changed_at as "changedAt",
           changed_by as "changedBy", trouble, trouble_at as "troubleAt"
    from reward.pay_account
    where workspace_id = ${tenant.id}
  `)
}

export async function storePayAccount(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  seal: Pick<Seal, 'close'>,
  { settings, by, now }: { settings: PayAccountSettings; by: string | null; now: Date },
): Promise<void> {
  const { mchId, appId, serial, privateKey, apiKey, platformSerial, platformKey } = settings
  await tx.run(sql`
    insert into reward.pay_account
      (workspace_id, mch_id, app_id, serial, private_key, api_key, platform_serial, platform_key, changed_at, changed_by)
    values (
      ${tenant.id}, ${mchId}, ${appId}, ${serial}, ${seal.close(privateKey)}, ${seal.close(apiKey)}, ${platformSerial},
      ${platformKey}, ${now}, ${by}
    )
    on conflict (workspace_id) do update
    set mch_id = excluded.mch_id, app_id = excluded.app_id, serial = excluded.serial, private_key = excluded.private_key,
        api_key = excluded.api_key, platform_serial = excluded.platform_serial, platform_key = excluded.platform_key,
        changed_at = excluded.changed_at, changed_by = excluded.changed_by, trouble = '', trouble_at = null
  `)
}

/** @returns whether there was one. */
export async function removePayAccount(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<boolean> {
  const count = await tx.run(sql`
    delete from reward.pay_account
    where workspace_id = ${tenant.id}
  `)
  return count > 0
}

/** What WeChat Pay refused with, or that all is well again. */
export async function noteTrouble(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { trouble, now }: { trouble: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    update reward.pay_account
    set trouble = ${trouble}, trouble_at = ${trouble === '' ? null : now}
    where workspace_id = ${tenant.id}
      and trouble <> ${trouble}
  `)
}

/** The account with its keys, and whose openids it pays. @param ownAppId the connected company. */
export function openedAccount(
  stored: StoredPayAccount,
  seal: Pick<Seal, 'open'>,
  ownAppId: string,
): PayAccount {
  return {
    mchId: stored.mchId,
    appId: stored.appId || ownAppId,
    serial: stored.serial,
    privateKey: seal.open(stored.privateKey),
    apiKey: seal.open(stored.apiKey),
    platformSerial: stored.platformSerial,
    platformKey: stored.platformKey,
  }
}

const NONCE_BYTES = 16

/** The way to WeChat Pay. Signatures go by the real time. */
export function payOf(
  account: PayAccount,
  { payUrl, clock, chance }: { payUrl: string; clock: Clock; chance: Chance },
) {
  return createPay(account, {
    baseUrl: payUrl,
    now: () => clock.now(),
    nonce: () => Buffer.from(chance.bytes(NONCE_BYTES)).toString('hex'),
  })
}
