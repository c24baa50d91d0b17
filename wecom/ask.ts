import { z } from 'zod'
import { type Answer, heldBack, noAnswer, notReached, type Refusal, refusal } from './answer.ts'
import type { Lanes } from './lane.ts'
import { missingFields } from './missing.ts'
import { type Patience, patiently } from './patience.ts'
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
  /** What holds calls back before they leave; without it they all leave at once. */
  lanes?: Lanes
  /** Repeats what WeCom asks to be repeated; without it every refusal is the caller's. */
  patience?: Patience
  /** A field that the documents promise and that did not come: told once for each path and field. */
  onMissing?: (missing: { path: string; field: string }) => void
}

export type Call = {
  method: 'GET' | 'POST'
  path: string
  query?: Record<string, string>
  body?: unknown
  /** A file; instead of a body. */
  form?: FormData
  /** Changes nothing, and may be asked again when nobody knows what became of it. */
  isRead: boolean
  /**
   * Worth nothing in a minute: it is not asked again here, and what WeCom refuses closes nothing, for its caller knows better
   * how to use the seconds.
   */
  isHurried?: boolean
  timeoutMs?: number
}
/** What differs between WeCom and a neighbour that speaks alike: how a token is asked for, and what its numbers mean. */
export type Platform = {
  /** For people: who cannot be reached. */
  name: string
  tokenCall: (of: { corpId: string; secret: string }) => Call
  /** Null: the number says that it is as good as done, and the answer is read like any other. */
  refusal: (errcode: number, errmsg: string) => Refusal | null
}

const WECOM: Platform = {
  name: 'WeCom',
  tokenCall: ({ corpId: corpid, secret: corpsecret }) => ({
    method: 'GET',
    path: '/cgi-bin/gettoken',
    query: { corpid, corpsecret },
    isRead: true,
  }),
  refusal,
}

type Options = AskOptions & { platform: Platform }
export type Ask = <T>(call: Call, value: z.ZodType<T>) => Promise<Answer<T>>
export type Download = { bytes: Uint8Array; contentType: string; fileName: string }
export type Asking = { ask: Ask; download: (call: Call) => Promise<Answer<Download>> }

const TIMEOUT_MS = 8_000
/** A token is renewed this long before its end, so that none expires under way. */
const RENEW_BEFORE_MS = 300_000
/** The longest list, 20,000 customers of a member, has less than a tenth of this. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024
/** The largest file, 20 MB (document 90253), and what it is wrapped in. */
const FILE_BYTES_MAX = 24 * 1024 * 1024

const head = z.object({ errcode: z.coerce.number().optional(), errmsg: z.string().optional() })
const tokenValue = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
})

type Reader<T> = (response: Response, path: string) => Promise<Answer<T>>

/**
 * Asks WeCom with the app's token: renewed before its end, and once more when WeCom ends it early (40014, 42001). Never
 * throws for anything that comes from outside; the query string, which carries the token, never reaches a message.
 */
export function createAsk(given: AskOptions, platform = WECOM): Asking {
  const options = { ...given, platform }
  const reported = new Set<string>()
  const report = (path: string, fields: string[]) => {
    for (const field of fields) {
      if (reported.has(`${path} ${field}`)) continue
      reported.add(`${path} ${field}`)
      options.onMissing?.({ path, field })
    }
  }
  const asked = <T>(call: Call, read: Reader<T>) =>
    patiently(options, call, () => withToken(options, call, read))
  return {
    ask: (call, value) =>
      asked(call, jsonReader(platform, value, options.onMissing ? report : null)),
    download: (call) => asked(call, fileReader(platform)),
  }
}

async function withToken<T>(options: Options, call: Call, read: Reader<T>): Promise<Answer<T>> {
  const key = `${options.corpId}:${fingerprint(options.secret)}`
  const first = await tokenFor(options, key)
  if (!first.ok) return unsent(first)
  const answer = await inLane(options, call, read, first.value.token)
  if (answer.ok || answer.retry !== 'token') return answer
  const second = await insteadOf(options, key, first.value.token)
  return second.ok ? inLane(options, call, read, second.value.token) : unsent(second)
}

/** A call that leaves only when there is room for it. */
async function inLane<T>(
  options: Options,
  call: Call,
  read: Reader<T>,
  token: string,
): Promise<Answer<T>> {
  const until = (await options.lanes?.enter(call.path)) ?? null
  if (until) return heldBack(`${call.path}: held back until ${until.toISOString()}`, until)
  const answer = await send(options, call, read, token)
  await options.lanes?.left(call.path, answer.ok ? null : answer, call.isHurried ?? false)
  return answer
}

/** Without a token the call itself never left: whatever became of asking for the token, nothing was executed. */
function unsent(failure: Refusal): Refusal {
  return { ...failure, certainty: 'not_executed' }
}

