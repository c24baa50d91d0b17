import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { type Group, type GroupMember, nameIn, opengidOf, versionOf } from './group.ts'
import { dayOf } from './quota.ts'
import { pageOf, seconds } from './wire.ts'
import { type Corp, isVisible } from './world.ts'

const OWNERS_MAX = 100
/** Above so many visible people owners must be named (81017). */
const WITHOUT_FILTER_MAX = 1_000
/** How long a group that was handed over counts as being inherited (not documented). */
const INHERITING_MS = 60_000
const DAY_SECONDS = 86_400
const SPAN_DAYS_MAX = 30
const BACK_DAYS_MAX = 180

const owners = z.looseObject({ userid_list: z.array(z.string()).max(OWNERS_MAX) })
const list = z.looseObject({
  status_filter: z.literal([0, 1, 2, 3]).default(0),
  owner_filter: owners.optional(),
  cursor: z.string().default(''),
  limit: z.number().int().min(1).max(1_000),
})
const one = z.looseObject({ chat_id: z.string().min(1), need_name: z.number().default(0) })
const span = z.looseObject({
  day_begin_time: z.number(),
  day_end_time: z.number().optional(),
  owner_filter: owners,
  order_by: z.literal([1, 2, 3, 4]).default(1),
  order_asc: z.literal([0, 1]).default(0),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1_000).default(500),
})
type Span = z.infer<typeof span>

/** Customer groups (documents 92120, 92122, 92133, 94822). */
export const groupCalls: Handlers = {
  'externalcontact/groupchat/list': {
    method: 'POST',
    empty: { group_chat_list: [] },
    run: listGroups,
  },
  'externalcontact/groupchat/get': {
    method: 'POST',
    run({ world, body }) {
      const asked = one.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { chat_id: id, need_name: named } = asked.data
      const group = world.corp.community.groups.get(id)
      if (!group) return { errcode: id.startsWith('wr') ? 86003 : 86001 }
      if (!isOwnerSeen(world.corp, group)) return { errcode: 60011 }
      return { errcode: 0, group_chat: wireGroup(world.corp, group, named === 1) }
    },
  },
  'externalcontact/opengid_to_chatid': {
    method: 'POST',
    run({ world, body }) {
      const asked = z.looseObject({ opengid: z.string() }).safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const group = [...world.corp.community.groups.values()].find(
        ({ chatId }) => opengidOf(chatId) === asked.data.opengid,
      )
      return group ? { errcode: 0, chat_id: group.chatId } : { errcode: 90511 }
    },
  },
  'externalcontact/groupchat/statistic': {
    method: 'POST',
    empty: { total: 0, next_offset: 0, items: [] },
    run: withSpan((corp, asked, days) => {
      const rows = asked.owner_filter.userid_list
        .map((owner) => ({ owner, data: countsOf(groupsSeen(corp, [owner]), days) }))
        .sort((a, b) => (asked.order_asc ? 1 : -1) * (sortOf(asked, a) - sortOf(asked, b)))
      const to = asked.offset + asked.limit
      return {
        errcode: 0,
        total: rows.length,
        next_offset: Math.min(to, rows.length),
        items: rows.slice(asked.offset, to),
      }
    }),
  },
  'externalcontact/groupchat/statistic_group_by_day': {
    method: 'POST',
    empty: { items: [] },
    run: withSpan((corp, asked, days) => {
      const groups = groupsSeen(corp, asked.owner_filter.userid_list)
      const items = days.map((day) => ({ stat_time: day.begin, data: countsOf(groups, [day]) }))
      return { errcode: 0, items }
    }),
  },
}

function listGroups({ world, body }: Asked): Reply {
  const asked = list.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { corp } = world
  const wanted = asked.data.owner_filter?.userid_list
  const seen = corp.visible?.size ?? corp.members.size
  if (!wanted && seen > WITHOUT_FILTER_MAX) return { errcode: 81017 }
  const isThere = (id: string) => corp.members.has(id) || corp.leavers.has(id)
  if (wanted?.some((id) => !isThere(id))) return { errcode: 40003 }
  const now = world.clock.now()
  const rows = [...corp.community.groups.values()]
    .filter(({ owner }) => (wanted ? wanted.includes(owner) : isVisible(corp, owner)))
    .filter((group) => isOwnerSeen(corp, group))
    .map((group) => ({ chat_id: group.chatId, status: statusOf(corp, group, now) }))
    .filter(({ status }) => [0, status].includes(asked.data.status_filter))
  const page = pageOf(rows, asked.data, { max: 1_000, otherwise: 1_000 })
  if (!page) return { errcode: 50100 }
  return { errcode: 0, group_chat_list: page.rows, next_cursor: page.next_cursor }
}

