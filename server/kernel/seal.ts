import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Personal data at rest: AES-256-GCM for reading back, a keyed blind index (HMAC-SHA-256) for looking up.
 * The key lives outside the database; without it a dump holds neither phone numbers nor a way to test guesses.
 */
export type Seal = {
  /** Encrypts; each call gives other bytes. Layout: version 1 | nonce 12 | tag 16 | cipher text. */
  close(plain: string): Buffer
  /** Decrypts what `close` made; throws when the bytes were altered or the key is another. */
  open(sealed: Uint8Array): string
  /** The same text always gives the same 32 bytes, in this installation only. */
  index(kind: string, plain: string): Buffer
}

const VERSION = 1

/** @param secret at least 32 random bytes. */
export function createSeal(secret: Uint8Array): Seal {
  if (secret.length < 32) throw new Error('the secret needs 32 bytes or more')
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'liuyuan personal data', 32))
  const indexKey = Buffer.from(hkdfSync('sha256', secret, '', 'liuyuan blind index', 32))
  return {
    close(plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body])
    },
    open(sealed) {
      const bytes = Buffer.from(sealed)
      if (bytes[0] !== VERSION) throw new Error('sealed with an unknown version')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13))
      decipher.setAuthTag(bytes.subarray(13, 29))
      return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8')
    },
    index: (kind, plain) => createHmac('sha256', indexKey).update(`${kind}\0${plain}`).digest(),
  }
}
