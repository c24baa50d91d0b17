import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** A call as it came over the wire. */
export type SignedCall = {
  method: string
  url: URL
  headers: IncomingHttpHeaders
  bytes: Buffer
}
export type Unsigned = 'keys' | 'signature' | 'expired'
type Keys = { keyId: string; secret: string }

/** Tencent Cloud and Aliyun refuse what was signed too long ago. */
const TENCENT_MS = 5 * 60_000
const ALIYUN_MS = 15 * 60_000

/** Whether a call is signed by TC3-HMAC-SHA256 with these keys; null: it is. */
export function tencentUnsigned(call: SignedCall, keys: Keys, now: Date): Unsigned | null {
  const { headers, bytes, method } = call
  const found =
    /^TC3-HMAC-SHA256 Credential=([^/,]+)\/(\d{4}-\d\d-\d\d)\/([^/,]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  const [, keyId = '', date = '', service = '', names = '', given = ''] = found ?? []
  if (keyId !== keys.keyId) return 'keys'
  const timestamp = text(headers['x-tc-timestamp'])
  const at = Number(timestamp) * 1_000
  if (!(Math.abs(at - now.getTime()) <= TENCENT_MS)) return 'expired'
  if (new Date(at).toISOString().slice(0, 10) !== date) return 'signature'
  // The SDK signs the host without its port.
  const headerOf = (name: string) =>
    name === 'host' ? text(headers.host).replace(/:\d+$/, '') : text(headers[name])
  const signed = names.split(';').map((name) => `${name}:${headerOf(name).trim()}\n`)
  const canonical = [method, '/', '', signed.join(''), names, hash(bytes)].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const toSign = ['TC3-HMAC-SHA256', timestamp, scope, hash(canonical)].join('\n')
  const key = [date, service, 'tc3_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `TC3${keys.secret}`,
  )
  return isSame(hmac(key, toSign).toString('hex'), given) ? null : 'signature'
}

/** Whether a call is signed by ACS3-HMAC-SHA256 with these keys; null: it is. */
export function aliyunUnsigned(call: SignedCall, keys: Keys, now: Date): Unsigned | null {
  const { headers, bytes, method, url } = call
  const found =
    /^ACS3-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  const [, keyId = '', names = '', given = ''] = found ?? []
  if (keyId !== keys.keyId) return 'keys'
  const at = Date.parse(text(headers['x-acs-date']))
  if (!(Math.abs(at - now.getTime()) <= ALIYUN_MS)) return 'expired'
  const sum = text(headers['x-acs-content-sha256'])
  if (sum !== hash(bytes)) return 'signature'
  const all = Object.keys(headers).filter((name) => name.startsWith('x-acs-') || name === 'host')
  if (!all.every((name) => names.split(';').includes(name))) return 'signature'
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&')
  const signed = names.split(';').map((name) => `${name}:${text(headers[name]).trim()}\n`)
  const canonical = [method, '/', query, signed.join(''), names, sum].join('\n')
  const toSign = `ACS3-HMAC-SHA256\n${hash(canonical)}`
  return isSame(hmac(keys.secret, toSign).toString('hex'), given) ? null : 'signature'
}

function text(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(',') : (value ?? '')
}

function hash(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** RFC 3986: more signs are encoded than by the language itself. */
function encoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
