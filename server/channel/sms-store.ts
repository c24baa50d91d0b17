import type { SmsKind, SmsLineSettings, SmsProvider, SmsTrouble } from '../../contract/sms.ts'
import { newId, type Seal, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** The account of a brand as it is stored; the secret is sealed. */
export type StoredSmsLine = {
  provider: SmsProvider
  keyId: string
  secret: Buffer
  appId: string
  region: string
  signName: string
  liPerSegment: number | null
  endpoint: string
  hookId: string
  changedAt: Date
  takenAt: Date | null
  heardAt: Date | null
  troubleAt: Date | null
  trouble: SmsTrouble | null
  troubleSaid: string | null
}

export function storedSmsLine(tx: Tx, tenant: TenantId): Promise<StoredSmsLine | null> {
  return tx.maybe(sql<StoredSmsLine>`
    select provider, key_id as "keyId", secret, app_id as "appId", region, sign_name as "signName",
           li_per_segment as "liPerSegment", endpoint, hook_id as "hookId", changed_at as "changedAt",
           taken_at as "takenAt", heard_at as "heardAt", trouble_at as "troubleAt", trouble,
           trouble_said as "troubleSaid"
    from channel.sms_line
    where workspace_id = ${tenant.id}
  `)
}

/**
 * Writes the account as it is from now on. A secret that is not given stays, but only for the provider, the key and the
 * endpoint that it was given for. @returns false: a secret is needed.
 */
export async function storeSmsLine(
  tx: Tx,
  tenant: TenantId,
  seal: Pick<Seal, 'close'>,
  { settings, by, now }: { settings: SmsLineSettings; by: string | null; now: Date },
): Promise<boolean> {
  const { provider, keyId, secret, appId, region, signName, liPerSegment, endpoint } = settings
  const before = await storedSmsLine(tx, tenant)
  const isSame =
    before?.provider === provider && before.keyId === keyId && before.endpoint === endpoint
  const sealed = secret === undefined ? (isSame ? before.secret : null) : seal.close(secret)
  if (!sealed) return false
  await tx.run(sql`
    insert into channel.sms_line
      (workspace_id, provider, key_id, secret, app_id, region, sign_name, li_per_segment, endpoint, hook_id, changed_at,
       changed_by)
    values (
      ${tenant.id}, ${provider}, ${keyId}, ${sealed}, ${appId}, ${region}, ${signName}, ${liPerSegment}, ${endpoint},
      ${newId()}, ${now}, ${by}
    )
    on conflict (workspace_id) do update
    set provider = excluded.provider, key_id = excluded.key_id, secret = excluded.secret, app_id = excluded.app_id,
        region = excluded.region, sign_name = excluded.sign_name, li_per_segment = excluded.li_per_segment,
        endpoint = excluded.endpoint, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
        taken_at = null, trouble_at = null, trouble = null, trouble_said = null
  `)
  return true
}

/** Gives the account up, with its secret. @returns false: there was none. */
export async function removeSmsLine(tx: Tx, tenant: TenantId): Promise<boolean> {
  const gone = await tx.run(sql`
    delete from channel.sms_line
    where workspace_id = ${tenant.id}
  `)
  return gone > 0
}

/** Notes that the provider took a message: whatever was the matter is over. */
export async function noteSmsTaken(tx: Tx, tenant: TenantId, now: Date): Promise<void> {
  await tx.run(sql`
    update channel.sms_line
    set taken_at = ${now}, trouble_at = null, trouble = null, trouble_said = null
    where workspace_id = ${tenant.id}
  `)
}

export async function noteSmsTrouble(
  tx: Tx,
  tenant: TenantId,
  { kind, said, now }: { kind: SmsTrouble; said: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    update channel.sms_line
    set trouble_at = ${now}, trouble = ${kind}, trouble_said = ${said}
    where workspace_id = ${tenant.id}
  `)
}

/** Notes that the provider told something by itself. */
export async function noteSmsHeard(tx: Tx, tenant: TenantId, now: Date): Promise<void> {
  await tx.run(sql`
    update channel.sms_line
    set heard_at = ${now}
    where workspace_id = ${tenant.id}
  `)
}

export type StoredTemplate = { id: string; code: string; name: string; kind: SmsKind; text: string }

/** The templates that are on the list, the newest first. */
export function listTemplates(tx: Tx, tenant: TenantId): Promise<StoredTemplate[]> {
  return tx.rows(sql<StoredTemplate>`
    select id, code, name, kind, text
    from channel.sms_template
    where workspace_id = ${tenant.id}
    order by made_at desc, code
  `)
}

/** Puts a template on the list. @returns its id, or null when its code is there already. */
export async function keepTemplate(
  tx: Tx,
  tenant: TenantId,
  {
    template: { code, name, kind, text },
    by,
    now,
  }: { template: Omit<StoredTemplate, 'id'>; by: string | null; now: Date },
): Promise<string | null> {
  const made = await tx.maybe(sql<{ id: string }>`
    insert into channel.sms_template (workspace_id, id, code, name, kind, text, made_at, made_by)
    values (${tenant.id}, ${newId()}, ${code}, ${name}, ${kind}, ${text}, ${now}, ${by})
    on conflict (workspace_id, code) do nothing
    returning id
  `)
  return made?.id ?? null
}

/** Takes a template off the list, unless messages of it wait to leave. */
export async function dropTemplate(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<'done' | 'used' | 'not_found'> {
  const found = await tx.maybe(sql<{ isUsed: boolean }>`
    select exists (
      select from channel.delivery d
      join channel.message m
        on m.workspace_id = d.workspace_id
        and m.id = d.message_id
      where d.workspace_id = ${tenant.id}
        and d.carrier = 'sms'
        and d.state in ('planned', 'claimed', 'sending')
        and m.sms ->> 'code' = t.code
    ) as "isUsed"
    from channel.sms_template t
    where t.workspace_id = ${tenant.id}
      and t.id = ${id}
  `)
  if (!found) return 'not_found'
  if (found.isUsed) return 'used'
  await tx.run(sql`
    delete from channel.sms_template
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return 'done'
}

type SmsCounts = { agreed: number; refused: number; refusedNumbers: number; deadNumbers: number }

/** How many can be written to and how many cannot any more. */
export function countSmsPeople(tx: Tx, tenant: TenantId): Promise<SmsCounts> {
  return tx.one(sql<SmsCounts>`
    select count(*) filter (where 'sms' = any(p.agreed_carriers) and not 'sms' = any(p.refused_carriers)) as agreed,
           count(*) filter (where 'sms' = any(p.refused_carriers)) as refused,
           (select count(*) from channel.refused_number n where n.workspace_id = ${tenant.id}) as "refusedNumbers",
           (select count(*) from channel.dead_address a where a.workspace_id = ${tenant.id} and a.kind = 'phone')
             as "deadNumbers"
    from channel.person p
    where p.workspace_id = ${tenant.id}
      and (p.agreed_carriers <> '{}' or p.refused_carriers <> '{}')
  `)
}

type SmsMonth = {
  sent: number
  delivered: number
  failed: number
  segments: number
  costLi: number | null
}

/** What left since an instant, what came, and what it cost. */
export function sumSms(tx: Tx, tenant: TenantId, since: Date): Promise<SmsMonth> {
  return tx.one(sql<SmsMonth>`
    select count(*) filter (where d.state = 'sent') as sent,
           count(*) filter (where d.state = 'sent' and d.delivered_at is not null) as delivered,
           count(*) filter (where d.state = 'failed') as failed,
           coalesce(sum(d.segments), 0)::bigint as segments, sum(d.cost_li)::bigint as "costLi"
    from channel.delivery d
    where d.workspace_id = ${tenant.id}
      and d.carrier = 'sms'
      and d.planned_at >= ${since}
      and d.state in ('sent', 'failed')
  `)
}

/** How many were billed for a message and what they cost. */
export async function noteSmsCost(
  tx: Tx,
  tenant: TenantId,
  { id, segments, costLi }: { id: string; segments: number; costLi: number | null },
): Promise<void> {
  await tx.run(sql`
    update channel.delivery
    set segments = ${segments}, cost_li = ${costLi}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}
