import { v4 } from 'uuid'
import type { z } from 'zod'
import { problemBody } from '../../contract/page.ts'
import { currentLanguage } from './language.ts'

/** The server's refusal, or no answer at all (`code` is `no_answer`, `status` 0). `title` is in the reader's language. */
export class ApiProblem extends Error {
  readonly title: string
  readonly code: string
  readonly status: number
  readonly requestId: string
  constructor(told: { title: string; code: string; status: number; requestId: string }) {
    super(told.title)
    this.name = 'ApiProblem'
    this.title = told.title
    this.code = told.code
    this.status = told.status
    this.requestId = told.requestId
  }
}

/** Query values; undefined and empty ones are left out, arrays are repeated. */
export type ApiQuery = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>

type Sending = { create?: boolean; signal?: AbortSignal | undefined }

let onSignedOut: () => void = () => undefined

/** What happens when a request finds the session gone: the console goes to sign-in and keeps the address. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act
}

/** The address of a request with its query. */
export function addressOf(path: string, query: ApiQuery = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    if (typeof value === 'object') for (const one of value) search.append(name, one)
    else search.append(name, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

function headers(create: boolean): Record<string, string> {
  const base = {
    'x-liuyuan': '1',
    accept: 'application/json',
    'accept-language': currentLanguage(),
  }
  return create ? { ...base, 'idempotency-key': v4() } : base
}

/** Reads an error answer; anything that is not problem+json becomes one. */
export function problemFrom(status: number, text: string, requestId: string): ApiProblem {
  const body = problemBody.safeParse(parsed(text))
  if (body.success) return new ApiProblem(body.data)
  return new ApiProblem({
    title: '',
    code: status === 0 ? 'no_answer' : 'broken',
    status,
    requestId,
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function ask<T extends z.ZodType>(
  method: string,
  path: string,
  schema: T,
  body: unknown,
  { create = false, signal }: Sending,
): Promise<z.infer<T>> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: { ...headers(create), ...json },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw problemFrom(0, '', '')
  })
  const text = await answer.text()
  if (answer.ok) return schema.parse(text === '' ? undefined : parsed(text))
  // A refused sign-in is told on the sign-in page itself.
  if (answer.status === 401 && !(method === 'POST' && path === '/api/session')) onSignedOut()
  throw problemFrom(answer.status, text, answer.headers.get('x-request-id') ?? '')
}

/**
 * The console's way to the server. Answers are parsed with the schema of `contract/`; refusals are thrown as
 * `ApiProblem`. `post` sends an `Idempotency-Key`, so that a repeated request makes one thing.
 */
export const api = {
  get: <T extends z.ZodType>(path: string, schema: T, query?: ApiQuery, signal?: AbortSignal) =>
    ask('GET', addressOf(path, query), schema, undefined, { signal }),
  post: <T extends z.ZodType>(path: string, schema: T, body?: unknown) =>
    ask('POST', path, schema, body, { create: true }),
  /** A question that does not fit an address: changes nothing, so it may be asked as often as one likes. */
  ask: <T extends z.ZodType>(path: string, schema: T, body: unknown, signal?: AbortSignal) =>
    ask('POST', path, schema, body, { signal }),
  patch: <T extends z.ZodType>(path: string, schema: T, body: unknown) =>
    ask('PATCH', path, schema, body, {}),
  put: <T extends z.ZodType>(path: string, schema: T, body?: unknown) =>
    ask('PUT', path, schema, body, {}),
  del: <T extends z.ZodType>(path: string, schema: T, body?: unknown) =>
    ask('DELETE', path, schema, body, {}),
  /** Sends a file as the raw body and tells the share sent (0 to 1). XMLHttpRequest, since fetch tells no progress. */
  upload: <T extends z.ZodType>(
    path: string,
    schema: T,
    file: Blob,
    { query, sent }: { query?: ApiQuery; sent?: (share: number) => void } = {},
  ) => upload(addressOf(path, query), schema, file, sent),
}

function upload<T extends z.ZodType>(
  address: string,
  schema: T,
  file: Blob,
  sent: (share: number) => void = () => undefined,
): Promise<z.infer<T>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    for (const [name, value] of Object.entries(headers(true))) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) sent(event.loaded / event.total)
    }
    request.onerror = () => reject(problemFrom(0, '', ''))
    request.onload = () => {
      if (request.status === 401) onSignedOut()
      const requestId = request.getResponseHeader('x-request-id') ?? ''
      if (request.status >= 300)
        reject(problemFrom(request.status, request.responseText, requestId))
      else {
        const answer = schema.safeParse(parsed(request.responseText))
        if (answer.success) resolve(answer.data)
        else reject(answer.error)
      }
    }
    request.send(file)
  })
}
