import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Handlers } from './api.ts'
import { PICTURES } from './picture.ts'
import { characters, pageOf, seconds } from './wire.ts'
import { idOf, isVisible, type Way, type World } from './world.ts'

const STATE_MAX = 30
const REMARK_MAX = 30
const USERS_MAX = 100

const newWay = z.looseObject({
  type: z.number(),
  scene: z.number(),
  remark: z.string().default(''),
  state: z.string().default(''),
  skip_verify: z.boolean().default(true),
  user: z.array(z.string()).default([]),
})
const changedWay = newWay
  .omit({ type: true, scene: true })
  .partial()
  .extend({ config_id: z.string() })
const oneWay = z.looseObject({ config_id: z.string().min(1) })
const span = z.looseObject({
  start_time: z.number().optional(),
  end_time: z.number().optional(),
  limit: z.number().optional(),
  cursor: z.string().default(''),
})
const DAYS_90 = 90 * 86_400

/** Contact ways (联系我, document 92228). */
export const wayCalls: Handlers = {
  'externalcontact/add_contact_way': {
    method: 'POST',
    run({ world, effects, origin, body }) {
      const asked = newWay.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { type, scene } = asked.data
      if (type !== 1 && type !== 2) return { errcode: 41038 }
      if (scene !== 1 && scene !== 2) return { errcode: 41040 }
      if (type === 1 && asked.data.user.length !== 1) return { errcode: 40058 }
      const way = keep(world, idOfWay(world), asked.data)
      if (typeof way === 'number') return { errcode: way }
      const { configId, state, userids } = way
      effects.write(world.clock.now(), { kind: 'way_made', configId, state, userids })
      return {
        errcode: 0,
        config_id: configId,
        ...(scene === 2 ? { qr_code: pictureOf(way, origin) } : {}),
      }
    },
  },
  'externalcontact/update_contact_way': {
    method: 'POST',
    run({ world, body }) {
      const asked = changedWay.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const before = world.corp.ways.get(asked.data.config_id)
      if (!before) return { errcode: 41044 }
      const way = keep(world, before.configId, {
        state: asked.data.state ?? before.state,
        remark: asked.data.remark ?? before.remark,
        skip_verify: asked.data.skip_verify ?? before.skipVerify,
        user: asked.data.user ?? before.userids,
      })
      return { errcode: typeof way === 'number' ? way : 0 }
    },
  },
  'externalcontact/get_contact_way': {
    method: 'POST',
    run({ world, origin, body }) {
      const asked = oneWay.safeParse(body)
      if (!asked.success) return { errcode: 41043 }
      const way = world.corp.ways.get(asked.data.config_id)
      return way ? { errcode: 0, contact_way: wireWay(way, origin) } : { errcode: 41044 }
    },
  },
  'externalcontact/list_contact_way': {
    method: 'POST',
    empty: { contact_way: [] },
    run({ world, body }) {
      const asked = span.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const now = seconds(world.clock.now())
      const { start_time: from = now - DAYS_90, end_time: to = now } = asked.data
      const rows = [...world.corp.ways.values()]
        .filter(({ createdAt }) => seconds(createdAt) >= from && seconds(createdAt) <= to)
        .map(({ configId }) => ({ config_id: configId }))
      const page = pageOf(rows, asked.data, { max: 1_000, otherwise: 100 })
      if (!page) return { errcode: 50100 }
      return { errcode: 0, contact_way: page.rows, next_cursor: page.next_cursor }
    },
  },
  'externalcontact/del_contact_way': {
    method: 'POST',
    run({ world, body }) {
      const asked = oneWay.safeParse(body)
      if (!asked.success) return { errcode: 41043 }
      return { errcode: world.corp.ways.delete(asked.data.config_id) ? 0 : 41044 }
    },
  },
}

type WantedWay = { state: string; remark: string; user: string[]; skip_verify: boolean }

/** Keeps a way, or says why not. */
function keep(world: World, configId: string, wanted: WantedWay): Way | number {
  const { state, remark, user: userids, skip_verify: skipVerify } = wanted
  if (characters(state) > STATE_MAX || characters(remark) > REMARK_MAX) return 40058
  if (userids.length === 0) return 40058
  if (userids.length > USERS_MAX) return 41041
  if (!userids.every((userid) => world.corp.members.has(userid))) return 40003
  if (!userids.every((userid) => isVisible(world.corp, userid))) return 60011
  const before = world.corp.ways.get(configId)
  const way = {
    configId,
    state,
    remark,
    userids,
    skipVerify,
    createdAt: before?.createdAt ?? world.clock.now(),
    scans: before?.scans ?? 0,
  }
  world.corp.ways.set(configId, way)
  return way
}

/** 32 hexadecimal digits, never guessable from one another. */
function idOfWay(world: World): string {
  return createHash('md5').update(idOf(world, 'cfg')).digest('hex')
}

function pictureOf({ configId }: Way, origin: string): string {
  return `${origin}${PICTURES}${configId}.svg`
}

function wireWay(way: Way, origin: string) {
  return {
    config_id: way.configId,
    type: way.userids.length === 1 ? 1 : 2,
    scene: 2,
    remark: way.remark,
    skip_verify: way.skipVerify,
    state: way.state,
    qr_code: pictureOf(way, origin),
    user: way.userids,
    party: [],
  }
}
