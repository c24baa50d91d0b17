import { constants, createCipheriv, createDecipheriv, createHash, publicEncrypt } from 'node:crypto'
import type { ArchiveLibrary, ArchiveRow } from '../wecom/index.ts'
import type { World } from './world.ts'

/** A row is to be had for five days, and 1,000 come at once at most (document 91774). */
const KEPT_MS = 5 * 86_400_000
const PULL_MAX = 1_000
const ROWS_MAX = 50_000

export type Consent = 'Agree' | 'Disagree'
export type ArchivedChat = { seq: number; at: Date; text: string }
export type Archive = {
  /** Members whose chats are kept: each has a paid seat. */
  seats: Set<string>
  /** By `userid/external_userid`. */
  consents: Map<string, { status: Consent; at: Date }>
  rows: ArchivedChat[]
  /** When the product was last told that there is something. */
  toldAt: Date | null
}

export function noArchive(): Archive {
  return { seats: new Set(), consents: new Map(), rows: [], toldAt: null }
}

/** Keeps a message; the text is the JSON that lies inside. */
export function keepChat({ corp, clock }: World, message: Record<string, unknown>): void {
  const { rows } = corp.archive
  const seq = (rows.at(-1)?.seq ?? 0) + 1
  rows.push({ seq, at: clock.now(), text: JSON.stringify(message) })
  if (rows.length > ROWS_MAX) rows.shift()
}

/**
 * Tencent's native library, as far as a program sees it: rows whose keys are encrypted with the company's public key. How the
 * message itself is sealed is the library's own affair, here too: whoever has the key hands it back to `decrypt`.
 */
export function archiveLibraryOf(
  world: World,
  key: { version: number; publicPem: string },
): ArchiveLibrary {
  return {
    async pull({ seq, limit }) {
      const since = world.clock.now().getTime() - KEPT_MS
      return world.corp.archive.rows
        .filter((row) => row.seq > seq && row.at.getTime() >= since)
        .slice(0, Math.min(limit, PULL_MAX))
        .map((row) => sealed(row, key))
    },
    decrypt: async (messageKey, message) => {
      const { secret, iv } = keysOf(messageKey)
      const decipher = createDecipheriv('aes-256-cbc', secret, iv)
      const plain = [decipher.update(Buffer.from(message, 'base64')), decipher.final()]
      return Buffer.concat(plain).toString('utf8')
    },
    // Files of chats are not kept here: every one of them is a single empty piece.
    file: async () => ({ bytes: new Uint8Array(0), next: null }),
  }
}

function sealed(
  { seq, text }: ArchivedChat,
  { version, publicPem }: { version: number; publicPem: string },
): ArchiveRow {
  const messageKey = createHash('sha256').update(`${seq}:${text}`).digest('base64')
  const { secret, iv } = keysOf(messageKey)
  const cipher = createCipheriv('aes-256-cbc', secret, iv)
  const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const padding = constants.RSA_PKCS1_PADDING
  const parsed: unknown = JSON.parse(text)
  const isNamed = typeof parsed === 'object' && parsed !== null && 'msgid' in parsed
  return {
    seq,
    msgid: isNamed ? String(parsed.msgid) : String(seq),
    publickey_ver: version,
    encrypt_random_key: publicEncrypt(
      { key: publicPem, padding },
      Buffer.from(messageKey),
    ).toString('base64'),
    encrypt_chat_msg: closed.toString('base64'),
  }
}

function keysOf(messageKey: string) {
  const secret = createHash('sha256').update(messageKey).digest()
  return { secret, iv: secret.subarray(0, 16) }
}
