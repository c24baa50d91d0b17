import {
  describeAssociates,
  retireAssociates,
  storeAssociates,
  storeDepartments,
} from '../corp/index.ts'
import { type Outcome, ok } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { askPatiently } from './patience.ts'
import type { Bringing } from './sync-contacts.ts'
import { noteStep, type Step } from './sync-state.ts'

/** Associates whose names are asked for between two notes of how far it goes. */
const PAGE = 20

/**
 * Brings in who serves customers, with names, in the order of their ids; the cursor is the last who was kept. Who is not
 * among them is set inactive at the end, by a list that was read whole.
 */
export function bringDirectory(
  bringing: Bringing,
  cursor: string,
): Promise<Outcome<null, 'no_answer'>> {
  const { tenant, patience } = bringing
  return readDirectory(bringing, cursor, (tx, step) =>
    noteStep(tx, tenant, 'directory', step, patience.clock.now()),
  )
}

/** The same by itself, because somebody came, moved or left; it is no part of a pass. */
export function refreshDirectory(
  bringing: Omit<Bringing, 'passId'>,
): Promise<Outcome<null, 'no_answer'>> {
  return readDirectory(bringing, '', async () => {})
}

async function readDirectory(
  bringing: Omit<Bringing, 'passId'>,
  cursor: string,
  note: (tx: Tx, step: Step) => Promise<void>,
): Promise<Outcome<null, 'no_answer'>> {
  const { db, patience, tenant, wecom } = bringing
  if (cursor === '') await bringDepartments(bringing)
  const asked = await askPatiently(patience, () => wecom.followUsers())
  if (!asked.ok) return asked
  const userids = [...asked.value].sort()
  const left = userids.filter((userid) => userid > cursor)
  for (let at = 0; at < left.length; at += PAGE) {
    const page = left.slice(at, at + PAGE)
    const found = await describeAssociates(
      (userid) => askPatiently(patience, () => wecom.user(userid)),
      page,
    )
    if (!found.ok) return found
    const now = patience.clock.now()
    await db.inWorkspace(tenant.id, async (tx) => {
      await storeAssociates(tx, tenant, found.value, now)
      const step = { cursor: page.at(-1) ?? '', done: page.length, total: userids.length }
      await note(tx, step)
    })
  }
  const now = patience.clock.now()
  await db.inWorkspace(tenant.id, async (tx) => {
    await retireAssociates(tx, tenant, userids, now)
    await note(tx, { isEnded: true, total: userids.length })
  })
  return ok(null)
}

/** An app without a right to the directory sees no departments; associates are brought in without them. */
async function bringDepartments({
  db,
  patience,
  tenant,
  wecom,
}: Omit<Bringing, 'passId'>): Promise<void> {
  const found = await askPatiently(patience, () => wecom.departments())
  if (!found.ok) return
  await db.inWorkspace(tenant.id, (tx) =>
    storeDepartments(tx, tenant, found.value, patience.clock.now()),
  )
}
