import { z } from 'zod'
import type { Handlers } from './api.ts'
import { branchOf, membersIn } from './directory.ts'
import type { Effect } from './effects.ts'
import { dayOf } from './quota.ts'
import { seconds } from './wire.ts'
import { isVisible, pairKey } from './world.ts'

const DAY_SECONDS = 86_400
const SPAN_DAYS_MAX = 30
const BACK_DAYS_MAX = 180
const IDS_MAX = 100

const asked = z.looseObject({
  userid: z.array(z.string()).max(IDS_MAX).default([]),
  partyid: z.array(z.number()).max(IDS_MAX).default([]),
  start_time: z.number(),
  end_time: z.number(),
})

/** What members did for their customers, day by day (联系客户统计, document 92132). */
export const activityCalls: Handlers = {
  'externalcontact/get_user_behavior_data': {
    method: 'POST',
    empty: { behavior_data: [] },
    run({ world, effects, body }) {
      const call = asked.safeParse(body)
      if (!call.success) return { errcode: 40058 }
      const { userid: userids, partyid: departmentIds } = call.data
      if (userids.length + departmentIds.length === 0) return { errcode: 40058 }
      const { corp } = world
      if (userids.some((id) => !corp.members.has(id))) return { errcode: 40003 }
      if (userids.some((id) => !isVisible(corp, id))) return { errcode: 60011 }
      const [from, to] = [startOfDay(call.data.start_time), startOfDay(call.data.end_time)]
      const today = startOfDay(seconds(world.clock.now()))
      const days = (to - from) / DAY_SECONDS + 1
      const isTooFar = from < today - BACK_DAYS_MAX * DAY_SECONDS
      if (days < 1 || days > SPAN_DAYS_MAX || isTooFar) return { errcode: 40058 }
      const below = departmentIds.flatMap((id) => branchOf(corp, id))
      const inside = below.flatMap(({ id }) => membersIn(corp, id).map((member) => member.userid))
      const whose = new Set([...userids, ...inside])
      const log = effects.read()
      // The day that is not over is not told of.
      const rows = Array.from({ length: days }, (_, i) => from + i * DAY_SECONDS)
        .filter((day) => day < today)
        .map((day) => ({ stat_time: day, ...countsOf(log, whose, day) }))
      return { errcode: 0, behavior_data: rows }
    },
  },
}

function startOfDay(at: number): number {
  return Date.parse(`${dayOf(new Date(at * 1000))}T00:00:00+08:00`) / 1000
}

type Chat = Extract<Effect, { kind: 'chat' }>

function countsOf(log: readonly Effect[], whose: ReadonlySet<string>, day: number) {
  const today = log.filter(({ at }) => seconds(at) >= day && seconds(at) < day + DAY_SECONDS)
  const mine = today.filter((one) => 'userid' in one && whose.has(one.userid))
  const chats = mine.filter((one): one is Chat => one.kind === 'chat')
  const pairs = new Map<string, Chat[]>()
  for (const chat of chats) {
    const key = pairKey(chat.userid, chat.externalUserId)
    pairs.set(key, [...(pairs.get(key) ?? []), chat])
  }
  const waits = [...pairs.values()].flatMap(waitsOf)
  const answered = waits.filter((wait) => wait !== null)
  const added = mine.filter(({ kind }) => kind === 'added').length
  return {
    chat_cnt: pairs.size,
    message_cnt: chats.filter(({ from }) => from === 'member').length,
    ...(waits.length > 0
      ? {
          reply_percentage: Math.round((10_000 * answered.length) / waits.length) / 100,
          avg_reply_time: Math.round(
            answered.reduce((sum, ms) => sum + ms, 0) / 60_000 / Math.max(1, answered.length),
          ),
        }
      : {}),
    negative_feedback_cnt: mine.filter((one) => one.kind === 'deleted' && one.by === 'customer')
      .length,
    new_apply_cnt: added,
    new_contact_cnt: added,
  }
}

/** How long customers waited for an answer, from the first word that had none; null where it never came. */
function waitsOf(chat: readonly Chat[]): (number | null)[] {
  const waits: (number | null)[] = []
  let since: Date | null = null
  for (const { from, at } of chat) {
    if (from === 'customer') since ??= at
    else if (since) {
      waits.push(at.getTime() - since.getTime())
      since = null
    }
  }
  return since ? [...waits, null] : waits
}
