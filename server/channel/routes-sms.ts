import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/sms.ts'
import { variablesOf } from '../../contract/sms-text.ts'
import { type App, newId, Problem, showId } from '../kernel/index.ts'
import { audit } from '../staff/index.ts'
import { monthStart } from './quiet-hours.ts'
import { asking, type ChannelRouteDeps, idIn } from './route-deps.ts'
import { openSmsLine } from './sms-line.ts'
import type { HandedIn } from './sms-provider.ts'
import {
  countSmsPeople,
  dropTemplate,
  keepTemplate,
  listTemplates,
  noteSmsTaken,
  noteSmsTrouble,
  removeSmsLine,
  type StoredSmsLine,
  type StoredTemplate,
  storedSmsLine,
  storeSmsLine,
  sumSms,
} from './sms-store.ts'

const write = { permission: 'workspace.write' } as const
const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const TESTS_A_MINUTE = 6
const LI_A_FEN = 10

/** The account that short messages go out from, and the templates that were approved for it. The secret is on no record. */
export function smsRoutes(app: App, deps: ChannelRouteDeps): void {
  lineRoutes(app, deps)
  templateRoutes(app, deps)
  testRoute(app, deps)
}

function lineRoutes(app: App, deps: ChannelRouteDeps): void {
  const url = '/api/sms-line'
  app.get(
    url,
    { config: write, schema: { response: { 200: contract.smsState } } },
    async (request) => stateOf(deps, request),
  )
  app.put(
    url,
    {
      config: write,
      schema: { body: contract.smsLineSettings, response: { 200: contract.smsState } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const settings = request.body
      if (settings.provider === 'tencent' && settings.appId === '')
        throw new Problem('sms_needs_app_id')
      await within(async (tx) => {
        const isStored = await storeSmsLine(tx, tenant, deps.seal, { settings, by, now: real })
        if (!isStored) throw new Problem('sms_needs_secret')
        const { provider, signName } = settings
        const detail = { provider, signName, changed: Object.keys(settings).sort() }
        await audit(tx, { ...entryOf(request, real), action: 'sms.changed', detail })
      })
      return stateOf(deps, request)
    },
  )
  app.delete(url, { config: write, schema: { response: { 200: done } } }, async (request) => {
    const { tenant, real, within } = asking(deps, request)
    await within(async (tx) => {
      if (!(await removeSmsLine(tx, tenant))) throw new Problem('sms_not_set')
      await audit(tx, { ...entryOf(request, real), action: 'sms.removed', detail: {} })
    })
    return ok
  })
}

function templateRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/sms-templates',
    {
      config: { permission: 'journeys.read' },
      schema: { response: { 200: contract.smsTemplates } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const line = await storedSmsLine(tx, tenant)
        const items = (await listTemplates(tx, tenant)).map(shownTemplate)
        return {
          items,
          signName: line?.signName ?? null,
          liPerSegment: line?.liPerSegment ?? null,
        }
      })
    },
  )
  app.post(
    '/api/sms-templates',
    {
      config: write,
      schema: { body: contract.smsTemplateDraft, response: { 201: z.object({ id: z.string() }) } },
    },
    async (request, reply) => {
      const { tenant, by, real, within } = asking(deps, request)
      const template = request.body
      const id = await within(async (tx) => {
        const made = await keepTemplate(tx, tenant, { template, by, now: real })
        if (made === null) throw new Problem('sms_template_known')
        const detail = { code: template.code, name: template.name }
        await audit(tx, { ...entryOf(request, real), action: 'sms.template_added', detail })
        return made
      })
      return reply.status(201).send({ id: showId('smsTemplate', id) })
    },
  )
  app.delete(
    '/api/sms-templates/:id',
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, real, within } = asking(deps, request)
      const id = idIn('smsTemplate', request.params.id)
      await within(async (tx) => {
        const said = await dropTemplate(tx, tenant, id)
        if (said === 'not_found') throw new Problem('not_found')
        if (said === 'used') throw new Problem('sms_template_used')
        const detail = { id: request.params.id }
        await audit(tx, { ...entryOf(request, real), action: 'sms.template_removed', detail })
      })
      return ok
    },
  )
}

