import { evidenceWeights } from '../../science/intensity.ts'
import { addEvidence, rowsOfPersons } from '../customer/index.ts'
import { type ApplyStep, nothingApplied, type ResolvedEvent } from '../event/index.ts'
import { idFrom, readId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { planAlerts } from './alert-store.ts'
import { findArticle, type StoredArticle } from './article-store.ts'
import { nameOpenings } from './opening-store.ts'

/**
 * The line of the table of appliers that finds out who opened an article, and makes reading it evidence of the needs that it
 * answers: once for a person, an article and a need, the more the farther they read. Their associate is to hear of it.
 */
export const articleStep: ApplyStep = {
  name: 'article',
  on: ['article.opened', 'article.read'],
  async apply(tx, { tenant }, events) {
    const opened = events.flatMap(({ name, customerId, customerNo, props }) => {
      const articleId = articleIn(props)
      const { visitor: visitorId } = props
      return name === 'article.opened' &&
        articleId !== null &&
        customerId !== null &&
        typeof visitorId === 'string'
        ? [{ articleId, visitorId, customerId, customerNo }]
        : []
    })
    if (opened.length > 0) await nameOpenings(tx, tenant, opened)
    const read = events.filter(({ name }) => name === 'article.read')
    return read.length === 0 ? nothingApplied : evidenceOf(tx, tenant, read)
  },
}

async function evidenceOf(tx: Tx, tenant: Tenant, read: readonly ResolvedEvent[]) {
  const articles = new Map<string, StoredArticle>()
  for (const id of new Set(read.flatMap(({ props }) => articleIn(props) ?? []))) {
    const found = await findArticle(tx, tenant, id)
    if (found) articles.set(id, found)
  }
  const ids = read.flatMap(({ customerId }) => customerId ?? [])
  const rows = await rowsOfPersons(tx, tenant, { ids })
  const persons = new Map(rows.map(({ customerId, personId }) => [customerId, personId]))
  const heard = read.flatMap(({ at, customerId, props }) => {
    const article = articles.get(articleIn(props) ?? '')
    const { seconds, depth } = props
    if (!article || customerId === null) return []
    if (typeof seconds !== 'number' || typeof depth !== 'number') return []
    const personId = persons.get(customerId) ?? customerId
    return [{ personId, customerId, title: article.title, seconds, depth, at }]
  })
  await planAlerts(tx, tenant, heard)
  const evidence = read.flatMap(({ eventId, at, customerId, props }) => {
    const article = articles.get(articleIn(props) ?? '')
    const far = typeof props.far === 'number' ? props.far / 100 : 0
    if (!article || customerId === null || far <= 0) return []
    const personId = persons.get(customerId) ?? customerId
    return article.tagIds.map((tagId) => ({
      ...{ eventId, at, customerId, tagId },
      id: idFrom('article tagging', article.id, tagId, personId),
      source: 'article' as const,
      weight: evidenceWeights.reading * far,
      quote: article.title,
    }))
  })
  return { facts: await addEvidence(tx, tenant, evidence), landings: [] }
}

function articleIn(props: Record<string, unknown>): string | null {
  return readId('article', String(props.article_id ?? ''))
}
