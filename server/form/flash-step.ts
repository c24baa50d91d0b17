import { evidenceWeights } from '../../science/intensity.ts'
import { addEvidence, rowsOfPersons } from '../customer/index.ts'
import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { idFrom, readId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { findFlash, type StoredFlash } from './flash-store.ts'

type Joining = {
  eventId: string
  at: Date
  customerId: string
  topicId: string
  visitorId: string
}

/**
 * The line of the table of appliers that makes what somebody chose in a flash topic evidence about them: once for a person,
 * a topic and a choice, from however many phones they look.
 */
export const flashStep: ApplyStep = {
  name: 'flash',
  on: ['flash_topic.joined'],
  async apply(tx, { tenant }, events) {
    const joined = events.flatMap(({ eventId, at, customerId, props }): Joining[] => {
      const topicId = readId('flashTopic', String(props.topic_id ?? ''))
      const { visitor } = props
      return topicId === null || customerId === null || typeof visitor !== 'string'
        ? []
        : [{ eventId, at, customerId, topicId, visitorId: visitor }]
    })
    if (joined.length === 0) return nothingApplied
    const picks = await namedVisits(tx, tenant, joined)
    const topics = await topicsOf(tx, tenant, joined)
    const rows = await rowsOfPersons(tx, tenant, { ids: joined.map((one) => one.customerId) })
    const persons = new Map(rows.map(({ customerId, personId }) => [customerId, personId]))
    const evidence = joined.flatMap(({ topicId, visitorId, customerId, ...one }) => {
      const topic = topics.get(topicId)
      const chosen = picks.get(`${topicId} ${visitorId}`) ?? []
      const personId = persons.get(customerId) ?? customerId
      return (topic?.choices ?? []).flatMap(({ id, text, tagId: shown }) => {
        const tagId = readId('tag', shown)
        if (tagId === null || !chosen.includes(id)) return []
        return {
          ...{ ...one, customerId, tagId },
          id: idFrom('flash tagging', topicId, id, personId),
          source: 'flash_topic' as const,
          weight: evidenceWeights.flash,
          quote: `${topic?.title} ${text}`,
        }
      })
    })
    return { facts: await addEvidence(tx, tenant, evidence), landings: [] }
  },
}

/** Notes whose visits these were. @returns what was chosen, by topic and visitor. */
async function namedVisits(
  tx: Tx,
  tenant: Tenant,
  joined: readonly Joining[],
): Promise<Map<string, string[]>> {
  const rows = await tx.rows(sql<{ topicId: string; visitorId: string; picks: string[] }>`
    update form.flash_visit v
    set customer_id = n.customer_id
    from unnest(
      ${joined.map(({ topicId }) => topicId)}::uuid[],
      ${joined.map(({ visitorId }) => visitorId)}::uuid[],
      ${joined.map(({ customerId }) => customerId)}::uuid[]
    ) as n (topic_id, visitor_id, customer_id)
    where v.workspace_id = ${tenant.id}
      and v.topic_id = n.topic_id
      and v.visitor_id = n.visitor_id
    returning v.topic_id as "topicId", v.visitor_id as "visitorId", v.picks
  `)
  return new Map(rows.map(({ topicId, visitorId, picks }) => [`${topicId} ${visitorId}`, picks]))
}

async function topicsOf(
  tx: Tx,
  tenant: Tenant,
  joined: readonly Joining[],
): Promise<Map<string, StoredFlash>> {
  const topics = new Map<string, StoredFlash>()
  for (const id of new Set(joined.map(({ topicId }) => topicId))) {
    const topic = await findFlash(tx, tenant, id)
    if (topic) topics.set(id, topic)
  }
  return topics
}
