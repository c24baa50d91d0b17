import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { answerAs, type Handlers, type Office, parsedJson, type Reply, reply } from './api.ts'
import { giveOfficialToken, notListed, officialCalls } from './api-official.ts'
import { officialMessageCalls } from './api-official-message.ts'
import { noteCall } from './call-log.ts'
import { fateOfCall } from './faults.ts'
import { pause } from './machine.ts'
import { isOverRate } from './rate.ts'

const handlers: Handlers = { ...officialCalls, ...officialMessageCalls }
const TOKENS = ['token', 'stable_token']
/** The paths as faults name them: apart from WeCom's, which has some of the same. */
const MARK = 'official/'
export const officialPaths = [...TOKENS, ...Object.keys(handlers)].map((path) => `${MARK}${path}`)

const stable = z.looseObject({ appid: z.string(), secret: z.string() })

/** Whose account is asked for; null: it is a call of WeCom's. */
export function officialAsked(
  url: URL,
  offices: readonly Office[],
  bytes: Buffer,
): { office: Office | null; path: string } | null {
  const path = url.pathname.replace(/^\/cgi-bin\//, '')
  if (TOKENS.includes(path)) {
    const { appid } = credentials(url, bytes)
    return {
      office: offices.find(({ world }) => world.corp.official.appId === appid) ?? null,
      path,
    }
  }
  const token = url.searchParams.get('access_token') ?? ''
  const known = offices.find(({ world }) =>
    world.corp.official.tokens.some((one) => one.token === token),
  )
  if (known) return { office: known, path }
  // A token that nobody gave: the account's own calls answer in the account's words.
  return path in handlers && path !== 'user/get' ? { office: null, path } : null
}

function credentials(url: URL, bytes: Buffer): { appid: string; secret: string } {
  const { searchParams: query } = url
  const body = stable.safeParse(parsedJson(bytes.toString('utf8'))).data
  return {
    appid: body?.appid ?? query.get('appid') ?? '',
    secret: body?.secret ?? query.get('secret') ?? '',
  }
}

/** Answers a call of the official account: token, address, rate, shape, and only then the rest. */
export async function answerOfficial(
  request: IncomingMessage,
  response: ServerResponse,
  {
    url,
    bytes,
    asked,
    offices,
    told,
  }: {
    url: URL
    bytes: Buffer
    asked: { office: Office | null; path: string }
    offices: readonly Office[]
    /** What has to be told once the answer is out. */
    told: (office: Office) => void
  },
): Promise<void> {
  const { office, path } = asked
  const [first] = offices
  if (!first) return void response.writeHead(404).end()
  const isToken = TOKENS.includes(path)
  if (!office) return reply(response, first, isToken ? { errcode: 40013 } : { errcode: 40001 })
  const { world, weather } = office
  noteCall(world, `${MARK}${path}`)
  if (weather.latencyMs > 0) await pause(weather.latencyMs)
  const refused = isToken ? null : refusalOf(office, url, path)
  if (refused) return reply(response, office, refused)
  const fate = isToken ? null : fateOfCall(weather, `${MARK}${path}`, office.luck)
  if (fate === 'tokenExpired') endToken(office, url)
  await answerAs(fate, response, office, {
    url,
    run: () => {
      if (isToken) return giveOfficialToken(world, credentials(url, bytes).secret)
      const call = handlers[path]
      if (!call || call.method !== request.method) return { errcode: 43002 }
      const body = parsedJson(bytes.toString('utf8'))
      if (body === null) return { errcode: 47001, errmsg: 'data format error ' }
      const { effects } = office
      const query = url.searchParams
      return call.run({ world, effects, weather, origin: url.origin, query, body, file: null })
    },
  })
  told(office)
}

function tokenIn({ world }: Office, url: URL) {
  const given = url.searchParams.get('access_token')
  return world.corp.official.tokens.find(({ token }) => token === given) ?? null
}

function endToken(office: Office, url: URL): void {
  const token = tokenIn(office, url)
  if (token) token.expiresAt = office.world.clock.now()
}

function refusalOf(office: Office, url: URL, path: string): Reply | null {
  const { world, weather } = office
  const token = tokenIn(office, url)
  if (!token || token.expiresAt <= world.clock.now()) return { errcode: 42001 }
  if (!world.corp.official.isIpListed) return notListed()
  return isOverRate(world, `${MARK}${path}`, weather) ? { errcode: 45009 } : null
}
