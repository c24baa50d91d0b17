import { z } from 'zod'
import type { NoticeKind } from '../../contract/notice.ts'
import { type ApplyStep, nothingApplied, type ResolvedEvent } from '../event/index.ts'
import { newId, unreachable } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

const kinds: Record<string, NoticeKind> = {
  'acquisition_balance.low': 'quota_low',
  'acquisition_balance.exhausted': 'quota_exhausted',
  'acquisition_balance.expiring': 'quota_expiring',
  'acquisition_link.unavailable': 'link_unavailable',
  'acquisition_link.deleted': 'link_deleted',
  'contact.transfer_failed': 'transfer_failed',
}
/** Quota was bought: nothing is low or used up any more. */
const INCREASED = 'acquisition_balance.increased'

const toldProps = z.object({
  corp_id: z.string().default(''),
  link_id: z.string().default(''),
  userid: z.string().default(''),
  external_userid: z.string().default(''),
  FailReason: z.string().default(''),
  expires_at: z.coerce.date().nullable().default(null),
  quota: z.number().int().nullable().default(null),
})

type Told = z.infer<typeof toldProps>

/** The line of the table of appliers that keeps what somebody has to see to; who told it once more is not a second notice. */
export const noticeStep: ApplyStep = {
  name: 'notice',
  on: [...Object.keys(kinds), INCREASED],
  async apply(tx, { tenant }, events) {
    for (const event of events) {
      const props = toldProps.safeParse(event.props)
      if (!props.success) continue
      const kind = kinds[event.name]
      if (kind) await keepNotice(tx, tenant.id, { kind, event, props: props.data })
      else await settleQuota(tx, tenant.id, { company: props.data.corp_id, at: event.at })
    }
    return nothingApplied
  },
}

async function keepNotice(
  tx: Tx,
  workspaceId: string,
  told: { kind: NoticeKind; event: ResolvedEvent; props: Told },
): Promise<void> {
  const { kind, event, props } = told
  const { corp_id: company, userid, FailReason: reason, expires_at: expiresAt, quota } = props
  await tx.run(sql`
    insert into ingestion.notice as n
      (workspace_id, id, company, kind, subject, customer_id, userid, reason, quota, expires_at, first_told_at, told_at)
    values (
      ${workspaceId}, ${newId()}, ${company}, ${kind}, ${subjectOf(kind, props)}, ${event.customerId}, ${userid},
      ${reason}, ${quota}, ${expiresAt}, ${event.at}, ${event.at}
    )
    on conflict (workspace_id, company, kind, subject) where settled_at is null do update
    set told_at = greatest(n.told_at, excluded.told_at),
        reason = excluded.reason,
        quota = excluded.quota,
        expires_at = excluded.expires_at
  `)
}

function subjectOf(kind: NoticeKind, props: Told): string {
  switch (kind) {
    case 'quota_low':
    case 'quota_exhausted':
    case 'quota_expiring':
      return ''
    case 'link_unavailable':
    case 'link_deleted':
      return props.link_id
    case 'transfer_failed':
      return `${props.userid} ${props.external_userid}`
    default:
      return unreachable(kind)
  }
}

async function settleQuota(
  tx: Tx,
  workspaceId: string,
  { company, at }: { company: string; at: Date },
): Promise<void> {
  await tx.run(sql`
    update ingestion.notice
    set settled_at = ${at}
    where workspace_id = ${workspaceId}
      and company = ${company}
      and kind in ('quota_low', 'quota_exhausted')
      and told_at <= ${at}
      and settled_at is null
  `)
}
