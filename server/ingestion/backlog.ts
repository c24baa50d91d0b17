import { type Lane, riverState } from '../event/index.ts'
import type { Clock, Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'

/** Events that may wait in a lane; beyond it senders are asked to come later. Some minutes of the pump's work. */
const EVENTS_MAX = 1_000_000
/** How long one look is believed. */
const BELIEVED_MS = 1_000
const RETRY_AFTER_SECONDS = 10

/**
 * Says whether a lane is over its bound. While a look is under way the last answer counts, so that a full river is not
 * asked by every request how full it is.
 */
export function createBacklog(deps: { db: Database; clock: Clock; eventsMax?: number }) {
  const eventsMax = deps.eventsMax ?? EVENTS_MAX
  const seen = new Map<string, { isFull: boolean; until: number }>()
  return {
    /** @returns the seconds after which to try again, or null when there is room. */
    async fullFor(tenant: Tenant, lane: Lane): Promise<number | null> {
      const key = `${tenant.id} ${lane}`
      const now = deps.clock.monotonicMs()
      const known = seen.get(key)
      if (!known || known.until < now) {
        seen.set(key, { isFull: known?.isFull ?? false, until: now + BELIEVED_MS })
        const state = await deps.db.inWorkspace(tenant.id, (tx) => riverState(tx, tenant))
        const events = state.lanes.find((waiting) => waiting.lane === lane)?.events ?? 0
        seen.set(key, { isFull: events >= eventsMax, until: now + BELIEVED_MS })
      }
      return seen.get(key)?.isFull ? RETRY_AFTER_SECONDS : null
    },
  }
}
