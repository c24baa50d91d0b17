import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import type { JoinWay } from './group.ts'
import { PICTURES } from './picture.ts'
import { characters } from './wire.ts'
import { idOf, isVisible, type World } from './world.ts'

const GROUPS_MAX = 5
const STATE_MAX = 30
const REMARK_MAX = 30
const BASE_NAME_MAX = 40
/** Contact ways and these together (documents 92228, 92229). */
export const WAYS_MAX = 500_000

const newWay = z.looseObject({
  scene: z.number(),
  remark: z.string().default(''),
  auto_create_room: z.literal([0, 1]).default(1),
  room_base_name: z.string().default(''),
  room_base_id: z.number().int().min(0).default(1),
  chat_id_list: z.array(z.string()).min(1),
  state: z.string().default(''),
})
const named = z.looseObject({ config_id: z.string().min(1) })

/** Codes that lead into customer groups (加入群聊, document 92229). */
export const joinWayCalls: Handlers = {
  'externalcontact/groupchat/add_join_way': {
    method: 'POST',
    run({ world, effects, body }) {
      const { ways, community } = world.corp
      if (ways.size + community.joinWays.size >= WAYS_MAX) return { errcode: 41045 }
      const configId = createHash('md5').update(idOf(world, 'cfg')).digest('hex')
      const way = keep(world, configId, body)
      if (typeof way === 'number') return { errcode: way }
      const { chatIds, state } = way
      effects.write(world.clock.now(), { kind: 'join_way_made', configId, state, chatIds })
      return { errcode: 0, config_id: configId }
    },
  },
  'externalcontact/groupchat/update_join_way': {
    method: 'POST',
    run: onWay(({ world, body }, way) => {
      const kept = keep(world, way.configId, body)
      return { errcode: typeof kept === 'number' ? kept : 0 }
    }),
  },
  'externalcontact/groupchat/get_join_way': {
    method: 'POST',
    run: onWay(({ origin }, way) => ({ errcode: 0, join_way: wireWay(way, origin) })),
  },
  'externalcontact/groupchat/del_join_way': {
    method: 'POST',
    run: onWay(({ world }, { configId }) => {
      world.corp.community.joinWays.delete(configId)
      return { errcode: 0 }
    }),
  },
}

function onWay(run: (asked: Asked, way: JoinWay) => Reply) {
  return (asked: Asked): Reply => {
    const wanted = named.safeParse(asked.body)
    if (!wanted.success) return { errcode: 41043 }
    const way = asked.world.corp.community.joinWays.get(wanted.data.config_id)
    return way ? run(asked, way) : { errcode: 41044 }
  }
}

/** Keeps a way, or says why not. A remark that is too long is cut, unlike everything else. */
function keep(world: World, configId: string, body: unknown): JoinWay | number {
  const asked = newWay.safeParse(body)
  if (!asked.success) return 40058
  const { scene, state, chat_id_list: chatIds, room_base_name: baseName } = asked.data
  if (scene !== 1 && scene !== 2) return 41040
  if (chatIds.length > GROUPS_MAX) return 41091
  if (characters(state) > STATE_MAX || characters(baseName) > BASE_NAME_MAX) return 40058
  const { groups, joinWays } = world.corp.community
  const found = chatIds.map((id) => groups.get(id))
  if (found.some((group) => !group)) return 86003
  if (found.some((group) => group && !isVisible(world.corp, group.owner))) return 60011
  const before = joinWays.get(configId)
  const way: JoinWay = {
    configId,
    remark: [...asked.data.remark].slice(0, REMARK_MAX).join(''),
    state,
    chatIds: [...new Set(chatIds)],
    isGrowing: asked.data.auto_create_room === 1,
    baseName,
    baseId: asked.data.room_base_id,
    opened: before?.baseName === baseName ? before.opened : 0,
    scene,
    createdAt: before?.createdAt ?? world.clock.now(),
  }
  joinWays.set(configId, way)
  return way
}

function wireWay(way: JoinWay, origin: string) {
  return {
    config_id: way.configId,
    scene: way.scene,
    remark: way.remark,
    auto_create_room: Number(way.isGrowing),
    room_base_name: way.baseName,
    room_base_id: way.baseId,
    chat_id_list: way.chatIds,
    qr_code: `${origin}${PICTURES}${way.configId}.svg`,
    state: way.state,
    mark_source: true,
  }
}
