import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/handover.ts'
import { associateOf } from '../corp/index.ts'
import { nameCaretaker, peopleBook } from '../customer/index.ts'
import {
  type App,
  type Clock,
  type IdKind,
  Problem,
  presentOf,
  readId,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import { begin } from './begin.ts'
import { starterKit } from './kit.ts'
import { letterOf } from './letter.ts'
import { nameSuccessor } from './name-successor.ts'
import type { SegmentPeople } from './plan.ts'
import { previewOf, type RunningOf } from './preview.ts'
import { listHandovers, listMoves, showHandover } from './show.ts'
import { handoverState } from './state.ts'

/** What the room's routes are given. */
export type HandoverRouteDeps = {
  db: Database
  clock: Clock
  runningOf: RunningOf
  /** Numbers of a segment's members, page by page. */
  membersOf: (tenant: Tenant, segmentId: string) => AsyncIterable<number[]>
}

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'customers.read' } as const
/** Customers change hands by whoever is responsible for the brand. */
const owner = { permission: 'workspace.write' } as const
const path = '/api/handovers'

/** Handovers of customers (离职/在职继承): what waits, a preview, the deed, how it goes, and what successors read. */
export function routes(app: App, deps: HandoverRouteDeps): void {
  listRoutes(app, deps)
  beginRoutes(app, deps)
  oneRoutes(app, deps)
  successorRoutes(app, deps)
}

function listRoutes(app: App, deps: HandoverRouteDeps): void {
  app.get(
    '/api/handover-state',
    { config: read, schema: { response: { 200: contract.handoverState } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within((tx) => handoverState(tx, tenant))
    },
  )
  app.put(
    '/api/handover-caretaker',
    { config: owner, schema: { body: contract.caretakerChange, response: { 200: done } } },
    async (request) => {
      const { tenant, by, ctx, within } = asking(deps, request)
      const { userid } = request.body
      return within(async (tx) => {
        const one = await associateOf(tx, tenant, userid)
        if (!one?.isActive) throw new Problem('unknown_associate', { userid })
        await nameCaretaker(tx, tenant, { userid: one.userid, by, now: ctx.now })
        await audit(tx, {
          ...{ workspaceId: tenant.id, staffId: by, at: ctx.now },
          ...{ action: 'handover.caretaker_named', subject: one.userid, detail: {} },
        })
        return { ok: true as const }
      })
    },
  )
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.handoverQuery, response: { 200: contract.handovers } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within((tx) => listHandovers(tx, tenant, request.query))
    },
  )
}

function beginRoutes(app: App, deps: HandoverRouteDeps): void {
  app.post(
    `${path}/preview`,
    {
      config: owner,
      schema: { body: contract.handoverPlan, response: { 200: contract.handoverPreview } },
    },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const segments = await segmentsOf(deps, ctx.tenant, request.body)
      const { runningOf } = deps
      return within((tx) => previewOf(tx, ctx, request.body, { segments, runningOf }))
    },
  )
  app.post(
    path,
    {
      config: owner,
      schema: { body: contract.newHandover, response: { 201: contract.madeHandover } },
    },
    async (request, reply) => {
      const { ctx, by, real, within } = asking(deps, request)
      const segments = await segmentsOf(deps, ctx.tenant, request.body)
      const id = await within((tx) => begin(tx, ctx, request.body, { segments, by, real }))
      return reply.status(201).send({ id: showId('handover', id) })
    },
  )
}

function oneRoutes(app: App, deps: HandoverRouteDeps): void {
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.handoverDetail } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('handover', request.params.id)
      const found = await within((tx) => showHandover(tx, tenant, id))
      if (!found) throw new Problem('not_found')
      return found
    },
  )
  app.get(
    `${path}/:id/moves`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.moveQuery,
        response: { 200: contract.moves },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('handover', request.params.id)
      return within((tx) => listMoves(tx, tenant, id, request.query))
    },
  )
  app.put(
    '/api/handover-moves/:id/successor',
    {
      config: owner,
      schema: { params: byId, body: contract.newSuccessor, response: { 200: done } },
    },
    async (request) => {
      const { ctx, by, real, within } = asking(deps, request)
      const id = idIn('move', request.params.id)
      await within((tx) => nameSuccessor(tx, ctx, { id, to: request.body.to, by, real }))
      return { ok: true as const }
    },
  )
}

function successorRoutes(app: App, deps: HandoverRouteDeps): void {
  app.get(
    '/api/customers/:id/handover',
    { config: read, schema: { params: byId, response: { 200: contract.handoverLetter } } },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      const customerId = idIn('customer', request.params.id)
      return within(async (tx) => {
        if ((await peopleBook.numberOf(tx, ctx.tenant, customerId)) === null)
          throw new Problem('not_found')
        return { letter: await letterOf(tx, ctx, { customerId, runningOf: deps.runningOf }) }
      })
    },
  )
  app.get(
    '/api/starter-kits/:userid',
    {
      config: read,
      schema: {
        params: z.object({ userid: z.string() }),
        response: { 200: contract.starterKit },
      },
    },
    async (request) => {
      const { ctx, within } = asking(deps, request)
      return within((tx) => starterKit(tx, ctx, request.params.userid))
    },
  )
}

/** The members of the segments that a plan names, as numbers. */
async function segmentsOf(
  { membersOf }: HandoverRouteDeps,
  tenant: Tenant,
  { rules }: contract.HandoverPlan,
): Promise<SegmentPeople> {
  const found = new Map<string, Set<number>>()
  for (const rule of rules) {
    if (rule.kind !== 'segment' || found.has(rule.segmentId)) continue
    const numbers = new Set<number>()
    for await (const page of membersOf(tenant, idIn('segment', rule.segmentId)))
      for (const no of page) numbers.add(no)
    found.set(rule.segmentId, numbers)
  }
  return found
}

/** Who asks, and one transaction in their workspace. */
function asking({ db, clock }: HandoverRouteDeps, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  return {
    tenant,
    by: staffId,
    real: clock.now(),
    ctx: { tenant, now: presentOf(tenant, clock) },
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
  }
}

function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}
