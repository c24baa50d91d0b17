import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import type { CustomerFilter } from '../../contract/customer-filter.ts'
import * as contract from '../../contract/tag-job.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { listCustomers } from './list.ts'
import { asking, type CustomerDeps, idIn } from './route-deps.ts'
import { makeTagJob, undoTagJob } from './tag-job.ts'
import { tagJobDetail, tagJobPeople, tagJobsOf } from './tag-job-view.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const made = z.object({ id: z.string() })
const path = '/api/tag-jobs'
const read = { permission: 'customers.read' } as const
const write = { permission: 'customers.write' } as const
/** Rows that a file of errors has at most: all of a job. */
const ERRORS_MAX = contract.TAG_JOB_MAX
const PAGE = 1_000
const FROM_MAX = contract.TAG_JOB_MAX

/** One tag on many customers: begun, followed, taken back, with what came of each person. */
export function tagJobRoutes(app: App, deps: CustomerDeps): void {
  app.post(
    path,
    { config: write, schema: { body: contract.newTagJob, response: { 201: made } } },
    async (request, reply) => {
      const { tenant, by, now, within } = asking(deps, request)
      const { body } = request
      const tagId = idIn('tag', body.tagId)
      const id = await within(async (tx) => {
        const customerIds =
          'filter' in body
            ? await everybody(tx, deps, tenant, body.filter)
            : await known(
                tx,
                tenant,
                body.customerIds.map((one) => idIn('customer', one)),
              )
        if (!(await isTag(tx, tenant, tagId))) throw new Problem('not_found')
        return makeTagJob(tx, tenant, { tagId, customerIds, by, now })
      })
      return reply.code(201).send({ id: showId('tagJob', id) })
    },
  )
  app.get(
    path,
    { config: read, schema: { response: { 200: contract.tagJobs } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return { items: await within((tx) => tagJobsOf(tx, tenant, deps.staffNames)) }
    },
  )
  oneRoutes(app, deps)
}

function oneRoutes(app: App, deps: CustomerDeps): void {
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.tagJobDetail } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('tagJob', request.params.id)
      const job = await within((tx) => tagJobDetail(tx, tenant, deps.staffNames, id))
      if (!job) throw new Problem('not_found')
      return job
    },
  )
  app.get(
    `${path}/:id/people`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.tagJobPeopleQuery,
        response: { 200: contract.tagJobPeople },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('tagJob', request.params.id)
      const { cursor, limit, inWecom = null } = request.query
      const asked = { id, inWecom, isWrong: false, limit, from: fromOf(cursor) }
      return within(async (tx) => {
        if (!(await tagJobDetail(tx, tenant, deps.staffNames, id))) throw new Problem('not_found')
        return tagJobPeople(tx, tenant, asked)
      })
    },
  )
  app.get(
    `${path}/:id/errors.csv`,
    { config: read, schema: { params: byId } },
    async (request, reply) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('tagJob', request.params.id)
      const isEnglish = request.headers['accept-language']?.startsWith('en') ?? false
      const found = await within(async (tx) => {
        if (!(await tagJobDetail(tx, tenant, deps.staffNames, id))) throw new Problem('not_found')
        const asked = { id, inWecom: null, isWrong: true, limit: ERRORS_MAX, from: 0 }
        return tagJobPeople(tx, tenant, asked)
      })
      return reply
        .header('content-disposition', 'attachment; filename="tag-errors.csv"')
        .type('text/csv; charset=utf-8')
        .send(fileOf(found.items, isEnglish ? 'en' : 'zh'))
    },
  )
  app.put(
    `${path}/:id/undo`,
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, by, now, within } = asking(deps, request)
      const id = idIn('tagJob', request.params.id)
      if (!(await within((tx) => undoTagJob(tx, tenant, { id, by, now }))))
        throw new Problem('not_found')
      return { ok: true as const }
    },
  )
}

const heads = {
  zh: ['客户编号', '姓名', '这里', '企业微信', '错误码'],
  en: ['Customer', 'Name', 'Here', 'In WeCom', 'Error'],
}
const words = {
  zh: {
    waiting: '等待',
    tagged: '已打上',
    gone: '客户已不在',
    archived: '标签已停用',
    undone: '已撤销',
    own: '不同步',
    no_friend: '不是任何导购的好友',
    same: '已同步',
    refused: '企业微信不收',
  },
  en: {
    waiting: 'waiting',
    tagged: 'tagged',
    gone: 'no such customer any more',
    archived: 'the tag is archived',
    undone: 'taken back',
    own: 'kept here only',
    no_friend: 'follows no associate',
    same: 'the same',
    refused: 'refused by WeCom',
  },
}

function fileOf(rows: readonly contract.TagJobPerson[], language: 'zh' | 'en'): string {
  const say = words[language]
  const lines = rows.map(({ customerId, name, outcome, inWecom, error }) => [
    customerId,
    name,
    say[outcome],
    say[inWecom],
    error ?? '',
  ])
  const text = stringify([heads[language], ...lines], {
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
  return `\ufeff${text}`
}

/** All who match the filters of a list; refuses when that is more than one deed may reach. */
async function everybody(
  tx: Tx,
  deps: CustomerDeps,
  tenant: Tenant,
  filter: Omit<CustomerFilter, 'sort'>,
): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  for (;;) {
    const { persons, next } = await listCustomers(tx, tenant, deps.seal, {
      filter: { ...filter, sort: '-lastSeen' },
      limit: PAGE,
      cursor,
      isCounted: false,
    })
    ids.push(...persons.map(({ id }) => id))
    if (next === null) return ids
    if (ids.length >= contract.TAG_JOB_MAX)
      throw new Problem('too_large', { limit: contract.TAG_JOB_MAX })
    cursor = next
  }
}

async function known(tx: Tx, tenant: Tenant, ids: string[]): Promise<string[]> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*)::int as count
    from customer.customer
    where workspace_id = ${tenant.id}
      and id = any(${ids}::uuid[])
  `)
  if (count < new Set(ids).size) throw new Problem('not_found')
  return ids
}

async function isTag(tx: Tx, tenant: Tenant, tagId: string): Promise<boolean> {
  const found = await tx.maybe(sql<{ one: number }>`
    select 1 as one
    from customer.tag
    where workspace_id = ${tenant.id}
      and id = ${tagId}
      and archived_at is null
  `)
  return found !== null
}

function fromOf(cursor: string | undefined): number {
  const from = Number(cursor ?? 0)
  return Number.isInteger(from) && from > 0 && from <= FROM_MAX ? from : 0
}
