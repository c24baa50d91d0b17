import type { FastifyRequest } from 'fastify'
import { peopleBook } from '../customer/index.ts'
import {
  type Clock,
  type IdKind,
  Problem,
  presentOf,
  readId,
  type Seal,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import type { LinkTracker } from '../page/index.ts'
import type { Database, Tx } from '../postgres/index.ts'

/** What SOPs are called, by id. */
export type JourneyNames = (
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly (string | null)[],
) => Promise<ReadonlyMap<string, string>>

/** What the room's routes are given. */
export type ChannelRouteDeps = {
  db: Database
  clock: Clock
  links: LinkTracker
  /** What SOPs are called, which stand above this room. */
  journeyNames: JourneyNames
  tenants: () => Promise<Tenant[]>
  seal: Seal
  /** Mail servers inside the brand's own network that an administrator has named. */
  internalHosts: readonly string[]
  /** A copy of an installation sends nothing, no test either. */
  isFenced: () => Promise<boolean>
}

/** Who asks, and one transaction in their workspace. */
export function asking(
  { db, clock }: Pick<ChannelRouteDeps, 'db' | 'clock'>,
  request: FastifyRequest,
) {
  const { tenant, staffId } = request.session
  return {
    tenant,
    by: staffId,
    real: clock.now(),
    ctx: { tenant, now: presentOf(tenant, clock) },
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
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
  const known = await peopleBook.describe(
    tx,
    tenant,
    rows.map(({ customerNo }) => customerNo),
  )
  return ({ customerId, customerNo: no }) => {
    const person = known.get(no)
    return { id: showId('customer', person?.id ?? customerId), no, name: person?.name ?? '' }
  }
}

export function shownInstant(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
