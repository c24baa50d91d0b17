import type { CorpChange, CorpConnection } from '../../contract/corp.ts'
import type { Answer } from '../../wecom/index.ts'
import {
  type Chance,
  type Outcome,
  ok,
  refused,
  showId,
  type Tenant,
  type TenantCompany,
} from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { tryCredentials, type WecomDeps } from './client.ts'
import { endCorp, liveCorp, noteAsked, type StoredCorp, storeCorp, storedCorps } from './store.ts'

/** Writes down who did what, in the transaction that does it (the staff room's verb, given by the composition). */
export type Audit = (
  tx: Tx,
  entry: {
    workspaceId: string
    staffId: string | null
    at: Date
    action: string
    subject: string
    detail: Record<string, unknown>
  },
) => Promise<void>

export type ConnectDeps = WecomDeps & { audit: Audit; chance: Chance }
type Doer = { by: string | null; now: Date }

type Refusal = 'needs_secret' | 'refused_by_wecom' | 'no_answer' | 'connected_before' | 'name_taken'

/** Companies of one workspace, given-up ones too. */
const CORPS_MAX = 20

/**
 * Connects a workspace to a company that it is not connected to, once WeCom itself has said yes to the secret. A company that
 * was connected before and given up takes up where it stood, callback address included. Keys for callbacks are made when none
 * are given. What was done is written to the audit log without secrets.
 */
export async function connect(
  deps: ConnectDeps,
  tenant: Pick<Tenant, 'id'>,
  wanted: CorpConnection,
  doer: Doer,
): Promise<Outcome<StoredCorp, Refusal | 'too_many'>> {
  const all = await deps.db.inWorkspace(tenant.id, (tx) => storedCorps(tx, tenant))
  const before = all.find(({ corpId }) => corpId === wanted.corpId) ?? null
  if (before?.disconnectedAt === null) return refused('connected_before')
  if (!before && all.length >= CORPS_MAX) return refused('too_many', { most: CORPS_MAX })
  if (isNameTaken(all, wanted)) return refused('name_taken')
  if (wanted.secret === undefined) return refused('needs_secret')
  // The first company's ids are as WeCom gave them: what a workspace kept before it had several stays what it was.
  const company = before?.company ?? (all.length === 0 ? '' : wanted.corpId)
  return store(deps, tenant, { ...wanted, secret: wanted.secret, company, before }, doer)
}

/** Changes a connection that stands: what is left out stays. Another secret counts once WeCom has said yes to it. */
export async function changeConnection(
  deps: ConnectDeps,
  tenant: TenantCompany,
  change: CorpChange,
  doer: Doer,
): Promise<Outcome<StoredCorp, Refusal | 'not_connected'>> {
  const all = await deps.db.inWorkspace(tenant.id, (tx) => storedCorps(tx, tenant))
  const before = all.find((corp) => corp.company === tenant.company && corp.disconnectedAt === null)
  if (!before) return refused('not_connected')
  const { corpId, company } = before
  if (isNameTaken(all, { ...change, corpId })) return refused('name_taken')
  const secret = change.secret ?? deps.seal.open(before.secret)
  return store(deps, tenant, { ...change, corpId, company, secret, before }, doer)
}

function isNameTaken(
  all: readonly StoredCorp[],
  { corpId, name = '' }: { corpId: string; name?: string | undefined },
): boolean {
  return name !== '' && all.some((one) => one.corpId !== corpId && one.name === name)
}

type Wanted = CorpChange & {
  corpId: string
  company: string
  secret: string
  before: StoredCorp | null
}

