import { type Answer, createWecom, tokensInMemory, type Wecom } from '../../wecom/index.ts'
import {
  type Chance,
  type Clock,
  type Log,
  type Seal,
  sleep,
  type Tenant,
} from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { type Budget, createBudget, type Limit, WAITING_SHARE } from './budget.ts'
import { lanesOf } from './lanes.ts'
import { noteMissing } from './missing-fields.ts'
import { liveCorp } from './store.ts'
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

export type Connected = {
  corpId: string
  wecom: Wecom
  /** The same for what may wait: it leaves half of every limit to what happens meanwhile. */
  waiting: Wecom
}

/** How long a connection is believed in a process: a changed secret counts within this time. */
const BELIEVED_MS = 1_000

type Known = { until: number; version: string; connected: Connected | null }
/** What this process knows of the connections of a database, and the one budget that all its clients take from. */
type Book = { budget: Budget; known: Map<string, Known> }
const books = new WeakMap<Database, Book>()

/**
 * The way to the corp of a workspace, or null when it is not connected. The client is kept while the connection stays what
 * it was; all clients of this process take their calls from one budget.
 */
export async function wecomOf(
  deps: WecomDeps,
  tenant: Pick<Tenant, 'id'>,
): Promise<Connected | null> {
  const now = deps.clock.monotonicMs()
  const book = bookOf(deps)
  const before = book.known.get(tenant.id)
  if (before && before.until > now) return before.connected
  const corp = await deps.db.inWorkspace(tenant.id, (tx) => liveCorp(tx, tenant))
  const version = corp ? `${deps.wecomUrl} ${corp.changedAt.getTime()}` : ''
  const connected =
    before?.version === version
      ? before.connected
      : corp && open(deps, book.budget, tenant, { ...corp, secret: deps.seal.open(corp.secret) })
  // That there is none is not believed: what was asked for when a corp was connected would find nothing to do.
  const until = connected ? now + BELIEVED_MS : now
  book.known.set(tenant.id, { until, version, connected })
  return connected
}

function bookOf(deps: WecomDeps): Book {
  const book = books.get(deps.db) ?? { budget: createBudget(deps), known: new Map() }
  books.set(deps.db, book)
  return book
}

function open(
  deps: WecomDeps,
  budget: Budget,
  tenant: Pick<Tenant, 'id'>,
  { corpId, secret }: { corpId: string; secret: string },
): Connected {
  const { clock, chance, wecomUrl: baseUrl } = deps
  const options = {
    baseUrl,
    corpId,
    secret,
    tokens: tokenStoreOf(deps, tenant),
    clock,
    patience: { wait: sleep, chance: () => chance.fraction() },
    onMissing: (missing: { path: string; field: string }) => noteMissing(deps, tenant, missing),
  }
  return {
    corpId,
    wecom: createWecom({ ...options, lanes: lanesOf(budget, tenant) }),
    waiting: createWecom({ ...options, lanes: lanesOf(budget, tenant, WAITING_SHARE) }),
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
