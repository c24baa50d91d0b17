import { type Lanes, RATE_LIMITED } from '../../wecom/index.ts'
import type { TenantCompany } from '../kernel/index.ts'
import type { Budget } from './budget.ts'

/**
 * The lanes of a client: no call of a company leaves without having been counted, whoever makes it.
 * @param share how far a window may be filled by this client's calls, from 0 to 1.
 */
export function lanesOf(budget: Budget, tenant: TenantCompany, share = 1): Lanes {
  return {
    enter: (path) => budget.take(tenant, apiOf(path), share),
    async left(path, refused) {
      if (refused === null) budget.served(tenant, apiOf(path))
      else if (refused.errcode === RATE_LIMITED) await budget.close(tenant, apiOf(path))
    },
  }
}

function apiOf(path: string): string {
  return path.replace(/^\/cgi-bin\//, '')
}
