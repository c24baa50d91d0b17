import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, look, mapped, nothing, post } from './call.ts'
import { wireNothing } from './message.ts'

/** The wire shape of 加入群聊 (document 92229). */
const wireJoinWay = z.looseObject({
  config_id: z.string(),
  /** 1 inside a mini program, 2 a code to scan. */
  scene: z.coerce.number().default(2),
  remark: z.string().default(''),
  auto_create_room: z.coerce.number().default(1),
  room_base_name: z.string().default(''),
  room_base_id: z.coerce.number().default(0),
  chat_id_list: z.array(z.string()).default([]),
  qr_code: z.string().default(''),
  state: z.string().default(''),
})
export type JoinWay = z.infer<typeof wireJoinWay>
const wireMade = z.looseObject({ config_id: z.string() })
const wireOne = z.looseObject({ join_way: wireJoinWay })

export type NewJoinWay = {
  /** One to five groups (41091); they are filled one after the other. */
  chatIds: string[]
  /** At most 30 characters; told of each member who came by it. */
  state: string
  /** Cut after 30 characters. */
  remark: string
  /** When all are full a new group is opened: this name and a number, from `firstNumber` on. Null: then nobody can join. */
  next: { baseName: string; firstNumber: number } | null
}

/** Codes that lead into customer groups. An app knows only its own; they count with contact ways: 500,000 in all. */
export function joinWayCalls(ask: Ask) {
  return {
    /** @returns its id; the picture comes with `joinWay`. */
    async addJoinWay(way: NewJoinWay): Promise<Answer<string>> {
      const body = { scene: 2, ...fields(way) }
      const answer = await ask(post(`${CUSTOMER}/groupchat/add_join_way`, body), wireMade)
      return mapped(answer, (value) => value.config_id)
    },
    async joinWay(configId: string): Promise<Answer<JoinWay>> {
      const call = look(`${CUSTOMER}/groupchat/get_join_way`, { config_id: configId })
      return mapped(await ask(call, wireOne), (value) => value.join_way)
    },
    /** Overwrites all of it. */
    async updateJoinWay({ configId, ...way }: NewJoinWay & { configId: string }): Done {
      const body = { config_id: configId, scene: 2, ...fields(way) }
      return nothing(await ask(post(`${CUSTOMER}/groupchat/update_join_way`, body), wireNothing))
    },
    async deleteJoinWay(configId: string): Done {
      const call = post(`${CUSTOMER}/groupchat/del_join_way`, { config_id: configId })
      return nothing(await ask(call, wireNothing))
    },
  }
}

function fields({ chatIds, state, remark, next }: NewJoinWay) {
  return {
    remark,
    auto_create_room: next ? 1 : 0,
    ...(next ? { room_base_name: next.baseName, room_base_id: next.firstNumber } : {}),
    chat_id_list: chatIds,
    state,
  }
}
