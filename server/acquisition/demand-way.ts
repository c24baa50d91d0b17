import { Problem, type Tenant } from '../kernel/index.ts'
import { type StoredWay, storedWay } from './contact-way.ts'
import type { AcquisitionDeps } from './route-deps.ts'

/** A code of the workspace. @throws Problem not_found */
export async function demandWay(
  { db }: Pick<AcquisitionDeps, 'db'>,
  tenant: Tenant,
  id: string,
): Promise<StoredWay> {
  const way = await db.inWorkspace(tenant.id, (tx) => storedWay(tx, tenant, id))
  if (!way) throw new Problem('not_found')
  return way
}
