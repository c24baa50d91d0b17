import { z } from 'zod'
import * as contract from '../../contract/moment.ts'
import { namedAssociates } from '../corp/index.ts'
import { customersByAssociate, peopleBook, tagNames } from '../customer/index.ts'
import { type App, companyOf, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import {
  cancelMoment,
  findMoment,
  listMoments,
  type MomentRow,
  makeMoment,
  pictureOf,
  postersOf,
  reactionsOf,
} from './moment-store.ts'
import { asking, type CampaignRouteDeps, idIn } from './route-deps.ts'

const READ = { config: { permission: 'journeys.read' } } as const
const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })

/** Moments: asked for, followed, called back, and who liked and commented. */
export function momentRoutes(app: App, deps: CampaignRouteDeps): void {
  listRoutes(app, deps)
  oneRoutes(app, deps)
  deedRoutes(app, deps)
}

function listRoutes(app: App, deps: CampaignRouteDeps): void {
  app.get(
    '/api/moments',
    {
      ...READ,
      schema: { querystring: contract.momentFilter, response: { 200: contract.moments } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { items, next, total } = await listMoments(tx, tenant, request.query)
        const made = items.map(({ madeBy }) => madeBy)
        const names = await namesOfStaff(tx, tenant.id, made)
        return { items: items.map((row) => lineOf(row, names)), next, total }
      })
    },
  )
  app.get(
    '/api/moment-reach',
    {
      ...READ,
      schema: {
        querystring: z.object({ userids: z.string().max(40_000).default('') }),
        response: { 200: contract.momentReach },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const wanted = request.query.userids.split(',').filter((one) => one !== '')
      return within(async (tx) => {
        const active = (await namedAssociates(tx, tenant)).filter(({ isActive }) => isActive)
        const asked = active.filter(({ userid }) => wanted.length === 0 || wanted.includes(userid))
        const customers = await customersByAssociate(tx, tenant)
        return {
          associates: asked.length,
          customers: asked.reduce((sum, { userid }) => sum + (customers.get(userid) ?? 0), 0),
        }
      })
    },
  )
}

function lineOf(row: MomentRow, names: ReadonlyMap<string, string>): contract.MomentLine {
  return {
    ...row,
    id: showId('moment', row.id),
    madeAt: row.madeAt.toISOString(),
    madeBy: names.get(row.madeBy ?? '') ?? null,
  }
}

function oneRoutes(app: App, deps: CampaignRouteDeps): void {
  app.get(
    '/api/moments/:id',
    { ...READ, schema: { params: byId, response: { 200: contract.moment } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('moment', request.params.id)
      return within(async (tx) => wholeOf(tx, tenant, await wanted(tx, tenant, id)))
    },
  )
  app.get(
    '/api/moments/:id/picture',
    { ...READ, schema: { params: byId } },
    async (request, reply) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('moment', request.params.id)
      const picture = await within((tx) => pictureOf(tx, tenant, id))
      if (!picture) throw new Problem('not_found')
      return reply
        .header('content-type', picture.type)
        .header('x-content-type-options', 'nosniff')
        .send(picture.bytes)
    },
  )
  app.get(
    '/api/moments/:id/reactions',
    { ...READ, schema: { params: byId, response: { 200: contract.momentReactions } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('moment', request.params.id)
      return within(async (tx) => {
        await wanted(tx, tenant, id)
        const rows = await reactionsOf(tx, tenant, id)
        const numbers = rows.flatMap(({ customerNo }) => customerNo ?? [])
        const people = await peopleBook.describe(tx, tenant, numbers)
        const names = new Map(
          (await namedAssociates(tx, tenant)).map((one) => [one.userid, one.name]),
        )
        const items = rows.map(({ userid, kind, who, at, customerId, customerNo: no }) => {
          const person = no === null ? undefined : people.get(no)
          return {
            id: `${userid} ${kind} ${who} ${at.getTime()}`,
            kind,
            at: at.toISOString(),
            associate: names.get(userid) ?? userid,
            who: names.get(who) ?? '',
            customer:
              no === null || customerId === null
                ? null
                : {
                    id: showId('customer', person?.id ?? customerId),
                    no,
                    name: person?.name ?? '',
                  },
          }
        })
        return { items, next: null, total: items.length }
      })
    },
  )
}

async function wanted(tx: Tx, tenant: Tenant, id: string): Promise<MomentRow> {
  const found = await findMoment(tx, tenant, id)
  if (!found) throw new Problem('not_found')
  return found
}

async function wholeOf(tx: Tx, tenant: Tenant, row: MomentRow): Promise<contract.Moment> {
  const staff = await namesOfStaff(tx, tenant.id, [row.madeBy, row.cancelledBy])
  const names = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one.name]))
  const tags = await tagNames(tx, tenant)
  const posters = await postersOf(tx, tenant, row.id)
  return {
    ...lineOf(row, staff),
    link: row.link,
    tags: row.tagIds.map((id) => tags.get(id) ?? ''),
    errmsg: row.errmsg,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    cancelledBy: staff.get(row.cancelledBy ?? '') ?? null,
    byAssociate: posters.map(({ postedAt, ...one }) => ({
      ...one,
      name: names.get(one.userid) ?? one.userid,
      postedAt: postedAt?.toISOString() ?? null,
    })),
  }
}

function deedRoutes(app: App, deps: CampaignRouteDeps): void {
  app.post(
    '/api/moments',
    {
      ...WRITE,
      schema: { body: contract.newMoment, response: { 201: contract.madeMoment } },
    },
    async (request, reply) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const { body } = request
      if (body.text === '' && !body.picture) throw new Problem('moment_empty')
      if (body.link && !body.picture) throw new Problem('moment_cover')
      const companies = new Set(body.userids.map(companyOf))
      if (companies.size > 1) throw new Problem('moment_companies')
      const id = await within(async (tx) => {
        const tags = await tagNames(tx, tenant)
        const tagKeys = body.tagIds.map((shown) => readId('tag', shown) ?? '')
        if (!tagKeys.every((key) => tags.has(key))) throw new Problem('not_found')
        const [company = ''] = companies
        const made = await makeMoment(tx, tenant, { ...body, company, tagKeys, by, real })
        await audited(tx, 'moment.made', showId('moment', made))
        return made
      })
      return reply.status(201).send({ id: showId('moment', id) })
    },
  )
  app.put(
    '/api/moments/:id/cancellation',
    {
      ...WRITE,
      schema: { params: byId, body: contract.cancelMoment, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const id = idIn('moment', request.params.id)
      const { reason } = request.body
      await within(async (tx) => {
        await wanted(tx, tenant, id)
        if (!(await cancelMoment(tx, tenant, { id, by, real })))
          throw new Problem('moment_not_running')
        await audited(tx, 'moment.cancelled', request.params.id, { reason })
      })
      return { ok: true as const }
    },
  )
}
