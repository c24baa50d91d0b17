import type { TieReport } from '../../contract/tie.ts'
import { tieLevels } from '../../science/tie-level.ts'
import { noteTies } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { countSigns, readContacts } from './contacts.ts'
import { getTieCapacity, newestFit } from './fit-store.ts'
import { type Layers, writeLayers } from './layer-snapshot.ts'
import { measureTies } from './measure-ties.ts'
import type { RefitDeps } from './refit.ts'
import { workspaceHistory } from './workspace-history.ts'

/** People whose level is written in one transaction. */
const NOTED_AT_ONCE = 10_000

/**
 * Measures everybody's tie into the snapshot of a fit, and lets the contact policy follow. The levels are written before the
 * fit ends: a death in between repeats both.
 */
export async function refitTies(
  deps: Pick<RefitDeps, 'db' | 'clickhouse'>,
  tenant: Tenant,
  { snapshot, asOf, values, rfm }: Pick<Layers, 'asOf' | 'values' | 'rfm'> & { snapshot: number },
): Promise<TieReport> {
  const history = workspaceHistory(deps.clickhouse, tenant)
  const { timeZone } = tenant
  const { capacity, before } = await deps.db.inWorkspace(tenant.id, async (tx) => ({
    capacity: await getTieCapacity(tx, tenant),
    before: (await newestFit(tx, tenant))?.snapshot ?? 0,
  }))
  const contacts = await readContacts(history, { asOf, timeZone, before })
  const { columns, report } = await measureTies(contacts, { asOf, capacity })
  await writeLayers(history, snapshot, { contacts, ties: columns, values, rfm, asOf, timeZone })
  for (let from = 0; from < contacts.numbers.length; from += NOTED_AT_ONCE) {
    const to = from + NOTED_AT_ONCE
    const numbers = [...contacts.numbers.subarray(from, to)]
    const levels = Array.from(columns.level.subarray(from, to), (at) => tieLevels[at] ?? 'silent')
    await deps.db.inWorkspace(
      tenant.id,
      (tx) => noteTies(tx, tenant, { numbers, levels, at: asOf }),
      { retry: true },
    )
  }
  const signs = await countSigns(history, { asOf, timeZone })
  return { mode: 'no_archive', ...report, signs, capacity }
}
