import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A promotion that is with an associate in WeCom, among others of the same mass send. */
export type StillOut = { userid: string; text: string }

const OUT_MAX = 20

/**
 * Promotions to these customers' persons that wait for an associate's tap together with others. WeCom cancels whole tasks
 * only, so nobody can be pulled out: the associate has to be told. Tasks that are being called back are left out.
 */
export function promotionsStillOut(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  personIds: readonly string[],
): Promise<StillOut[]> {
  return tx.rows(sql<StillOut>`
    select c.userid, c.text
    from channel.delivery d
    join channel.remote_call c
      on c.workspace_id = d.workspace_id
      and c.id = d.call_id
    where d.workspace_id = ${tenant.id}
      and d.person_id = any(${[...personIds]}::uuid[])
      and d.state = 'handed'
      and d.purpose = 'promotion'
      and c.state = 'open'
      and c.cancel_reason is null
      and c.receivers > 1
    order by d.planned_at, d.id
    limit ${OUT_MAX}
  `)
}
