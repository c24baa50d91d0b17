import type { Token, TokenStore } from '../../wecom/index.ts'
import type { Clock, Seal, TenantCompany } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

export type TokenDeps = { db: Database; seal: Seal; clock: Clock }

type Fetch = Parameters<TokenStore['refresh']>[1]
/** What this process knows of a key: the token that it gave out last, and since when it has looked no more. */
type Held = {
  token: Token | null
  untilMs: number
  running: ReturnType<TokenStore['refresh']> | null
}

/** So long a token is given out without asking Postgres again: a burst of welcomes needs one look, not thousands. */
const BELIEVED_MS = 2_000

/**
 * Access tokens in Postgres, one for all processes: whoever holds the row's lock asks WeCom, the others wait for the row
 * and take what it holds then. WeCom limits how often it may be asked, and blocks an address that asks wrongly too often.
 */
export function tokenStoreOf(deps: TokenDeps, tenant: TenantCompany): TokenStore {
  const all = new Map<string, Held>()
  return {
    async read(key) {
      const held = heldOf(key)
      if (deps.clock.monotonicMs() < held.untilMs) return held.token
      return hold(held, await deps.db.inWorkspace(tenant.id, (tx) => stored(deps, tx, tenant, key)))
    },
    refresh(key, fetchNew) {
      const held = heldOf(key)
      held.running ??= alone(deps, tenant, key, { worn: held.token, fetchNew })
        .then((answer) => {
          if (answer.ok) hold(held, answer.value)
          return answer
        })
        .finally(() => {
          held.running = null
        })
      return held.running
    },
  }

  function heldOf(key: string): Held {
    const held = all.get(key) ?? { token: null, untilMs: 0, running: null }
    all.set(key, held)
    return held
  }

  function hold(held: Held, token: Token | null): Token | null {
    held.token = token
    held.untilMs = token ? deps.clock.monotonicMs() + BELIEVED_MS : 0
    return token
  }
}

/** @param worn the token that does not serve any more: another one in the row was fetched by somebody else meanwhile. */
function alone(
  deps: TokenDeps,
  tenant: TenantCompany,
  key: string,
  { worn, fetchNew }: { worn: Token | null; fetchNew: Fetch },
): ReturnType<TokenStore['refresh']> {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    await lock(tx, tenant, key)
    const there = await stored(deps, tx, tenant, key)
    const isOthers = there && there.token !== worn?.token && there.expiresAt > deps.clock.now()
    if (isOthers) return { ok: true, value: there }
    const answer = await fetchNew()
    if (answer.ok) {
      const { token, expiresAt } = answer.value
      await tx.run(sql`
        update corp.token
        set token = ${deps.seal.close(token)}, expires_at = ${expiresAt}
        where workspace_id = ${tenant.id}
          and company = ${tenant.company}
          and key = ${key}
      `)
    }
    return answer
  })
}

async function stored(
  { seal }: TokenDeps,
  tx: Tx,
  tenant: TenantCompany,
  key: string,
): Promise<Token | null> {
  const row = await tx.maybe(sql<{ token: Buffer; expiresAt: Date }>`
    select token, expires_at as "expiresAt"
    from corp.token
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and key = ${key}
      and token is not null
  `)
  return row && { token: seal.open(row.token), expiresAt: row.expiresAt }
}

async function lock(tx: Tx, tenant: TenantCompany, key: string): Promise<void> {
  await tx.run(sql`
    insert into corp.token (workspace_id, company, key)
    values (${tenant.id}, ${tenant.company}, ${key})
    on conflict do nothing
  `)
  await tx.run(sql`
    select 1
    from corp.token
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and key = ${key}
    for update
  `)
}
