import { type Outcome, ok, refused, type Seal, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { personOf } from './merge.ts'
import { identitiesOf, rowsOfPerson } from './person.ts'

/** Writes down who did what, in the transaction that does it (the staff room's verb, given by the composition). */
export type Audit = (
  tx: Tx,
  entry: {
    workspaceId: string
    staffId: string | null
    at: Date
    action: string
    subject: string
    detail: Record<string, unknown>
  },
) => Promise<void>

export type Revealing = {
  customerId: string
  identityId: string
  reason: string
  by: string | null
  now: Date
}

/** Shows an identity unmasked, once, to who says why; the audit log keeps who, whose, which kind and why. */
export async function revealIdentity(
  tx: Tx,
  deps: { seal: Pick<Seal, 'open'>; audit: Audit },
  tenant: Tenant,
  { customerId, identityId, reason, by, now }: Revealing,
): Promise<Outcome<string, 'not_found'>> {
  const person = await personOf(tx, tenant.id, customerId)
  if (!person) return refused('not_found')
  const rows = await rowsOfPerson(tx, tenant.id, person.id)
  const identities = await identitiesOf(
    tx,
    tenant.id,
    rows.map(({ id }) => id),
  )
  const wanted = identities.find(({ id }) => id === identityId)
  if (!wanted) return refused('not_found')
  const { value, sealed } = await tx.one(sql<{ value: string | null; sealed: Buffer | null }>`
    select value, sealed
    from customer.identity
    where workspace_id = ${tenant.id}
      and kind = ${wanted.kind}
      and key = ${wanted.key}
  `)
  await deps.audit(tx, {
    workspaceId: tenant.id,
    staffId: by,
    at: now,
    action: 'identity.revealed',
    subject: showId('customer', person.id),
    detail: { kind: wanted.kind, reason },
  })
  return ok(value ?? deps.seal.open(sealed ?? Buffer.alloc(0)))
}
