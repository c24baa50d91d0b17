import type { FastifyRequest } from 'fastify'
import type { StaffWayOf } from '../channel/index.ts'
import { peopleBook } from '../customer/index.ts'
import {
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
import type { CheckDeps } from './check.ts'
import type { Neighbours } from './neighbours.ts'

/** What the room's routes are given. */
export type JourneyRouteDeps = CheckDeps & {
  db: Database
  clock: Clock
  neighbours: Neighbours
  /** How the app of a company speaks to its members. */
  staffWayOf: StaffWayOf
  isFenced: () => Promise<boolean>
}

/** Who asks, and one transaction in their workspace. */
export function asking({ db, clock }: JourneyRouteDeps, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  const real = clock.now()
  return {
    tenant,
    by: staffId,
    real,
    scope: { tenant, now: presentOf(tenant, clock) },
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
    /** Writes down who did what to a journey, in the transaction that does it. */
    audited: (tx: Tx, action: string, subject: string, detail: Record<string, unknown> = {}) =>
      audit(tx, { workspaceId: tenant.id, staffId, at: real, action, subject, detail }),
  }
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}

type Shown = { id: string; no: number; name: string }

/** Names beside numbers. */
export async function namesFor(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  rows: readonly { customerId: string; customerNo: number }[],
): Promise<(row: { customerId: string; customerNo: number }) => Shown> {
  const numbers = rows.map(({ customerNo }) => customerNo)
  const known = await peopleBook.describe(tx, tenant, numbers)
  return ({ customerId, customerNo: no }) => {
    const person = known.get(no)
    return { id: showId('customer', person?.id ?? customerId), no, name: person?.name ?? '' }
  }
}

/** Whether the reader wants English; Chinese otherwise. */
export function languageOf(request: FastifyRequest): 'zh' | 'en' {
  return request.headers['accept-language']?.startsWith('en') ? 'en' : 'zh'
}
