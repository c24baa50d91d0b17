import { createHash } from 'node:crypto'
import { decrypt, parseEnvelope, sign, verify } from '../../wecom/index.ts'
import { type Outcome, ok, ownId, refused } from '../kernel/index.ts'
import type { CallbackAccount } from '../official/index.ts'
import { type Believed, type Disbelief, isStale } from './believe-callback.ts'

/** The words of the address. In the safe mode `msg_signature` covers what is told, `signature` only the words themselves. */
export type OfficialSigned = {
  signature: string
  timestamp: string
  nonce: string
  msg_signature?: string | undefined
  encrypt_type?: string | undefined
}

type Asked = { signed: OfficialSigned; now: Date }
/** `plain`: it came in the open. Its signature says nothing of what is told, so it is not believed. */
export type OfficialDisbelief = Disbelief | 'plain'

/** Whether a verification of the address is WeChat's own. Its text is not encrypted, other than WeCom's. */
export function believeEcho(
  { token }: CallbackAccount,
  { signed: { signature, timestamp, nonce }, now }: Asked,
): Outcome<null, OfficialDisbelief> {
  if (isStale(timestamp, now)) return refused('stale')
  return verify(sign(token, timestamp, nonce, ''), signature) ? ok(null) : refused('signature')
}

/**
 * Whether a callback is WeChat's, meant for this account, and of now. In this order: the instant, the signature, and only then
 * is anything deciphered and the AppID compared.
 */
export function believeOfficial(
  account: CallbackAccount,
  { signed, body, now }: Asked & { body: string },
): Outcome<Believed, OfficialDisbelief> {
  const echo = believeEcho(account, { signed, now })
  if (!echo.ok) return echo
  const envelope = parseEnvelope(body)
  if (!envelope || signed.encrypt_type !== 'aes' || !signed.msg_signature) return refused('plain')
  const { timestamp, nonce, msg_signature: signature } = signed
  if (!verify(sign(account.token, timestamp, nonce, envelope.encrypt), signature))
    return refused('signature')
  const opened = decrypt(account.aesKey, envelope.encrypt)
  if (!opened.ok) return refused('undecipherable')
  if (opened.receiverId !== account.appId) return refused('receiver')
  // Two accounts may be told the same, word for word: each is heard.
  const content = ownId(account.appId, opened.message)
  return ok({ content, hash: createHash('sha256').update(content).digest() })
}
