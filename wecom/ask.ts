import { z } from 'zod'
import { type Answer, noAnswer, notReached, type Refusal, refusal } from './answer.ts'
import type { Token, TokenStore } from './token.ts'

export type AskOptions = {
  /** `https://qyapi.weixin.qq.com` or a sandbox's address. */
  baseUrl: string
  corpId: string
  secret: string
  tokens: TokenStore
  clock: { now(): Date }
  fetch?: typeof globalThis.fetch
  /** How long one call may take before its outcome is unknown. */
  timeoutMs?: number
}

export type Call = {
  method: 'GET' | 'POST'
  path: string
  query?: Record<string, string>
  body?: unknown
}
export type Ask = <T>(call: Call, value: z.ZodType<T>) => Promise<Answer<T>>

const TIMEOUT_MS = 8_000
/** A token is renewed this long before its end, so that none expires under way. */
const RENEW_BEFORE_MS = 300_000
/** The longest list, 20,000 customers of a member, has less than a tenth of this. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024

const head = z.object({ errcode: z.number().optional(), errmsg: z.string().optional() })
const tokenValue = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

/**
 * Asks WeCom with the app's token: renewed before its end, and once more when WeCom ends it early (40014, 42001). Never
 * throws for anything that comes from outside; the query string, which carries the token, never reaches a message.
 */
export function createAsk(options: AskOptions): Ask {
  const key = `${options.corpId}:${fingerprint(options.secret)}`
  return async (call, value) => {
    const first = await tokenFor(options, key)
    if (!first.ok) return unsent(first)
    const answer = await send(options, call, value, first.value.token)
    if (answer.ok || answer.retry !== 'token') return answer
    const second = await insteadOf(options, key, first.value.token)
    return second.ok ? send(options, call, value, second.value.token) : unsent(second)
  }
}

/** Without a token the call itself never left: whatever became of asking for the token, nothing was executed. */
function unsent(failure: Refusal): Refusal {
  return { ...failure, certainty: 'not_executed' }
}

async function tokenFor(options: AskOptions, key: string): Promise<Answer<Token>> {
  const held = await options.tokens.read(key)
  const renewFrom = options.clock.now().getTime() + RENEW_BEFORE_MS
  if (held && held.expiresAt.getTime() > renewFrom) return { ok: true, value: held }
  return renew(options, key)
}

/** A token in the place of one that WeCom refused: what somebody else has fetched meanwhile, or a new one. */
async function insteadOf(
  options: AskOptions,
  key: string,
  refused: string,
): Promise<Answer<Token>> {
  const held = await options.tokens.read(key)
  const isNew = held && held.token !== refused && held.expiresAt > options.clock.now()
  return isNew ? { ok: true, value: held } : renew(options, key)
}

function renew(options: AskOptions, key: string): Promise<Answer<Token>> {
  return options.tokens.refresh(key, async () => {
    const { corpId: corpid, secret: corpsecret } = options
    const call: Call = { method: 'GET', path: '/cgi-bin/gettoken', query: { corpid, corpsecret } }
    const answer = await send(options, call, tokenValue, null)
    if (!answer.ok) return answer
    const { access_token: token, expires_in: seconds } = answer.value
    const expiresAt = new Date(options.clock.now().getTime() + seconds * 1000)
    return { ok: true, value: { token, expiresAt } }
  })
}

async function send<T>(
  options: AskOptions,
  { method, path, query, body }: Call,
  value: z.ZodType<T>,
  token: string | null,
): Promise<Answer<T>> {
  const url = new URL(path, options.baseUrl)
  if (token !== null) url.searchParams.set('access_token', token)
  for (const [name, text] of Object.entries(query ?? {})) url.searchParams.set(name, text)
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  const request: RequestInit = { method, signal, redirect: 'error' }
  if (body !== undefined) {
    request.headers = { 'content-type': 'application/json' }
    request.body = JSON.stringify(body)
  }
  try {
    const response = await (options.fetch ?? globalThis.fetch)(url, request)
    const text = await boundedText(response)
    return text === null
      ? noAnswer(`${path}: the answer is too large`)
      : read(path, response.status, text, value)
  } catch (error) {
    return isRefusedConnection(error)
      ? notReached(`${path}: WeCom cannot be reached`)
      : noAnswer(`${path}: ${error instanceof Error ? error.name : 'no answer'}`)
  }
}

/** The body of an answer, or null when it is larger than any of WeCom's. */
async function boundedText(response: Response): Promise<string | null> {
  if (!response.body) return ''
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body) {
    bytes += part.byteLength
    if (bytes > ANSWER_BYTES_MAX) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function read<T>(path: string, status: number, text: string, value: z.ZodType<T>): Answer<T> {
  // An unknown path gets a 404 with an empty body: nothing was done.
  if (status === 404) return refusal(404, `${path}: no such call`)
  if (status !== 200) return noAnswer(`${path}: HTTP ${status}`)
  const parsed = parsedJson(text)
  const said = head.safeParse(parsed)
  if (!said.success) return noAnswer(`${path}: the answer cannot be read`)
  const { errcode = 0, errmsg = '' } = said.data
  // Some calls leave errcode out when all is well (document 90664).
  if (errcode !== 0) return refusal(errcode, errmsg)
  const found = value.safeParse(parsed)
  if (found.success) return { ok: true, value: found.data }
  return noAnswer(`${path}: ${z.prettifyError(found.error)}`)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** No connection came about, so nothing was executed; one that broke may have carried the call. */
function isRefusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null
  return typeof code === 'string' && NEVER_CONNECTED.has(code)
}

/** Tells two apps of a corp apart without carrying the secret. FNV-1a, 64 bits. */
function fingerprint(secret: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(secret)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return hash.toString(16)
}