/** Groups of members whom the app sees, and those of members who left. */
function isOwnerSeen(corp: Corp, { owner }: Group): boolean {
  return isVisible(corp, owner) || corp.leavers.has(owner)
}

function statusOf(corp: Corp, { owner, handovers }: Group, now: Date): 0 | 1 | 2 | 3 {
  if (corp.leavers.has(owner)) return 1
  const last = handovers.at(-1)
  if (!last) return 0
  return now.getTime() - last.at.getTime() < INHERITING_MS ? 2 : 3
}

function wireGroup(corp: Corp, group: Group, isNamed: boolean) {
  return {
    chat_id: group.chatId,
    name: group.name,
    owner: group.owner,
    create_time: seconds(group.createdAt),
    ...(group.notice === '' ? {} : { notice: group.notice }),
    member_list: [...group.members.values()].map((member) => wireMember(corp, member, isNamed)),
    admin_list: group.admins.map((userid) => ({ userid })),
    member_version: versionOf(group),
  }
}

function wireMember(corp: Corp, member: GroupMember, isNamed: boolean) {
  const { id, isStaff, joinedAt, scene, state, invitedBy } = member
  const unionid = isStaff ? undefined : corp.persons.get(id)?.unionid
  return {
    userid: id,
    type: isStaff ? 1 : 2,
    ...(unionid ? { unionid } : {}),
    join_time: seconds(joinedAt),
    join_scene: scene,
    ...(invitedBy === '' ? {} : { invitor: { userid: invitedBy } }),
    ...(state === '' ? {} : { state }),
    group_nickname: '',
    ...(isNamed ? { name: nameIn(corp, member) } : {}),
  }
}

type Day = { begin: number; end: number }

/** A question about whole days, which end yesterday at the latest. */
function withSpan(run: (corp: Corp, asked: Span, days: Day[]) => Reply) {
  return ({ world, body }: Asked): Reply => {
    const asked = span.safeParse(body)
    if (!asked.success) return { errcode: 40058 }
    const begin = startOfDay(asked.data.day_begin_time)
    const last = startOfDay(asked.data.day_end_time ?? asked.data.day_begin_time)
    const today = startOfDay(seconds(world.clock.now()))
    const count = (last - begin) / DAY_SECONDS + 1
    const isPast = last < today && begin >= today - BACK_DAYS_MAX * DAY_SECONDS
    if (count < 1 || count > SPAN_DAYS_MAX || !isPast) return { errcode: 40058 }
    const days = Array.from({ length: count }, (_, i) => ({
      begin: begin + i * DAY_SECONDS,
      end: begin + (i + 1) * DAY_SECONDS,
    }))
    return run(world.corp, asked.data, days)
  }
}

/** Midnight of Beijing's day. */
function startOfDay(at: number): number {
  return Date.parse(`${dayOf(new Date(at * 1000))}T00:00:00+08:00`) / 1000
}

function groupsSeen(corp: Corp, wanted: readonly string[]): Group[] {
  return [...corp.community.groups.values()].filter(
    (group) => wanted.includes(group.owner) && isOwnerSeen(corp, group),
  )
}

/** What is left of a group can be counted: who went before the end of the span is missing. */
function countsOf(groups: readonly Group[], days: readonly Day[]) {
  const [begin, end] = [days[0]?.begin ?? 0, days.at(-1)?.end ?? 0]
  const isWithin = (at: Date) => seconds(at) >= begin && seconds(at) < end
  const isBefore = (at: Date) => seconds(at) < end
  const there = groups.filter(({ createdAt }) => isBefore(createdAt))
  const people = there
    .flatMap(({ members }) => [...members.values()])
    .filter((member) => isBefore(member.joinedAt))
  const said = there.map(({ bubbles }) =>
    bubbles.filter(({ at, from }) => from !== '' && isWithin(at)),
  )
  const speakers = said.map((bubbles) => new Set(bubbles.map(({ from }) => from)).size)
  return {
    new_chat_cnt: there.filter(({ createdAt }) => isWithin(createdAt)).length,
    chat_total: there.length,
    chat_has_msg: said.filter((bubbles) => bubbles.length > 0).length,
    new_member_cnt: people.filter(({ joinedAt }) => isWithin(joinedAt)).length,
    member_total: people.length,
    member_has_msg: speakers.reduce((sum, count) => sum + count, 0),
    msg_total: said.reduce((sum, bubbles) => sum + bubbles.length, 0),
    migrate_trainee_chat_cnt: 0,
  }
}

function sortOf({ order_by: by }: Span, { data }: { data: ReturnType<typeof countsOf> }): number {
  switch (by) {
    case 1:
      return data.new_chat_cnt
    case 2:
      return data.chat_total
    case 3:
      return data.new_member_cnt
    case 4:
      return data.member_total
    default:
      return by satisfies never
  }
}
