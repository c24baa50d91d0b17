import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { InternalAddress, lookupPublic } from '../kernel/index.ts'
import { type AddressRules, isInternalAllowed, judgeUrl } from './address.ts'

/** Connecting, sending and reading the answer, all told. */
const TIMEOUT_MS = 15_000
/** Of an answer so much is kept, to be shown; the rest is not read. */
const ANSWER_BYTES_MAX = 1_024

export type Trouble = '' | 'address' | 'timeout' | 'connection' | 'certificate'
export type Posted = {
  status: number | null
  trouble: Trouble
  answer: string
  retryAfterS: number | null
}

export type PostDeps = AddressRules & { timeoutMs?: number }

/** Sends a body once, to an address that is looked at first; redirects are not followed. Never throws. */
export function post(
  deps: PostDeps,
  target: string,
  { body, headers }: { body: string; headers: Record<string, string> },
): Promise<Posted> {
  const judged = judgeUrl(target, deps)
  if (!judged.ok) return Promise.resolve(unanswered('address'))
  const url = judged.value
  const request = url.protocol === 'http:' ? plainRequest : secureRequest
  return new Promise((done) => {
    const asking = request(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Liuyuan-Webhook/1',
      },
      signal: AbortSignal.timeout(deps.timeoutMs ?? TIMEOUT_MS),
      agent: false,
      ...(isInternalAllowed(url, deps) ? {} : { lookup: lookupPublic }),
    })
    asking.once('error', (error) => done(unanswered(troubleOf(error))))
    asking.once('response', (response) => {
      const parts: Buffer[] = []
      let bytes = 0
      const finish = () => {
        const answer = Buffer.concat(parts).subarray(0, ANSWER_BYTES_MAX).toString('utf8')
        const status = response.statusCode ?? null
        const seconds = Number(response.headers['retry-after'])
        const retryAfterS = Number.isInteger(seconds) && seconds > 0 ? seconds : null
        response.destroy()
        // Postgres keeps no zero bytes.
        done({ status, trouble: '', answer: answer.replaceAll('\0', ''), retryAfterS })
      }
      response.on('data', (part: Buffer) => {
        parts.push(part)
        bytes += part.length
        if (bytes >= ANSWER_BYTES_MAX) finish()
      })
      response.once('end', finish)
      response.once('error', finish)
    })
    asking.end(body)
  })
}

function unanswered(trouble: Trouble): Posted {
  return { status: null, trouble, answer: '', retryAfterS: null }
}

function troubleOf(error: Error): Trouble {
  if (error instanceof InternalAddress) return 'address'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout'
  const code = 'code' in error ? String(error.code) : ''
  return /CERT|SSL|TLS|SELF_SIGNED|ALTNAME/.test(code) ? 'certificate' : 'connection'
}
