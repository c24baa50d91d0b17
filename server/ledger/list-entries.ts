import type {
  AccountKind,
  CampaignKind,
  EntryQuery,
  LedgerUnit,
  MoveReason,
  OwnerKind,
  Phase,
} from '../../contract/ledger.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type Side = { id: string; kind: AccountKind; ownerKind: OwnerKind; ownerId: string }
export type StoredEntry = {
  id: string
  at: Date
  phase: Phase
  reason: MoveReason
  unit: LedgerUnit
  amount: number
  debit: Side
  credit: Side
  campaign: { kind: CampaignKind; id: string } | null
  by: string | null
  resolution: 'post' | 'void' | null
  chainNo: number | null
}

export type EntriesAsked = {
  accountId: string | null
  /** Owners of accounts: the rows of a person; null: anybody's. */
  ownerIds: readonly string[] | null
  campaignId: string | null
  unit: EntryQuery['unit'] | null
  phase: Phase | null
  reason: MoveReason | null
  /** Null: any time. */
  from: Date | null
  until: Date | null
  limit: number
  start: number
}

/** One page of movements, the newest first, and how many match. */
export async function listEntries(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: EntriesAsked,
): Promise<{ items: StoredEntry[]; next: string | null; total: number }> {
  const { limit, start } = asked
  const items = await tx.rows(sql<StoredEntry>`
    select t.id, t.at, t.phase, t.reason, t.unit, t.amount, t.by, r.phase as resolution, c.no as "chainNo",
           jsonb_build_object('id', d.id, 'kind', d.kind, 'ownerKind', d.owner_kind, 'ownerId', d.owner_id) as debit,
           jsonb_build_object('id', k.id, 'kind', k.kind, 'ownerKind', k.owner_kind, 'ownerId', k.owner_id) as credit,
           case
             when t.campaign_id is not null then jsonb_build_object('kind', t.campaign_kind, 'id', t.campaign_id)
           end as campaign
    from ledger.transfer t
    join ledger.account d
      on d.workspace_id = t.workspace_id
      and d.id = t.debit_id
    join ledger.account k
      on k.workspace_id = t.workspace_id
      and k.id = t.credit_id
    left join ledger.transfer r
      on r.workspace_id = t.workspace_id
      and r.resolves = t.id
    left join ledger.chain c
      on c.workspace_id = t.workspace_id
      and c.transfer_id = t.id
    where ${matches(tenant.id, asked)}
    order by t.at desc, t.id desc
    limit ${limit}
    offset ${start}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from ledger.transfer t
    where ${matches(tenant.id, asked)}
  `)
  const end = start + limit
  return { items, next: end < total ? String(end) : null, total }
}

function matches(workspaceId: string, asked: EntriesAsked) {
  const { accountId, ownerIds, campaignId, unit, phase, reason, from, until } = asked
  return sql`
    t.workspace_id = ${workspaceId}
    and (${accountId}::uuid is null or t.debit_id = ${accountId} or t.credit_id = ${accountId})
    and (
      ${ownerIds}::uuid[] is null
      or t.debit_id in (${accountsOf(workspaceId, ownerIds)})
      or t.credit_id in (${accountsOf(workspaceId, ownerIds)})
    )
    and (${campaignId}::uuid is null or t.campaign_id = ${campaignId})
    and (${unit}::text is null or t.unit = ${unit})
    and (${phase}::text is null or t.phase = ${phase})
    and (${reason}::text is null or t.reason = ${reason})
    and (${from}::timestamptz is null or t.at >= ${from})
    and (${until}::timestamptz is null or t.at < ${until})
  `
}

const accountsOf = (workspaceId: string, ownerIds: readonly string[] | null) => sql`
  select a.id
  from ledger.account a
  where a.workspace_id = ${workspaceId}
    and a.owner_id = any(${ownerIds}::uuid[])
`
