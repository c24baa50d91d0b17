import { tagByRule } from '../customer/index.ts'
import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { sql } from '../postgres/index.ts'

/** The line of the table of appliers that gives newcomers the tags of the code which they scanned. */
export const wayTagStep: ApplyStep = {
  name: 'way_tag',
  on: ['follow.started'],
  async apply(tx, { tenant }, events) {
    const came = events.flatMap(({ eventId, at, customerId, props: { state } }) =>
      customerId !== null && typeof state === 'string' && state !== ''
        ? [{ eventId, at, customerId, state }]
        : [],
    )
    if (came.length === 0) return nothingApplied
    const ways = await tx.rows(sql<{ state: string; name: string; tagIds: string[] }>`
      select state, name, tag_ids as "tagIds"
      from acquisition.contact_way
      where workspace_id = ${tenant.id}
        and state = any(${[...new Set(came.map(({ state }) => state))]}::text[])
        and cardinality(tag_ids) > 0
    `)
    const byState = new Map(ways.map((way) => [way.state, way]))
    const given = came.flatMap(({ state, ...who }) => {
      const way = byState.get(state)
      return (way?.tagIds ?? []).map((tagId) => ({ ...who, tagId, quote: way?.name ?? '' }))
    })
    return { facts: await tagByRule(tx, tenant, given), landings: [] }
  },
}
