import { createCipheriv, createDecipheriv, createSign, createVerify } from 'node:crypto'

/** WeChat Pay signs with RSA and SHA-256 over lines that each end in a line feed (APIv3). */
export function signed(privateKey: string, ...lines: readonly string[]): string {
  return createSign('RSA-SHA256').update(linesOf(lines)).sign(privateKey, 'base64')
}

/** Whether these lines were signed by whoever holds the other half of a public key. */
export function isSigned(
  publicKey: string,
  signature: string,
  ...lines: readonly string[]
): boolean {
  try {
    return createVerify('RSA-SHA256').update(linesOf(lines)).verify(publicKey, signature, 'base64')
  } catch {
    return false
  }
}

const linesOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')

const TAG_BYTES = 16
export type Sealed = { ciphertext: string; nonce: string; associated_data: string }

/** What a notification holds: AES-256-GCM under the APIv3 key. */
export function sealedBy(apiKey: string, text: string, nonce: string): Sealed {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiKey), Buffer.from(nonce))
  const associated = 'mch_payment'
  cipher.setAAD(Buffer.from(associated))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { ciphertext: body.toString('base64'), nonce, associated_data: associated }
}

/** @returns null: it was altered, or sealed under another key. */
export function openedBy(apiKey: string, sealed: Sealed): string | null {
  try {
    const bytes = Buffer.from(sealed.ciphertext, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiKey), Buffer.from(sealed.nonce))
    decipher.setAAD(Buffer.from(sealed.associated_data))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    const text = [decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]
    return Buffer.concat(text).toString('utf8')
  } catch {
    return null
  }
}
