import type { IncomingMessage, ServerResponse } from 'node:http'
import { acquisitionCalls } from './api-acquisition.ts'
import { activityCalls } from './api-activity.ts'
import { albumCalls } from './api-album.ts'
import { archiveCalls } from './api-archive.ts'
import { contactCalls } from './api-contact.ts'
import { conversionCalls } from './api-conversion.ts'
import { appCalls, directoryCalls } from './api-directory.ts'
import { groupCalls } from './api-group.ts'
import { groupWelcomeCalls } from './api-group-welcome.ts'
import { interceptCalls } from './api-intercept.ts'
import { joinWayCalls } from './api-join-way.ts'
import { kfAccountCalls, kfCalls } from './api-kf.ts'
import { loginCalls } from './api-login.ts'
import { mediaCalls } from './api-media.ts'
import { messageCalls } from './api-message.ts'
import { momentCalls } from './api-moment.ts'
import { sendCalls } from './api-send.ts'
import { strategyCalls } from './api-strategy.ts'
import { tagCalls } from './api-tag.ts'
import { taskCalls } from './api-task.ts'
import { transferCalls } from './api-transfer.ts'
import { wayCalls } from './api-way.ts'
import { noteCall } from './call-log.ts'
import type { EffectLog } from './effects.ts'
import { wordsOf } from './error-words.ts'
import { type CallFault, fateOfCall, type Weather } from './faults.ts'
import { type Fraction, pause } from './machine.ts'
import type { Upload } from './media.ts'
import { begin, isOverRate } from './rate.ts'
import { endToken, giveToken, keeperOfToken, tokenState } from './tokens.ts'
import type { Keeper, World } from './world.ts'

/** What WeCom answers: an error code, or the value of a call that went well; a file goes out as it is. */
export type Reply = {
  errcode: number
  errmsg?: string
  sends?: Upload
  [field: string]: unknown
}
export type SentFile = { name: string; type: string; bytes: Uint8Array }
export type Asked = {
  world: World
  effects: EffectLog
  weather: Weather
  /** Where the sandbox is asked. */
  origin: string
  query: URLSearchParams
  body: unknown
  /** What came as the field `media` of a form. */
  file: SentFile | null
}
export type ApiCall = {
  method: 'GET' | 'POST'
  run: (asked: Asked) => Reply
  /** Whose tokens it takes; the app's where nothing is said. Others get 48002. */
  by?: readonly Keeper[]
  /** The fields that an error carries too, empty. */
  empty?: Record<string, unknown>
}
export type Handlers = Record<string, ApiCall>
/** A corp as the API needs it. */
export type Office = {
  world: World
  effects: EffectLog
  weather: Weather
  /** What decides about faults: apart from the world's chance, so that faults change no id. */
  luck: Fraction
  /** Does what has become due with time, before anybody is answered. */
  passTime(): void
}

const handlers: Handlers = {
  ...directoryCalls,
  ...appCalls,
  ...contactCalls,
  ...wayCalls,
  ...tagCalls,
  ...strategyCalls,
  ...conversionCalls,
  ...activityCalls,
  ...transferCalls,
  ...groupCalls,
  ...joinWayCalls,
  ...groupWelcomeCalls,
  ...sendCalls,
  ...mediaCalls,
  ...loginCalls,
  ...acquisitionCalls,
  ...albumCalls,
  ...interceptCalls,
  ...kfCalls,
  ...kfAccountCalls,
  ...archiveCalls,
  ...messageCalls,
  ...momentCalls,
  ...taskCalls,
}

/** Paths of the API, for whoever lists them. */
export const apiPaths = ['gettoken', ...Object.keys(handlers)]

