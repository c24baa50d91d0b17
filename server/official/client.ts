import { type Answer, tokensInMemory } from '../../wecom/index.ts'
import { createWeixin, type FollowerPage, type Weixin } from '../../weixin/index.ts'
import { createBudget, createSeats, lanesOf, type Shared, tokenStoreOf } from '../corp/index.ts'
import { type Chance, type Clock, type Seal, sleep, type Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { limitsOf } from './limits.ts'
import { type AccountKind, liveAccounts, type StoredAccount } from './store.ts'

export type OfficialDeps = {
  db: Database
  seal: Seal
  clock: Clock
  chance: Chance
  /** Where the API of official accounts is: WeChat's, or a sandbox's. */
  weixinUrl: string
}

/** The way to one official account of a workspace. */
export type ConnectedAccount = {
  id: string
  appId: string
  name: string
  kind: AccountKind
  weixin: Weixin
}

/** How long a connection is believed in a process: a changed secret counts within this time. */
const BELIEVED_MS = 1_000

type Client = ConnectedAccount & { version: string }
type Book = {
  shared: Shared
  known: Map<string, { until: number; clients: ReadonlyMap<string, Client> }>
}
const books = new WeakMap<Database, Book>()

/** The way to one account by its AppID; null: it is not connected. */
export async function accountOf(
  deps: OfficialDeps,
  tenant: Pick<Tenant, 'id'>,
  appId: string,
): Promise<ConnectedAccount | null> {
  const all = await accountsOf(deps, tenant, (known) => known.has(appId))
  return all.find((one) => one.appId === appId) ?? null
}

/**
 * The ways to all accounts that a workspace is connected to. Tokens and budgets are shared by all processes, in the same
 * tables as WeCom's: an AppID is the name of its own company there.
 */
export async function accountsOf(
  deps: OfficialDeps,
  tenant: Pick<Tenant, 'id'>,
  suffices: (known: ReadonlyMap<string, unknown>) => boolean = (known) => known.size > 0,
): Promise<ConnectedAccount[]> {
  const now = deps.clock.monotonicMs()
  const { db, clock } = deps
  const book = books.get(db) ?? {
    shared: {
      budget: createBudget({ ...deps, limits: limitsOf }),
      seats: createSeats({ db, clock, pause: sleep }),
      clock,
    },
    known: new Map(),
  }
  books.set(db, book)
  const before = book.known.get(tenant.id)
  if (before && before.until > now && suffices(before.clients)) return [...before.clients.values()]
  const stored = await deps.db.inWorkspace(tenant.id, (tx) => liveAccounts(tx, tenant))
  const clients = new Map(
    stored.map((account) => {
      const version = `${deps.weixinUrl} ${account.id} ${account.changedAt.getTime()}`
      const kept = before?.clients.get(account.appId)
      const client = kept?.version === version ? kept : open(deps, book.shared, tenant, account)
      return [account.appId, { ...client, version }]
    }),
  )
  book.known.set(tenant.id, { until: now + BELIEVED_MS, clients })
  return [...clients.values()]
}

function open(
  deps: OfficialDeps,
  shared: Shared,
  { id: workspaceId }: Pick<Tenant, 'id'>,
  { id, appId, name, kind, secret }: StoredAccount,
): ConnectedAccount {
  const { clock, chance, weixinUrl: baseUrl } = deps
  const of = { id: workspaceId, company: appId }
  const weixin = createWeixin({
    baseUrl,
    appId,
    secret: deps.seal.open(secret),
    tokens: tokenStoreOf(deps, of),
    clock,
    patience: { wait: sleep, chance: () => chance.fraction() },
    lanes: lanesOf(shared, of),
  })
  return { id, appId, name, kind, weixin }
}

/** A client for asking before anything is stored. */
export function tryAccount(
  deps: Pick<OfficialDeps, 'clock' | 'weixinUrl'>,
  { appId, secret }: { appId: string; secret: string },
): Promise<Answer<FollowerPage>> {
  const { clock, weixinUrl: baseUrl } = deps
  return createWeixin({ baseUrl, appId, secret, tokens: tokensInMemory(), clock }).followers()
}
