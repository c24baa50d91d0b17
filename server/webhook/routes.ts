import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/webhook.ts'
import {
  type App,
  addMs,
  type Clock,
  idFrom,
  newId,
  Problem,
  readId,
  type Seal,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import { type AddressRules, judgeUrl } from './address.ts'
import { endpointOfMessage, insertMessages, listMessages, resend } from './messages.ts'
import { newSecret } from './sign.ts'
import {
  askingEndpoints,
  COUNTED_DAYS,
  changeEndpoint,
  changeSecret,
  deleteEndpoint,
  insertEndpoint,
  shownEndpoint,
  startEndpoint,
  stopEndpoint,
  storedEndpoints,
} from './store.ts'

export type WebhookRouteDeps = AddressRules & { db: Database; clock: Clock; seal: Seal }

const DAY_MS = 86_400_000
/** A former secret signs beside the new one for a day: receivers change over without losing a message. */
const OLD_SECRET_MS = DAY_MS
const read = { permission: 'developers.read' } as const
const write = { permission: 'developers.write' } as const
const path = '/api/endpoints'
const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true } as const

/** The addresses of the brand's own systems that are told what happens, and what became of each message. */
export function routes(app: App, deps: WebhookRouteDeps): void {
  endpointRoutes(app, deps)
  secretRoutes(app, deps)
  stoppingRoutes(app, deps)
  messageRoutes(app, deps)
}

function endpointRoutes(app: App, deps: WebhookRouteDeps): void {
  app.get(
    path,
    { config: read, schema: { response: { 200: contract.endpoints } } },
    async (request) => {
      const { tenant } = request.session
      const items = await deps.db.inWorkspace(tenant.id, (tx) =>
        storedEndpoints(tx, tenant, { since: countedFrom(deps) }),
      )
      return { items: items.map(shownEndpoint) }
    },
  )
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.endpoint } } },
    async (request) => {
      const { tenant } = request.session
      const id = idOf(request)
      return deps.db.inWorkspace(tenant.id, async (tx) =>
        shownEndpoint(await mustExist(tx, deps, tenant, id)),
      )
    },
  )
  app.post(
    path,
    {
      config: write,
      schema: { body: contract.newEndpoint, response: { 201: contract.endpointWithSecret } },
    },
    async (request, reply) => {
      const { name, url, events } = request.body
      judge(deps, url)
      const secret = newSecret()
      const id = newId()
      const endpoint = await deed(
        deps,
        request,
        { id, action: 'endpoint.made' },
        async (tx, by) => {
          const { tenant } = request.session
          const known = await storedEndpoints(tx, tenant, { since: by.now })
          if (known.length >= contract.ENDPOINTS_MAX)
            throw new Problem('webhook_too_many', { max: contract.ENDPOINTS_MAX })
          const sealed = deps.seal.close(secret)
          await insertEndpoint(tx, tenant, { id, name, url, events, secret: sealed, ...by })
          return true
        },
      )
      return reply.code(201).send({ endpoint, secret })
    },
  )
  app.put(
    `${path}/:id`,
    {
      config: write,
      schema: { params: byId, body: contract.endpointChange, response: { 200: contract.endpoint } },
    },
    async (request) => {
      if (request.body.url !== undefined) judge(deps, request.body.url)
      const id = idOf(request)
      const what = { id, action: 'endpoint.changed' }
      return deed(deps, request, what, (tx, { now }) =>
        changeEndpoint(tx, request.session.tenant, id, { ...request.body, now }),
      )
    },
  )
  app.delete(
    `${path}/:id`,
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const id = idOf(request)
      await noted(deps, request, { id, action: 'endpoint.deleted' }, (tx, { now }) =>
        deleteEndpoint(tx, request.session.tenant, id, now),
      )
      return ok
    },
  )
}

function secretRoutes(app: App, deps: WebhookRouteDeps): void {
  app.post(
    `${path}/:id/secret`,
    {
      config: write,
      schema: { params: byId, response: { 200: contract.endpointWithSecret } },
    },
    async (request) => {
      const id = idOf(request)
      const secret = newSecret()
      const what = { id, action: 'endpoint.secret_changed' }
      const endpoint = await deed(deps, request, what, (tx, { now }) =>
        changeSecret(tx, request.session.tenant, id, {
          secret: deps.seal.close(secret),
          oldUntil: addMs(now, OLD_SECRET_MS),
          now,
        }),
      )
      return { endpoint, secret }
    },
  )
}

