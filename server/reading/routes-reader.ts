import { z } from 'zod'
import * as contract from '../../contract/article.ts'
import { everyRowOf } from '../customer/index.ts'
import { type App, Problem } from '../kernel/index.ts'
import { codePicture, languageOf } from '../page/index.ts'
import { findArticle } from './article-store.ts'
import { exportReaders, readersOf, readingsOf } from './readers.ts'
import { asking, idIn, type ReadingDeps } from './route-deps.ts'

const byId = z.object({ id: z.string() })
/** Names of customers stand in these answers. */
const PEOPLE = { config: { permission: 'customers.read' } } as const
const MESSAGES = { config: { permission: 'messages.read' } } as const
const path = '/api/articles'
/** What a person read lately fits on their page. */
const READINGS_SHOWN = 50

/** Who read an article, and what one person read. */
export function readerRoutes(app: App, deps: ReadingDeps): void {
  app.get(
    `${path}/:id/readers`,
    {
      ...PEOPLE,
      schema: {
        params: byId,
        querystring: contract.readerFilter,
        response: { 200: contract.readers },
      },
    },
    async (request) => {
      const { tenant, inOne } = asking(deps, request)
      const articleId = idIn('article', request.params.id)
      return inOne(async (tx) => {
        if (!(await findArticle(tx, tenant, articleId))) throw new Problem('not_found')
        return readersOf(tx, tenant, { ...request.query, articleId })
      })
    },
  )
  app.get(
    `${path}/:id/readers.csv`,
    { ...PEOPLE, schema: { params: byId, querystring: contract.readerFilter.pick({ how: true }) } },
    async (request, reply) => {
      const { tenant, inOne, noted } = asking(deps, request)
      const articleId = idIn('article', request.params.id)
      const csv = await inOne(async (tx) => {
        if (!(await findArticle(tx, tenant, articleId))) throw new Problem('not_found')
        await noted(tx, 'article.readers_exported', request.params.id)
        const language = languageOf(request)
        return exportReaders(tx, tenant, { ...request.query, articleId, language })
      })
      return reply
        .header('content-disposition', `attachment; filename="readers-${request.params.id}.csv"`)
        .type('text/csv; charset=utf-8')
        .send(csv)
    },
  )
  app.get(
    `${path}/:id/code.svg`,
    { ...MESSAGES, schema: { params: byId } },
    async (request, reply) => {
      const { tenant, inOne } = asking(deps, request)
      const id = idIn('article', request.params.id)
      const found = await inOne((tx) => findArticle(tx, tenant, id))
      if (!found) throw new Problem('not_found')
      const url = deps.links.urlOf(tenant, { kind: 'article', id })
      if (url === null) throw new Problem('page_unreachable')
      return reply.type('image/svg+xml').send(codePicture(url).html)
    },
  )
  app.get(
    '/api/customers/:id/readings',
    { ...PEOPLE, schema: { params: byId, response: { 200: contract.personReadings } } },
    async (request) => {
      const { tenant, inOne } = asking(deps, request)
      const id = idIn('customer', request.params.id)
      return inOne(async (tx) => {
        const customerIds = await everyRowOf(tx, tenant.id, id)
        if (customerIds.length === 0) throw new Problem('not_found')
        return { items: await readingsOf(tx, tenant, { customerIds, limit: READINGS_SHOWN }) }
      })
    },
  )
}
