import { createCipheriv, createDecipheriv, hash, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Callback cryptography (document 90968): AES-256-CBC over 16 random bytes, a 4-byte big-endian length, the message and the
 * receiver's id, padded to a multiple of 32; SHA-1 over the sorted strings as signature. Both are dictated by WeCom.
 */
const BLOCK = 32
const RANDOM = 16
const LENGTH = 4
const KEY_CHARACTERS = /^[A-Za-z0-9]{43}$/

/** Lower-case hex SHA-1 of token, timestamp, nonce and ciphertext, sorted as strings and joined. */
export function sign(token: string, timestamp: string, nonce: string, ciphertext: string): string {
  const joined = [token, timestamp, nonce, ciphertext].sort().join('')
  return hash('sha1', joined)
}

/** Compares in constant time. */
export function verify(expected: string, given: string): boolean {
  const one = Buffer.from(expected)
  const other = Buffer.from(given)
  return one.length === other.length && timingSafeEqual(one, other)
}

export function isAesKey(text: string): boolean {
  return KEY_CHARACTERS.test(text)
}

export type Decrypted =
  | { ok: true; message: string; receiverId: string }
  | { ok: false; reason: 'bad_key' | 'bad_ciphertext' }

/** @param aesKey the 43 characters of EncodingAESKey. Whoever calls compares `receiverId` with the corp's id. */
export function decrypt(aesKey: string, ciphertext: string): Decrypted {
  if (!isAesKey(aesKey)) return { ok: false, reason: 'bad_key' }
  const bytes = Buffer.from(ciphertext, 'base64')
  if (bytes.length < BLOCK || bytes.length % 16 !== 0)
    return { ok: false, reason: 'bad_ciphertext' }
  const key = keyOf(aesKey)
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16))
  // Padding goes up to 32, which the built-in unpadding of 16-byte blocks refuses.
  decipher.setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()])
  const plain = unpadded(padded)
  if (!plain || plain.length < RANDOM + LENGTH) return { ok: false, reason: 'bad_ciphertext' }
  const length = plain.readUInt32BE(RANDOM)
  const end = RANDOM + LENGTH + length
  if (end > plain.length) return { ok: false, reason: 'bad_ciphertext' }
  return {
    ok: true,
    message: plain.subarray(RANDOM + LENGTH, end).toString('utf8'),
    receiverId: plain.subarray(end).toString('utf8'),
  }
}

/** @param random 16 bytes; given in tests only. @returns base64. */
export function encrypt(
  aesKey: string,
  message: string,
  receiverId: string,
  random: Buffer = randomBytes(RANDOM),
): string {
  if (!isAesKey(aesKey)) throw new Error('an EncodingAESKey has 43 letters and digits')
  const body = Buffer.from(message, 'utf8')
  const length = Buffer.alloc(LENGTH)
  length.writeUInt32BE(body.length)
  const plain = Buffer.concat([random, length, body, Buffer.from(receiverId, 'utf8')])
  const pad = BLOCK - (plain.length % BLOCK)
  const key = keyOf(aesKey)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16))
  cipher.setAutoPadding(false)
  const padded = Buffer.concat([plain, Buffer.alloc(pad, pad)])
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
}

function keyOf(aesKey: string): Buffer {
  return Buffer.from(`${aesKey}=`, 'base64')
}

function unpadded(padded: Buffer): Buffer | null {
  const pad = padded.at(-1) ?? 0
  if (pad < 1 || pad > BLOCK || pad > padded.length) return null
  const isWhole = padded.subarray(padded.length - pad).every((byte) => byte === pad)
  return isWhole ? padded.subarray(0, padded.length - pad) : null
}
