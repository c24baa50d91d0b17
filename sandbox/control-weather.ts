import { z } from 'zod'
import { apiPaths } from './api.ts'
import { callsOf } from './call-log.ts'
import { verifyReceiver } from './callbacks.ts'
import { type Controls, call, look } from './control.ts'
import { CALL_FAULTS, noFaults } from './faults.ts'
import { officialPaths } from './official-api.ts'
import { CUSTOMERS_AT_MOST } from './transfer.ts'

const share = z.number().min(0).max(1).default(0)
const paths = [...apiPaths, ...officialPaths]
const path = z.string().refine((name) => paths.includes(name), 'no such path of the API')
const faults = z.object({
  ...Object.fromEntries(Object.keys(noFaults).map((name) => [name, share])),
  paths: z.array(path).default([]),
})
const ms = z.number().min(0).optional()
const weather = z.object({
  latencyMs: ms,
  silentMs: ms,
  dispatchMs: ms,
  listLagMs: ms,
  callbackLateMs: ms,
  callbacksAtOnce: z.number().int().min(1).max(64).optional(),
  callsAtOnce: z.number().int().min(1).optional(),
  perMinute: z.number().min(1).optional(),
  perHour: z.number().min(1).optional(),
})
const scripted = z.object({
  path,
  what: z.union([z.enum(CALL_FAULTS), z.number().int()]),
  times: z.number().int().min(1).default(1),
})
const receiver = z.object({ url: z.url(), token: z.string().min(1), aesKey: z.string().length(43) })

/** The clock, the health of WeCom, where callbacks go, what the app may do. */
export const weatherControls: Controls = {
  'POST /sandbox/corps': call(
    z.object({ corpId: z.string().min(1), secret: z.string().min(1) }),
    ({ stages }, corp) => {
      const { corpId, secret } = stages.found(corp).world.corp
      return { corpId, secret }
    },
  ),
  'POST /sandbox/clock': call(
    z.object({
      at: z.coerce.date().optional(),
      advanceMs: z.number().optional(),
      stands: z.boolean().default(false),
    }),
    ({ world, passTime }, { at, advanceMs, stands }) => {
      if (at) world.clock.set(at, stands)
      if (advanceMs) world.clock.advanceMs(advanceMs)
      passTime()
      return { now: world.clock.now() }
    },
  ),
  'POST /sandbox/faults': call(faults, ({ weather: now }, { paths, ...wanted }) => {
    Object.assign(now.faults, wanted)
    now.faultPaths = paths
    return { ...now.faults, paths }
  }),
  'POST /sandbox/next': call(scripted, ({ weather: now }, wanted) => {
    now.scripted.push(wanted)
    return { scripted: now.scripted }
  }),
  'POST /sandbox/weather': call(weather, ({ weather: now }, wanted) => {
    Object.assign(now, withoutGaps(wanted))
    const { faults: _shares, scripted: _next, ...rest } = now
    return rest
  }),
  'POST /sandbox/quota': call(
    z.object({ quota: z.enum(['month_days', 'seven_a_week', 'one_a_day']) }),
    ({ world }, { quota }) => {
      world.corp.quota = quota
      return { quota }
    },
  ),
  'POST /sandbox/app': call(
    z.object({
      visible: z.array(z.string()).nullable().default(null),
      forbidden: z.array(path).default([]),
      isIpTrusted: z.boolean().default(true),
      redirectDomain: z.string().default(''),
      isMedical: z.boolean().default(false),
      customersMax: z.number().int().min(1).default(CUSTOMERS_AT_MOST),
    }),
    ({ world }, wanted) => {
      const { visible, forbidden, isIpTrusted, redirectDomain, isMedical, customersMax } = wanted
      Object.assign(world.corp, { isMedical, customersMax })
      world.corp.redirectDomain = redirectDomain
      world.corp.isIpTrusted = isIpTrusted
      world.corp.visible = visible && new Set(visible)
      world.corp.forbidden = new Set(forbidden)
      return wanted
    },
  ),
  'POST /sandbox/sidebar': call(
    z.object({ url: z.url({ protocol: /^https?$/ }).nullable() }),
    ({ world }, { url }) => {
      world.corp.sidebarUrl = url
      return { url }
    },
  ),
  'POST /sandbox/receiver': call(receiver, async ({ world }, wanted) => {
    world.corp.receiver = wanted
    return { isVerified: await verifyReceiver(world) }
  }),
  'POST /sandbox/callbacks': call(
    z.discriminatedUnion('do', [
      z.object({ do: z.literal('hold') }),
      z.object({
        do: z.literal('release'),
        order: z.enum(['same', 'reversed', 'shuffled']).default('same'),
      }),
      z.object({ do: z.literal('replay'), count: z.number().int().min(1).max(1_000) }),
    ]),
    async ({ posting }, wanted) => {
      if (wanted.do === 'replay') return { statuses: await posting.replay(wanted.count) }
      if (wanted.do === 'release') return { released: posting.release(wanted.order) }
      posting.hold()
      return { released: 0 }
    },
  ),
  'GET /sandbox/effects': ({ effects }, _body, query) => {
    const kind = query.get('kind')
    const found = effects.read(Number(query.get('after') ?? 0))
    return { status: 200, body: { effects: found.filter((one) => !kind || one.kind === kind) } }
  },
  'GET /sandbox/calls': look(({ world }) => ({ calls: callsOf(world) })),
  'GET /sandbox/state': look(({ world, posting, weather: now, stages }) => ({
    now: world.clock.now(),
    corpId: world.corp.corpId,
    corps: stages.all().map((one) => one.world.corp.corpId),
    persons: world.corp.persons.size,
    follows: world.corp.follows.size,
    tasks: world.corp.tasks.size,
    callbacks: { ...posting.counts, open: posting.open() },
    sidebarUrl: world.corp.sidebarUrl,
    isHeard: world.corp.receiver !== null,
    faults: now.faults,
    weather: { latencyMs: now.latencyMs, silentMs: now.silentMs, dispatchMs: now.dispatchMs },
  })),
}

function withoutGaps(wanted: Record<string, number | undefined>): Record<string, number> {
  const given = Object.entries(wanted).filter(
    (entry): entry is [string, number] => entry[1] !== undefined,
  )
  return Object.fromEntries(given)
}