/** Answers a call of the API in WeCom's own order of checks: path, token, permission, rate, shape, and only then the rest. */
export async function answerCall(
  request: IncomingMessage,
  response: ServerResponse,
  { url, bytes, offices }: { url: URL; bytes: Buffer; offices: readonly Office[] },
): Promise<void> {
  const path = url.pathname.replace(/^\/cgi-bin\//, '')
  const call = handlers[path]
  if (!call && path !== 'gettoken') return void response.writeHead(404).end()
  const found = path === 'gettoken' ? officeOfCorp(offices, url) : officeOfToken(offices, url)
  const office = found ?? offices[0]
  if (!office) return void response.writeHead(404).end()
  if (!call) {
    if (office.weather.latencyMs > 0) await pause(office.weather.latencyMs)
    return answerToken(response, office, { url, isKnown: found !== null })
  }
  noteCall(office.world, path)
  const end = begin(office.world, path, office.weather)
  if (!end) return reply(response, office, { ...call.empty, errcode: 45033 })
  try {
    if (office.weather.latencyMs > 0) await pause(office.weather.latencyMs)
    await answerKnown(request, response, {
      office,
      url,
      path,
      call,
      bytes,
      isKnown: found !== null,
    })
  } finally {
    end()
  }
}

type Known = {
  office: Office
  url: URL
  path: string
  call: ApiCall
  bytes: Buffer
  /** Whether the token is one that was given. */
  isKnown: boolean
}

async function answerKnown(
  request: IncomingMessage,
  response: ServerResponse,
  { office, url, path, call, bytes, isKnown }: Known,
): Promise<void> {
  const refused = isKnown ? refusalOf(office, { url, path, call }) : tokenMissing(url)
  if (refused !== null) return reply(response, office, { ...call.empty, errcode: refused })
  const file = await fileIn(request, bytes)
  await answerAs(fateOfCall(office.weather, path, office.luck), response, office, {
    url,
    run: () => answered(call, request.method ?? '', { office, url, bytes, file }),
  })
}

type Work = { url: URL; run: () => Reply }

/** Carries a call out, or not, and says what its fate wants the caller to hear. */
export async function answerAs(
  fate: CallFault | number | null,
  response: ServerResponse,
  office: Office,
  { url, run }: Work,
): Promise<void> {
  if (typeof fate === 'number') return reply(response, office, { errcode: fate })
  switch (fate) {
    case 'silentBefore':
      return silent(response, office)
    case 'silentAfter':
      run()
      return silent(response, office)
    case 'busyIdle':
      return reply(response, office, { errcode: -1 })
    case 'busyExecuted':
      run()
      return reply(response, office, { errcode: -1 })
    case 'rateLimited':
      return reply(response, office, { errcode: 45009 })
    case 'crowded':
      return reply(response, office, { errcode: 45033 })
    case 'tokenExpired':
      endToken(office.world, url.searchParams.get('access_token'))
      return reply(response, office, { errcode: 42001 })
    case null:
      return reply(response, office, run())
    default: {
      const never: never = fate
      throw new Error(`no such fate: ${String(never)}`)
    }
  }
}

function answered(
  call: ApiCall,
  method: string,
  { office, url, bytes, file }: { office: Office; url: URL; bytes: Buffer; file: SentFile | null },
): Reply {
  const body = method === 'POST' && !file ? parsedJson(bytes.toString('utf8')) : {}
  if (method !== call.method) return { ...call.empty, errcode: 40058 }
  if (body === null) {
    return { ...call.empty, errcode: 40058, errmsg: 'Warning: wrong json format. ' }
  }
  office.passTime()
  const { world, effects, weather } = office
  const said = call.run({
    world,
    effects,
    weather,
    origin: url.origin,
    query: url.searchParams,
    body,
    file,
  })
  return said.errcode === 0 ? said : { ...call.empty, ...said }
}

async function answerToken(
  response: ServerResponse,
  office: Office,
  { url, isKnown }: { url: URL; isKnown: boolean },
): Promise<void> {
  // A missing secret is noticed before an unknown corp.
  if (!url.searchParams.get('corpsecret')) return reply(response, office, { errcode: 41004 })
  if (!isKnown) return reply(response, office, { errcode: 40013 })
  await answerAs(fateOfCall(office.weather, 'gettoken', office.luck), response, office, {
    url,
    run: () => giveToken(office.world, url.searchParams),
  })
}

function officeOfCorp(offices: readonly Office[], url: URL): Office | null {
  const id = url.searchParams.get('corpid')
  return offices.find(({ world }) => world.corp.corpId === id) ?? null
}

function officeOfToken(offices: readonly Office[], url: URL): Office | null {
  const token = url.searchParams.get('access_token')
  if (!token) return null
  return offices.find(({ world }) => tokenState(world, token) !== 'unknown') ?? null
}

function tokenMissing(url: URL): number {
  return url.searchParams.get('access_token') ? 40014 : 41001
}

function refusalOf(
  { world, weather }: Office,
  { url, path, call }: { url: URL; path: string; call: ApiCall },
): number | null {
  const token = url.searchParams.get('access_token') ?? ''
  if (tokenState(world, token) === 'expired') return 42001
  if (!world.corp.isIpTrusted) return 60020
  const keeper = keeperOfToken(world, token)
  if (keeper && !(call.by ?? ['app']).includes(keeper)) return 48002
  if (world.corp.forbidden.has(path)) return 48002
  return isOverRate(world, path, weather) ? 45009 : null
}

/** No answer at all: held for a while, then the connection ends. */
async function silent(response: ServerResponse, { weather }: Office): Promise<void> {
  if (weather.silentMs > 0) await pause(weather.silentMs)
  response.destroy()
}

/** Business errors are HTTP 200 (reference, transport rules). */
export function reply(
  response: ServerResponse,
  { world }: Office,
  { sends, ...said }: Reply,
): void {
  if (sends) {
    sendFile(response, sends)
    return
  }
  const hint = () => (said.errcode === 0 ? 'ok' : wordsOf(world, said.errcode))
  const errmsg = `${said.errmsg ?? ''}${said.errmsg && said.errcode === 0 ? '' : hint()}`
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' })
  response.end(JSON.stringify({ ...said, errmsg }))
}

export function sendFile(response: ServerResponse, { name, contentType, bytes }: Upload): void {
  response.writeHead(200, {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${encodeURIComponent(name)}"`,
    'content-length': bytes.byteLength,
  })
  response.end(bytes)
}

/** The field `media` of a form; null where there is none or it cannot be read. */
async function fileIn(request: IncomingMessage, bytes: Buffer): Promise<SentFile | null> {
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return null
  try {
    const form = await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': type },
    }).formData()
    const media = form.get('media')
    if (!(media instanceof File)) return null
    const content = new Uint8Array(await media.arrayBuffer())
    return { name: media.name, type: media.type, bytes: content }
  } catch {
    return null
  }
}

export function parsedJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text === '' ? '{}' : text)
    return parsed
  } catch {
    return null
  }
}
