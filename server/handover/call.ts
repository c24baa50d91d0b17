import type { HandoverReason } from '../../contract/handover.ts'
import type { OwnWecom } from '../corp/index.ts'
import type { Clock, Log, Tenant, TenantCompany } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { sql } from '../postgres/index.ts'

/** What is asked of WeCom here. */
export type TransferRemote = Pick<
  OwnWecom,
  | 'transferCustomers'
  | 'transferLeaversCustomers'
  | 'transferResults'
  | 'leaversTransferResults'
  | 'unassigned'
>

export type HandoverDeps = {
  db: Database
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
  remoteOf: (company: TenantCompany) => Promise<TransferRemote | null>
  isFenced: () => Promise<boolean>
}

/** One call to WeCom for up to a hundred customers. */
export type TransferCall = {
  id: string
  handoverId: string
  from: string
  to: string
  reason: HandoverReason
  calledAt: Date
  presentAt: Date
}

type TenantId = Pick<Tenant, 'id'>

/** Writes down a call that is about to be made. */
export async function beginCall(
  tx: Tx,
  tenant: TenantId,
  call: Omit<TransferCall, 'from' | 'reason'> & { customers: number; lookAfter: Date },
): Promise<void> {
  const { id, handoverId, to, customers, calledAt, presentAt, lookAfter } = call
  await tx.run(sql`
    insert into handover.call
      (workspace_id, id, handover_id, to_userid, customers, state, called_at, present_at, look_after)
    values (
      ${tenant.id}, ${id}, ${handoverId}, ${to}, ${customers}, 'sending', ${calledAt}, ${presentAt}, ${lookAfter}
    )
  `)
}

export async function moveCall(
  tx: Tx,
  tenant: TenantId,
  end: {
    id: string
    state: 'unknown' | 'answered' | 'refused'
    lookAfter: Date
    errcode?: number | null
    errmsg?: string
  },
): Promise<void> {
  await tx.run(sql`
    update handover.call
    set state = ${end.state}, look_after = ${end.lookAfter}, errcode = coalesce(${end.errcode ?? null}::integer, errcode),
        errmsg = coalesce(${end.errmsg?.slice(0, 500) ?? null}::text, errmsg)
    where workspace_id = ${tenant.id}
      and id = ${end.id}
      and state in ('sending', 'unknown')
  `)
}

/** Calls whose worker died in the middle, or of which nobody knows; nobody else takes them until `leaseUntil`. */
export function takeUnknown(
  tx: Tx,
  tenant: TenantId,
  { real, leaseUntil, limit }: { real: Date; leaseUntil: Date; limit: number },
): Promise<TransferCall[]> {
  return tx.rows(sql<TransferCall>`
    update handover.call c
    set state = 'unknown', look_after = ${leaseUntil}
    from handover.handover h
    where c.workspace_id = ${tenant.id}
      and h.workspace_id = c.workspace_id
      and h.id = c.handover_id
      and c.id = any(array(
        select d.id
        from handover.call d
        where d.workspace_id = ${tenant.id}
          and d.state in ('sending', 'unknown')
          and d.look_after <= ${real}
        order by d.look_after
        limit ${limit}
        for update skip locked
      ))
    returning c.id, c.handover_id as "handoverId", h.from_userid as "from", c.to_userid as "to", h.reason,
              c.called_at as "calledAt", c.present_at as "presentAt"
  `)
}
