import type { OfficialChange, OfficialConnection } from '../../contract/official.ts'
import type { Refusal } from '../../wecom/index.ts'
import { type Audit, madeCallbackKeys } from '../corp/index.ts'
import { type Chance, type Outcome, ok, refused, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type OfficialDeps, tryAccount } from './client.ts'
import {
  endAccount,
  liveAccount,
  noteOf,
  type StoredAccount,
  storeAccount,
  storedAccounts,
} from './store.ts'

export type ConnectDeps = OfficialDeps & { audit: Audit; chance: Chance }
type Doer = { by: string | null; now: Date }
type No = 'refused_by_weixin' | 'no_answer'
type TenantId = Pick<Tenant, 'id'>

/** Accounts of one workspace, given-up ones too. */
const ACCOUNTS_MAX = 20

/**
 * Connects a workspace to an official account once WeChat itself has said yes to the secret. One that was connected before and
 * given up takes up where it stood, callback address included. What was done is on the record, without secrets.
 */
export async function connect(
  deps: ConnectDeps,
  tenant: TenantId,
  wanted: OfficialConnection,
  doer: Doer,
): Promise<Outcome<StoredAccount, No | 'connected_before' | 'too_many'>> {
  const all = await deps.db.inWorkspace(tenant.id, (tx) => storedAccounts(tx, tenant))
  const before = all.find(({ appId }) => appId === wanted.appId) ?? null
  if (before?.disconnectedAt === null) return refused('connected_before')
  if (!before && all.length >= ACCOUNTS_MAX) return refused('too_many', { most: ACCOUNTS_MAX })
  return store(deps, tenant, { ...wanted, before }, doer)
}

/** Changes a connection that stands: what is left out stays. */
export async function changeConnection(
  deps: ConnectDeps,
  tenant: TenantId,
  { id, ...change }: OfficialChange & { id: string },
  doer: Doer,
): Promise<Outcome<StoredAccount, No | 'not_connected'>> {
  const before = await deps.db.inWorkspace(tenant.id, (tx) => liveAccount(tx, tenant, id))
  if (!before) return refused('not_connected')
  const { appId, name, kind } = before
  const secret = deps.seal.open(before.secret)
  const given = { ...change, name: change.name ?? name, kind: change.kind ?? kind }
  return store(deps, tenant, { ...given, appId, secret: change.secret ?? secret, before }, doer)
}

async function store(
  deps: ConnectDeps,
  tenant: TenantId,
  { before, ...wanted }: OfficialConnection & { before: StoredAccount | null },
  { by, now }: Doer,
): Promise<Outcome<StoredAccount, No>> {
  const { appId, name, kind, secret } = wanted
  const asked = await tryAccount(deps, wanted)
  if (!asked.ok && !isWithoutRight(asked)) return noOf(asked)
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const kept = wanted.renewsCallbackKeys ? null : before
    const made = madeCallbackKeys(deps.chance)
    await storeAccount(tx, tenant, deps.seal, {
      appId,
      name,
      kind,
      secret,
      callbackToken:
        wanted.callbackToken ?? (kept ? deps.seal.open(kept.callbackToken) : made.token),
      callbackAesKey:
        wanted.callbackAesKey ?? (kept ? deps.seal.open(kept.callbackAesKey) : made.aesKey),
      by,
      now,
    })
    const account = (await storedAccounts(tx, tenant)).find((one) => one.appId === appId)
    if (!account) throw new Error('a connection was not written')
    const isChange = before?.disconnectedAt === null
    const changed = CHANGEABLE.filter((key) => wanted[key] !== undefined)
    await note(deps, tx, tenant, { account, by, now }, isChange ? 'changed' : 'connected', changed)
    return ok(account)
  })
}

/** What the audit log names of a change; never its content. */
const CHANGEABLE = [
  'name',
  'kind',
  'secret',
  'callbackToken',
  'callbackAesKey',
  'renewsCallbackKeys',
] as const

/** Who is not verified may not list followers: the secret is right all the same. */
const NO_RIGHT = 48001
function isWithoutRight({ errcode }: Refusal): boolean {
  return errcode === NO_RIGHT
}

function noOf({ certainty, errcode, errmsg }: Refusal) {
  return certainty === 'not_executed' && errcode !== null
    ? refused<No>('refused_by_weixin', { errcode, errmsg })
    : refused<No>('no_answer', { errmsg })
}

function note(
  deps: ConnectDeps,
  tx: Tx,
  tenant: TenantId,
  { account, by, now }: Doer & { account: StoredAccount },
  deed: 'connected' | 'changed' | 'disconnected' | 'keys_revealed',
  changed: readonly string[] = [],
): Promise<void> {
  return deps.audit(tx, {
    workspaceId: tenant.id,
    staffId: by,
    at: now,
    action: `official.${deed}`,
    subject: showId('official', account.id),
    detail: { appId: account.appId, ...(changed.length > 0 ? { changed } : {}) },
  })
}

/** Ends one connection. Nothing is sent through it and nothing is heard of it any more; people and what is known stay. */
export function disconnect(
  deps: ConnectDeps,
  tenant: TenantId,
  id: string,
  doer: Doer,
): Promise<Outcome<null, 'not_connected'>> {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const account = await liveAccount(tx, tenant, id)
    if (!account) return refused('not_connected')
    await endAccount(tx, tenant, deps.seal, { id, ...doer })
    await note(deps, tx, tenant, { account, ...doer }, 'disconnected')
    return ok(null)
  })
}

/** The keys that an administrator copies into WeChat's console, on the record. */
export function revealCallbackKeys(
  deps: ConnectDeps,
  tenant: TenantId,
  id: string,
  doer: Doer,
): Promise<Outcome<{ token: string; aesKey: string }, 'not_connected'>> {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const account = await liveAccount(tx, tenant, id)
    if (!account) return refused('not_connected')
    await note(deps, tx, tenant, { account, ...doer }, 'keys_revealed')
    return ok({
      token: deps.seal.open(account.callbackToken),
      aesKey: deps.seal.open(account.callbackAesKey),
    })
  })
}

/** Asks again with the stored secret, and notes what came of it. */
export async function testConnection(
  deps: ConnectDeps,
  tenant: TenantId,
  account: StoredAccount,
): Promise<void> {
  const asked = await tryAccount(deps, {
    appId: account.appId,
    secret: deps.seal.open(account.secret),
  })
  const isGood = asked.ok || isWithoutRight(asked)
  await deps.db.inWorkspace(tenant.id, (tx) =>
    noteOf(tx, tenant, account.id, {
      asked: {
        at: deps.clock.now(),
        errcode: isGood ? 0 : asked.errcode,
        error: isGood ? null : asked.errmsg,
      },
    }),
  )
}
