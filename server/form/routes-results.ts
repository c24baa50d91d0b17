import { z } from 'zod'
import * as contract from '../../contract/form.ts'
import { type App, showId } from '../kernel/index.ts'
import { listAnswers } from './answers.ts'
import { EXPORTED_MAX, exportAnswers } from './export.ts'
import { resultsOf } from './results.ts'
import { asking, type FormRouteDeps } from './route-deps.ts'
import { wanted } from './show.ts'

const byId = z.object({ id: z.string() })
const READ = { config: { permission: 'customers.read' } } as const
const path = '/api/forms/:id'

/** What came of a form: how far people came, what they answered, who they are. */
export function resultRoutes(app: App, deps: FormRouteDeps): void {
  app.get(
    `${path}/results`,
    { ...READ, schema: { params: byId, response: { 200: contract.formResults } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { id } = await wanted(tx, tenant, request.params.id)
        return resultsOf(tx, tenant, id)
      })
    },
  )
  app.get(
    `${path}/answers`,
    {
      ...READ,
      schema: {
        params: byId,
        querystring: contract.answerFilter,
        response: { 200: contract.formAnswers },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { id: formId } = await wanted(tx, tenant, request.params.id)
        const asked = { ...request.query, formId }
        const { items, questions, ...page } = await listAnswers(tx, tenant, deps.seal, asked)
        const lines = items.map(({ texts, ...item }) => ({
          ...item,
          id: showId('formResponse', item.id),
          person: item.person && { ...item.person, id: showId('customer', item.person.id) },
          openedAt: item.openedAt.toISOString(),
          finishedAt: item.finishedAt?.toISOString() ?? null,
          answers: questions.flatMap(({ id, title }) => {
            const text = texts.get(id)
            return text === undefined ? [] : [{ question: id, title, text }]
          }),
        }))
        return { ...page, items: lines }
      })
    },
  )
  app.get(
    `${path}/answers.csv`,
    {
      ...READ,
      schema: {
        params: byId,
        querystring: contract.answerFilter.omit({ cursor: true, limit: true }),
      },
    },
    async (request, reply) => {
      const { tenant, within } = asking(deps, request)
      const isEnglish = request.headers['accept-language']?.startsWith('en') ?? false
      const file = await within(async (tx) => {
        const { id: formId } = await wanted(tx, tenant, request.params.id)
        const asked = { ...request.query, formId, limit: EXPORTED_MAX }
        const given = await listAnswers(tx, tenant, deps.seal, asked)
        return exportAnswers(given, tenant, isEnglish ? 'en' : 'zh')
      })
      return reply
        .header('content-disposition', 'attachment; filename="form-answers.csv"')
        .type('text/csv; charset=utf-8')
        .send(file)
    },
  )
}
