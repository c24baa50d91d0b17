import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { refusalOfPair } from './api-contact.ts'
import { WAYS_MAX } from './api-join-way.ts'
import { membersIn } from './directory.ts'
import { PICTURES } from './picture.ts'
import { endTemporaryChat } from './temporary-chat.ts'
import { characters, pageOf, seconds } from './wire.ts'
import { type Corp, idOf, isVisible, type Way, type World } from './world.ts'

const STATE_MAX = 30
const REMARK_MAX = 30
const USERS_MAX = 100
const DAY_SECONDS = 86_400
/** Codes and chats of the temporary kind live at most so long, and this long where nothing is said (document 92228). */
const TEMPORARY_MAX = 14 * DAY_SECONDS
const CODE_SECONDS = 7 * DAY_SECONDS
const CHAT_SECONDS = DAY_SECONDS
const LISTED_SECONDS = 90 * DAY_SECONDS

const bytes = (max: number) => z.string().refine((text) => Buffer.byteLength(text) <= max)
const conclusions = z.looseObject({
  text: z.looseObject({ content: bytes(4_000) }).optional(),
  link: z
    .looseObject({ title: bytes(128), url: z.string(), desc: bytes(512).default('') })
    .optional(),
})
const newWay = z.looseObject({
  type: z.number(),
  scene: z.number(),
  style: z.number().optional(),
  remark: z.string().default(''),
  state: z.string().default(''),
  skip_verify: z.boolean().default(true),
  user: z.array(z.string()).default([]),
  party: z.array(z.number()).default([]),
  is_exclusive: z.boolean().default(false),
  is_temp: z.boolean().default(false),
  expires_in: z.number().int().min(1).max(TEMPORARY_MAX).default(CODE_SECONDS),
  chat_expires_in: z.number().int().min(1).max(TEMPORARY_MAX).default(CHAT_SECONDS),
  unionid: z.string().default(''),
  conclusions: conclusions.optional(),
})
type WantedWay = z.infer<typeof newWay>
const oneWay = z.looseObject({ config_id: z.string().min(1) })
const span = z.looseObject({
  start_time: z.number().optional(),
  end_time: z.number().optional(),
  limit: z.number().optional(),
  cursor: z.string().default(''),
})
const pair = z.looseObject({ userid: z.string(), external_userid: z.string() })

