import type { ShownFollow } from '../../contract/follow.ts'
import { namedAssociates } from '../corp/index.ts'
import { type FollowOf, followsOf } from '../customer/index.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { lastDays } from './period.ts'
import { describeSources } from './source.ts'

/**
 * Whom a person follows and followed, since when, by which code and source, and what a person of that source cost.
 * @param customerId any of the person's rows. @returns null when there is nobody.
 */
export async function shownFollows(
  tx: Tx,
  tenant: Tenant,
  { customerId, present }: { customerId: string; present: Date },
): Promise<ShownFollow[] | null> {
  const follows = await followsOf(tx, tenant, customerId)
  if (!follows) return null
  const members = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one]))
  const ways = await waysOfStates(
    tx,
    tenant,
    follows.map(({ state }) => state),
  )
  const { toOn } = lastDays(tenant, present, 1)
  const ids = [...new Set(follows.flatMap(({ sourceId }) => (sourceId === null ? [] : [sourceId])))]
  const sources = await describeSources(tx, tenant, ids, toOn)
  return follows.map((follow) => {
    const member = members.get(follow.userid)
    const source = follow.sourceId === null ? undefined : sources.get(follow.sourceId)
    return {
      ...shown(follow),
      associate: { userid: follow.userid, name: member?.name ?? follow.userid },
      isAssociateActive: member?.isActive ?? false,
      way: ways.get(follow.state) ?? null,
      source:
        source && follow.sourceId !== null
          ? { id: showId('source', follow.sourceId), ...source }
          : null,
    }
  })
}

function shown({ id, addWay, remark, endedBy, wasFound, ...at }: FollowOf) {
  return {
    id,
    addWay,
    remark,
    endedBy,
    wasFound,
    startedAt: at.startedAt.toISOString(),
    confirmedAt: at.confirmedAt?.toISOString() ?? null,
    endedAt: at.endedAt?.toISOString() ?? null,
    lastChatAt: at.lastChatAt?.toISOString() ?? null,
    archive:
      at.archiveSaid === '' || at.archiveSaidAt === null
        ? null
        : { says: at.archiveSaid, at: at.archiveSaidAt.toISOString() },
  }
}

async function waysOfStates(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  states: string[],
): Promise<ReadonlyMap<string, { id: string; name: string }>> {
  const rows = await tx.rows(sql<{ state: string; id: string; name: string }>`
    select state, id, name
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and state = any(${[...new Set(states)]}::text[])
  `)
  return new Map(rows.map(({ state, id, name }) => [state, { id: showId('contactWay', id), name }]))
}
