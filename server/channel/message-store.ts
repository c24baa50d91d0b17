import { messageContent } from '../../contract/delivery.ts'
import type { SmsContent } from '../../contract/sms.ts'
import { idFrom, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { DeliverySpec } from './delivery.ts'
import type { Link } from './remote.ts'

/** The same words for the same cause are the same message. */
export function messageIdOf(tenant: Pick<Tenant, 'id'>, spec: DeliverySpec): string {
  const { cause, carrier, purpose, content } = spec
  const by = wordsOfCause(cause)
  const { text, link, subject, sms } = content
  const above = subject === undefined ? [] : [subject]
  const template = sms === undefined ? [] : [JSON.stringify(sms)]
  return idFrom(
    'message',
    tenant.id,
    ...by,
    carrier,
    purpose,
    text,
    JSON.stringify(link ?? null),
    ...above,
    ...template,
  )
}

function wordsOfCause(cause: DeliverySpec['cause']): string[] {
  if (cause.kind === 'journey') return [cause.journeyId, String(cause.version), cause.stepId]
  if (cause.kind === 'broadcast') return [cause.kind, cause.broadcastId, cause.arm]
  return [cause.kind, ...(cause.kind === 'material' ? [cause.materialId] : [])]
}

/** Keeps a message; known ones stay as they are. @returns its id. */
export async function keepMessage(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  spec: DeliverySpec,
  now: Date,
): Promise<string> {
  const { cause, carrier, purpose, content } = spec
  const id = messageIdOf(tenant, spec)
  const journey = cause.kind === 'journey' ? cause : null
  const broadcast = cause.kind === 'broadcast' ? cause : null
  // Looked for first: an insert would wait for another batch that is just keeping the same message.
  const known = await tx.maybe(sql<{ id: string }>`
    select id
    from channel.message
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  if (known) return id
  await tx.run(sql`
    insert into channel.message
      (workspace_id, id, cause_kind, journey_id, journey_version, step_id, broadcast_id, material_id, carrier, purpose, subject, text, link, sms,
       made_at)
    values (
      ${tenant.id}, ${id}, ${cause.kind}, ${journey?.journeyId ?? null}, ${journey?.version ?? null},
      ${journey?.stepId ?? broadcast?.arm ?? ''}, ${broadcast?.broadcastId ?? null}, ${cause.kind === 'material' ? cause.materialId : null}, ${carrier}, ${purpose}, ${content.subject ?? null}, ${content.text},
      ${content.link ? JSON.stringify(content.link) : null}::jsonb,
      ${content.sms ? JSON.stringify(content.sms) : null}::jsonb, ${now}
    )
    on conflict do nothing
  `)
  return id
}

export type Message = {
  id: string
  subject: string | null
  text: string
  link: Link | null
  sms: SmsContent | null
}

/** Messages by id. */
export async function messagesById(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<Map<string, Message>> {
  const rows = await tx.rows(sql<Omit<Message, 'link' | 'sms'> & { link: unknown; sms: unknown }>`
    select id, subject, text, link, sms
    from channel.message
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
  `)
  const { link, sms } = messageContent.shape
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        link: row.link ? (link.parse(row.link) ?? null) : null,
        sms: row.sms ? (sms.parse(row.sms) ?? null) : null,
      },
    ]),
  )
}
