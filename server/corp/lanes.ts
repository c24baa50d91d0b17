import { type Lanes, RATE_LIMITED } from '../../wecom/index.ts'
import { addMs, type Clock, type TenantCompany } from '../kernel/index.ts'
import type { Budget } from './budget.ts'
import type { Seats } from './seats.ts'

/** Who found no seat in time may ask again after this. */
const NO_SEAT_MS = 1_000

/** What all clients of a process share: how many calls a minute, and how many at once. */
export type Shared = { budget: Budget; seats: Seats; clock: Clock }

/**
 * The lanes of a client: no call of a company leaves without having been counted and without a seat, whoever makes it.
 * @param share how far a window may be filled by this client's calls, from 0 to 1.
 */
export function lanesOf({ budget, seats, clock }: Shared, tenant: TenantCompany, share = 1): Lanes {
  return {
    async enter(path) {
      const api = apiOf(path)
      if (!(await seats.sit(tenant, api))) return addMs(clock.now(), NO_SEAT_MS)
      const until = await budget.take(tenant, api, share)
      if (until) seats.rise(tenant, api)
      return until
    },
    async left(path, refused, isHurried) {
      const api = apiOf(path)
      seats.rise(tenant, api)
      if (isHurried) return
      if (refused === null) budget.served(tenant, api)
      else if (refused.errcode === RATE_LIMITED) await budget.close(tenant, api)
    },
  }
}

function apiOf(path: string): string {
  return path.replace(/^\/cgi-bin\//, '')
}
