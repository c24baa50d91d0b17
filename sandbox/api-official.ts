import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { type Fan, type Official, subscribed } from './official.ts'
import { idOf, type World } from './world.ts'

const TOKEN_SECONDS = 7_200
const SAME_TOKEN_MS = 300_000
const CODES_MAX = 100_000
const CODE_SECONDS_MAX = 2_592_000
const TAGS_MAX = 100
const TAGS_OF_ONE_MAX = 20
const TAGGED_MAX = 50
const PAGE = 10_000

/** Tokens of the official account look different from WeCom's, so that each side knows its own. */
export function giveOfficialToken({ corp, clock, ...world }: World, secret: string): Reply {
  const { official } = corp
  if (secret !== official.secret) return { errcode: 40125, errmsg: 'invalid appsecret' }
  if (!official.isIpListed) return notListed()
  const now = clock.now().getTime()
  const held = official.tokens.find((one) => one.expiresAt.getTime() > now + SAME_TOKEN_MS)
  const given = held ?? {
    token: `oa_${idOf({ corp, clock, ...world }, 'tok')}`,
    expiresAt: new Date(now + TOKEN_SECONDS * 1_000),
  }
  if (!held) official.tokens.push(given)
  const seconds = Math.floor((given.expiresAt.getTime() - now) / 1_000)
  return { errcode: 0, access_token: given.token, expires_in: seconds }
}

/** The words name the address that was seen, as people read it there. */
export function notListed(): Reply {
  return { errcode: 40164, errmsg: 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist ' }
}

const code = z.looseObject({
  action_name: z.enum(['QR_SCENE', 'QR_STR_SCENE', 'QR_LIMIT_SCENE', 'QR_LIMIT_STR_SCENE']),
  expire_seconds: z.number().optional(),
  action_info: z.looseObject({
    scene: z
      .looseObject({
        scene_str: z.string().min(1).max(64).optional(),
        scene_id: z.number().optional(),
      })
      .optional(),
  }),
})

function makeCode({ world, body }: Asked): Reply {
  const asked = code.safeParse(body)
  if (!asked.success) return { errcode: 47001 }
  const { official } = world.corp
  const { action_name: name, action_info: info, expire_seconds: seconds = 60 } = asked.data
  const isForEver = name.startsWith('QR_LIMIT')
  const kept = [...official.codes.values()].filter(({ expiresAt }) => expiresAt === null)
  if (isForEver && kept.length >= CODES_MAX) return { errcode: 45029 }
  const scene = info.scene?.scene_str ?? String(info.scene?.scene_id ?? 0)
  const lives = Math.min(Math.max(seconds, 1), CODE_SECONDS_MAX)
  const ticket = idOf(world, 'g')
  const expiresAt = isForEver ? null : new Date(world.clock.now().getTime() + lives * 1_000)
  official.codes.set(ticket, { ticket, scene, expiresAt })
  return {
    errcode: 0,
    ticket,
    url: `http://weixin.qq.com/q/${ticket}`,
    ...(isForEver ? {} : { expire_seconds: lives }),
  }
}

function infoOf({ corp }: World, openid: string): Record<string, unknown> | null {
  const fan = corp.official.fans.get(openid)
  if (!fan) return null
  if (!fan.isSubscribed) return { subscribe: 0, openid }
  const unionid = corp.persons.get(fan.externalUserId)?.unionid
  return {
    subscribe: 1,
    openid,
    language: 'zh_CN',
    subscribe_time: Math.floor(fan.subscribedAt.getTime() / 1_000),
    ...(corp.official.isBound && unionid ? { unionid } : {}),
    remark: '',
    groupid: 0,
    tagid_list: [...fan.tagIds],
    subscribe_scene: fan.cameBy,
    qr_scene: 0,
    qr_scene_str: fan.scene,
  }
}

const tagName = z.looseObject({ tag: z.looseObject({ name: z.string().min(1).max(30) }) })
const tagId = z.looseObject({ tag: z.looseObject({ id: z.number() }) })
const tagging = z.looseObject({ tagid: z.number(), openid_list: z.array(z.string()) })

function tagOpenids({ official }: { official: Official }, body: unknown): Reply {
  const asked = tagging.safeParse(body)
  if (!asked.success) return { errcode: 47001 }
  const { tagid, openid_list: openids } = asked.data
  if (openids.length > TAGGED_MAX) return { errcode: 40032 }
  if (!official.tags.has(tagid)) return { errcode: 45159 }
  const fans = openids.map((openid) => subscribed(official, openid))
  if (fans.some((fan) => fan === null)) return { errcode: 40003, errmsg: 'invalid openid ' }
  const known = fans.filter((fan): fan is Fan => fan !== null)
  if (known.some(({ tagIds }) => !tagIds.has(tagid) && tagIds.size >= TAGS_OF_ONE_MAX))
    return { errcode: 45059 }
  for (const { tagIds } of known) tagIds.add(tagid)
  return { errcode: 0 }
}

/** Codes, followers and their tags. */
export const officialCalls: Handlers = {
  'qrcode/create': { method: 'POST', run: makeCode },
  'user/info': {
    method: 'GET',
    run({ world, query }) {
      const info = infoOf(world, query.get('openid') ?? '')
      return info ? { errcode: 0, ...info } : { errcode: 40003, errmsg: 'invalid openid ' }
    },
  },
  'user/get': {
    method: 'GET',
    run({ world, query }) {
      const all = [...world.corp.official.fans.values()].filter(({ isSubscribed }) => isSubscribed)
      const after = query.get('next_openid') ?? ''
      const from = after === '' ? 0 : all.findIndex(({ openid }) => openid === after) + 1
      const openids = all.slice(from, from + PAGE).map(({ openid }) => openid)
      return {
        errcode: 0,
        total: all.length,
        count: openids.length,
        ...(openids.length === 0 ? {} : { data: { openid: openids } }),
        next_openid: openids.at(-1) ?? '',
      }
    },
  },
  'tags/get': {
    method: 'GET',
    run({ world }) {
      const { tags, fans } = world.corp.official
      const countOf = (id: number) =>
        [...fans.values()].filter(({ tagIds }) => tagIds.has(id)).length
      return {
        errcode: 0,
        tags: [...tags].map(([id, name]) => ({ id, name, count: countOf(id) })),
      }
    },
  },
  'tags/create': {
    method: 'POST',
    run({ world, body }) {
      const asked = tagName.safeParse(body)
      const { tags } = world.corp.official
      if (!asked.success) return { errcode: 45158 }
      const { name } = asked.data.tag
      if ([...tags.values()].includes(name)) return { errcode: 45157 }
      if (tags.size >= TAGS_MAX) return { errcode: 45056 }
      const id = 100 + world.next()
      tags.set(id, name)
      return { errcode: 0, tag: { id, name } }
    },
  },
  'tags/delete': {
    method: 'POST',
    run({ world, body }) {
      const id = tagId.safeParse(body).data?.tag.id ?? 0
      const { tags, fans } = world.corp.official
      if (!tags.delete(id)) return { errcode: 45159 }
      for (const { tagIds } of fans.values()) tagIds.delete(id)
      return { errcode: 0 }
    },
  },
  'tags/members/batchtagging': {
    method: 'POST',
    run: ({ world, body }) => tagOpenids(world.corp, body),
  },
}
