import type { SegmentNode } from '../../contract/segment.ts'
import { nodesOf, type SegmentNames } from '../../contract/segment-view.ts'
import { tagNames } from '../customer/index.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { SegmentRouteDeps } from './route-deps.ts'
import { treesOf } from './store.ts'
import type { Known } from './tree-problem.ts'

type Books = Pick<SegmentRouteDeps, 'associates' | 'groups' | 'journeys'>

/** What trees of a workspace may refer to. */
export async function knownOf(tx: Tx, deps: Books, tenant: Tenant): Promise<Known> {
  const tags = await tagNames(tx, tenant)
  const segments = await tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from segment.segment
    where workspace_id = ${tenant.id}
      and archived_at is null
  `)
  const journeys = await deps.journeys(tx, tenant)
  return {
    tags: new Set([...tags.keys()].map((id) => showId('tag', id))),
    segments: new Map(segments.map(({ id, name }) => [showId('segment', id), name])),
    journeys: new Set(journeys.map(({ id }) => id)),
    trees: await treesOf(tx, tenant),
  }
}

/** What the ids in each of some trees are called. A book is opened only when one of them refers to it. */
export async function namesIn(
  tx: Tx,
  deps: Books,
  tenant: Tenant,
  trees: readonly SegmentNode[],
): Promise<SegmentNames[]> {
  const wanted = trees.map((tree) => nodesOf(tree).flatMap(({ node }) => refsOf(node)))
  const kinds = new Set(trees.flatMap((tree) => nodesOf(tree).map(({ node }) => node.kind)))
  const names: SegmentNames = {}
  if (kinds.has('tag'))
    for (const [id, name] of await tagNames(tx, tenant)) names[showId('tag', id)] = name
  if (kinds.has('segment'))
    for (const { id, name } of await segmentsCalled(tx, tenant)) names[showId('segment', id)] = name
  if (kinds.has('follow'))
    for (const { userid, name } of await deps.associates(tx, tenant))
      names[`userid:${userid}`] = name
  if (kinds.has('group_chat'))
    for (const { id, name } of await deps.groups(tx, tenant)) names[id] = name
  if (kinds.has('message'))
    for (const { id, name, steps } of await deps.journeys(tx, tenant)) {
      names[id] = name
      for (const step of steps) names[`${id}/${step.id}`] = step.name
    }
  return wanted.map((keys) =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const name = names[key]
        return name === undefined ? [] : [[key, name]]
      }),
    ),
  )
}

function refsOf(node: SegmentNode): string[] {
  switch (node.kind) {
    case 'tag':
      return [node.tagId]
    case 'segment':
      return [node.segmentId]
    case 'follow':
      return node.userids.map((userid) => `userid:${userid}`)
    case 'group_chat':
      return node.groupIds
    case 'message':
      return node.journeyId === null ? [] : [node.journeyId, `${node.journeyId}/${node.stepId}`]
    default:
      return []
  }
}

/** Archived ones too: a draft may still refer to one. */
function segmentsCalled(tx: Tx, tenant: Pick<Tenant, 'id'>) {
  return tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from segment.segment
    where workspace_id = ${tenant.id}
  `)
}
