import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/care.ts'
import { type App, type Outcome, Problem } from '../kernel/index.ts'
import {
  answer,
  change,
  close,
  customerBack,
  type Deed,
  note,
  rate,
  reopen,
  seeEscalation,
  solve,
  waitForCustomer,
} from './life.ts'
import { reassign } from './reassign.ts'
import { asking, type CareRouteDeps, idIn } from './route-deps.ts'
import { turn } from './turn.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const write = { permission: 'customers.write' } as const
const path = '/api/service-cases/:id'

/** What is done to a case: each a word of somebody's, written down in it. */
export function deedRoutes(app: App, deps: CareRouteDeps): void {
  wordRoutes(app, deps)
  app.put(
    `${path}/solution`,
    { config: write, schema: { params: byId, body: contract.solution, response: { 200: done } } },
    async (request) => turned(deps, request, request.params.id, solve(request.body)),
  )
  app.put(
    `${path}/rating`,
    { config: write, schema: { params: byId, body: contract.rating, response: { 200: done } } },
    async (request) => turned(deps, request, request.params.id, rate(request.body)),
  )
  app.patch(
    path,
    { config: write, schema: { params: byId, body: contract.caseChange, response: { 200: done } } },
    async (request) => turned(deps, request, request.params.id, change(request.body)),
  )
  app.put(
    `${path}/owner`,
    { config: write, schema: { params: byId, body: contract.newOwner, response: { 200: done } } },
    async (request) => {
      const { ctx, by, real, within } = asking(deps, request)
      const id = idIn('serviceCase', request.params.id)
      const { owner: to, reason } = request.body
      const given = await within((tx) => reassign(tx, ctx, { id, to, reason, by, real }))
      return said(given, { userid: to })
    },
  )
}

/** Deeds that need words and nothing else. */
function wordRoutes(app: App, deps: CareRouteDeps): void {
  const schema = { params: byId, body: contract.caseWords, response: { 200: done } }
  app.post(`${path}/notes`, { config: write, schema }, async (request) =>
    turned(deps, request, request.params.id, note(request.body.text)),
  )
  app.put(`${path}/answer`, { config: write, schema }, async (request) =>
    turned(deps, request, request.params.id, answer(request.body.text)),
  )
  app.put(`${path}/wait`, { config: write, schema }, async (request) =>
    turned(deps, request, request.params.id, waitForCustomer(request.body.text)),
  )
  app.delete(`${path}/wait`, { config: write, schema }, async (request) =>
    turned(deps, request, request.params.id, customerBack(request.body.text)),
  )
  app.delete(`${path}/solution`, { config: write, schema }, async (request) =>
    turned(deps, request, request.params.id, reopen(request.body.text)),
  )
  app.put(`${path}/closing`, { config: write, schema }, async (request) =>
    turned(deps, request, request.params.id, close(request.body.text)),
  )
  app.put(
    `${path}/escalation`,
    { config: { permission: 'messages.write' }, schema },
    async (request) => turned(deps, request, request.params.id, seeEscalation(request.body.text)),
  )
}

async function turned(
  deps: CareRouteDeps,
  request: FastifyRequest,
  shown: string,
  deed: Deed,
): Promise<typeof ok> {
  const { ctx, by, real, within } = asking(deps, request)
  const id = idIn('serviceCase', shown)
  return said(await within((tx) => turn(tx, ctx, { id, by, real }, deed)), {})
}

function said(
  outcome: Outcome<unknown, 'not_found' | 'state' | 'unknown_kind' | 'same' | 'unknown_owner'>,
  { userid = '' }: { userid?: string },
): typeof ok {
  if (outcome.ok) return ok
  switch (outcome.reason) {
    case 'state':
      throw new Problem('case_state')
    case 'same':
      throw new Problem('case_unchanged')
    case 'unknown_kind':
      throw new Problem('unknown_case_kind', { kind: '' })
    case 'unknown_owner':
      throw new Problem('unknown_associate', { userid })
    default:
      throw new Problem('not_found')
  }
}
