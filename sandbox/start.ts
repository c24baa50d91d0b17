import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerCall, sendFile } from './api.ts'
import { answerPay, PAY_PATH } from './api-pay.ts'
import { answerSms, smsProviderOf } from './api-sms.ts'
import { controls } from './controls.ts'
import { AUTHORIZE, answerLogin, SCAN_LOGIN } from './login-page.ts'
import { every, movableClock } from './machine.ts'
import { type Upload, uploadOf } from './media.ts'
import { answerOfficial, officialAsked } from './official-api.ts'
import { servePhone } from './phone.ts'
import { drawCode, MEDIA, PICTURES } from './picture.ts'
import { createStages, type Stage, type Stages } from './stage.ts'

export type SandboxOptions = {
  /** 0 takes a free one. */
  port?: number
  seed?: number
  /** Where the clock begins; without it, the present. */
  now?: Date
  /** Where the world and the log of effects are kept too. */
  dir?: string | null
  /** The built phone page; without it, only the API is served. */
  phoneDir?: string | null
}
/** The first corp's stage, and the way to the others. */
export type Sandbox = Stage & { url: string; stages: Stages; stop(): Promise<void> }

const BODY_BYTES_MAX = 24 * 1024 * 1024
const REMEMBER_MS = 5_000
/** How late something is that comes with time, when nobody asks before. */
const PASS_MS = 1_000

/** A pretend WeCom: its API, its people, and a log of what really happened. Listens on loopback only. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { seed = 1, now, dir = null, phoneDir = null } = options
  const stages = createStages({ seed, clock: movableClock(now), dir })
  const [stage] = stages.all()
  if (!stage) throw new Error('the sandbox has no corp')
  const server = createServer((request, response) => {
    answer(stages, phoneDir, request, response).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 60_000
  const port = await listening(server, options.port ?? 0)
  const remembering = dir ? every(REMEMBER_MS, stage.remember) : null
  const passing = every(PASS_MS, () => {
    for (const one of stages.all()) one.passTime()
  })
  return {
    ...stage,
    url: `http://127.0.0.1:${port}`,
    stages,
    stop() {
      remembering?.end()
      passing.end()
      for (const one of stages.all()) one.close()
      return new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      })
    },
  }
}

async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}

async function answer(
  stages: Stages,
  phoneDir: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'sandbox'}`)
  const bytes = await bodyOf(request)
  if (url.pathname.startsWith('/cgi-bin/'))
    return answerApi(stages, request, response, { url, bytes })
  if (url.pathname.startsWith(PAY_PATH))
    return answerPay(request, response, { url, bytes, office: stages.pay })
  const provider = url.pathname === '/' ? smsProviderOf(request) : null
  if (provider) return answerSms(request, response, { provider, office: stages.sms, url, bytes })
  // A page of another site that a browser has open must not play with the people here.
  if (!isOfHere(request)) return void response.writeHead(403).end()
  if (url.pathname.startsWith(MEDIA)) {
    const found = uploadIn(stages, url.pathname.slice(MEDIA.length))
    return found ? sendFile(response, found) : void response.writeHead(404).end()
  }
  if (url.pathname.startsWith(PICTURES)) {
    const worlds = stages.all().map(({ world }) => world)
    return drawCode(response, { worlds, url })
  }
  if (url.pathname === AUTHORIZE || url.pathname === SCAN_LOGIN) {
    const worlds = stages.all().map(({ world }) => world)
    return answerLogin(request, response, { worlds, url })
  }
  const control = controls[`${request.method} ${url.pathname}`]
  if (!control) return servePhone(phoneDir, url.pathname, response)
  const stage = stages.of(url.searchParams.get('corp'))
  const said = stage
    ? await control({ ...stage, stages }, parsed(bytes.toString('utf8')), url.searchParams)
    : { status: 404, body: { error: 'no such corp' } }
  if (request.method === 'POST') stage?.changes.happened()
  response.writeHead(said.status, {
    'content-type': 'application/json; charset=UTF-8',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(said.body))
}

/** WeCom and the official account share an address and some paths: a token says whose it is. */
function answerApi(
  stages: Stages,
  request: IncomingMessage,
  response: ServerResponse,
  { url, bytes }: { url: URL; bytes: Buffer },
): Promise<void> {
  const offices = stages.all()
  const asked = officialAsked(url, offices, bytes)
  if (!asked) return answerCall(request, response, { url, bytes, offices })
  const told = ({ world }: { world: Stage['world'] }) =>
    offices.find((stage) => stage.world === world)?.official.tellResults()
  return answerOfficial(request, response, { url, bytes, asked, offices, told })
}

function uploadIn(stages: Stages, mediaId: string): Upload | null {
  for (const { world } of stages.all()) {
    const found = uploadOf(world, mediaId)
    if (found) return found
  }
  return null
}

const HERE = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

function isOfHere({ headers }: IncomingMessage): boolean {
  if (!HERE.test(headers.host ?? '')) return false
  return headers.origin === undefined || headers.origin === `http://${headers.host}`
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += part.length
    if (bytes > BODY_BYTES_MAX) throw new Error('the body is too large')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text)
    return value
  } catch {
    return undefined
  }
}
