import { Temporal } from 'temporal-polyfill'
import type {
  Attribution,
  SourceNode,
  SourcePerson,
  SourceReport,
  sourcePeopleQuery,
} from '../../contract/source-report.ts'
import { peopleBook, sourcesOfFollows } from '../customer/index.ts'
import { addMs, presentOf, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Cohort, cohortPeople, originBuyers, originRevenue, originSums } from './cohort.ts'
import { parentsOf, spentOf } from './ledger.ts'
import { lastDays, type Period } from './period.ts'
import { type Branch, grow, UNKNOWN } from './report.ts'
import type { AcquisitionDeps } from './route-deps.ts'
import { storedSources } from './source.ts'
import { withAllBelow } from './tree.ts'

type Asked = { days: number; by: Attribution }
const WAYS_MAX = 10_000

/** The tree of sources with who came, what it cost and what came back. */
export async function sourceReport(
  deps: AcquisitionDeps,
  tenant: Tenant,
  asked: Asked,
): Promise<SourceReport> {
  const { period, cohort } = cohortOf(deps, tenant, asked)
  const { branches, spent, others } = await deps.db.inWorkspace(tenant.id, async (tx) => ({
    branches: await branchesOf(tx, tenant),
    spent: await spentOf(tx, tenant),
    others: new Map(
      (await sourcesOfFollows(tx, tenant)).map(({ state, sourceId }) => [`c:${state}`, sourceId]),
    ),
  }))
  const [sums, days, buyers] = await Promise.all([
    originSums(deps.clickhouse, tenant, cohort),
    originRevenue(deps.clickhouse, tenant, cohort),
    originBuyers(deps.clickhouse, tenant, cohort),
  ])
  const { total, nodes } = grow(branches, { came: { sums, days, buyers }, spent, period, others })
  const kinds = new Map(branches.map(({ id, kind }) => [id, kind]))
  return {
    period,
    by: asked.by,
    total,
    nodes: nodes.map(({ origin: _origin, ...node }) => ({
      ...node,
      id: shownId(node.kind, node.id),
      parentId:
        node.parentId === null
          ? null
          : shownId(kinds.get(node.parentId) ?? 'source', node.parentId),
    })),
  }
}

function shownId(kind: SourceNode['kind'], id: string): string {
  if (kind === 'unknown') return UNKNOWN
  return showId(kind === 'code' ? 'contactWay' : 'source', id)
}

/** The people behind a figure of a node. @param node a source, a code, or null: who came by nothing of ours. */
export async function sourcePeople(
  deps: AcquisitionDeps,
  tenant: Tenant,
  asked: Omit<ReturnType<(typeof sourcePeopleQuery)['parse']>, 'cursor'> & {
    node: { kind: 'source' | 'code'; id: string } | null
    offset: number
  },
): Promise<{ items: SourcePerson[]; hasMore: boolean } | null> {
  const origins = await deps.db.inWorkspace(tenant.id, (tx) => originsOf(tx, tenant, asked.node))
  if (origins === null) return null
  const { cohort } = cohortOf(deps, tenant, asked)
  const rows = await cohortPeople(deps.clickhouse, tenant, cohort, {
    ...asked,
    origins,
    isOthers: asked.node === null,
    limit: asked.limit + 1,
  })
  const shown = rows.slice(0, asked.limit)
  const known = await deps.db.inWorkspace(tenant.id, (tx) =>
    peopleBook.describe(
      tx,
      tenant,
      shown.map(({ person }) => person),
    ),
  )
  const items = shown.flatMap(({ person, since, isFriend, revenue }) => {
    const who = known.get(person)
    return who
      ? [{ id: showId('customer', who.id), name: who.name, cameAt: since, isFriend, revenue }]
      : []
  })
  return { items, hasMore: rows.length > asked.limit }
}

function cohortOf(
  deps: Pick<AcquisitionDeps, 'clock'>,
  tenant: Tenant,
  { days, by }: Asked,
): { period: Period; cohort: Cohort } {
  const now = presentOf(tenant, deps.clock)
  const period = lastDays(tenant, now, days)
  const begins = Temporal.PlainDate.from(period.fromOn).toZonedDateTime(tenant.timeZone)
  const from = new Date(begins.epochMilliseconds)
  return { period, cohort: { from, until: addMs(now, 1), now, by } }
}

/** Sources with the codes below them, and a place for those who came by none of them. */
async function branchesOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Branch[]> {
  const sources = await storedSources(tx, tenant)
  const ways = await tx.rows(
    sql<{ id: string; name: string; parentId: string; state: string; archivedAt: Date | null }>`
      select id, name, source_id as "parentId", state, archived_at as "archivedAt"
      from acquisition.contact_way
      where workspace_id = ${tenant.id}
      order by archived_at is not null, created_at, id
      limit ${WAYS_MAX}
    `,
  )
  const bare = { traffic: null, owner: '', fromOn: null, toOn: null }
  return [
    ...sources.map(({ archivedAt, contactWays: _ways, ...source }) => ({
      ...source,
      kind: 'source' as const,
      origin: `s:${source.id}`,
      archivedAt: archivedAt?.toISOString() ?? null,
    })),
    ...ways.map(({ state, archivedAt, ...way }) => ({
      ...bare,
      ...way,
      kind: 'code' as const,
      origin: `c:${state}`,
      archivedAt: archivedAt?.toISOString() ?? null,
    })),
    {
      ...bare,
      ...{ id: UNKNOWN, kind: 'unknown' as const, name: '', parentId: null, origin: '' },
      archivedAt: null,
    },
  ]
}

/** By which origins people came to a node; those of everything that is known, for the others. */
async function originsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  node: { kind: 'source' | 'code'; id: string } | null,
): Promise<string[] | null> {
  const parents = await parentsOf(tx, tenant)
  if (node?.kind === 'source' && !parents.has(node.id)) return null
  const sourceIds =
    node === null
      ? [...parents.keys()]
      : node.kind === 'source'
        ? withAllBelow(parents, node.id)
        : []
  const ways = await tx.rows(sql<{ state: string }>`
    select state
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and (source_id = any(${sourceIds}::uuid[]) or id = ${node?.kind === 'code' ? node.id : null})
    limit ${WAYS_MAX}
  `)
  if (node?.kind === 'code' && ways.length === 0) return null
  const others = (await sourcesOfFollows(tx, tenant)).filter(({ sourceId }) =>
    sourceIds.includes(sourceId),
  )
  const states = new Set([...ways, ...others].map(({ state }) => state))
  return [...[...states].map((state) => `c:${state}`), ...sourceIds.map((id) => `s:${id}`)]
}
