import { sleep } from '../server/kernel/index.ts'

/** The product as an outsider sees it: its public HTTP doors and nothing else. */
export type Door = {
  get(path: string): Promise<unknown>
  post(path: string, body?: unknown): Promise<unknown>
  put(path: string, body?: unknown): Promise<unknown>
  patch(path: string, body: unknown): Promise<unknown>
  /** Sends a file as the raw body. */
  upload(path: string, text: string): Promise<unknown>
  /** Sends messages of the track API in batches; waits when told to. */
  track(messages: readonly unknown[]): Promise<void>
}

type Keys = { apiToken: string; writeKey: string } | { cookie: string } | null

const BATCH = 100
const TRIES = 60
const WAIT_MS = 500

/** @param keys what to show at the door; none while there is no workspace yet. A cookie is a person's own key. */
export function doorOf(url: string, keys: Keys): Door {
  const writeKey = keys && 'writeKey' in keys ? keys.writeKey : ''
  const asked = (method: string, path: string, body: string | null, type: string) =>
    ask(url + path, {
      method,
      headers: {
        accept: 'application/json',
        'x-liuyuan': '1',
        ...shownAtDoor(keys),
        ...(body === null ? {} : { 'content-type': type }),
      },
      body,
    })
  const json = (method: string) => (path: string, body?: unknown) =>
    asked(method, path, body === undefined ? null : JSON.stringify(body), 'application/json')
  return {
    get: (path) => asked('GET', path, null, ''),
    post: json('POST'),
    put: json('PUT'),
    patch: json('PATCH'),
    upload: (path, text) => asked('POST', path, text, 'application/octet-stream'),
    async track(messages) {
      for (let at = 0; at < messages.length; at += BATCH) {
        const batch = messages.slice(at, at + BATCH)
        await ask(`${url}/v1/batch`, {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ batch, sentAt: null }),
        })
      }
    },
  }
}

function shownAtDoor(keys: Keys): Record<string, string> {
  if (!keys) return {}
  return 'cookie' in keys ? { cookie: keys.cookie } : { authorization: `Bearer ${keys.apiToken}` }
}

/** Asks again while the house is busy or restarting: a message keeps its id, so that nothing is counted twice. */
async function ask(url: string, request: RequestInit): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(url, request).catch(() => null)
    if (answer?.ok) return (await answer.text().then(parsed)) ?? null
    const isPassing = !answer || answer.status === 429 || answer.status >= 500
    if (!isPassing || tries >= TRIES) {
      throw new Error(`${request.method} ${url}: ${answer?.status} ${await answer?.text()}`)
    }
    await sleep(WAIT_MS)
  }
}

function parsed(text: string): unknown {
  return text === '' ? null : JSON.parse(text)
}
