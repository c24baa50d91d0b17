import { z } from 'zod'
import type { Handlers } from './api.ts'
import { seconds } from './wire.ts'
import { type Corp, pairKey } from './world.ts'

const PAIRS_MAX = 100
const pairs = z.looseObject({
  info: z.array(z.looseObject({ userid: z.string(), exteranalopenid: z.string() })).max(PAIRS_MAX),
})

/** Whose chats are kept and who agreed (documents 91614, 91782); with the archive's own secret only. */
export const archiveCalls: Handlers = {
  'msgaudit/get_permit_user_list': {
    method: 'POST',
    by: ['archive'],
    empty: { ids: [] },
    run: ({ world }) => ({ errcode: 0, ids: [...world.corp.archive.seats] }),
  },
  'msgaudit/check_single_agree': {
    method: 'POST',
    by: ['archive'],
    empty: { agreeinfo: [] },
    run({ world, body }) {
      const asked = pairs.safeParse(body)
      if (!asked.success) return { errcode: 301060 }
      const agreeinfo = asked.data.info.map(({ userid, exteranalopenid: id }) => ({
        userid,
        ...agreement(world.corp, userid, id),
      }))
      return { errcode: 0, agreeinfo }
    },
  },
  'msgaudit/check_room_agree': {
    method: 'POST',
    by: ['archive'],
    empty: { agreeinfo: [] },
    run({ world, body }) {
      const chatId = z.looseObject({ roomid: z.string() }).safeParse(body).data?.roomid ?? ''
      const group = world.corp.community.groups.get(chatId)
      if (!group) return { errcode: 86003 }
      const agreeinfo = [...group.members.values()]
        .filter(({ isStaff }) => !isStaff)
        .map(({ id }) => agreement(world.corp, group.owner, id))
      return { errcode: 0, agreeinfo }
    },
  },
}

/** Whoever was never asked counts as disagreeing. */
function agreement({ archive }: Corp, userid: string, externalUserId: string) {
  const known = archive.consents.get(pairKey(userid, externalUserId))
  return {
    exteranalopenid: externalUserId,
    status_change_time: known ? seconds(known.at) : 0,
    agree_status: known?.status ?? 'Disagree',
  }
}
