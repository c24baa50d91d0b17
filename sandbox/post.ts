import { Agent, request } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'

export type Post = {
  /** Posts a text and answers with the status, 0 when none came in time. */
  send(url: string, body: string, timeoutMs: number): Promise<number>
  stop(): void
}

/** Connections are kept and used again: a burst of thousands would otherwise run out of ports. */
export function createPost(maxSockets: number): Post {
  const plain = new Agent({ keepAlive: true, maxSockets })
  const secure = new SecureAgent({ keepAlive: true, maxSockets })
  const send = (url: string, body: string, timeoutMs: number) =>
    new Promise<number>((done) => {
      const isSecure = url.startsWith('https:')
      const ask = (isSecure ? secureRequest : request)(url, {
        method: 'POST',
        agent: isSecure ? secure : plain,
        headers: { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) },
      })
      const deadline = setTimeout(() => ask.destroy(new Error('no answer in time')), timeoutMs)
      const end = (status: number) => {
        clearTimeout(deadline)
        done(status)
      }
      ask.once('error', () => end(0))
      ask.once('response', (response) => {
        response.resume()
        response.once('end', () => end(response.statusCode ?? 0))
        response.once('error', () => end(0))
      })
      ask.end(body)
    })
  return {
    send,
    stop() {
      plain.destroy()
      secure.destroy()
    },
  }
}
