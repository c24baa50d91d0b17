import type { Acquired, ContactWay, ContactWayQuery } from '../../contract/acquisition.ts'
import { wayWelcomes } from '../../contract/way-welcome.ts'
import { type FollowSum, followSums } from '../customer/index.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { joinHook, type StoredWay, wayColumns } from './contact-way.ts'
import type { Period } from './period.ts'
import { costsPerPerson } from './source.ts'

/** Codes that one list looks through; sorting by figures needs all that match. */
const CONTACT_WAYS_MAX = 10_000

/** Names of what a code points at, by their ids. */
export type Dressing = {
  associates: ReadonlyMap<string, string>
  tags: ReadonlyMap<string, string>
}

export type WaysAsked = {
  search: string
  sourceId: string | null
  userid: string | null
  isArchived: boolean
  sort: ContactWayQuery['sort']
  limit: number
  /** Where the page begins. */
  from: number
}

/** One page of codes (渠道活码) with their figures of a period, and how many match. */
export async function listWays(
  tx: Tx,
  tenant: Tenant,
  { asked, period, dressing }: { asked: WaysAsked; period: Period; dressing: Dressing },
): Promise<{ items: ContactWay[]; next: string | null; total: number; sums: Acquired }> {
  const found = await matching(tx, tenant, asked)
  const ways = await showWays(tx, tenant, { ways: found, period, dressing })
  const sorted = ways.items.sort(orderOf(asked.sort))
  const end = asked.from + asked.limit
  return {
    items: sorted.slice(asked.from, end),
    next: end < sorted.length ? String(end) : null,
    total: sorted.length,
    sums: withNet({ added: total(sorted, 'added'), lost: total(sorted, 'lost') }),
  }
}

/** Codes as they are shown, with what came of them in a period. */
export async function showWays(
  tx: Tx,
  tenant: Tenant,
  { ways, period, dressing }: { ways: StoredWay[]; period: Period; dressing: Dressing },
): Promise<{ items: ContactWay[]; sums: FollowSum[] }> {
  const sums = await followSums(tx, tenant, period)
  const costs = await costsPerPerson(tx, tenant, { period, sums })
  const ofState = new Map<string, { added: number; lost: number }>()
  for (const { state, added, lost } of sums) {
    const before = ofState.get(state) ?? { added: 0, lost: 0 }
    ofState.set(state, { added: before.added + added, lost: before.lost + lost })
  }
  const items = ways.map((way) => ({
    ...shown(way, dressing),
    ...withNet(ofState.get(way.state) ?? { added: 0, lost: 0 }),
    costPerPerson: costs.get(way.sourceId) ?? null,
  }))
  return { items, sums }
}

function matching(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { search, sourceId, userid, isArchived }: WaysAsked,
): Promise<StoredWay[]> {
  return tx.rows(sql<StoredWay>`
    select ${wayColumns}
    from acquisition.contact_way w
    join acquisition.source s
      on s.workspace_id = w.workspace_id
      and s.id = w.source_id
    ${joinHook}
    where w.workspace_id = ${tenant.id}
      and (w.archived_at is not null) = ${isArchived}
      and (${search} = '' or strpos(lower(w.name), lower(${search})) > 0 or strpos(lower(w.state), lower(${search})) > 0)
      and (${sourceId}::uuid is null or w.source_id = ${sourceId})
      and (${userid}::text is null or ${userid} = any(w.userids))
    order by w.created_at desc, w.id
    limit ${CONTACT_WAYS_MAX}
  `)
}

function total(ways: readonly ContactWay[], key: 'added' | 'lost'): number {
  return ways.reduce((sum, way) => sum + way[key], 0)
}

function withNet({ added, lost }: { added: number; lost: number }): Acquired {
  return { added, lost, net: added - lost }
}

function shown(way: StoredWay, { associates, tags }: Dressing) {
  return {
    id: showId('contactWay', way.id),
    name: way.name,
    source: { id: showId('source', way.sourceId), name: way.sourceName },
    associates: way.userids.map((userid) => ({ userid, name: associates.get(userid) ?? userid })),
    state: way.state,
    welcomeNew: way.welcomeNew,
    welcomeReturning: way.welcomeReturning,
    welcomes: wayWelcomes.parse(way.welcomes),
    skipVerify: way.skipVerify,
    tags: way.tagIds.flatMap((id) => {
      const name = tags.get(id)
      return name === undefined ? [] : [{ id: showId('tag', id), name }]
    }),
    hook: way.hookId === null ? null : { id: showId('hook', way.hookId), name: way.hookName ?? '' },
    phase: way.phase,
    errcode: way.errcode,
    qrUrl: way.qrUrl,
    createdAt: way.createdAt.toISOString(),
    archivedAt: way.archivedAt?.toISOString() ?? null,
  }
}

/** By what is asked; who is equal stands as before, the newest first. */
function orderOf(sort: WaysAsked['sort']): (a: ContactWay, b: ContactWay) => number {
  const sign = sort.startsWith('-') ? -1 : 1
  const key = sort.replace('-', '')
  if (key === 'name') return (a, b) => sign * a.name.localeCompare(b.name, 'zh-CN')
  if (key === 'added') return (a, b) => sign * (a.added - b.added)
  if (key === 'lost') return (a, b) => sign * (a.lost - b.lost)
  return (a, b) => sign * (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0)
}
