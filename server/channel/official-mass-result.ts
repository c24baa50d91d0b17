import { z } from 'zod'
import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { moveCalls } from './call-store.ts'
import { ridersOf } from './claim.ts'
import type { ChannelContext } from './delivery.ts'
import { settle } from './settle.ts'

const told = z.object({
  message_id: z.string().min(1),
  status: z.string(),
  total: z.number(),
  filtered: z.number(),
  sent: z.number(),
  failed: z.number(),
})

/**
 * The line of the table of appliers that hears what came of mass messages of official accounts. WeChat counts whom it reached and
 * does not name them: all are taken as reached, and the counts stand beside each.
 */
export const massResultStep: ApplyStep = {
  name: 'official mass result',
  on: ['official.mass_finished'],
  async apply(tx, { tenant, now }, events) {
    for (const { props } of events) {
      const read = told.safeParse(props)
      if (!read.success) continue
      const { message_id: remoteId, status, ...counts } = read.data
      const call = await tx.maybe(sql<{ id: string }>`
        select id
        from channel.remote_call
        where workspace_id = ${tenant.id}
          and kind = 'official_mass'
          and remote_id = ${remoteId}
          and state = 'open'
      `)
      if (!call) continue
      const isOut = status === 'send success'
      const detail = { status, ...counts }
      await closeMass(tx, { tenant, now }, { callId: call.id, isOut, detail, real: now })
    }
    return nothingApplied
  },
}

/** Settles what travelled with a mass message whose result is known. */
export async function closeMass(
  tx: Tx,
  ctx: ChannelContext,
  {
    callId,
    isOut,
    detail,
    real,
  }: { callId: string; isOut: boolean; detail: Record<string, unknown>; real: Date },
): Promise<void> {
  const riders = await ridersOf(tx, ctx.tenant, callId, ['handed'])
  await settle(
    tx,
    ctx,
    riders.map(({ id, zone }) =>
      isOut
        ? { id, state: 'sent' as const, sentAt: ctx.now, zone, detail }
        : { id, state: 'failed' as const, reason: 'refused' as const, detail },
    ),
    { from: ['handed'] },
  )
  await moveCalls(tx, ctx.tenant, [{ id: callId, state: 'closed', lookAfter: real }], real)
}
