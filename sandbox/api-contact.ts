import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Handlers, Reply } from './api.ts'
import type { EffectLog } from './effects.ts'
import { characters, pageOf, seconds } from './wire.ts'
import {
  type Corp,
  type Follow,
  followOf,
  isOnList,
  isVisible,
  type Person,
  type TagGroup,
  visibleFollows,
  type World,
} from './world.ts'

const REMARK_MAX = 20
const DESCRIPTION_MAX = 150
const BATCH_MEMBERS_MAX = 100
/** Followers on one page of a customer (document 92114). */
const FOLLOWERS_PAGE = 500

const remarked = z.looseObject({
  userid: z.string(),
  external_userid: z.string(),
  remark: z.string().optional(),
  description: z.string().optional(),
  remark_company: z.string().optional(),
  // How it is cleared is unconfirmed: an empty text, alone or in a list.
  remark_mobiles: z.union([z.array(z.string()), z.literal('')]).optional(),
  remark_pic_mediaid: z.string().optional(),
})
const served = z.looseObject({ cursor: z.string().default(''), limit: z.number().optional() })
const batch = z.looseObject({
  userid_list: z.array(z.string()).min(1).max(BATCH_MEMBERS_MAX),
  cursor: z.string().default(''),
  limit: z.number().default(50),
})

/** Contacts (documents 92113, 92114, 92994, 92115). */
export const contactCalls: Handlers = {
  'externalcontact/list': {
    method: 'GET',
    empty: { external_userid: [] },
    run({ world, query }) {
      const userid = query.get('userid') ?? ''
      const refused = refusalOfMember(world.corp, userid)
      if (refused !== null) return { errcode: refused }
      const ids = followsBy(world.corp, userid).map((follow) => follow.externalUserId)
      // A member without customers gets an error, not an empty list.
      return ids.length === 0 ? { errcode: 84061 } : { errcode: 0, external_userid: ids }
    },
  },
  'externalcontact/get': {
    method: 'GET',
    empty: { follow_user: [] },
    run: ({ world, query }) => detail(world.corp, query),
  },
  'externalcontact/batch/get_by_user': {
    method: 'POST',
    empty: { external_contact_list: [] },
    run({ world, body }) {
      const asked = batch.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { userid_list: userids, cursor, limit } = asked.data
      const refused = userids.map((id) => refusalOfMember(world.corp, id)).find((code) => code)
      if (refused) return { errcode: refused }
      const rows = userids.flatMap((userid) => followsBy(world.corp, userid))
      // Above the maximum means the maximum here, unlike elsewhere.
      const within = { cursor, limit: Math.min(limit, 100) }
      const page = pageOf(rows, within, { max: 100, otherwise: 50 })
      if (!page) return { errcode: 50100 }
      const list = page.rows.flatMap((follow) => batchRow(world.corp, follow))
      return { errcode: 0, external_contact_list: list, next_cursor: page.next_cursor }
    },
  },
  'externalcontact/remark': {
    method: 'POST',
    run: ({ world, effects, body }) => noteDown(world, effects, body),
  },
  'externalcontact/contact_list': {
    method: 'POST',
    empty: { info_list: [] },
    run({ world, body }) {
      const asked = served.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const page = pageOf(servedBy(world.corp), asked.data, { max: 1_000, otherwise: 1_000 })
      if (!page) return { errcode: 50100 }
      return { errcode: 0, info_list: page.rows, next_cursor: page.next_cursor }
    },
  },
}

function noteDown(world: World, effects: EffectLog, body: unknown): Reply {
  const asked = remarked.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { userid, external_userid: externalUserId, ...note } = asked.data
  const { remark, description, remark_company: company, remark_mobiles: mobiles } = note
  const picture = note.remark_pic_mediaid
  const given = [remark, description, company, mobiles, picture]
  if (given.every((one) => one === undefined)) return { errcode: 40058 }
  if (characters(remark ?? '') > REMARK_MAX) return { errcode: 40058 }
  if (characters(company ?? '') > REMARK_MAX) return { errcode: 40058 }
  if (characters(description ?? '') > DESCRIPTION_MAX) return { errcode: 40058 }
  const follow = refusalOfPair(world.corp, userid, externalUserId)
  if (typeof follow === 'number') return { errcode: follow }
  follow.remark = remark ?? follow.remark
  follow.description = description ?? follow.description
  follow.remarkCompany = company ?? follow.remarkCompany
  follow.mobiles = mobiles === undefined ? follow.mobiles : [...mobiles].filter((one) => one !== '')
  follow.pictureMediaId = picture ?? follow.pictureMediaId
  effects.write(world.clock.now(), { kind: 'remarked', userid, externalUserId })
  return { errcode: 0 }
}

