import { hash } from 'node:crypto'
import { decrypt, parseEnvelope, sign, verify } from '../../wecom/index.ts'
import type { CallbackCorp } from '../corp/index.ts'
import { type Outcome, ok, ownId, refused } from '../kernel/index.ts'

/** A signature that names an instant further away is not believed: what was recorded long ago cannot be played again. */
export const SKEW_MAX_MS = 10 * 60_000

/** The words of the address: they are outside the signature only in name. */
export type Signed = { msg_signature: string; timestamp: string; nonce: string }

export type Disbelief = 'unreadable' | 'stale' | 'signature' | 'undecipherable' | 'receiver'

/** A callback that is WeCom's own, with whose it is before it (see kernel/company.ts), and the hash by which it is told from others. */
export type Believed = { content: string; hash: Buffer }

/**
 * Whether a callback is WeCom's, meant for this corp, and of now. In this order: the instant, the signature, and only
 * then is anything deciphered and the receiver compared; nothing inside is read before.
 */
export function believe(
  corp: CallbackCorp,
  { signed, body, now }: { signed: Signed; body: string; now: Date },
): Outcome<Believed, Disbelief> {
  const envelope = parseEnvelope(body)
  if (!envelope) return refused('unreadable')
  // Outside of what is signed: it proves nothing, but what names another corp is not for this one.
  if (envelope.toUserName !== corp.corpId) return refused('receiver')
  return decipher(corp, { signed, encrypted: envelope.encrypt, now })
}

/** The same for the verification of the address, whose secret is in the query. */
export function decipher(
  corp: CallbackCorp,
  { signed, encrypted, now }: { signed: Signed; encrypted: string; now: Date },
): Outcome<Believed, Disbelief> {
  if (isStale(signed.timestamp, now)) return refused('stale')
  const { msg_signature: signature, timestamp, nonce } = signed
  if (!verify(sign(corp.token, timestamp, nonce, encrypted), signature)) return refused('signature')
  const opened = decrypt(corp.aesKey, encrypted)
  if (!opened.ok) return refused('undecipherable')
  if (opened.receiverId !== corp.corpId) return refused('receiver')
  // Two companies may be told the same, word for word: each is heard.
  const content = ownId(corp.company, opened.message)
  return ok({ content, hash: hash('sha256', content, 'buffer') })
}

/** Whether a signature names an instant too far away. @param timestamp seconds. */
export function isStale(timestamp: string, now: Date): boolean {
  const isNear = Math.abs(Number(timestamp) * 1000 - now.getTime()) <= SKEW_MAX_MS
  return !/^\d{1,12}$/.test(timestamp) || !isNear
}
