import type { FastifyRequest } from 'fastify'
import type { JourneyNames } from '../channel/index.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import type { WecomDeps } from '../corp/index.ts'
import type { RunningOf } from '../handover/index.ts'
import {
  type Config,
  dayOf,
  type IdKind,
  Problem,
  presentOf,
  readId,
  type Tenant,
} from '../kernel/index.ts'
import type { LinkTracker } from '../page/index.ts'
import type { Tx } from '../postgres/index.ts'
import { findSidebarSession, type SidebarSession } from './session.ts'

/** What the room's routes are given. */
export type SidebarDeps = WecomDeps & {
  config: Pick<Config, 'publicUrl'>
  clickhouse: ClickHouse
  tenants: () => Promise<Tenant[]>
  links: LinkTracker
  journeyNames: JourneyNames
  /** Asks for a contact to be read anew from WeCom. */
  readContact: (tx: Tx, tenant: { id: string }, externalUserid: string) => Promise<void>
  /** SOPs under way: they stand beside this room. */
  runningOf: RunningOf
  tagNames: (tx: Tx, tenant: { id: string }) => Promise<ReadonlyMap<string, string>>
}

/** Which associate asks, and one transaction in her workspace. @throws Problem sidebar_not_allowed */
export async function askingAssociate(deps: SidebarDeps, request: FastifyRequest) {
  const session = await findSidebarSession(deps, request)
  const { tenant } = session
  const now = presentOf(tenant, deps.clock)
  return {
    ...session,
    ctx: { tenant, now },
    now,
    today: dayOf(now, tenant.timeZone),
    within: <T>(work: (tx: Tx) => Promise<T>) => deps.db.inWorkspace(tenant.id, work),
  }
}
export type Asking = SidebarSession & { now: Date; today: string }

/** An id of the address or a body. What is no such id is not found. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}

/** Whether the WeCom behind this installation is a pretend one. */
export function isSandbox({ wecomUrl }: Pick<SidebarDeps, 'wecomUrl'>): boolean {
  return !wecomUrl.startsWith('https://qyapi.weixin.qq.com')
}
