import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Refusal } from './host-refusal.ts'

/** Bytes of one request's body, as sent and when unpacked. Below the size at which the engine would cut an insert in two. */
const BODY_BYTES_MAX = 64 * 1024 * 1024
/** Parameters in the address stay under this; larger ones come as a form. The stock client switches at 4 kB. */
export const URL_BYTES_MAX = 1024 * 1024
const unzip = promisify(gunzip)

/** A request in the words of ClickHouse's HTTP interface. */
export type HttpQuery = {
  /** SQL of the address and of the body together, or null when the body is the data of the address's insert. */
  query: string
  body: Buffer
  params: Map<string, string>
  settings: [string, string][]
  database: string
  defaultFormat: string | null
  queryId: string | null
  method: string
}

/** Whether the request carries the token: basic auth, ClickHouse's own headers, or `user`/`password` in the address. */
export function isAllowed(request: IncomingMessage, url: URL, token: string): boolean {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const pair = basic ? Buffer.from(basic, 'base64').toString('utf8') : ''
  const header = request.headers['x-clickhouse-key']
  const given = basic
    ? pair.slice(pair.indexOf(':') + 1)
    : typeof header === 'string'
      ? header
      : (url.searchParams.get('password') ?? '')
  const a = Buffer.from(given)
  const b = Buffer.from(token)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Reads address and body. Throws a `Refusal` for what is too large or has a form that the host does not read. */
export async function readQuery(request: IncomingMessage, url: URL): Promise<HttpQuery> {
  const body = await readBody(request)
  const type = request.headers['content-type'] ?? ''
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1]
  const form = boundary ? readForm(body, boundary) : []
  const read: HttpQuery = {
    query: '',
    body: boundary ? Buffer.alloc(0) : body,
    params: new Map(),
    settings: [],
    database: 'default',
    defaultFormat: header(request, 'x-clickhouse-format'),
    queryId: null,
    method: request.method ?? 'GET',
  }
  const named = header(request, 'x-clickhouse-database')
  if (named) read.database = named
  for (const [name, value] of [...url.searchParams, ...form]) take(read, name, value)
  return read
}

function take(read: HttpQuery, name: string, value: string): void {
  if (name === 'query') read.query += value
  else if (name === 'database') read.database = value || 'default'
  else if (name === 'default_format') read.defaultFormat = value
  else if (name === 'query_id') read.queryId = value
  else if (name.startsWith('param_')) addParam(read, name.slice('param_'.length), value)
  else if (name === 'session_id' || name === 'role' || name === 'compress' || name === 'decompress')
    throw new Refusal(344, 'SUPPORT_IS_DISABLED', `The embedded engine does not take ${name}.`)
  else if (name !== 'user' && name !== 'password') read.settings.push([name, value])
}

function addParam(read: HttpQuery, name: string, value: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new Refusal(36, 'BAD_ARGUMENTS', `Bad name of a query parameter: ${name.slice(0, 80)}.`)
  }
  read.params.set(name, value)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) throw tooLarge()
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity' || body.length === 0) return body
  if (encoding !== 'gzip') {
    throw new Refusal(48, 'NOT_IMPLEMENTED', `Content-Encoding ${encoding} is not read; send gzip.`)
  }
  return unzip(body, { maxOutputLength: BODY_BYTES_MAX }).catch((error: unknown) => {
    throw error instanceof RangeError
      ? tooLarge()
      : new Refusal(354, 'ZLIB_INFLATE_FAILED', 'The body is not gzip.')
  })
}

function tooLarge(): Refusal {
  const text = `The body is larger than ${BODY_BYTES_MAX} bytes: send smaller batches.`
  return new Refusal(1004, 'QUERY_IS_TOO_LARGE', text)
}

/** The fields of a multipart form whose parts are texts, as the stock client sends large parameters. */
function readForm(body: Buffer, boundary: string): [string, string][] {
  const text = body.toString('utf8')
  const parts = text.split(`--${boundary}`).slice(1, -1)
  return parts.map((part) => {
    const gap = part.indexOf('\r\n\r\n')
    const name = /name="([^"]*)"/.exec(part.slice(0, gap))?.[1]
    if (gap < 0 || name === undefined) {
      throw new Refusal(36, 'BAD_ARGUMENTS', 'The multipart form cannot be read.')
    }
    return [name, part.slice(gap + 4, -2)]
  })
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : null
}