async function tokenFor(options: Options, key: string): Promise<Answer<Token>> {
  const held = await options.tokens.read(key)
  const renewFrom = options.clock.now().getTime() + RENEW_BEFORE_MS
  if (held && held.expiresAt.getTime() > renewFrom) return { ok: true, value: held }
  return renew(options, key)
}

/** A token in the place of one that WeCom refused: what somebody else has fetched meanwhile, or a new one. */
async function insteadOf(options: Options, key: string, refused: string): Promise<Answer<Token>> {
  const held = await options.tokens.read(key)
  const isNew = held && held.token !== refused && held.expiresAt > options.clock.now()
  return isNew ? { ok: true, value: held } : renew(options, key)
}

function renew(options: Options, key: string): Promise<Answer<Token>> {
  return options.tokens.refresh(key, async () => {
    const { platform } = options
    const call = platform.tokenCall(options)
    const answer = await send(options, call, jsonReader(platform, tokenValue, null), null)
    if (!answer.ok) return answer
    const { access_token: token, expires_in: seconds } = answer.value
    const expiresAt = new Date(options.clock.now().getTime() + seconds * 1000)
    return { ok: true, value: { token, expiresAt } }
  })
}

async function send<T>(
  options: Options,
  { method, path, query, body, form, timeoutMs }: Call,
  read: Reader<T>,
  token: string | null,
): Promise<Answer<T>> {
  const url = new URL(path, options.baseUrl)
  if (token !== null) url.searchParams.set('access_token', token)
  for (const [name, text] of Object.entries(query ?? {})) url.searchParams.set(name, text)
  const signal = AbortSignal.timeout(timeoutMs ?? options.timeoutMs ?? TIMEOUT_MS)
  const request: RequestInit = { method, signal, redirect: 'error' }
  if (form) request.body = form
  else if (body !== undefined) {
    request.headers = { 'content-type': 'application/json' }
    request.body = JSON.stringify(body)
  }
  try {
    const response = await (options.fetch ?? globalThis.fetch)(url, request)
    // An unknown path gets a 404 with an empty body: nothing was done.
    if (response.status === 404) return refusal(404, `${path}: no such call`)
    if (response.status !== 200) return noAnswer(`${path}: HTTP ${response.status}`)
    return await read(response, path)
  } catch (error) {
    return isRefusedConnection(error)
      ? notReached(`${path}: ${options.platform.name} cannot be reached`)
      : noAnswer(`${path}: ${error instanceof Error ? error.name : 'no answer'}`)
  }
}

type Report = (path: string, fields: string[]) => void

function jsonReader<T>(platform: Platform, value: z.ZodType<T>, report: Report | null): Reader<T> {
  return async (response, path) => {
    const bytes = await boundedBytes(response, ANSWER_BYTES_MAX)
    if (!bytes) return noAnswer(`${path}: the answer is too large`)
    const parsed = parsedJson(bytes.toString('utf8'))
    const refused = refusalIn(platform, parsed, path)
    if (refused) return refused
    const found = value.safeParse(parsed)
    if (!found.success) return noAnswer(`${path}: ${z.prettifyError(found.error)}`)
    report?.(path, missingFields(value, parsed))
    return { ok: true, value: found.data }
  }
}

/** A file, or the reason in JSON why there is none (document 90254). */
function fileReader(platform: Platform): Reader<Download> {
  return (response, path) => readFile(platform, response, path)
}

async function readFile(
  platform: Platform,
  response: Response,
  path: string,
): Promise<Answer<Download>> {
  const bytes = await boundedBytes(response, FILE_BYTES_MAX)
  if (!bytes) return noAnswer(`${path}: the file is too large`)
  const contentType = response.headers.get('content-type') ?? ''
  const disposition = response.headers.get('content-disposition') ?? ''
  if (contentType.includes('json') && disposition === '') {
    return (
      refusalIn(platform, parsedJson(bytes.toString('utf8')), path) ?? noAnswer(`${path}: no file`)
    )
  }
  const fileName = /filename="?([^";]+)"?/.exec(disposition)?.[1] ?? ''
  return { ok: true, value: { bytes, contentType, fileName } }
}

/** What stands in an answer that is none; null where all is well. */
function refusalIn(platform: Platform, parsed: unknown, path: string): Refusal | null {
  const said = head.safeParse(parsed)
  if (!said.success) return noAnswer(`${path}: the answer cannot be read`)
  const { errcode = 0, errmsg = '' } = said.data
  // Some calls leave errcode out when all is well (document 90664).
  return errcode === 0 ? null : platform.refusal(errcode, errmsg)
}

/** The body of an answer, or null when it is larger than any of WeCom's. */
async function boundedBytes(response: Response, max: number): Promise<Buffer | null> {
  if (!response.body) return Buffer.alloc(0)
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body) {
    bytes += part.byteLength
    if (bytes > max) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
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
