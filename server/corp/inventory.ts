import type { InventoryItem } from '../../contract/checkup.ts'
import type { Answer, Wecom } from '../../wecom/index.ts'
import { addMs } from '../kernel/index.ts'

/** WeCom lists ways from this day on (document 92228). */
const WAYS_SINCE = new Date('2021-07-10T00:00:00+08:00')
/** Ways and groups are counted up to here: a thousand to a page. */
const PAGES_MAX = 20
/** WeCom's spans of other lists are bounded; of this one nothing is said, so it is asked year by year. */
const SPAN_MS = 365 * 86_400_000

/** What is kept here of each kind: WeCom's ids of ways, tags, groups. */
export type Ours = {
  contactWays: ReadonlySet<string>
  tags: ReadonlySet<string>
  groups: ReadonlySet<string>
}

/**
 * Counts what the company has in WeCom, and how much of it is kept here. @returns the refusal of the first call that WeCom did
 * not answer with yes.
 */
export async function takeInventory(
  wecom: Pick<Wecom, 'contactWays' | 'corpTags' | 'groups'>,
  ours: Ours,
  now: Date,
): Promise<Answer<InventoryItem[]>> {
  const ways = await allWays(wecom, now)
  if (!ways.ok) return ways
  const tags = await wecom.corpTags()
  if (!tags.ok) return tags
  const groups = await allGroups(wecom)
  if (!groups.ok) return groups
  const tagIds = tags.value.flatMap(({ tag }) => tag.map(({ id }) => id))
  return {
    ok: true,
    value: [
      counted('contact_ways', ways.value, ours.contactWays),
      counted('tags', { ids: tagIds, more: false }, ours.tags),
      counted('groups', groups.value, ours.groups),
    ],
  }
}

type Found = { ids: string[]; more: boolean }

function counted(
  key: InventoryItem['key'],
  { ids, more }: Found,
  ours: ReadonlySet<string>,
): InventoryItem {
  return { key, all: ids.length, ours: ids.filter((id) => ours.has(id)).length, more }
}

async function allWays(wecom: Pick<Wecom, 'contactWays'>, now: Date): Promise<Answer<Found>> {
  const ids: string[] = []
  let pages = 0
  for (let from = WAYS_SINCE; from < now; from = addMs(from, SPAN_MS)) {
    const end = addMs(from, SPAN_MS)
    const span = { from, to: end < now ? end : now }
    let cursor = ''
    do {
      if (++pages > PAGES_MAX) return { ok: true, value: { ids, more: true } }
      const page = await wecom.contactWays({ ...span, cursor })
      if (!page.ok) return page
      ids.push(...page.value.rows)
      cursor = page.value.nextCursor
    } while (cursor !== '')
  }
  return { ok: true, value: { ids: [...new Set(ids)], more: false } }
}

async function allGroups(wecom: Pick<Wecom, 'groups'>): Promise<Answer<Found>> {
  const ids: string[] = []
  let cursor = ''
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await wecom.groups({}, cursor)
    if (!page.ok) return page
    ids.push(...page.value.rows.map(({ chat_id }) => chat_id))
    cursor = page.value.nextCursor
    if (cursor === '') return { ok: true, value: { ids, more: false } }
  }
  return { ok: true, value: { ids, more: true } }
}
