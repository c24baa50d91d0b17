import type { CorpNotice, NoticeKind } from '../../contract/notice.ts'
import { namedAssociates } from '../corp/index.ts'
import { listedPersons } from '../customer/index.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
const SHOWN_MAX = 100

/** How many notices nobody has seen to. */
export async function countNotices(tx: Tx, tenant: TenantId): Promise<number> {
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from ingestion.notice
    where workspace_id = ${tenant.id}
      and settled_at is null
  `)
  return total
}

type Row = {
  id: string
  kind: NoticeKind
  company: string
  subject: string
  customerId: string | null
  userid: string
  reason: string
  quota: number | null
  expiresAt: Date | null
  firstToldAt: Date
  toldAt: Date
}

/** Those that nobody has seen to, the newest first. */
export async function openNotices(
  tx: Tx,
  tenant: TenantId,
): Promise<{ items: CorpNotice[]; total: number }> {
  const rows = await tx.rows(sql<Row>`
    select id, kind, company, subject, customer_id as "customerId", userid, reason, quota, expires_at as "expiresAt",
           first_told_at as "firstToldAt", told_at as "toldAt"
    from ingestion.notice
    where workspace_id = ${tenant.id}
      and settled_at is null
    order by told_at desc, id
    limit ${SHOWN_MAX}
  `)
  const ids = rows.flatMap(({ customerId }) => customerId ?? [])
  const persons = await listedPersons(tx, tenant.id, ids)
  const names = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one.name]))
  const items = rows.map((row): CorpNotice => {
    const person = row.customerId === null ? undefined : persons.get(row.customerId)
    const { userid } = row
    return {
      id: showId('notice', row.id),
      kind: row.kind,
      company: row.company,
      linkId: row.kind === 'link_unavailable' || row.kind === 'link_deleted' ? row.subject : null,
      customer: person ? { id: showId('customer', person.id), name: person.name } : null,
      associate: userid === '' ? null : { userid, name: names.get(userid) ?? userid },
      reason: row.reason,
      quota: row.quota,
      expiresAt: row.expiresAt?.toISOString() ?? null,
      firstToldAt: row.firstToldAt.toISOString(),
      toldAt: row.toldAt.toISOString(),
    }
  })
  return { items, total: await countNotices(tx, tenant) }
}

/** Somebody has seen to it. @returns false when there is no such notice open. */
export async function settleNotice(
  tx: Tx,
  tenant: TenantId,
  { id, by, now }: { id: string; by: string | null; now: Date },
): Promise<boolean> {
  const settled = await tx.run(sql`
    update ingestion.notice
    set settled_at = ${now}, settled_by = ${by}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and settled_at is null
  `)
  return settled > 0
}