/** Contact ways (联系我, document 92228). */
export const wayCalls: Handlers = {
  'externalcontact/add_contact_way': {
    method: 'POST',
    run({ world, effects, origin, body }) {
      const missing = missingIn(body)
      if (missing !== null) return { errcode: missing }
      const asked = newWay.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { ways, community } = world.corp
      if (ways.size + community.joinWays.size >= WAYS_MAX) return { errcode: 41045 }
      const way = keep(world, idOfWay(world), asked.data)
      if (typeof way === 'number') return { errcode: way }
      const { configId, state, userids, scene } = way
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
    run: onWay(({ world, body }, before) => {
      if (isOver(before, world.clock.now())) return { errcode: 41044 }
      const asked = newWay.safeParse({
        ...wireWay(before, ''),
        ...changeIn(body),
        type: before.type,
      })
      if (!asked.success) return { errcode: 40058 }
      const way = keep(world, before.configId, { ...asked.data, scene: before.scene })
      return { errcode: typeof way === 'number' ? way : 0 }
    }),
  },
  'externalcontact/get_contact_way': {
    method: 'POST',
    run: onWay(({ origin }, way) => ({ errcode: 0, contact_way: wireWay(way, origin) })),
  },
  'externalcontact/list_contact_way': {
    method: 'POST',
    empty: { contact_way: [] },
    run({ world, body }) {
      const asked = span.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const now = seconds(world.clock.now())
      const { start_time: from = now - LISTED_SECONDS, end_time: to = now } = asked.data
      const rows = [...world.corp.ways.values()]
        .filter(({ createdAt }) => seconds(createdAt) >= from && seconds(createdAt) <= to)
        .filter(({ temporary }) => !temporary)
        .map(({ configId }) => ({ config_id: configId }))
      const page = pageOf(rows, asked.data, { max: 1_000, otherwise: 100 })
      if (!page) return { errcode: 50100 }
      return { errcode: 0, contact_way: page.rows, next_cursor: page.next_cursor }
    },
  },
  'externalcontact/del_contact_way': {
    method: 'POST',
    run: onWay(({ world }, { configId }) => {
      world.corp.ways.delete(configId)
      return { errcode: 0 }
    }),
  },
  'externalcontact/close_temp_chat': {
    method: 'POST',
    run({ world, effects, body }) {
      const asked = pair.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const follow = refusalOfPair(world.corp, asked.data.userid, asked.data.external_userid)
      if (typeof follow === 'number') return { errcode: follow }
      if (!follow.temporary) return { errcode: 40058 }
      endTemporaryChat(world, effects, follow)
      return { errcode: 0 }
    },
  },
}

function onWay(run: (asked: Asked, way: Way) => Reply) {
  return (asked: Asked): Reply => {
    const named = oneWay.safeParse(asked.body)
    if (!named.success) return { errcode: 41043 }
    const way = asked.world.corp.ways.get(named.data.config_id)
    return way ? run(asked, way) : { errcode: 41044 }
  }
}

function changeIn(body: unknown): object {
  return typeof body === 'object' && body !== null ? body : {}
}

/** Keeps a way, or says why not. */
function keep(world: World, configId: string, wanted: WantedWay): Way | number {
  const refused = refusalOfWay(world.corp, wanted)
  if (refused !== null) return refused
  const {
    type,
    scene,
    style = 1,
    state,
    remark,
    user: userids,
    party,
    is_temp: isTemporary,
  } = wanted
  const before = world.corp.ways.get(configId)
  const now = world.clock.now()
  const text = wanted.conclusions?.text?.content ?? ''
  const link = wanted.conclusions?.link ?? null
  const way: Way = {
    configId,
    type,
    scene,
    style,
    state,
    remark,
    userids,
    departmentIds: party,
    skipVerify: wanted.skip_verify,
    isExclusive: wanted.is_exclusive,
    temporary: isTemporary
      ? {
          expiresAt: new Date((before?.createdAt ?? now).getTime() + wanted.expires_in * 1_000),
          expiresInSeconds: wanted.expires_in,
          chatSeconds: wanted.chat_expires_in,
          unionid: wanted.unionid,
          text,
          link: link && { title: link.title, url: link.url, desc: link.desc },
          isUsed: before?.temporary?.isUsed ?? false,
        }
      : null,
    createdAt: before?.createdAt ?? now,
    scans: before?.scans ?? 0,
  }
  world.corp.ways.set(configId, way)
  return way
}

/** What a way cannot be without has codes of its own (document 90313). */
function missingIn(body: unknown): number | null {
  const given = z
    .looseObject({ type: z.unknown().optional(), scene: z.unknown().optional() })
    .safeParse(body).data
  if (given?.type === undefined) return 41037
  return given.scene === undefined ? 41039 : null
}

/** How many looks the plug-in of a mini program has: for a code of one person, and of several. */
const STYLES_MAX: Record<number, number> = { 1: 3, 2: 2 }

function refusalOfWay(corp: Corp, wanted: WantedWay): number | null {
  const { type, scene, state, remark, user: userids, party, is_temp: isTemporary } = wanted
  if (type !== 1 && type !== 2) return 41038
  if (scene !== 1 && scene !== 2) return 41040
  const { style = 1 } = wanted
  if (scene === 1 && (style < 1 || style > (STYLES_MAX[type] ?? 1))) return 41042
  if (type === 1 && (userids.length !== 1 || party.length > 0)) return 40058
  if (characters(state) > STATE_MAX || characters(remark) > REMARK_MAX) return 40058
  if (isTemporary && type !== 1) return 40058
  // Only medical companies may chat for a while; which code others get is not documented.
  if (isTemporary && !corp.isMedical) return 48002
  if (party.some((id) => !corp.departments.has(id))) return 60123
  const all = everybodyOf(corp, userids, party)
  if (all.length === 0) return 40058
  if (all.length > USERS_MAX) return 41041
  if (!userids.every((userid) => corp.members.has(userid))) return 40003
  if (!userids.every((userid) => isVisible(corp, userid))) return 60011
  return userids.every((userid) => corp.members.get(userid)?.status === 1) ? null : 41054
}

function everybodyOf(corp: Corp, userids: readonly string[], departmentIds: readonly number[]) {
  const inside = departmentIds.flatMap((id) => membersIn(corp, id).map(({ userid }) => userid))
  return [...new Set([...userids, ...inside])]
}

/** Who answers: active members, those of departments among them. */
export function answerersOf(corp: Corp, { userids, departmentIds }: Way): string[] {
  return everybodyOf(corp, userids, departmentIds).filter(
    (userid) => corp.members.get(userid)?.status === 1,
  )
}

/** A temporary code dies with time, or when somebody was added by it. */
export function isOver({ temporary }: Way, now: Date): boolean {
  return temporary !== null && (temporary.isUsed || temporary.expiresAt <= now)
}

/** 32 hexadecimal digits, never guessable from one another. */
function idOfWay(world: World): string {
  return createHash('md5').update(idOf(world, 'cfg')).digest('hex')
}

function pictureOf({ configId }: Way, origin: string): string {
  return `${origin}${PICTURES}${configId}.svg`
}

function wireWay(way: Way, origin: string) {
  const { temporary } = way
  return {
    config_id: way.configId,
    type: way.type,
    scene: way.scene,
    ...(way.scene === 1 ? { style: way.style } : {}),
    remark: way.remark,
    skip_verify: way.skipVerify,
    state: way.state,
    ...(way.scene === 2 ? { qr_code: pictureOf(way, origin) } : {}),
    user: way.userids,
    party: way.departmentIds,
    is_exclusive: way.isExclusive,
    is_temp: temporary !== null,
    ...(temporary
      ? {
          expires_in: temporary.expiresInSeconds,
          chat_expires_in: temporary.chatSeconds,
          unionid: temporary.unionid,
          conclusions: {
            text: { content: temporary.text },
            ...(temporary.link ? { link: temporary.link } : {}),
          },
        }
      : {}),
  }
}
