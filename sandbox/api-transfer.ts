import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import type { Group } from './group.ts'
import { customersOf, handedOverLately, isWaiting, TRANSFER_MS, type Transfer } from './transfer.ts'
import { characters, pageOf, seconds } from './wire.ts'
import { type Corp, followOf, isOnList, isVisible, type World } from './world.ts'

const CUSTOMERS_A_CALL = 100
const GROUPS_A_CALL = 100
const MESSAGE_MAX = 200
const ON_JOB_MAX = 2
const YEAR_MS = 365 * 86_400_000
const DAYS_90_MS = 90 * 86_400_000
const DAY_MS = 86_400_000
/** Groups that one person may be given in a day; which code says so is not documented. */
const GROUPS_A_DAY = 300
const TOO_MANY_GROUPS = 45_009
/** A group went to somebody else twice in 90 days; which code says so is not documented. */
const GROUP_TOO_OFTEN = 90_508
/** A group that was just handed over is being inherited for a while (not documented how long). */
const INHERITING_MS = 60_000

const STATUS: Record<Transfer['state'], number> = { done: 1, waiting: 2, refused: 3, limit: 4 }

const handover = z.looseObject({
  handover_userid: z.string().min(1),
  takeover_userid: z.string().min(1),
  external_userid: z.array(z.string()).min(1).max(CUSTOMERS_A_CALL),
  transfer_success_msg: z.string().default(''),
})
const pair = z.looseObject({
  handover_userid: z.string().min(1),
  takeover_userid: z.string().min(1),
  cursor: z.string().default(''),
})
const unassigned = z.looseObject({
  cursor: z.string().default(''),
  page_size: z.number().optional(),
})
const groups = z.looseObject({
  chat_id_list: z.array(z.string()).min(1).max(GROUPS_A_CALL),
  new_owner: z.string().min(1),
})

/** Customers and groups change hands (documents 92124, 92125, 92127, 94081, 94082, 94088, 95703). */
export const transferCalls: Handlers = {
  'externalcontact/transfer_customer': {
    method: 'POST',
    empty: { customer: [] },
    run: (asked) => begin(asked, 'on_job'),
  },
  'externalcontact/transfer_result': {
    method: 'POST',
    empty: { customer: [] },
    run: (asked) => results(asked, 'on_job'),
  },
  'externalcontact/get_unassigned_list': {
    method: 'POST',
    empty: { info: [] },
    run: listUnassigned,
  },
  'externalcontact/resigned/transfer_customer': {
    method: 'POST',
    empty: { customer: [] },
    run: (asked) => begin(asked, 'resigned'),
  },
  'externalcontact/resigned/transfer_result': {
    method: 'POST',
    empty: { customer: [] },
    run: (asked) => results(asked, 'resigned'),
  },
  'externalcontact/groupchat/transfer': {
    method: 'POST',
    empty: { failed_chat_list: [] },
    run: (asked) => moveGroups(asked, false),
  },
  'externalcontact/groupchat/onjob_transfer': {
    method: 'POST',
    empty: { failed_chat_list: [] },
    run: (asked) => moveGroups(asked, true),
  },
}

type Reason = Transfer['reason']

function begin({ world, effects, body }: Asked, reason: Reason): Reply {
  const asked = handover.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { handover_userid: from, takeover_userid: to } = asked.data
  const { external_userid: ids, transfer_success_msg: message } = asked.data
  if (characters(message) > MESSAGE_MAX) return { errcode: 40058 }
  const refused = refusalOfGiver(world, from, reason) ?? refusalOfTaker(world.corp, to)
  if (refused !== null) return { errcode: refused }
  const now = world.clock.now()
  const customer = ids.map((externalUserId) => {
    const errcode = refusalOfCustomer(world, { from, to, externalUserId, reason })
    if (errcode !== null) return { external_userid: externalUserId, errcode }
    world.corp.transfers.push({
      from,
      to,
      externalUserId,
      reason,
      begunAt: now,
      dueAt: new Date(now.getTime() + TRANSFER_MS),
      state: 'waiting',
      message,
    })
    effects.write(now, { kind: 'transfer_begun', from, to, externalUserId })
    return { external_userid: externalUserId, errcode: 0 }
  })
  return { errcode: 0, customer }
}

/** Who stays must be visible; who left must have gone, and not longer than a year ago. */
function refusalOfGiver({ corp, clock }: World, from: string, reason: Reason): number | null {
  if (reason === 'on_job') {
    if (!corp.members.has(from)) return 40003
    return isVisible(corp, from) ? null : 60011
  }
  if (corp.members.has(from)) return 40097
  const left = corp.leavers.get(from)
  const isRecent = left && clock.now().getTime() - left.leftAt.getTime() <= YEAR_MS
  return isRecent ? null : 40003
}