/** Everybody who is served: customers by whom they follow, and people in groups whom nobody has added. */
function servedBy(corp: Corp) {
  const customers = [...corp.members.keys()]
    .filter((userid) => isVisible(corp, userid))
    .flatMap((userid) => followsBy(corp, userid))
    .map(({ userid, externalUserId, createdAt }) => ({
      is_customer: true,
      tmp_openid: temporaryId(externalUserId),
      external_userid: externalUserId,
      follow_userid: userid,
      add_time: seconds(createdAt),
    }))
  const strangers = [...corp.community.groups.values()]
    .filter(({ owner }) => isVisible(corp, owner))
    .flatMap(({ chatId, owner, members }) =>
      [...members.values()]
        .filter(({ id, isStaff }) => !isStaff && visibleFollows(corp, id).length === 0)
        .map(({ id, joinedAt }) => ({
          is_customer: false,
          tmp_openid: temporaryId(id),
          name: masked(corp.persons.get(id)?.name ?? ''),
          follow_userid: owner,
          chat_id: chatId,
          add_time: seconds(joinedAt),
        })),
    )
  return [...customers, ...strangers]
}

function temporaryId(externalUserId: string): string {
  return `tmp${createHash('md5').update(externalUserId).digest('hex')}`
}

function masked(name: string): string {
  return `${[...name][0] ?? ''}**`
}

/** The relation that a call may work on, or why not: in the member's list, whatever the customer did (84061). */
export function refusalOfPair(corp: Corp, userid: string, externalUserId: string): Follow | number {
  const refused = refusalOfMember(corp, userid)
  if (refused !== null) return refused
  if (!corp.persons.has(externalUserId)) return 40096
  const follow = followOf(corp, userid, externalUserId)
  return follow && isOnList(follow) ? follow : 84061
}

function refusalOfMember(corp: Corp, userid: string): number | null {
  if (!corp.members.has(userid)) return 40003
  return isVisible(corp, userid) ? null : 60011
}

/** The customers in a member's list, those who deleted the member among them. */
export function followsBy(corp: Corp, userid: string): Follow[] {
  return [...(corp.followsBy.get(userid) ?? [])].flatMap((key) => {
    const follow = corp.follows.get(key)
    return follow && isOnList(follow) ? [follow] : []
  })
}

function detail(corp: Corp, query: URLSearchParams): Reply {
  const person = corp.persons.get(query.get('external_userid') ?? '')
  if (!person) return { errcode: query.get('external_userid') ? 40096 : 41035 }
  const follows = visibleFollows(corp, person.externalUserId)
  if (follows.length === 0) return { errcode: 84061 }
  const rows = follows.map((follow) => wireFollow(corp.tagGroups, follow))
  const cursor = query.get('cursor') ?? ''
  const size = { max: FOLLOWERS_PAGE, otherwise: FOLLOWERS_PAGE }
  const page = pageOf(rows, { cursor }, size)
  if (!page) return { errcode: 50100 }
  const { rows: shown, next_cursor } = page
  return { errcode: 0, external_contact: wirePerson(person), follow_user: shown, next_cursor }
}

function batchRow(corp: Corp, follow: Follow) {
  const person = corp.persons.get(follow.externalUserId)
  if (!person) return []
  const { tags, ...info } = wireFollow(corp.tagGroups, follow)
  const tagIds = tags.flatMap((tag) => ('tag_id' in tag ? [tag.tag_id] : []))
  return [{ external_contact: wirePerson(person), follow_info: { ...info, tag_id: tagIds } }]
}

function wirePerson({ externalUserId, name, gender, unionid }: Person) {
  return { external_userid: externalUserId, name, avatar: '', type: 1, gender, unionid }
}

function wireFollow(groups: TagGroup[], follow: Follow) {
  const tags = groups.flatMap((group) =>
    group.tags
      .filter((tag) => follow.tagIds.has(tag.id))
      .map((tag) => ({
        group_name: group.name,
        tag_name: tag.name,
        tag_id: tag.id,
        type: group.strategyId === 0 ? 1 : 3,
      })),
  )
  // A member's own tags have no id.
  const personal = follow.personalTags.map((name) => ({
    group_name: '',
    tag_name: name,
    type: 2,
  }))
  return {
    userid: follow.userid,
    remark: follow.remark,
    description: follow.description,
    createtime: seconds(follow.createdAt),
    tags: [...tags, ...personal],
    remark_corp_name: follow.remarkCompany,
    remark_mobiles: follow.mobiles,
    oper_userid: follow.operator,
    add_way: follow.addWay,
    state: follow.state,
  }
}