async function store(
  deps: ConnectDeps,
  tenant: Pick<Tenant, 'id'>,
  { before, ...wanted }: Wanted,
  { by, now }: Doer,
): Promise<Outcome<StoredCorp, Refusal>> {
  const { corpId, company, secret } = wanted
  const asked = await tryCredentials(deps, { corpId, secret })
  if (!asked.ok) return refusal(asked)
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const kept = wanted.renewsCallbackKeys ? null : before
    const made = madeCallbackKeys(deps.chance)
    const token = kept && deps.seal.open(kept.callbackToken)
    const aesKey = kept && deps.seal.open(kept.callbackAesKey)
    await storeCorp(tx, tenant, deps.seal, {
      corpId,
      company,
      name: wanted.name ?? before?.name ?? '',
      agentId: wanted.agentId === undefined ? (before?.agentId ?? null) : wanted.agentId,
      secret,
      callbackToken: wanted.callbackToken ?? token ?? made.token,
      callbackAesKey: wanted.callbackAesKey ?? aesKey ?? made.aesKey,
      by,
      now,
    })
    await noteAsked(tx, { id: tenant.id, company }, { at: now, errcode: 0, error: null })
    const corp = await liveCorp(tx, { id: tenant.id, company })
    if (!corp) throw new Error('a connection was not written')
    await deps.audit(tx, {
      workspaceId: tenant.id,
      staffId: by,
      at: now,
      action: before?.disconnectedAt === null ? 'corp.changed' : 'corp.connected',
      subject: showId('corp', corp.id),
      detail: { corpId, changed: CHANGEABLE.filter((key) => wanted[key] !== undefined) },
    })
    return ok(corp)
  })
}

/** What the audit log names of a change; never its content. */
const CHANGEABLE = [
  'name',
  'secret',
  'agentId',
  'callbackToken',
  'callbackAesKey',
  'renewsCallbackKeys',
] as const

/** Ends one connection. Nothing is sent through it and nothing is heard of it any more; people and follows stay. */
export async function disconnect(
  deps: ConnectDeps,
  tenant: TenantCompany,
  { by, now }: Doer,
): Promise<Outcome<null, 'not_connected'>> {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const corp = await liveCorp(tx, tenant)
    if (!corp) return refused('not_connected')
    await endCorp(tx, tenant, deps.seal, { by, now })
    await deps.audit(tx, {
      workspaceId: tenant.id,
      staffId: by,
      at: now,
      action: 'corp.disconnected',
      subject: showId('corp', corp.id),
      detail: { corpId: corp.corpId },
    })
    return ok(null)
  })
}

/** The keys that an administrator copies into WeCom, once, on the record. */
export async function revealCallbackKeys(
  deps: ConnectDeps,
  tenant: TenantCompany,
  { by, now }: Doer,
): Promise<Outcome<{ id: string; token: string; aesKey: string }, 'not_connected'>> {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const corp = await liveCorp(tx, tenant)
    if (!corp) return refused('not_connected')
    await deps.audit(tx, {
      workspaceId: tenant.id,
      staffId: by,
      at: now,
      action: 'corp.keys_revealed',
      subject: showId('corp', corp.id),
      detail: {},
    })
    return ok({
      id: corp.id,
      token: deps.seal.open(corp.callbackToken),
      aesKey: deps.seal.open(corp.callbackAesKey),
    })
  })
}

/** Asks again with the stored secret: the outward half of the live test. */
export async function testConnection(
  deps: ConnectDeps,
  tenant: TenantCompany,
): Promise<Outcome<StoredCorp, 'not_connected'>> {
  const corp = await deps.db.inWorkspace(tenant.id, (tx) => liveCorp(tx, tenant))
  if (!corp) return refused('not_connected')
  const secret = deps.seal.open(corp.secret)
  const asked = await tryCredentials(deps, { corpId: corp.corpId, secret })
  const at = deps.clock.now()
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    await noteAsked(tx, tenant, {
      at,
      errcode: asked.ok ? 0 : asked.errcode,
      error: asked.ok ? null : asked.errmsg,
    })
    const after = await liveCorp(tx, tenant)
    return after ? ok(after) : refused('not_connected')
  })
}

function refusal(answer: Extract<Answer<unknown>, { ok: false }>) {
  const { certainty, errcode, errmsg } = answer
  return certainty === 'not_executed' && errcode !== null
    ? refused<Refusal>('refused_by_wecom', { errcode, errmsg })
    : refused<Refusal>('no_answer', { errmsg })
}

const TOKEN_CHARACTERS = 24
const AES_KEY_CHARACTERS = 43
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A token and a key for callbacks that nobody has chosen. */
export function madeCallbackKeys(chance: Chance): { token: string; aesKey: string } {
  return {
    token: madeKey(chance, TOKEN_CHARACTERS),
    aesKey: madeKey(chance, AES_KEY_CHARACTERS),
  }
}

function madeKey(chance: Chance, length: number): string {
  return Array.from(
    { length },
    () => ALPHABET[Math.floor(chance.fraction() * ALPHABET.length)] ?? 'A',
  ).join('')
}
