import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { readChain } from './chain.ts'

/** A few of each kind of difference are told; they are a matter for a person anyway. */
const SHOWN_MAX = 20

export type Difference = { what: 'account' | 'chain' | 'link'; id: string }
export type Check = { transfers: number; chained: number; differences: Difference[] }

/**
 * Counts everything anew from the movements: the sums that accounts keep, the chain of hashes, and that no movement stands
 * outside of the chain. Written down, whatever came of it. @param by null: by night.
 */
export async function checkLedger(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { by, now }: { by: string | null; now: Date },
): Promise<Check> {
  const accounts = await wrongAccounts(tx, tenant)
  const { chained, broken } = await readChain(tx, tenant)
  const outside = await outsideOfChain(tx, tenant)
  const { transfers } = await tx.one(sql<{ transfers: number }>`
    select count(*) as transfers
    from ledger.transfer
    where workspace_id = ${tenant.id}
  `)
  const differences: Difference[] = [
    ...accounts.map(({ id }) => ({ what: 'account' as const, id })),
    ...(broken === null ? [] : [{ what: 'chain' as const, id: broken }]),
    ...outside.map(({ id }) => ({ what: 'link' as const, id })),
  ]
  await tx.run(sql`
    insert into ledger.audit (workspace_id, id, at, by, transfers, chained, differences)
    values (
      ${tenant.id}, ${newId()}, ${now}, ${by}, ${transfers}, ${chained}, ${JSON.stringify(differences)}::jsonb
    )
  `)
  return { transfers, chained, differences }
}

/** Accounts whose sums are not those of their movements. */
function wrongAccounts(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<{ id: string }[]> {
  return tx.rows(sql<{ id: string }>`
    select a.id
    from ledger.account a
    left join (
      select e.account_id, sum(e.posted) as posted, sum(e.held) as held
      from (
        select t.debit_id as account_id,
               case when t.phase in ('direct', 'post') then -t.amount else 0 end as posted,
               case t.phase when 'hold' then t.amount when 'direct' then 0 else -t.amount end as held
        from ledger.transfer t
        where t.workspace_id = ${tenant.id}
        union all
        select t.credit_id, t.amount, 0
        from ledger.transfer t
        where t.workspace_id = ${tenant.id}
          and t.phase in ('direct', 'post')
      ) e
      group by e.account_id
    ) s
      on s.account_id = a.id
    where a.workspace_id = ${tenant.id}
      and a.is_guarded
      and (a.posted <> coalesce(s.posted, 0) or a.held <> coalesce(s.held, 0))
    order by a.id
    limit ${SHOWN_MAX}
  `)
}

/** Movements that neither are in the chain nor wait for it. */
function outsideOfChain(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<{ id: string }[]> {
  return tx.rows(sql<{ id: string }>`
    select t.id
    from ledger.transfer t
    where t.workspace_id = ${tenant.id}
      and not exists (
        select from ledger.chain c
        where c.workspace_id = t.workspace_id
          and c.transfer_id = t.id
      )
      and not exists (
        select from ledger.unchained u
        where u.workspace_id = t.workspace_id
          and u.transfer_id = t.id
      )
    order by t.id
    limit ${SHOWN_MAX}
  `)
}
