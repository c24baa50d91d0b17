import { type Clock, readId, type Seal, type Tenant, type TenantCompany } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import { liveCorps, noteHeard, noteRefused } from './store.ts'

/** What is needed to believe a callback. */
export type CallbackCorp = {
  workspaceId: string
  corpId: string
  company: string
  token: string
  aesKey: string
}

/** How long an address is believed, known or unknown: callbacks come in thousands a second. */
const BELIEVED_MS = 2_000
/** Strangers may ask for any address; so many answers are kept. */
const KEPT_MAX = 1_000
/** A light that says "heard just now" needs no write for every callback. */
const NOTED_EVERY_MS = 5_000

type Deps = { db: Database; clock: Clock; seal: Seal }

/** Remembers for a moment what stands at an address, and what was noted a moment ago. */
export function believing<T>(clock: Clock, look: (shown: string) => Promise<T | null>) {
  const kept = new Map<string, { until: number; found: Promise<T | null> }>()
  const noted = new Map<string, number>()
  return {
    /** @param shown the last part of the address. */
    find(shown: string): Promise<T | null> {
      const now = clock.monotonicMs()
      const before = kept.get(shown)
      if (before && before.until > now) return before.found
      if (kept.size >= KEPT_MAX) kept.clear()
      const found = look(shown)
      kept.set(shown, { until: now + BELIEVED_MS, found })
      found.catch(() => kept.delete(shown))
      return found
    },
    /** Whether something under this key is to be noted again. */
    isTime(key: string): boolean {
      const now = clock.monotonicMs()
      if (now - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < NOTED_EVERY_MS) return false
      noted.set(key, now)
      return true
    },
  }
}

/** Finds whose callbacks arrive at an address, from memory for a moment. */
export function createCorpFinder(deps: Deps) {
  const { find, isTime } = believing(deps.clock, (shown) => corpOfCallback(deps, shown))
  return {
    find,
    /** Lets the settings page show that WeCom reaches us. */
    async heard(corp: CallbackCorp, how: 'verified' | 'event'): Promise<void> {
      const of = tenantOf(corp)
      if (how === 'event' && !isTime(`${how} ${keyOf(of)}`)) return
      await deps.db.inWorkspace(of.id, (tx) => noteHeard(tx, of, how, deps.clock.now()))
    },
    /** Lets the settings page show why a callback was not believed. */
    async disbelieved(corp: CallbackCorp, reason: string): Promise<void> {
      const of = tenantOf(corp)
      if (!isTime(`refused ${keyOf(of)}`)) return
      await deps.db.inWorkspace(of.id, (tx) => noteRefused(tx, of, reason, deps.clock.now()))
    },
  }
}

function tenantOf({ workspaceId: id, company }: CallbackCorp): TenantCompany {
  return { id, company }
}

function keyOf({ id, company }: TenantCompany): string {
  return `${id} ${company}`
}

export type CorpFinder = ReturnType<typeof createCorpFinder>

async function corpOfCallback(deps: Deps, shown: string): Promise<CallbackCorp | null> {
  const id = readId('corp', shown)
  if (id === null) return null
  const { workspace } = await deps.db.asSystem((tx) =>
    tx.one(sql<{ workspace: string | null }>`select corp.find_corp(${id}::uuid) as workspace`),
  )
  if (workspace === null) return null
  const corps = await deps.db.inWorkspace(workspace, (tx) => liveCorps(tx, { id: workspace }))
  const corp = corps.find((one) => one.id === id)
  if (!corp) return null
  return {
    workspaceId: workspace,
    corpId: corp.corpId,
    company: corp.company,
    token: deps.seal.open(corp.callbackToken),
    aesKey: deps.seal.open(corp.callbackAesKey),
  }
}

/** The workspaces that are connected to some company now. */
export async function connectedWorkspaces(
  db: Database,
  tenants: readonly Tenant[],
): Promise<Tenant[]> {
  const rows = await db.asSystem((tx) =>
    tx.rows(sql<{ id: string }>`select c.id from corp.connected() as c (id)`),
  )
  const ids = new Set(rows.map(({ id }) => id))
  return tenants.filter(({ id }) => ids.has(id))
}
