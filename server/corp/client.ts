import { type Answer, createWecom, tokensInMemory } from '../../wecom/index.ts'
import {
  type Chance,
  type Clock,
  type Log,
  type Seal,
  sleep,
  type Tenant,
  type TenantCompany,
} from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { createBudget, type Limit, WAITING_SHARE } from './budget.ts'
import { lanesOf, type Shared } from './lanes.ts'
import { noteMissing } from './missing-fields.ts'
import { inOwnIds, type OwnWecom } from './own-ids.ts'
import { createSeats } from './seats.ts'
import { liveCorps, type StoredCorp } from './store.ts'
import { tokenStoreOf } from './token-store.ts'

export type WecomDeps = {
  db: Database
  seal: Seal
  clock: Clock
  chance: Chance
  log: Log
  /** Where WeCom's API is: theirs, or a sandbox's. */
  wecomUrl: string
  /** Other limits than WeCom's own: a rehearsal in a small world. */
  limits?: readonly Limit[]
}

/** The way to one company, which takes and gives ids as they are called here. */
export type Connected = {
  company: string
  corpId: string
  wecom: OwnWecom
  /** The same for what may wait: it leaves half of every limit to what happens meanwhile. */
  waiting: OwnWecom
}

/** How long a connection is believed in a process: a changed secret counts within this time. */
const BELIEVED_MS = 1_000

type Client = Connected & { version: string }
type Known = { until: number; clients: ReadonlyMap<string, Client> }
/** What this process knows of the connections of a database, and what all its clients take their calls from. */
type Book = { shared: Shared; known: Map<string, Known> }
const books = new WeakMap<Database, Book>()

/** The way to one company of a workspace, or null when it is not connected. */
export async function wecomOf(deps: WecomDeps, tenant: TenantCompany): Promise<Connected | null> {
  const clients = await clientsOf(deps, tenant, (all) => all.has(tenant.company))
  return clients.get(tenant.company) ?? null
}

/** The ways to all companies that a workspace is connected to. */
export async function wecomsOf(
  deps: WecomDeps,
  tenant: Pick<Tenant, 'id'>,
): Promise<readonly Connected[]> {
  return [...(await clientsOf(deps, tenant, (all) => all.size > 0)).values()]
}

/**
 * A client is kept while its connection stays what it was; all clients of this process take their calls from one budget and sit on the same seats.
 * That there is none is not believed: what was asked for when a company was connected would find nothing to do.
 */
async function clientsOf(
  deps: WecomDeps,
  tenant: Pick<Tenant, 'id'>,
  suffices: (clients: ReadonlyMap<string, Client>) => boolean,
): Promise<ReadonlyMap<string, Client>> {
  const now = deps.clock.monotonicMs()
  const book = bookOf(deps)
  const before = book.known.get(tenant.id)
  if (before && before.until > now && suffices(before.clients)) return before.clients
  const corps = await deps.db.inWorkspace(tenant.id, (tx) => liveCorps(tx, tenant))
  const clients = new Map(
    corps.map((corp) => {
      const version = `${deps.wecomUrl} ${corp.id} ${corp.changedAt.getTime()}`
      const kept = before?.clients.get(corp.company)
      const client = kept?.version === version ? kept : open(deps, book.shared, tenant, corp)
      return [corp.company, { ...client, version }]
    }),
  )
  book.known.set(tenant.id, { until: now + BELIEVED_MS, clients })
  return clients
}

function bookOf(deps: WecomDeps): Book {
  const { db, clock } = deps
  const book = books.get(db) ?? {
    shared: { budget: createBudget(deps), seats: createSeats({ db, clock, pause: sleep }), clock },
    known: new Map(),
  }
  books.set(db, book)
  return book
}

function open(
  deps: WecomDeps,
  shared: Shared,
  { id }: Pick<Tenant, 'id'>,
  { corpId, company, secret }: StoredCorp,
): Connected {
  const { clock, chance, wecomUrl: baseUrl } = deps
  const of = { id, company }
  const options = {
    baseUrl,
    corpId,
    secret: deps.seal.open(secret),
    tokens: tokenStoreOf(deps, of),
    clock,
    patience: { wait: sleep, chance: () => chance.fraction() },
    onMissing: (missing: { path: string; field: string }) => noteMissing(deps, of, missing),
  }
  const own = (lanes: ReturnType<typeof lanesOf>) =>
    inOwnIds(createWecom({ ...options, lanes }), company)
  return {
    company,
    corpId,
    wecom: own(lanesOf(shared, of)),
    waiting: own(lanesOf(shared, of, WAITING_SHARE)),
  }
}

/** Asks WeCom whether it knows a corp and its secret, and who may serve customers there, before anything is stored. */
export function tryCredentials(
  deps: Pick<WecomDeps, 'clock' | 'wecomUrl'>,
  { corpId, secret }: { corpId: string; secret: string },
): Promise<Answer<string[]>> {
  const { clock, wecomUrl: baseUrl } = deps
  return createWecom({ baseUrl, corpId, secret, tokens: tokensInMemory(), clock }).followUsers()
}
