import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What an inviter was promised for so many friends. */
export type PromiseRow = {
  inviterId: string
  people: number
  attempt: number
  grantId: string | null
  refusal: string | null
  holdUntil: Date | null
  isFrozen: boolean
  takenBackAt: Date | null
}
type Scope = { tenant: Pick<Tenant, 'id'>; now: Date }

/** All promises of inviters, those that were taken back too. */
export function promisesOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  inviterIds: readonly string[],
): Promise<PromiseRow[]> {
  return tx.rows(sql<PromiseRow>`
    select inviter_id as "inviterId", people, attempt, grant_id as "grantId", refusal, hold_until as "holdUntil",
           is_frozen as "isFrozen", taken_back_at as "takenBackAt"
    from referral.promise
    where workspace_id = ${tenant.id}
      and inviter_id = any(${[...inviterIds]}::uuid[])
    order by people, attempt
  `)
}

export async function keepPromise(tx: Tx, { tenant, now }: Scope, row: PromiseRow): Promise<void> {
  await tx.run(sql`
    insert into referral.promise (
      workspace_id, inviter_id, people, attempt, grant_id, refusal, hold_until, is_frozen, made_at
    )
    values (
      ${tenant.id}, ${row.inviterId}, ${row.people}, ${row.attempt}, ${row.grantId}, ${row.refusal}, ${row.holdUntil},
      ${row.isFrozen}, ${now}
    )
    on conflict (workspace_id, inviter_id, people, attempt) do update
    set grant_id = excluded.grant_id, refusal = excluded.refusal, hold_until = excluded.hold_until,
        is_frozen = excluded.is_frozen
  `)
}

export async function takeBack(
  tx: Tx,
  { tenant, now }: Scope,
  { inviterId, people, attempt }: PromiseRow,
): Promise<void> {
  await tx.run(sql`
    update referral.promise
    set taken_back_at = ${now}
    where workspace_id = ${tenant.id}
      and inviter_id = ${inviterId}
      and people = ${people}
      and attempt = ${attempt}
  `)
}
