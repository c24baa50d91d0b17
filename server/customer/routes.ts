import { Readable } from 'node:stream'
import { z } from 'zod'
import * as contract from '../../contract/customer.ts'
import { customerFilter } from '../../contract/customer-filter.ts'
import { type App, Problem, showId } from '../kernel/index.ts'
import { changeTraits } from './change-traits.ts'
import { dress } from './dress.ts'
import { exportCustomers } from './export.ts'
import { listCustomers } from './list.ts'
import { personOf } from './merge.ts'
import { findPerson, rowsOfPerson } from './person.ts'
import { revealIdentity } from './reveal.ts'
import { asking, type CustomerDeps, idIn } from './route-deps.ts'
import { mergeRoutes } from './routes-merge.ts'
import { tagRoutes } from './routes-tag.ts'
import { listSources } from './source-list.ts'
import { timelinePageOf } from './timeline.ts'

const byId = z.object({ id: z.string() })

/** Customers, their merges and conflicts, their tags. An id of another workspace is not found. */
export function routes(app: App, deps: CustomerDeps): void {
  listRoutes(app, deps)
  personRoutes(app, deps)
  mergeRoutes(app, deps)
  tagRoutes(app, deps)
}

function listRoutes(app: App, deps: CustomerDeps): void {
  app.get(
    '/api/customers',
    {
      config: { permission: 'customers.read' },
      schema: { querystring: contract.customerQuery, response: { 200: contract.customerPage } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { limit, cursor, ...filter } = request.query
      return within(async (tx) => {
        const page = await listCustomers(tx, tenant, deps.seal, { filter, limit, cursor })
        return {
          items: await dress(tx, tenant.id, page.persons),
          next: page.next,
          total: page.total,
        }
      })
    },
  )
  app.get(
    '/api/customers.csv',
    { config: { permission: 'customers.read' }, schema: { querystring: customerFilter } },
    async (request, reply) => {
      const { tenant, by, now, within } = asking(deps, request)
      await within((tx) =>
        deps.audit(tx, {
          workspaceId: tenant.id,
          staffId: by,
          at: now,
          action: 'customers.exported',
          subject: showId('workspace', tenant.id),
          detail: { filters: Object.keys(request.query) },
        }),
      )
      const isEnglish = request.headers['accept-language']?.startsWith('en') ?? false
      const file = exportCustomers(deps, tenant, {
        filter: request.query,
        language: isEnglish ? 'en' : 'zh',
      })
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="customers.csv"')
        .send(Readable.from(file))
    },
  )
  app.get(
    '/api/customer-sources',
    {
      config: { permission: 'customers.read' },
      schema: { response: { 200: contract.customerSources } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return { items: await within((tx) => listSources(tx, tenant.id)) }
    },
  )
}

function personRoutes(app: App, deps: CustomerDeps): void {
  app.get(
    '/api/customers/:id',
    {
      config: { permission: 'customers.read' },
      schema: { params: byId, response: { 200: contract.person } },
    },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const customerId = idIn('customer', request.params.id)
      const person = await within((tx) => findPerson(tx, tenant, { customerId, now: present }))
      if (!person) throw new Problem('not_found')
      return person
    },
  )
  app.patch(
    '/api/customers/:id',
    {
      config: { permission: 'customers.write' },
      schema: { params: byId, body: contract.traitChange, response: { 200: contract.person } },
    },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const customerId = idIn('customer', request.params.id)
      const { traits } = request.body
      const person = await within(async (tx) => {
        const isThere = await changeTraits(tx, tenant, { customerId, traits, now: present })
        return isThere ? findPerson(tx, tenant, { customerId, now: present }) : null
      })
      if (!person) throw new Problem('not_found')
      return person
    },
  )
  revealRoute(app, deps)
  timelineRoute(app, deps)
}

function revealRoute(app: App, deps: CustomerDeps): void {
  app.post(
    '/api/customers/:id/reveal',
    {
      config: { permission: 'customers.reveal' },
      schema: { params: byId, body: contract.reveal, response: { 200: contract.revealed } },
    },
    async (request) => {
      const { tenant, by, now, within } = asking(deps, request)
      const customerId = idIn('customer', request.params.id)
      const outcome = await within((tx) =>
        revealIdentity(tx, deps, tenant, { customerId, ...request.body, by, now }),
      )
      if (!outcome.ok) throw new Problem('not_found')
      return { value: outcome.value }
    },
  )
}

function timelineRoute(app: App, deps: CustomerDeps): void {
  app.get(
    '/api/customers/:id/timeline',
    {
      config: { permission: 'customers.read' },
      schema: {
        params: byId,
        querystring: contract.timelineQuery,
        response: { 200: contract.timelinePage },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const customerId = idIn('customer', request.params.id)
      const numbers = await within(async (tx) => {
        const person = await personOf(tx, tenant.id, customerId)
        if (!person) throw new Problem('not_found')
        return (await rowsOfPerson(tx, tenant.id, person.id)).map(({ no }) => no)
      })
      const { limit, cursor } = request.query
      const names = (request.query.names ?? '').split(',').filter(Boolean)
      return timelinePageOf(deps.clickhouse, tenant, { numbers, names, limit, cursor })
    },
  )
}