function stoppingRoutes(app: App, deps: WebhookRouteDeps): void {
  const schema = { params: byId, response: { 200: contract.endpoint } }
  app.post(`${path}/:id/stop`, { config: write, schema }, async (request) => {
    const id = idOf(request)
    return deed(deps, request, { id, action: 'endpoint.stopped' }, async (tx, { now }) => {
      await stopEndpoint(tx, request.session.tenant, id, { why: 'by_hand', now })
      return true
    })
  })
  app.post(`${path}/:id/start`, { config: write, schema }, async (request) => {
    const id = idOf(request)
    return deed(deps, request, { id, action: 'endpoint.started' }, async (tx) => {
      await startEndpoint(tx, request.session.tenant, id)
      return true
    })
  })
  app.post(
    `${path}/:id/test`,
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant } = request.session
      const id = idOf(request)
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        await mustBeTold(tx, deps, tenant, id)
        const now = deps.clock.now()
        const eventId = newId()
        const data = { note: 'A test, sent by hand. Nothing happened.' }
        const body = JSON.stringify({ type: 'webhook.test', timestamp: now.toISOString(), data })
        const message = { id: idFrom('webhook', id, eventId), endpointId: id, eventId }
        await insertMessages(tx, tenant, [{ ...message, type: 'webhook.test', body }], now)
      })
      return ok
    },
  )
}

function messageRoutes(app: App, deps: WebhookRouteDeps): void {
  app.get(
    `${path}/:id/messages`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.messageQuery,
        response: { 200: contract.messages },
      },
    },
    async (request) => {
      const { tenant } = request.session
      const id = idOf(request)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        await mustExist(tx, deps, tenant, id)
        // How many there are in all nobody counts: the endpoint says it by state.
        return { ...(await listMessages(tx, tenant, id, request.query)), total: null }
      })
    },
  )
  app.post(
    '/api/endpoint-messages/:id/resend',
    { config: write, schema: { params: byId, response: { 200: contract.replayed } } },
    async (request) => {
      const { tenant } = request.session
      const messageId = readId('webhookMessage', request.params.id)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const id = messageId && (await endpointOfMessage(tx, tenant, messageId))
        if (!id) throw new Problem('not_found')
        await mustBeTold(tx, deps, tenant, id)
        const messages = await resend(tx, tenant, id, { messageId, now: deps.clock.now() })
        return { messages }
      })
    },
  )
  app.post(
    `${path}/:id/resend-failed`,
    { config: write, schema: { params: byId, response: { 200: contract.replayed } } },
    async (request) => {
      const { tenant } = request.session
      const id = idOf(request)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        await mustBeTold(tx, deps, tenant, id)
        return { messages: await resend(tx, tenant, id, { now: deps.clock.now() }) }
      })
    },
  )
}

type ById = FastifyRequest<{ Params: { id: string } }>
type Asked = Pick<FastifyRequest, 'session'>

function judge(deps: WebhookRouteDeps, url: string): void {
  const judged = judgeUrl(url, deps)
  if (!judged.ok) throw new Problem(`webhook_${judged.reason}`)
}

function idOf({ params }: { params: ById['params'] }): string {
  const id = readId('endpoint', params.id)
  if (!id) throw new Problem('not_found')
  return id
}

function countedFrom({ clock }: WebhookRouteDeps): Date {
  return addMs(clock.now(), -COUNTED_DAYS * DAY_MS)
}

async function mustExist(tx: Tx, deps: WebhookRouteDeps, tenant: Tenant, id: string) {
  const [endpoint] = await storedEndpoints(tx, tenant, { since: countedFrom(deps), only: id })
  if (!endpoint) throw new Problem('not_found')
  return endpoint
}

/** To one that is stopped nothing can be sent. */
async function mustBeTold(
  tx: Tx,
  deps: WebhookRouteDeps,
  tenant: Tenant,
  id: string,
): Promise<void> {
  await mustExist(tx, deps, tenant, id)
  const asking = await askingEndpoints(tx, tenant)
  if (!asking.some((one) => one.id === id)) throw new Problem('webhook_stopped')
}

type By = { by: string | null; now: Date }
type What = { id: string; action: string }

/** Does something to an endpoint and writes down who did it. @param work false: there is no such endpoint. */
function noted(
  deps: WebhookRouteDeps,
  { session: { tenant, staffId } }: Asked,
  { id, action }: What,
  work: (tx: Tx, by: By) => Promise<boolean>,
): Promise<void> {
  const now = deps.clock.now()
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    if (!(await work(tx, { by: staffId, now }))) throw new Problem('not_found')
    const subject = showId('endpoint', id)
    await audit(tx, { workspaceId: tenant.id, staffId, at: now, action, subject, detail: {} })
  })
}

/** The same, and how the endpoint stands after it. */
async function deed(
  deps: WebhookRouteDeps,
  request: Asked,
  what: What,
  work: (tx: Tx, by: By) => Promise<boolean>,
): Promise<contract.Endpoint> {
  const { tenant } = request.session
  await noted(deps, request, what, work)
  const endpoint = await deps.db.inWorkspace(tenant.id, (tx) =>
    mustExist(tx, deps, tenant, what.id),
  )
  return shownEndpoint(endpoint)
}
