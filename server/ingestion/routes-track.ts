import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { trackAnswer, trackLimits } from '../../contract/ingestion.ts'
import { receive } from '../event/index.ts'
import { type App, type Clock, Problem, type Tenant } from '../kernel/index.ts'
import { createGroupCommit, type Database } from '../postgres/index.ts'
import { createBacklog } from './backlog.ts'
import { readBody } from './track-body.ts'
import { TRACK } from './track-decode.ts'
import { keyOfHeader, writeKeyOf } from './track-key.ts'
import { judge, type TrackEndpoint } from './track-message.ts'

type Received = Parameters<typeof receive>[1]

export type WriteKey = { tenant: Tenant; keyId: string; name: string }

export type TrackDeps = {
  db: Database
  clock: Clock
  /** Asked for every request: is expected to remember its answers for some seconds. */
  findWriteKey: (key: string) => Promise<WriteKey | null>
  /** Where browsers reach us, if it is known; otherwise as the request came. */
  publicUrl: string | null
  /** Another bound of the lane, for tests. */
  backlogEventsMax?: number
}

/** Paths of the Segment HTTP API, long and short, and what a body sent there holds. */
const endpoints: Record<string, TrackEndpoint> = {
  identify: 'identify',
  i: 'identify',
  track: 'track',
  t: 'track',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
  batch: 'batch',
  b: 'batch',
  import: 'batch',
}

const LIMIT = '500 KB'
/** A packed body is never larger than what it unpacks to by more than this; not a whole KB, so that 500 are told. */
const RAW_BYTES_MAX = trackLimits.batchBytes + 1_023
/** What one transaction holds at most. */
const ROWS_MAX = 32
const CHARACTERS_MAX = 4_000_000
const PREFLIGHT_SECONDS = 86_400

/**
 * The Segment HTTP API: the ear for sites, apps and servers. Answers 200 only after the events are durable; a resent
 * request is answered the same and changes nothing.
 */
export function trackRoutes(app: App, deps: TrackDeps): void {
  const ear = createEar(deps)
  app.register(async (scope) => {
    // SDKs send JSON as text/plain (browsers, to spare the preflight) or as a form (RudderStack): the label is ignored.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    scope.addHook('onRequest', async (request, reply) => allowOrigin(request, reply))
    for (const [path, type] of Object.entries(endpoints)) {
      // The answer is no page: headers that tell a browser how to show one are spared.
      const options = {
        schema: schemaOf(type),
        bodyLimit: RAW_BYTES_MAX,
        helmet: false,
      } as const
      scope.post(`/v1/${path}`, options, (request, reply) => ear.hear(type, request, reply))
      scope.options(`/v1/${path}`, { schema: { hide: true } }, preflight)
    }
    scope.post('/v1/m', { schema: { hide: true } }, async () => ({ success: true }))
    scope.options('/v1/m', { schema: { hide: true } }, preflight)
    settingsRoutes(scope, deps)
  })
}

const schemaOf = (type: TrackEndpoint) => ({
  tags: ['track'],
  summary: `Segment HTTP API: ${type}`,
  description:
    'Authorization: Basic with the write key as user, Bearer, or writeKey in the body or query.',
  response: { 200: trackAnswer, 400: trackAnswer },
})

function createEar(deps: TrackDeps) {
  const lane = createGroupCommit({
    db: deps.db,
    workspaceOf: (row: Received) => row.tenantId,
    charactersOf: ({ body }) => body.length,
    itemsMax: ROWS_MAX,
    charactersMax: CHARACTERS_MAX,
    write: async (tx, rows) => {
      for (const row of rows) await receive(tx, row)
    },
  })
  const backlog = createBacklog({
    db: deps.db,
    clock: deps.clock,
    ...(deps.backlogEventsMax === undefined ? {} : { eventsMax: deps.backlogEventsMax }),
  })
  return {
    async hear(type: TrackEndpoint, request: FastifyRequest, reply: FastifyReply) {
      const receivedAt = deps.clock.now()
      const text = await textOf(request)
      // A key in the header is looked at before anything is read as JSON.
      const early = keyOfHeader(request.headers.authorization)
      if (early !== null) await demand(deps, early)
      const body = asJson(text)
      const key = await demand(
        deps,
        writeKeyOf({ authorization: request.headers.authorization, body, query: request.query }),
      )
      const seconds = await backlog.fullFor(key.tenant, 'track')
      if (seconds !== null) {
        reply.header('retry-after', String(seconds))
        throw new Problem('too_many', { seconds })
      }
      const judged = judge({ keyId: key.keyId, type }, text, body)
      if (judged === 'not_a_batch')
        throw new Problem('bad_request', { detail: 'batch: an array of events was expected' })
      if (judged.stored !== null) {
        await lane.commit({
          tenantId: key.tenant.id,
          lane: 'track',
          kind: TRACK,
          source: key.name,
          items: judged.items,
          body: judged.stored,
          receivedAt,
        })
      }
      return reply.code(judged.answer.success ? 200 : 400).send(judged.answer)
    },
  }
}

async function textOf(request: FastifyRequest): Promise<string> {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const encoding = request.headers['content-encoding']
  const text = await readBody(raw, encoding, trackLimits.batchBytes)
  if (text.ok) return text.value
  if (text.reason === 'too_large') throw new Problem('too_large', { limit: LIMIT })
  throw new Problem('bad_request', { detail: `content-encoding: the body is not ${encoding}` })
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('not_json')
  }
}

async function demand(deps: TrackDeps, key: string | null): Promise<WriteKey> {
  const found = key === null ? null : await deps.findWriteKey(key)
  // 401 is final for every SDK: they drop the events instead of sending them for hours.
  if (!found) throw new Problem('unknown_write_key')
  return found
}

/** Any site may send: the write key is no secret, it can only add events, and no cookie counts here. */
async function allowOrigin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('access-control-allow-origin', request.headers.origin ?? '*')
  reply.header('vary', 'Origin')
  reply.header('cross-origin-resource-policy', 'cross-origin')
}

async function preflight(request: FastifyRequest, reply: FastifyReply) {
  const asked = request.headers['access-control-request-headers']
  return reply
    .header('access-control-allow-methods', 'GET, POST, OPTIONS')
    .header(
      'access-control-allow-headers',
      asked ?? 'authorization, content-type, content-encoding, x-retry-count',
    )
    .header('access-control-max-age', String(PREFLIGHT_SECONDS))
    .code(204)
    .send()
}

const settingsAnswer = z.object({
  integrations: z.record(z.string(), z.record(z.string(), z.unknown())),
  plan: z.object({ track: z.record(z.string(), z.unknown()) }),
})

/** What the browser SDK asks for before it sends anything: that our address is the only destination. */
function settingsRoutes(scope: FastifyInstance, deps: TrackDeps): void {
  const path = '/v1/projects/:key/settings'
  scope.options(path, { schema: { hide: true } }, preflight)
  scope.get(
    path,
    { schema: { tags: ['track'], response: { 200: settingsAnswer } } },
    async (request) => {
      const { key } = z.object({ key: z.string() }).parse(request.params)
      await demand(deps, key)
      const base = new URL(deps.publicUrl ?? `${request.protocol}://${request.host}`)
      const apiHost = `${base.host}${base.pathname.replace(/\/$/, '')}/v1`
      return {
        integrations: {
          'Segment.io': { apiKey: key, apiHost, protocol: base.protocol.replace(':', '') },
        },
        plan: { track: { __default: { enabled: true, integrations: {} } } },
      }
    },
  )
}
