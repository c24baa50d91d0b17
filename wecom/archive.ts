import { constants, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto'
import { z } from 'zod'

/**
 * The chat archive (会话内容存档, document 91774). It is no part of the HTTP interface: a native library of Tencent's (C, for
 * Linux and Windows) pulls and decrypts; it is licensed by seat and paid for by year, wants a fixed address on the list of
 * trusted ones, an RSA key whose public half stands in the admin console, a notice to members and the consent of each customer.
 * We do not ship it. Whoever has it hands it in by this interface; everything that would like to hear chats takes it, and says
 * what it does without (no-archive mode).
 */
export type ArchiveLibrary = {
  /** At most 1,000 rows after `seq`, of the last five days; at most 4,000 calls a minute. 301058: ask for fewer. */
  pull(from: { seq: number; limit: number }): Promise<ArchiveRow[]>
  /** Decrypts one message with its own key, in base64 or as it is. */
  decrypt(key: string, message: string): Promise<string>
  /** A piece of at most 512 KB of a file; go on with `next` until null. 25,000 calls a minute; 301048: it is over. */
  file(of: { fileId: string; next: string }): Promise<{ bytes: Uint8Array; next: string | null }>
}

/** A row as the library gives it: the key encrypted with the company's public key of that version, the message with the key. */
const wireRow = z.looseObject({
  seq: z.number(),
  msgid: z.string(),
  publickey_ver: z.number(),
  encrypt_random_key: z.string(),
  encrypt_chat_msg: z.string(),
})
export type ArchiveRow = z.infer<typeof wireRow>
const wireRows = z.looseObject({
  errcode: z.number().default(0),
  errmsg: z.string().default(''),
  chatdata: z.array(wireRow).default([]),
})

/** What GetChatData answers; null: it cannot be read, or says an error. */
export function archiveRows(text: string): ArchiveRow[] | null {
  try {
    const found = wireRows.safeParse(JSON.parse(text))
    return found.success && found.data.errcode === 0 ? found.data.chatdata : null
  } catch {
    return null
  }
}

/** A message as it lies inside. What it holds stands under its kind, but for those few. */
const wireMessage = z.looseObject({
  msgid: z.string(),
  /** send, recall or switch (a member changed the company). */
  action: z.string(),
  from: z.string().default(''),
  tolist: z.array(z.string()).default([]),
  /** Empty in a chat of two. */
  roomid: z.string().default(''),
  /** Milliseconds. */
  msgtime: z.number().default(0),
  msgtype: z.string().default(''),
})
export type ArchiveMessage = z.infer<typeof wireMessage>

export function archiveMessage(text: string): ArchiveMessage | null {
  try {
    return wireMessage.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Whether somebody outside the company took part. */
export function isExternal({ msgid }: Pick<ArchiveMessage, 'msgid'>): boolean {
  return msgid.endsWith('_external')
}

const BODIES: Record<string, string> = {
  docmsg: 'doc',
  markdown: 'info',
  news: 'info',
  voiptext: 'info',
  qydiskfile: 'info',
  solitaire: 'info',
  note: 'info',
  external_redpacket: 'redpacket',
}

/** What a message says, under the name that its kind has. */
export function bodyOf(message: ArchiveMessage): unknown {
  return message[BODIES[message.msgtype] ?? message.msgtype]
}

/** Private keys by the version of their public half, PEM. */
export function createKeyring(pems: Record<number, string>): {
  /** The key of one message; null: there is no such version, or it does not fit. */
  keyOf(row: Pick<ArchiveRow, 'publickey_ver' | 'encrypt_random_key'>): string | null
} {
  const keys = new Map<number, KeyObject>(
    Object.entries(pems).map(([version, pem]) => [Number(version), createPrivateKey(pem)]),
  )
  return {
    keyOf({ publickey_ver: version, encrypt_random_key: encrypted }) {
      const key = keys.get(version)
      if (!key) return null
      try {
        const padding = constants.RSA_NO_PADDING
        const block = privateDecrypt({ key, padding }, Buffer.from(encrypted, 'base64'))
        return unpadded(block)?.toString('utf8') ?? null
      } catch {
        return null
      }
    },
  }
}

/**
 * The padding of PKCS #1 v1.5, which WeCom dictates and Node no longer takes off, because who may ask for many decryptions
 * could learn from how they fail. Nobody can ask here: the rows come from the company's own archive.
 */
function unpadded(block: Buffer): Buffer | null {
  const end = block.indexOf(0, 2)
  const isPadded = block[0] === 0 && block[1] === 2 && end >= 10
  return isPadded ? block.subarray(end + 1) : null
}
