import type { MailboxSettings, MailSecurity, MailTrouble } from '../../contract/mail.ts'
import type { Seal, Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** The mailbox of a brand as it is stored; the password is sealed. */
export type StoredMailbox = {
  host: string
  port: number
  security: MailSecurity
  login: string
  password: Buffer | null
  fromAddress: string
  fromName: string
  changedAt: Date
  takenAt: Date | null
  troubleAt: Date | null
  trouble: MailTrouble | null
  troubleSaid: string | null
}

export function storedMailbox(tx: Tx, tenant: TenantId): Promise<StoredMailbox | null> {
  return tx.maybe(sql<StoredMailbox>`
    select host, port, security, login, password, from_address as "fromAddress", from_name as "fromName",
           changed_at as "changedAt", taken_at as "takenAt", trouble_at as "troubleAt", trouble,
           trouble_said as "troubleSaid"
    from channel.mailbox
    where workspace_id = ${tenant.id}
  `)
}

/**
 * Writes the mailbox as it is from now on. A password that is not given stays, but only for the server and login that it
 * was given for. @returns false: a password is needed.
 */
export async function storeMailbox(
  tx: Tx,
  tenant: TenantId,
  seal: Pick<Seal, 'close'>,
  { settings, by, now }: { settings: MailboxSettings; by: string | null; now: Date },
): Promise<boolean> {
  const { host, port, security, login, password, fromAddress, fromName } = settings
  const before = await storedMailbox(tx, tenant)
  const isSame = before?.host === host && before.port === port && before.login === login
  const kept = isSame ? before.password : null
  const sealed = password === undefined ? kept : seal.close(password)
  if (login !== '' && !sealed) return false
  await tx.run(sql`
    insert into channel.mailbox as m
      (workspace_id, host, port, security, login, password, from_address, from_name, changed_at, changed_by)
    values (
      ${tenant.id}, ${host}, ${port}, ${security}, ${login}, ${login === '' ? null : sealed}, ${fromAddress}, ${fromName},
      ${now}, ${by}
    )
    on conflict (workspace_id) do update
    set host = excluded.host, port = excluded.port, security = excluded.security, login = excluded.login,
        password = excluded.password, from_address = excluded.from_address, from_name = excluded.from_name,
        changed_at = excluded.changed_at, changed_by = excluded.changed_by, taken_at = null, trouble_at = null,
        trouble = null, trouble_said = null
  `)
  return true
}

/** Gives the mailbox up, with its password. @returns false: there was none. */
export async function removeMailbox(tx: Tx, tenant: TenantId): Promise<boolean> {
  const gone = await tx.run(sql`
    delete from channel.mailbox
    where workspace_id = ${tenant.id}
  `)
  return gone > 0
}

/** Notes that the server took a letter: whatever was the matter is over. */
export async function noteTaken(tx: Tx, tenant: TenantId, now: Date): Promise<void> {
  await tx.run(sql`
    update channel.mailbox
    set taken_at = ${now}, trouble_at = null, trouble = null, trouble_said = null
    where workspace_id = ${tenant.id}
  `)
}

export async function noteTrouble(
  tx: Tx,
  tenant: TenantId,
  { kind, said, now }: { kind: MailTrouble; said: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    update channel.mailbox
    set trouble_at = ${now}, trouble = ${kind}, trouble_said = ${said}
    where workspace_id = ${tenant.id}
  `)
}

/** How many can be written to and how many cannot any more. */
export function countReaders(
  tx: Tx,
  tenant: TenantId,
): Promise<{ agreed: number; refused: number; deadAddresses: number }> {
  return tx.one(sql<{ agreed: number; refused: number; deadAddresses: number }>`
    select count(*) filter (where 'email' = any(p.agreed_carriers) and not 'email' = any(p.refused_carriers)) as agreed,
           count(*) filter (where 'email' = any(p.refused_carriers)) as refused,
           (select count(*) from channel.dead_address a where a.workspace_id = ${tenant.id} and a.kind = 'email') as "deadAddresses"
    from channel.person p
    where p.workspace_id = ${tenant.id}
      and (p.agreed_carriers <> '{}' or p.refused_carriers <> '{}')
  `)
}
