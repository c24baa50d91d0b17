import { z } from 'zod'
import * as contract from '../../contract/care.ts'
import { customerFilter } from '../../contract/customer-filter.ts'
import { promotionsStillOut } from '../channel/index.ts'
import { listCustomers, peopleBook, rowsOfPersons } from '../customer/index.ts'
import { append } from '../event/index.ts'
import { type App, addMs, newId, Problem, pageStart, readId, showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { entriesOf, findCase, isUnsolved, type StoredCase } from './case.ts'
import { EXPORTED_MAX, exportCases } from './export.ts'
import { type CasesAsked, countCases, countOverdue, listCases } from './list-cases.ts'
import { type CareContext, openCases } from './open-cases.ts'
import { isAtWork } from './reassign.ts'
import { reportOf } from './report.ts'
import { asking, type CareRouteDeps, idIn } from './route-deps.ts'
import { deedRoutes } from './routes-deeds.ts'
import { replyRoutes } from './routes-reply.ts'
import { settingsRoutes } from './routes-settings.ts'
import { kindOf, settingsOf } from './settings.ts'
import { ownersOf, showCases, showEntries } from './show.ts'

const byId = z.object({ id: z.string() })
const read = { permission: 'customers.read' } as const
const path = '/api/service-cases'
const DAY_MS = 24 * 3_600_000
/** Persons that a search in the list finds by name: who means another writes more of it. */
const FOUND_MAX = 200

/** Service cases (服务单): the list, one of them, a person's, how they went, what is done to them, and the brand's kinds. */
export function routes(app: App, deps: CareRouteDeps): void {
  listRoutes(app, deps)
  oneRoutes(app, deps)
  reportRoutes(app, deps)
  deedRoutes(app, deps)
  settingsRoutes(app, deps)
  replyRoutes(app, deps)
}

function listRoutes(app: App, deps: CareRouteDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.caseQuery, response: { 200: contract.serviceCases } },
    },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      return within(async (tx) => {
        const asked = await askedOf(tx, ctx, deps, request.query)
        const page = await listCases(tx, ctx.tenant, asked)
        return { ...page, items: await showCases(tx, ctx, page.items) }
      })
    },
  )
  app.get(
    `${path}.csv`,
    {
      config: read,
      schema: { querystring: contract.caseQuery.omit({ cursor: true, limit: true }) },
    },
    async (request, reply) => {
      const { ctx, within } = asking(deps, request)
      const isEnglish = request.headers['accept-language']?.startsWith('en') ?? false
      const cases = await within(async (tx) => {
        const asked = await askedOf(tx, ctx, deps, { ...request.query, limit: EXPORTED_MAX })
        return showCases(tx, ctx, (await listCases(tx, ctx.tenant, asked)).items)
      })
      return reply
        .header('content-disposition', 'attachment; filename="service-cases.csv"')
        .type('text/csv; charset=utf-8')
        .send(exportCases(cases, ctx.tenant, isEnglish ? 'en' : 'zh'))
    },
  )
}

function oneRoutes(app: App, deps: CareRouteDeps): void {
  app.post(
    path,
    {
      config: { permission: 'customers.write' },
      schema: { body: contract.newServiceCase, response: { 201: z.object({ id: z.string() }) } },
    },
    async (request, reply) => {
      const { ctx, by, real, within } = asking(deps, request)
      const { customerId: shown, kind: key, owner = null, ...said } = request.body
      const customerId = idIn('customer', shown)
      const id = newId()
      await within(async (tx) => {
        const { settings } = await settingsOf(tx, ctx.tenant)
        const kind = kindOf(settings, key)
        if (!kind?.isUsed) throw new Problem('unknown_case_kind', { kind: key })
        if ((await peopleBook.numberOf(tx, ctx.tenant, customerId)) === null)
          throw new Problem('not_found')
        if (owner !== null && !(await isAtWork(tx, ctx, owner)))
          throw new Problem('unknown_associate', { userid: owner })
        const draft = { ...said, id, customerId, kind, owner, by, originEvent: '' }
        const facts = await openCases(tx, ctx, settings, [draft])
        await append(tx, ctx.tenant, facts, { lane: 'journey', now: real })
      })
      return reply.status(201).send({ id: showId('serviceCase', id) })
    },
  )
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.serviceCaseDetail } } },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const id = idIn('serviceCase', request.params.id)
      return within(async (tx) => {
        const one = await findCase(tx, ctx.tenant, id)
        const [shown] = one ? await showCases(tx, ctx, [one]) : []
        if (!one || !shown) throw new Problem('not_found')
        const entries = await showEntries(tx, ctx, await entriesOf(tx, ctx.tenant, id))
        return { ...shown, entries, stillOut: await stillOutOf(tx, ctx, one) }
      })
    },
  )
  app.get(
    '/api/customers/:id/service-cases',
    { config: read, schema: { params: byId, response: { 200: contract.casesOfPerson } } },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const id = idIn('customer', request.params.id)
      return within(async (tx) => {
        const customerIds = await peopleBook.rowIdsOf(tx, ctx.tenant, id)
        if (!customerIds) throw new Problem('not_found')
        const asked = { ...everything, customerIds, now: ctx.now }
        const { items } = await listCases(tx, ctx.tenant, asked)
        return { items: await showCases(tx, ctx, items) }
      })
    },
  )
}

