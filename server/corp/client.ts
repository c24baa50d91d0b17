import { type Answer, createWecom, tokensInMemory, type Wecom } from '../../wecom/index.ts'
import type { Clock, Seal, Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { liveCorp } from './store.ts'
import { tokenStoreOf } from './token-store.ts'

export type WecomDeps = {
  db: Database
  seal: Seal
  clock: Clock
  /** Where WeCom's API is: theirs, or a sandbox's. */
  wecomUrl: string
}

export type Connected = { corpId: string; wecom: Wecom }

/** How long a connection is believed in a process: a changed secret counts within this time. */
const BELIEVED_MS = 1_000

type Known = { until: number; version: string; connected: Connected | null }
const known = new WeakMap<Database, Map<string, Known>>()

/**
 * The way to the corp of a workspace, or null when it is not connected. The client is kept while the connection stays what
 * it was, so that its lanes hold for everybody who calls in this process.
 */
export async function wecomOf(
  deps: WecomDeps,
  tenant: Pick<Tenant, 'id'>,
): Promise<Connected | null> {
  const now = deps.clock.monotonicMs()
  const ofDatabase = known.get(deps.db) ?? new Map<string, Known>()
  known.set(deps.db, ofDatabase)
  const before = ofDatabase.get(tenant.id)
  if (before && before.until > now) return before.connected
  const corp = await deps.db.inWorkspace(tenant.id, (tx) => liveCorp(tx, tenant))
  const version = corp ? `${deps.wecomUrl} ${corp.changedAt.getTime()}` : ''
  const connected =
    before?.version === version
      ? before.connected
      : corp && open(deps, tenant, corp.corpId, deps.seal.open(corp.secret))
  // That there is none is not believed: what was asked for when a corp was connected would find nothing to do.
  const until = connected ? now + BELIEVED_MS : now
  ofDatabase.set(tenant.id, { until, version, connected })
  return connected
}

function open(
  deps: WecomDeps,
  tenant: Pick<Tenant, 'id'>,
  corpId: string,
  secret: string,
): Connected {
  const { clock, wecomUrl: baseUrl } = deps
  const tokens = tokenStoreOf(deps, tenant)
  return { corpId, wecom: createWecom({ baseUrl, corpId, secret, tokens, clock }) }
}

/** Asks WeCom whether it knows a corp and its secret, and who may serve customers there, before anything is stored. */
export function tryCredentials(
  deps: Pick<WecomDeps, 'clock' | 'wecomUrl'>,
  { corpId, secret }: { corpId: string; secret: string },
): Promise<Answer<string[]>> {
  const { clock, wecomUrl: baseUrl } = deps
  return createWecom({ baseUrl, corpId, secret, tokens: tokensInMemory(), clock }).followUsers()
}