function testRoute(app: App, deps: ChannelRouteDeps): void {
  app.post(
    '/api/sms-line/test',
    {
      config: { ...write, rateLimit: { max: TESTS_A_MINUTE, timeWindow: '1 minute' } },
      schema: { body: contract.smsTest, response: { 200: done } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      if (await deps.isFenced()) throw new Problem('sms_fenced')
      const id = idIn('smsTemplate', request.body.templateId)
      const { line, template } = await within(async (tx) => ({
        line: await storedSmsLine(tx, tenant),
        template: (await listTemplates(tx, tenant)).find((one) => one.id === id),
      }))
      if (!line) throw new Problem('sms_not_set')
      if (!template) throw new Problem('not_found')
      const taken = await sendTest(deps, { line, template, ...request.body })
      const now = deps.clock.now()
      await within(async (tx) => {
        if (taken.ok) await noteSmsTaken(tx, tenant, now)
        else await noteSmsTrouble(tx, tenant, { kind: taken.kind, said: taken.said, now })
        const detail = { trouble: taken.ok ? '' : taken.kind }
        await audit(tx, { ...entryOf(request, now), action: 'sms.tested', detail })
      })
      if (!taken.ok) throw new Problem(`sms_${taken.kind}`, { said: taken.said })
      return ok
    },
  )
}

async function sendTest(
  deps: ChannelRouteDeps,
  test: {
    line: StoredSmsLine
    template: StoredTemplate
    to: string
    params: Record<string, string>
  },
): Promise<HandedIn> {
  const { line, template, to, params } = test
  const names = variablesOf(template.text)
  const missing = names.filter((name) => (params[name] ?? '').trim() === '')
  if (missing.length > 0) throw new Problem('sms_params_missing', { names: missing.join('、') })
  const opened = await openSmsLine({ ...line, secret: deps.seal.open(line.secret) }, deps)
  if ('ok' in opened) return opened
  return opened.send({
    id: newId(),
    phone: `+86${to.replace(/^\+?86(?=1\d{10}$)/, '')}`,
    code: template.code,
    params: names.map((name) => [name, params[name] ?? ''] as const),
  })
}

function entryOf(request: FastifyRequest, at: Date) {
  const { tenant, staffId } = request.session
  return { workspaceId: tenant.id, staffId, at, subject: 'sms' }
}

async function stateOf(
  deps: ChannelRouteDeps,
  request: FastifyRequest,
): Promise<contract.SmsState> {
  const { tenant, ctx, within } = asking(deps, request)
  return within(async (tx) => {
    const line = await storedSmsLine(tx, tenant)
    const templates = await listTemplates(tx, tenant)
    const { costLi, ...month } = await sumSms(tx, tenant, monthStart(ctx.now, tenant.timeZone))
    return {
      line: line && shown(line),
      templates: templates.map(shownTemplate),
      hookUrl: line && deps.links.urlOf(tenant, { kind: 'hook', id: line.hookId }),
      ...(await countSmsPeople(tx, tenant)),
      month: { ...month, costFen: costLi === null ? null : Math.round(costLi / LI_A_FEN) },
    }
  })
}

function shown(line: StoredSmsLine): contract.SmsLine {
  const { secret: _secret, hookId: _hookId, troubleAt, trouble, troubleSaid, ...rest } = line
  return {
    ...rest,
    changedAt: rest.changedAt.toISOString(),
    takenAt: rest.takenAt?.toISOString() ?? null,
    heardAt: rest.heardAt?.toISOString() ?? null,
    trouble:
      troubleAt && trouble
        ? { at: troubleAt.toISOString(), kind: trouble, said: troubleSaid ?? '' }
        : null,
  }
}

function shownTemplate({ id, ...template }: StoredTemplate): contract.SmsTemplate {
  return { ...template, id: showId('smsTemplate', id), variables: variablesOf(template.text) }
}
