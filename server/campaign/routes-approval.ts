import { z } from 'zod'
import * as contract from '../../contract/broadcast.ts'
import { askApproval, giveVerdictOnLaunch, listApprovals, takeApproval } from '../channel/index.ts'
import { type App, Problem, showId } from '../kernel/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { launchBroadcast } from './launch.ts'
import { asking, type CampaignRouteDeps, idIn, wanted } from './route-deps.ts'
import { refusalOf } from './routes-draft.ts'
import { brake, ready } from './routes-launch.ts'
import { findBroadcast } from './standing.ts'

const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
const ok = { ok: true as const }
const done = z.object({ ok: z.literal(true) })

/** The second person: broadcasts that are too large for one are asked for, and approved or refused by somebody else. */
export function approvalRoutes(app: App, deps: CampaignRouteDeps): void {
  askRoute(app, deps)
  listRoute(app, deps)
  verdictRoutes(app, deps)
}

function askRoute(app: App, deps: CampaignRouteDeps): void {
  app.post(
    '/api/broadcasts/:id/approvals',
    {
      ...WRITE,
      schema: {
        params: byId,
        body: contract.newBroadcastApproval,
        response: { 201: contract.broadcastApprovalAsked },
      },
    },
    async (request, reply) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const { draftNo, audience: seen, reason } = request.body
      const standing = await within((tx) => wanted(tx, scope, request.params.id))
      if (standing.launch) throw new Problem('broadcast_launched')
      if (standing.draftNo !== draftNo) throw new Problem('broadcast_changed')
      const audience = await brake(deps, tenant, { standing, seen })
      const id = await within(async (tx) => {
        await ready(tx, scope, standing)
        const subject = { kind: 'broadcast', id: standing.id } as const
        const wish = { subject, draftNo, withThoseInside: true, audience, reason, by, now: real }
        const asked = await askApproval(tx, tenant, wish)
        if (!asked.ok) throw new Problem('broadcast_asked')
        await audited(tx, 'broadcast.approval_asked', request.params.id, { audience, reason })
        return asked.value
      })
      return reply.status(201).send({ id: showId('approval', id) })
    },
  )
}

function listRoute(app: App, deps: CampaignRouteDeps): void {
  app.get(
    '/api/broadcast-approvals',
    {
      config: { permission: 'journeys.read' },
      schema: { response: { 200: contract.broadcastApprovals } },
    },
    async (request) => {
      const { tenant, scope, by, within } = asking(deps, request)
      return within(async (tx) => {
        const waiting = await listApprovals(tx, tenant, 'broadcast')
        const asked = waiting.map(({ askedBy }) => askedBy)
        const names = await namesOfStaff(tx, tenant.id, asked)
        const items: contract.BroadcastApproval[] = []
        for (const one of waiting) {
          const found = await findBroadcast(tx, scope, one.subjectId)
          if (!found) continue
          items.push({
            id: showId('approval', one.id),
            broadcast: { id: showId('broadcast', found.id), name: found.name },
            plan: found.plan,
            audience: one.audience,
            reason: one.reason,
            askedAt: one.askedAt.toISOString(),
            askedBy: names.get(one.askedBy ?? '') ?? null,
            isMine: one.askedBy !== null && one.askedBy === by,
            isStale: one.draftNo !== found.draftNo,
          })
        }
        return { items, next: null, total: items.length }
      })
    },
  )
}

function verdictRoutes(app: App, deps: CampaignRouteDeps): void {
  app.put(
    '/api/broadcast-approvals/:id/verdict',
    {
      ...WRITE,
      schema: { params: byId, body: contract.broadcastVerdict, response: { 200: done } },
    },
    async (request) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const approval = { kind: 'broadcast', id: idIn('approval', request.params.id) } as const
      const { said, reason } = request.body
      const before = await within((tx) => takeApproval(tx, tenant, approval))
      // A program holds no opinion, and nobody judges what they asked for.
      if (by === null || by === before.askedBy) throw new Problem('own_approval')
      const shown = showId('broadcast', before.subjectId)
      const standing = await within((tx) => wanted(tx, scope, shown))
      const audience =
        said === 'approved' ? await brake(deps, tenant, { standing, seen: before.audience }) : 0
      await within(async (tx) => {
        const mine = await takeApproval(tx, tenant, approval)
        await audited(tx, `broadcast.approval_${said}`, shown, { audience: mine.audience, reason })
        if (said === 'approved') {
          await ready(tx, scope, standing)
          const deed = {
            broadcastId: mine.subjectId,
            draftNo: mine.draftNo,
            audience,
            by: mine.askedBy,
            approvedBy: by,
            real,
          }
          const launched = await launchBroadcast(tx, scope, deed)
          if (!launched.ok) throw refusalOf(launched.reason)
          await audited(tx, 'broadcast.launched', shown, { audience, approvedBy: by })
        }
        const verdict = { id: mine.id, said, reason, by, now: real, version: null }
        await giveVerdictOnLaunch(tx, tenant, verdict)
      })
      return ok
    },
  )
  app.delete(
    '/api/broadcast-approvals/:id',
    { ...WRITE, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const id = idIn('approval', request.params.id)
      await within(async (tx) => {
        const mine = await takeApproval(tx, tenant, { kind: 'broadcast', id })
        const verdict = { id, said: 'withdrawn' as const, reason: '', by, now: real, version: null }
        await giveVerdictOnLaunch(tx, tenant, verdict)
        await audited(tx, 'broadcast.approval_withdrawn', showId('broadcast', mine.subjectId))
      })
      return ok
    },
  )
}
