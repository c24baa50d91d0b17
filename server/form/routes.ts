import { z } from 'zod'
import * as contract from '../../contract/form.ts'
import { formProblems } from '../../contract/form-problems.ts'
import { everyRowOf } from '../customer/index.ts'
import { type App, Problem, showId } from '../kernel/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { listForms } from './list.ts'
import { needProfileOf } from './need-profile.ts'
import { asking, type FormRouteDeps, idIn } from './route-deps.ts'
import { flashRoutes } from './routes-flash.ts'
import { flashPageRoutes } from './routes-flash-page.ts'
import { formPageRoutes } from './routes-page.ts'
import { resultRoutes } from './routes-results.ts'
import { sendCode } from './send-code.ts'
import { showForm, tagsGone, wanted } from './show.ts'
import { closeForm, dropForm, makeForm, publishForm, saveForm } from './store.ts'

const byId = z.object({ id: z.string() })
const READ = { config: { permission: 'customers.read' } } as const
const WRITE = { config: { permission: 'acquisition.write' } } as const
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const path = '/api/forms'

/** Forms (表单) and flash topics (快闪): how they are made, what came of them, and their pages for customers. */
export function routes(app: App, deps: FormRouteDeps): void {
  readRoutes(app, deps)
  draftRoutes(app, deps)
  standRoutes(app, deps)
  resultRoutes(app, deps)
  formPageRoutes(app, deps)
  flashRoutes(app, deps)
  flashPageRoutes(app, deps)
}

function readRoutes(app: App, deps: FormRouteDeps): void {
  app.get(
    path,
    { ...READ, schema: { querystring: contract.formFilter, response: { 200: contract.forms } } },
    async (request) => {
      const { tenant, today, within } = asking(deps, request)
      return within(async (tx) => {
        const { items, ...page } = await listForms(tx, tenant, request.query, today)
        const staff = await namesOfStaff(
          tx,
          tenant.id,
          items.map(({ changedBy }) => changedBy),
        )
        const lines = items.map((item) => ({
          ...item,
          id: showId('form', item.id),
          lastAnswerAt: item.lastAnswerAt?.toISOString() ?? null,
          changedAt: item.changedAt.toISOString(),
          changedBy: staff.get(item.changedBy ?? '') ?? null,
        }))
        return { ...page, items: lines }
      })
    },
  )
  app.get(
    `${path}/:id`,
    { ...READ, schema: { params: byId, response: { 200: contract.form } } },
    async (request) => {
      const { tenant, today, within } = asking(deps, request)
      return within(async (tx) =>
        showForm(tx, deps, { tenant, today }, await wanted(tx, tenant, request.params.id)),
      )
    },
  )
  app.get(`${path}/:id/code.svg`, { ...READ, schema: { params: byId } }, async (request, reply) => {
    const { tenant, within } = asking(deps, request)
    const { id } = await within((tx) => wanted(tx, tenant, request.params.id))
    return sendCode(reply, deps.links.urlOf(tenant, { kind: 'form', id }))
  })
  app.get(
    '/api/customers/:id/need-profile',
    { ...READ, schema: { params: byId, response: { 200: contract.needProfile } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('customer', request.params.id)
      return within(async (tx) => {
        const rowIds = await everyRowOf(tx, tenant.id, id)
        if (rowIds.length === 0) throw new Problem('not_found')
        return needProfileOf(tx, tenant, deps.seal, rowIds)
      })
    },
  )
}

function draftRoutes(app: App, deps: FormRouteDeps): void {
  app.post(
    path,
    { ...WRITE, schema: { body: contract.newForm, response: { 201: contract.madeForm } } },
    async (request, reply) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const id = await within(async (tx) => {
        const made = await makeForm(tx, tenant, { ...request.body, by, now: real })
        await audited(tx, 'form.made', showId('form', made))
        return made
      })
      return reply.status(201).send({ id: showId('form', id) })
    },
  )
  app.put(
    `${path}/:id/draft`,
    {
      ...WRITE,
      schema: { params: byId, body: contract.savedForm, response: { 200: contract.formSaved } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const id = idIn('form', request.params.id)
      const saved = await within((tx) =>
        saveForm(tx, tenant, { ...request.body, id, by, now: real }),
      )
      if (!saved.ok) throw new Problem(saved.reason === 'not_found' ? 'not_found' : 'form_changed')
      return { draftNo: saved.value }
    },
  )
  app.post(
    `${path}/:id/published`,
    {
      ...WRITE,
      schema: {
        params: byId,
        body: contract.formPublish,
        response: { 200: contract.formPublished },
      },
    },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const { draftNo } = request.body
      return within(async (tx) => {
        const { id, draft, ...form } = await wanted(tx, tenant, request.params.id)
        if (form.draftNo !== draftNo) throw new Problem('form_changed')
        const [problem] = [...formProblems(draft), ...(await tagsGone(tx, deps, tenant, draft))]
        if (problem) throw new Problem('form_unfinished', { code: problem.code })
        const published = await publishForm(tx, tenant, { id, draftNo, plan: draft, by, now: real })
        if (!published.ok) throw new Problem('form_changed')
        await audited(tx, 'form.published', request.params.id, { version: published.value })
        return { version: published.value }
      })
    },
  )
}

function standRoutes(app: App, deps: FormRouteDeps): void {
  app.put(
    `${path}/:id/closed`,
    {
      ...WRITE,
      schema: { params: byId, body: contract.formClosing, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const { isClosed } = request.body
      const id = idIn('form', request.params.id)
      await within(async (tx) => {
        if (!(await closeForm(tx, tenant, { id, isClosed, by, now: real })))
          throw new Problem('not_found')
        await audited(tx, isClosed ? 'form.closed' : 'form.opened', request.params.id)
      })
      return ok
    },
  )
  for (const isDropped of [true, false])
    app.route({
      method: isDropped ? 'DELETE' : 'PUT',
      url: isDropped ? `${path}/:id` : `${path}/:id/restored`,
      ...WRITE,
      schema: { params: byId, response: { 200: done } },
      handler: async (request) => {
        const { tenant, real, within, audited } = asking(deps, request)
        const id = idIn('form', request.params.id)
        await within(async (tx) => {
          if (!(await dropForm(tx, tenant, { id, isDropped, now: real })))
            throw new Problem('not_found')
          await audited(tx, isDropped ? 'form.deleted' : 'form.restored', request.params.id)
        })
        return ok
      },
    })
}
