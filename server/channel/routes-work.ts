import { z } from 'zod'
import * as contract from '../../contract/staff-work.ts'
import { namedAssociates } from '../corp/index.ts'
import { type App, addMs, dayOf, Problem, showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import { absencesOf, endAbsence, recordAbsence } from './absence.ts'
import type { ChannelContext } from './delivery.ts'
import { executed } from './execution.ts'
import { exportExecution } from './export-execution.ts'
import { asking, type ChannelRouteDeps, idIn, shownInstant } from './route-deps.ts'
import { changeWork, workOf } from './work-rules.ts'

const byId = z.object({ id: z.string() })
const DAY_MS = 24 * 3_600_000
/** How far back the report looks where nobody says otherwise. */
const WEEKS_MS = 28 * DAY_MS

const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }

/** How associates' work is counted and kept in time (导购工时与时限), who is away, and how tasks were carried out. */
export function workRoutes(app: App, deps: ChannelRouteDeps): void {
  ruleRoutes(app, deps)
  absenceRoutes(app, deps)
  executionRoutes(app, deps)
}

function ruleRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/staff-work',
    { config: { permission: 'messages.read' }, schema: { response: { 200: contract.work } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { changedAt, changedBy, ...work } = await workOf(tx, tenant)
        const names = await namesOfStaff(tx, tenant.id, [changedBy])
        return {
          ...work,
          changedAt: shownInstant(changedAt),
          changedBy: names.get(changedBy ?? '') ?? null,
        }
      })
    },
  )
  app.put(
    '/api/staff-work',
    {
      config: { permission: 'messages.write' },
      schema: { body: contract.workChange, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const { no, rules } = request.body
      await within(async (tx) => {
        if (!(await changeWork(tx, tenant, { no, rules, by, now: real })))
          throw new Problem('work_changed')
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail: { no: no + 1 } }
        await audit(tx, { ...entry, action: 'staff_work.changed', subject: 'staff_work' })
      })
      return ok
    },
  )
}

function absenceRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/absences',
    { config: { permission: 'messages.read' }, schema: { response: { 200: contract.absences } } },
    async (request) => {
      const { tenant, ctx, within } = asking(deps, request)
      return within(async (tx) => {
        const all = await absencesOf(tx, tenant, dayOf(ctx.now, tenant.timeZone))
        const names = await namesOfStaff(
          tx,
          tenant.id,
          all.map(({ recordedBy }) => recordedBy),
        )
        const items = all.map((one) => ({
          ...one,
          id: showId('absence', one.id),
          recordedBy: names.get(one.recordedBy ?? '') ?? null,
        }))
        return { items }
      })
    },
  )
  app.post(
    '/api/absences',
    {
      config: { permission: 'messages.write' },
      schema: { body: contract.newAbsence, response: { 201: z.object({ id: z.string() }) } },
    },
    async (request, reply) => {
      const { tenant, ctx, by, real, within } = asking(deps, request)
      const { userid, standIn, fromOn, toOn } = request.body
      const id = await within(async (tx) => {
        await knownAssociates(tx, tenant, standIn === null ? [userid] : [userid, standIn])
        const said = await recordAbsence(tx, tenant, request.body, { by, now: ctx.now })
        if (!said.ok) throw new Problem(said.reason)
        const detail = { fromOn, toOn, standIn: standIn ?? '' }
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail }
        await audit(tx, { ...entry, action: 'absence.recorded', subject: userid })
        return said.value.id
      })
      return reply.status(201).send({ id: showId('absence', id) })
    },
  )
  app.delete(
    '/api/absences/:id',
    {
      config: { permission: 'messages.write' },
      schema: { params: byId, response: { 200: done } },
    },
    async (request) => {
      const { tenant, ctx, by, real, within } = asking(deps, request)
      const id = idIn('absence', request.params.id)
      await within(async (tx) => {
        if (!(await endAbsence(tx, tenant, { id, by, now: ctx.now })))
          throw new Problem('not_found')
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail: {} }
        await audit(tx, { ...entry, action: 'absence.ended', subject: request.params.id })
      })
      return ok
    },
  )
}

async function knownAssociates(
  tx: Tx,
  tenant: ChannelContext['tenant'],
  userids: readonly string[],
): Promise<void> {
  const known = new Set((await namedAssociates(tx, tenant)).map(({ userid }) => userid))
  if (userids.some((userid) => !known.has(userid))) throw new Problem('reassign_unknown_associate')
  if (new Set(userids).size < userids.length) throw new Problem('reassign_same_person')
}

function executionRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/staff-execution',
    {
      config: { permission: 'messages.read' },
      schema: { querystring: contract.executionAsked, response: { 200: contract.execution } },
    },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      return within((tx) => executionOf(tx, deps, ctx, request.query))
    },
  )
  app.get(
    '/api/staff-execution.csv',
    { config: { permission: 'messages.read' }, schema: { querystring: contract.executionAsked } },
    async (request, reply) => {
      const { tenant, ctx, within } = asking(deps, request)
      const isEnglish = request.headers['accept-language']?.startsWith('en') ?? false
      const file = await within(async (tx) => {
        const { items } = await executionOf(tx, deps, ctx, request.query)
        const all = await namedAssociates(tx, tenant)
        const names = new Map(all.map(({ userid, name }) => [userid, name]))
        return exportExecution(items, (id) => names.get(id) ?? id, isEnglish ? 'en' : 'zh')
      })
      return reply
        .header('content-disposition', 'attachment; filename="staff-tasks.csv"')
        .type('text/csv; charset=utf-8')
        .send(file)
    },
  )
}

async function executionOf(
  tx: Tx,
  deps: Pick<ChannelRouteDeps, 'journeyNames'>,
  { tenant, now }: ChannelContext,
  asked: z.infer<typeof contract.executionAsked>,
): Promise<z.infer<typeof contract.execution>> {
  const to = asked.to ?? dayOf(now, tenant.timeZone)
  const from = asked.from ?? dayOf(addMs(now, -WEEKS_MS), tenant.timeZone)
  const rows = await executed(tx, tenant, { from, to }, now)
  const names = await deps.journeyNames(
    tx,
    tenant,
    rows.map(({ journeyId }) => journeyId),
  )
  const items = rows.map(({ journeyId, ...row }) => ({
    ...row,
    journey:
      journeyId === null
        ? null
        : { id: showId('journey', journeyId), name: names.get(journeyId) ?? '' },
  }))
  return { from, to, items }
}