/** While it is unsolved: what of the promotion to its customer cannot be called back any more. */
async function stillOutOf(
  tx: Tx,
  ctx: CareContext,
  one: StoredCase,
): Promise<contract.ServiceCaseDetail['stillOut']> {
  if (!isUnsolved(one)) return []
  const rows = await rowsOfPersons(tx, ctx.tenant, { ids: [one.customerId] })
  const personIds = [...new Set(rows.map(({ personId }) => personId))]
  const owner = await ownersOf(tx, ctx)
  const out = await promotionsStillOut(tx, ctx.tenant, personIds)
  return out.map(({ userid, text }) => ({ owner: owner(userid), text }))
}

/** The newest cases of a person; more than these are in the list. */
const everything: Omit<CasesAsked, 'customerIds' | 'now'> = {
  state: 'all',
  sort: 'due',
  limit: 50,
  search: '',
  kind: null,
  priority: null,
  owner: null,
  found: [],
  from: 0,
}

function reportRoutes(app: App, deps: CareRouteDeps): void {
  app.get(
    '/api/service-case-report',
    {
      config: read,
      schema: { querystring: contract.caseReportQuery, response: { 200: contract.caseReport } },
    },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const { tenant, now } = ctx
      const since = addMs(now, -request.query.days * DAY_MS)
      return within(async (tx) => {
        const { settings } = await settingsOf(tx, tenant)
        const owner = await ownersOf(tx, ctx)
        const { all, byKind, byOwner } = await reportOf(tx, tenant, { since, now })
        const { unsolved } = await countCases(tx, tenant)
        return {
          since: since.toISOString(),
          all,
          byKind: byKind.map((one) => ({
            ...one,
            kindName: kindOf(settings, one.kind)?.name ?? '',
          })),
          byOwner: byOwner.map((one) => ({ ...one, owner: owner(one.owner) })),
          unsolved,
          overdue: await countOverdue(tx, tenant, now),
        }
      })
    },
  )
}

type Query = Omit<contract.CaseQuery, 'cursor'> & { cursor?: string | undefined }

async function askedOf(
  tx: Tx,
  { tenant, now }: CareContext,
  { seal }: CareRouteDeps,
  query: Query,
): Promise<CasesAsked> {
  const { state, sort, limit, search, kind = null, priority = null, customerId } = query
  const id = customerId === undefined ? null : readId('customer', customerId)
  const rows = id === null ? [] : ((await peopleBook.rowIdsOf(tx, tenant, id)) ?? [])
  return {
    ...{ state, sort, limit, search, kind, priority, now },
    owner: query.owner === 'none' ? '' : (query.owner ?? null),
    customerIds: customerId === undefined ? null : rows,
    found: search === '' ? [] : await rowsFound(tx, tenant, seal, search),
    from: pageStart(query.cursor),
  }
}

async function rowsFound(
  tx: Tx,
  tenant: CareContext['tenant'],
  seal: CareRouteDeps['seal'],
  search: string,
): Promise<string[]> {
  const filter = customerFilter.parse({ search })
  const asked = { filter, limit: FOUND_MAX, isCounted: false }
  const { persons } = await listCustomers(tx, tenant, seal, asked)
  const rows = await rowsOfPersons(tx, tenant, { ids: persons.map(({ id }) => id) })
  return rows.map(({ customerId }) => customerId)
}
