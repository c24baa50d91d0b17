import { append, type Fact } from '../event/index.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { storeTraits } from './apply-traits.ts'
import { lockPeople } from './lock.ts'
import { personOf } from './merge.ts'
import { TRAITS_CHANGED } from './mirror-step.ts'
import { refreshNames } from './refresh-names.ts'
import { learnByHand } from './told.ts'
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
  await learnByHand(tx, tenant.id, { customerId: person.id, traits, at: now })
  await refreshNames(tx, tenant.id, [person.id])
  await append(tx, tenant, [changedFact(person, traits, now)], { lane: 'journey', now })
  return true
}

function changedFact(
  customer: { id: string; no: number },
  traits: Record<string, unknown>,
  now: Date,
): Fact {
  return {
    name: TRAITS_CHANGED,
    at: now,
    // The clock of a workspace may stand: two changes at one instant are two.
    cause: ['traits', newId()],
    customer,
    value: null,
    // Their names only: a value may be personal.
    props: { keys: Object.keys(traits) },
  }
}
