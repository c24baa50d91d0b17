import { changedLaterBy, stampOrders, undoOrders } from '../commerce/index.ts'
import { undoPeople } from '../customer/index.ts'
import { append, holdPump, retract } from '../event/index.ts'
import { Problem, showId, sleep, type Tenant } from '../kernel/index.ts'
import { enqueue } from '../queue/index.ts'
import { sourceOf } from './import.ts'
import { findImport, keepTakenBack, moveTo, waitingRows } from './import-store.ts'
import type { ImportDeps } from './run-import.ts'

export const UNDO_JOB = 'ingestion.undo'
const WAIT_MS = 300
/** After so many looks the job gives up and is tried again by the queue. */
const LOOKS_MAX = 100

/** Asks for an import to be taken back. @throws Problem when another import stands on its orders or the state forbids it. */
export async function beginUndo(
  deps: Pick<ImportDeps, 'db' | 'clock'>,
  tenant: Tenant,
  importId: string,
): Promise<void> {
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    const later = await changedLaterBy(tx, tenant.id, importId)
    if (later !== null) {
      const other = await findImport(tx, tenant.id, later)
      throw new Problem('import_changed_later', { no: other?.no ?? 0 })
    }
    const isMoved = await moveTo(tx, tenant.id, importId, 'undoing', { now: deps.clock.now() })
    if (!isMoved) throw new Problem('import_wrong_state')
    await enqueue(tx, {
      workspaceId: tenant.id,
      name: UNDO_JOB,
      payload: { importId },
      key: `undo:${importId}`,
    })
  })
}

/**
 * Takes back all that an import did, in one transaction: its orders go or become what they were, sums are subtracted, what
 * it told of people goes and with it those of whom nothing else is known, its events leave the history, their keys are
 * free for another import. Waits until the pump has worked in what it sent.
 */
export async function undoImport(
  deps: Pick<ImportDeps, 'db' | 'clock'>,
  tenant: Tenant,
  importId: string,
): Promise<void> {
  const found = await deps.db.inWorkspace(tenant.id, (tx) => findImport(tx, tenant.id, importId))
  if (found?.state !== 'undoing') return
  await waitUntilTaken(deps, tenant, found.no)
  const now = deps.clock.now()
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    await holdPump(tx, tenant)
    if (!(await moveTo(tx, tenant.id, importId, 'undone', { now }))) return
    const undone = await undoOrders(tx, tenant, importId)
    const told = await undoPeople(tx, tenant, { importNo: found.no, now })
    const { landings, forgotten, people, ...tags } = told
    const { batchNo, events } = await retract(tx, tenant, {
      importNo: found.no,
      source: sourceOf(found.no),
      now,
      landings: [{ table: 'customer_order', rows: undone.rows }, ...landings],
      forgotten,
    })
    await stampOrders(tx, tenant.id, batchNo)
    const { removed, restored } = undone
    await keepTakenBack(tx, tenant.id, importId, {
      orders: { removed, restored },
      people,
      ...tags,
      events,
    })
    const fact = {
      name: 'import.undone',
      at: now,
      cause: [importId],
      customer: null,
      value: null,
      props: {
        import: showId('import', importId),
        kind: found.kind,
        removed,
        restored,
        people: people.removed,
        events,
      },
    }
    await append(tx, tenant, [fact], { lane: 'import', now })
  })
}

async function waitUntilTaken(
  deps: Pick<ImportDeps, 'db'>,
  tenant: Tenant,
  no: number,
): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const waiting = await deps.db.inWorkspace(tenant.id, (tx) => waitingRows(tx, tenant.id, [no]))
    if ((waiting.get(no) ?? 0) === 0) return
    await sleep(WAIT_MS)
  }
  throw new Error(`import ${no} cannot be undone yet: its rows still wait for the pump`)
}
