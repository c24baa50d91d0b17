import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type Associate, associates } from './associates.ts'
import { calledOf, storedCorps } from './store.ts'

/** What each company is called where there are several; nothing where there is one. */
export async function namesOfCorps(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<(company: string) => string> {
  const all = await storedCorps(tx, tenant)
  if (all.length < 2) return () => ''
  const names = new Map(all.map((corp) => [corp.company, calledOf(corp)]))
  return (company) => names.get(company) ?? ''
}

/** The associates as people here tell them apart: where there are several companies the name says which one's it is. */
export async function namedAssociates(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Associate[]> {
  const corpOf = await namesOfCorps(tx, tenant)
  return (await associates(tx, tenant)).map((one) => {
    const corp = corpOf(one.company)
    return corp === '' ? one : { ...one, name: `${one.name} · ${corp}` }
  })
}
