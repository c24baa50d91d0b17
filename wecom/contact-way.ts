import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, nothing, post } from './call.ts'
import { wireNothing } from './message.ts'

const wireContactWay = z.looseObject({ config_id: z.string(), qr_code: z.string().default('') })
export type ContactWay = z.infer<typeof wireContactWay>

type Way = { userids: string[]; state: string; remark: string; skipVerify: boolean }

/** Contact ways (联系我, document 92228). */
export function contactWayCalls(ask: Ask) {
  return {
    /**
     * A contact way for several members (type 2, also where there is one so far: the type can never be changed, and then
     * nobody could be added) that is scanned (scene 2). @param way.state at most 30 characters.
     */
    addContactWay: (way: Way): Promise<Answer<ContactWay>> =>
      ask(
        post(`${CUSTOMER}/add_contact_way`, { type: 2, scene: 2, ...fields(way) }),
        wireContactWay,
      ),
    async updateContactWay({ configId, ...way }: Way & { configId: string }): Done {
      const body = { config_id: configId, ...fields(way) }
      return nothing(await ask(post(`${CUSTOMER}/update_contact_way`, body), wireNothing))
    },
    async deleteContactWay(configId: string): Done {
      const call = post(`${CUSTOMER}/del_contact_way`, { config_id: configId })
      return nothing(await ask(call, wireNothing))
    },
  }
}

function fields({ userids, state, remark, skipVerify }: Way) {
  return { remark, skip_verify: skipVerify, state, user: userids }
}
