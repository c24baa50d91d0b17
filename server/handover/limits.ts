import { addMs, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { HandoverContext } from './plan.ts'

const DAYS_90_MS = 90 * 86_400_000

/** How often each contact was handed over on the job in the last 90 days, as far as it was done here; refused ones do not count. */
export async function timesHandedOver(
  tx: Tx,
  { tenant, now }: HandoverContext,
  externalUserids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.rows(sql<{ id: string; times: number }>`
    select m.external_userid as id, count(*)::int as times
    from handover.move m
    join handover.handover h
      on h.workspace_id = m.workspace_id
      and h.id = m.handover_id
    where m.workspace_id = ${tenant.id}
      and m.external_userid = any(${[...externalUserids]}::text[])
      and h.reason = 'on_job'
      and m.state in ('asking', 'waiting', 'taken', 'done')
      and m.asked_at > ${addMs(now, -DAYS_90_MS)}
    group by m.external_userid
  `)
  return new Map(rows.map(({ id, times }) => [id, times]))
}

/** Whom each contact has refused: `<userid>\n<external userid>`. */
export async function refusedPairs(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  externalUserids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ pair: string }>`
    select concat(e.detail ->> 'to', chr(10), m.external_userid) as pair
    from handover.move m
    join handover.entry e
      on e.workspace_id = m.workspace_id
      and e.move_id = m.id
    where m.workspace_id = ${tenant.id}
      and m.external_userid = any(${[...externalUserids]}::text[])
      and e.kind = 'refused'
  `)
  return new Set(rows.map(({ pair }) => pair))
}
