import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { storeTraits } from './apply-traits.ts'
import { lockPeople } from './lock.ts'
import { personOf } from './merge.ts'
import { refreshNames } from './refresh-names.ts'
import { learn, storedTraits } from './trait.ts'

/** Sets traits of a person by hand: they count from now on, until something newer is told. @returns false: nobody there. */
export async function changeTraits(
  tx: Tx,
  tenant: Tenant,
  { customerId, traits, now }: { customerId: string; traits: Record<string, unknown>; now: Date },
): Promise<boolean> {
  await lockPeople(tx, tenant.id)
  const person = await personOf(tx, tenant.id, customerId)
  if (!person) return false
  const row = await tx.one(sql<{ traits: unknown }>`
    select traits
    from customer.customer
    where workspace_id = ${tenant.id}
      and id = ${person.id}
  `)
  const learned = learn(storedTraits.parse(row.traits), traits, now)
  await storeTraits(tx, tenant.id, new Map([[person.id, learned]]))
  await refreshNames(tx, tenant.id, [person.id])
  return true
}
