import type { CorpConnection } from '../../contract/corp.ts'
import type { Answer } from '../../wecom/index.ts'
import {
  type Chance,
  type Outcome,
  ok,
  refused,
  type Seal,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { tryCredentials, type WecomDeps } from './client.ts'
import { endCorp, liveCorp, noteAsked, type StoredCorp, storeCorp, storedCorp } from './store.ts'

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

type Refusal = 'needs_secret' | 'refused_by_wecom' | 'no_answer'

/**
 * Connects a workspace to a corp, or changes the connection, once WeCom itself has said yes to the secret. Keys for
 * callbacks are made when none are given and none are there. What was done is written to the audit log without secrets.
 */
export async function connect(
  deps: ConnectDeps,
  tenant: Tenant,
  wanted: CorpConnection,
  { by, now }: Doer,
): Promise<Outcome<StoredCorp, Refusal>> {
  const before = await deps.db.inWorkspace(tenant.id, (tx) => storedCorp(tx, tenant))
  const secret = secretFor(deps.seal, wanted, before)
  if (secret === null) return refused('needs_secret')
  const asked = await tryCredentials(deps, { corpId: wanted.corpId, secret })
  if (!asked.ok) return refusal(asked)
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const kept = wanted.renewsCallbackKeys ? null : before
    const token = kept && deps.seal.open(kept.callbackToken)
    const aesKey = kept && deps.seal.open(kept.callbackAesKey)
    await storeCorp(tx, tenant, deps.seal, {
      corpId: wanted.corpId,
      agentId: wanted.agentId === undefined ? (before?.agentId ?? null) : wanted.agentId,
      secret,
      callbackToken: wanted.callbackToken ?? token ?? madeKey(deps.chance, TOKEN_CHARACTERS),
      callbackAesKey: wanted.callbackAesKey ?? aesKey ?? madeKey(deps.chance, AES_KEY_CHARACTERS),
      by,
      now,
    })
    await noteAsked(tx, tenant, { at: now, errcode: 0, error: null })
    const corp = await liveCorp(tx, tenant)
    if (!corp) throw new Error('a connection was not written')
    await deps.audit(tx, {
      workspaceId: tenant.id,
      staffId: by,
      at: now,
      action: before?.disconnectedAt === null ? 'corp.changed' : 'corp.connected',
      subject: showId('corp', corp.id),
      detail: { corpId: wanted.corpId, changed: Object.keys(wanted).sort() },
    })
    return ok(corp)
  })
}

/** Ends the connection. Nothing is sent and nothing is heard any more; people and follows stay. */
export async function disconnect(
  deps: ConnectDeps,
  tenant: Tenant,
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
  tenant: Tenant,
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
  tenant: Tenant,
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

/** A stored secret serves its own corp only, and not after a disconnection. */
function secretFor(
  seal: Pick<Seal, 'open'>,
  wanted: CorpConnection,
  before: StoredCorp | null,
): string | null {
  if (wanted.secret !== undefined) return wanted.secret
  const isSame = before?.disconnectedAt === null && before.corpId === wanted.corpId
  return isSame ? seal.open(before.secret) : null
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

function madeKey(chance: Chance, length: number): string {
  return Array.from(
    { length },
    () => ALPHABET[Math.floor(chance.fraction() * ALPHABET.length)] ?? 'A',
  ).join('')
}
