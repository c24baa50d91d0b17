import type { Carrier } from '../../contract/delivery.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What a kill switch stops. `subject`: '' for the workspace, else the carrier or the id of the journey or broadcast. */
export type PauseScope = 'workspace' | 'carrier' | 'journey' | 'broadcast'
export type Pause = {
  id: string
  scope: PauseScope
  subject: string
  pausedAt: Date
  pausedBy: string | null
  reason: string
}

/** The standing pauses, oldest first. */
export function pausesOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Pause[]> {
  return tx.rows(sql<Pause>`
    select id, scope, subject, paused_at as "pausedAt", paused_by as "pausedBy", reason
    from channel.pause
    where workspace_id = ${tenant.id}
      and lifted_at is null
    order by paused_at, id
  `)
}

/** The pause that stops a message of this carrier and origin, or null. */
export function pauseFor(
  pauses: readonly Pause[],
  message: { carrier: Carrier; journeyId: string | null; broadcastId: string | null },
): Pause | null {
  return (
    pauses.find(({ scope, subject }) => {
      if (scope === 'workspace') return true
      if (scope === 'broadcast') return subject === message.broadcastId
      return subject === (scope === 'carrier' ? message.carrier : message.journeyId)
    }) ?? null
  )
}

type Deed = { by: string | null; now: Date; reason: string }

/** Stops; what is stopped already stays as it is. @returns the id of the standing pause. */
export async function pause(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { scope, subject, by, now, reason }: Deed & { scope: PauseScope; subject: string },
): Promise<string> {
  await tx.run(sql`
    insert into channel.pause (workspace_id, id, scope, subject, paused_at, paused_by, reason)
    values (${tenant.id}, ${newId()}, ${scope}, ${subject}, ${now}, ${by}, ${reason})
    on conflict (workspace_id, scope, subject) where lifted_at is null do nothing
  `)
  const { id } = await tx.one(sql<{ id: string }>`
    select id
    from channel.pause
    where workspace_id = ${tenant.id}
      and scope = ${scope}
      and subject = ${subject}
      and lifted_at is null
  `)
  return id
}

/** Lifts a pause. @returns false when there is no such standing one. */
export async function liftPause(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, by, now, reason }: Deed & { id: string },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update channel.pause
    set lifted_at = ${now}, lifted_by = ${by}, lift_reason = ${reason}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and lifted_at is null
  `)
  return changed === 1
}
