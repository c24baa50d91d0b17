import { liveGroups } from '../group/index.ts'
import { companyOf, type Outcome, ok } from '../kernel/index.ts'
import { askPatiently } from './patience.ts'
import type { Bringing } from './sync-contacts.ts'
import { noteSeen, noteStep, notSeen } from './sync-state.ts'
import { wish } from './wish.ts'

/**
 * Brings in the list of customer groups, a thousand to a page, and wishes each to be read. A group that was known and is on
 * no page is read by itself once the list was read whole: only that reading can say that it is gone.
 */
export async function bringGroups(
  { db, patience, tenant, wecom, passId }: Bringing,
  from: string,
): Promise<Outcome<null, 'no_answer'>> {
  let cursor = from
  for (;;) {
    const answer = await askPatiently(patience, () => wecom.groups({}, cursor))
    if (!answer.ok) return answer
    const { rows, nextCursor } = answer.value
    const ids = rows.map(({ chat_id }) => chat_id)
    const now = patience.clock.now()
    await db.inWorkspace(tenant.id, async (tx) => {
      await noteSeen(tx, tenant.id, passId, ids)
      await wish(tx, tenant.id, { kind: 'group', ids, now, isLive: false })
      await noteStep(tx, tenant, 'groups', { cursor: nextCursor, done: ids.length }, now)
    })
    cursor = nextCursor
    if (cursor === '') break
  }
  const now = patience.clock.now()
  await db.inWorkspace(tenant.id, async (tx) => {
    const known = await liveGroups(tx, tenant)
    const own = known.filter((id) => companyOf(id) === tenant.company)
    const missing = await notSeen(tx, tenant.id, passId, own)
    await wish(tx, tenant.id, { kind: 'group', ids: missing, now, isLive: false })
    await noteStep(tx, tenant, 'groups', { isEnded: true }, now)
  })
  return ok(null)
}