function refusalOfTaker(corp: Corp, to: string): number | null {
  if (!corp.members.has(to)) return 40003
  if (!isVisible(corp, to)) return 60011
  if (corp.members.get(to)?.status !== 1) return 40098
  return customersOf(corp, to) >= corp.customersMax ? 40099 : null
}

function refusalOfCustomer(
  world: World,
  { from, to, externalUserId, reason }: Pick<Transfer, 'from' | 'to' | 'externalUserId' | 'reason'>,
): number | null {
  const { corp } = world
  if (from === to) return 40130
  if (!corp.persons.has(externalUserId)) return 40096
  const follow = followOf(corp, from, externalUserId)
  if (!follow || !isOnList(follow)) return 40131
  if (isWaiting(corp, from, externalUserId)) return 40129
  const isTooOften = reason === 'on_job' && handedOverLately(world, externalUserId) >= ON_JOB_MAX
  return isTooOften ? 40128 : null
}

function results({ world, body }: Asked, reason: Reason): Reply {
  const asked = pair.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { handover_userid: from, takeover_userid: to, cursor } = asked.data
  const latest = new Map(
    world.corp.transfers
      .filter((one) => one.from === from && one.to === to && one.reason === reason)
      .map((one) => [one.externalUserId, one]),
  )
  const rows = [...latest.values()].map(({ externalUserId, state, dueAt }) => ({
    external_userid: externalUserId,
    status: STATUS[state],
    takeover_time: state === 'refused' || state === 'limit' ? 0 : seconds(dueAt),
  }))
  const page = pageOf(rows, { cursor }, { max: 1_000, otherwise: 1_000 })
  if (!page) return { errcode: 50100 }
  return { errcode: 0, customer: page.rows, next_cursor: page.next_cursor }
}

/** Customers of members who left, who were not assigned yet; one who refused is there again. */
function listUnassigned({ world, body }: Asked): Reply {
  const asked = unassigned.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { corp } = world
  const rows = [...corp.leavers].flatMap(([userid, { leftAt }]) =>
    [...(corp.followsBy.get(userid) ?? [])].flatMap((key) => {
      const follow = corp.follows.get(key)
      if (!follow || !isOnList(follow)) return []
      if (isWaiting(corp, userid, follow.externalUserId)) return []
      return [
        {
          handover_userid: userid,
          external_userid: follow.externalUserId,
          dimission_time: seconds(leftAt),
        },
      ]
    }),
  )
  const size = { max: 1_000, otherwise: 1_000 }
  const page = pageOf(rows, { cursor: asked.data.cursor, limit: asked.data.page_size }, size)
  if (!page) return { errcode: 50100 }
  const { next_cursor } = page
  return { errcode: 0, info: page.rows, is_last: next_cursor === '', next_cursor }
}

function moveGroups({ world, effects, body }: Asked, isOnJob: boolean): Reply {
  const asked = groups.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { chat_id_list: chatIds, new_owner: to } = asked.data
  const { corp } = world
  const refused = refusalOfTaker(corp, to)
  if (refused !== null && refused !== 40099) return { errcode: refused }
  const at = world.clock.now()
  const failed = chatIds.flatMap((chatId) => {
    const group = corp.community.groups.get(chatId)
    const errcode = group ? refusalOfGroup(world, group, { to, isOnJob }) : 90501
    if (errcode !== null || !group) {
      return [{ chat_id: chatId, errcode: errcode ?? 90501, errmsg: 'refused' }]
    }
    const from = group.owner
    group.members.set(to, group.members.get(to) ?? newOwner(to, at))
    group.owner = to
    group.changes += 1
    group.handovers.push({ at, to, isOnJob })
    effects.write(at, { kind: 'group_transferred', chatId, from, to })
    return []
  })
  return { errcode: 0, failed_chat_list: failed }
}

function newOwner(userid: string, joinedAt: Date) {
  return { id: userid, isStaff: true, joinedAt, scene: 1, state: '', invitedBy: '' } as const
}

function refusalOfGroup(
  { corp, clock }: World,
  group: Group,
  { to, isOnJob }: { to: string; isOnJob: boolean },
): number | null {
  const now = clock.now().getTime()
  const hasLeft = corp.leavers.has(group.owner)
  if (!isOnJob && !hasLeft) return 90500
  if (isOnJob && hasLeft) return 90502
  if (group.owner === to) return 90504
  const within = (ms: number) => group.handovers.filter(({ at }) => now - at.getTime() < ms)
  if (within(INHERITING_MS).length > 0) return 90507
  const often = within(DAYS_90_MS).filter((one) => one.isOnJob).length
  if (isOnJob && often >= ON_JOB_MAX) return GROUP_TOO_OFTEN
  const given = [...corp.community.groups.values()]
    .flatMap(({ handovers }) => handovers)
    .filter((one) => one.to === to && now - one.at.getTime() < DAY_MS)
  return given.length >= GROUPS_A_DAY ? TOO_MANY_GROUPS : null
}
