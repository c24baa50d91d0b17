import { z } from 'zod'
import { type AcquisitionLink, answering, balanceOf, quotasOf } from './acquisition.ts'
import type { Asked, Handlers, Reply } from './api.ts'
import { dayOf } from './quota.ts'
import { characters, pageOf, seconds } from './wire.ts'
import { idOf, isVisible, type World } from './world.ts'

const NAME_MAX = 30
const PEOPLE_MAX = 500
/** 41095; the number is not documented. */
const LINKS_MAX = 1_000
const CHAT_KEY_MS = 1_800_000
const SPAN_DAYS_MAX = 30
const BACK_DAYS_MAX = 180
const DAY_SECONDS = 86_400
/** Where links lead, behind the sandbox's address. */
export const LINK_PATH = '/ca/'

const range = z.looseObject({
  user_list: z.array(z.string()).default([]),
  department_list: z.array(z.number()).default([]),
})
const newLink = z.looseObject({
  link_name: z.string().min(1),
  range,
  skip_verify: z.boolean().default(true),
})
const changed = z.looseObject({
  link_name: z.string().min(1).optional(),
  range: range.optional(),
  skip_verify: z.boolean().optional(),
})
const named = z.looseObject({
  link_id: z.string().min(1),
  cursor: z.string().default(''),
  limit: z.number().optional(),
})
const listed = z.looseObject({ cursor: z.string().default(''), limit: z.number().optional() })
const span = z.looseObject({ start_time: z.number(), end_time: z.number() })
const PATH = 'externalcontact/customer_acquisition'

/** Links of the acquisition assistant (documents 97297, 97298, 97375, 100130). */
export const acquisitionCalls: Handlers = {
  [`${PATH}/list_link`]: {
    method: 'POST',
    empty: { link_id_list: [] },
    run({ world, body }) {
      const asked = listed.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const ids = [...world.corp.acquisition.links.keys()]
      const page = pageOf(ids, asked.data, { max: 100, otherwise: 100 })
      if (!page) return { errcode: 50100 }
      return { errcode: 0, link_id_list: page.rows, next_cursor: page.next_cursor }
    },
  },
  [`${PATH}/get`]: {
    method: 'POST',
    run: onLink(({ origin }, link) => {
      const { link_id: _id, ...shown } = wireLink(link, origin)
      const { userids, departmentIds } = link
      return {
        errcode: 0,
        link: shown,
        range: { user_list: userids, department_list: departmentIds },
      }
    }),
  },
  [`${PATH}/create_link`]: {
    method: 'POST',
    run({ world, effects, origin, body }) {
      const asked = newLink.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      if (world.corp.acquisition.links.size >= LINKS_MAX) return { errcode: 41095 }
      const { link_name: name, range: whose, skip_verify: skipVerify } = asked.data
      const refused = refusalOfLink(world, name, whose)
      if (refused !== null) return { errcode: refused }
      const link: AcquisitionLink = {
        linkId: idOf(world, 'ca'),
        name,
        userids: whose.user_list,
        departmentIds: whose.department_list,
        skipVerify,
        createdAt: world.clock.now(),
        clicks: [],
        customers: [],
        scans: 0,
      }
      world.corp.acquisition.links.set(link.linkId, link)
      const { linkId } = link
      effects.write(link.createdAt, { kind: 'link_made', linkId, name })
      return { errcode: 0, link: wireLink(link, origin) }
    },
  },
  [`${PATH}/update_link`]: {
    method: 'POST',
    run: onLink(({ world, body }, link) => {
      const asked = changed.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const name = asked.data.link_name ?? link.name
      const { userids, departmentIds } = link
      const whose = asked.data.range ?? { user_list: userids, department_list: departmentIds }
      const refused = refusalOfLink(world, name, whose)
      if (refused !== null) return { errcode: refused }
      Object.assign(link, {
        name,
        userids: whose.user_list,
        departmentIds: whose.department_list,
        skipVerify: asked.data.skip_verify ?? link.skipVerify,
      })
      return { errcode: 0 }
    }),
  },
  [`${PATH}/delete_link`]: {
    method: 'POST',
    run: onLink(({ world }, { linkId }) => {
      world.corp.acquisition.links.delete(linkId)
      return { errcode: 0 }
    }),
  },
  [`${PATH}/customer`]: {
    method: 'POST',
    empty: { customer_list: [] },
    run: onLink((_asked, { customers }, call) => {
      const rows = customers.map(({ externalUserId, userid, received, state }) => ({
        external_userid: externalUserId,
        userid,
        chat_status: received > 0 ? 1 : 0,
        state,
      }))
      const page = pageOf(rows, call, { max: 1_000, otherwise: 1_000 })
      if (!page) return { errcode: 50100 }
      return { errcode: 0, customer_list: page.rows, next_cursor: page.next_cursor }
    }),
  },
  [`${PATH}/statistic`]: { method: 'POST', run: onLink(countsOf) },
  [`${PATH}/get_chat_info`]: {
    method: 'POST',
    run({ world, body }) {
      const key = z.looseObject({ chat_key: z.string() }).safeParse(body).data?.chat_key ?? ''
      const { chatKeys, links } = world.corp.acquisition
      const known = chatKeys.get(key)
      const isOver = !known || world.clock.now().getTime() - known.at.getTime() > CHAT_KEY_MS
      if (isOver) return { errcode: 40058 }
      const { linkId, userid, externalUserId } = known
      const whose = links
        .get(linkId)
        ?.customers.find((one) => one.externalUserId === externalUserId)
      return {
        errcode: 0,
        userid,
        external_userid: externalUserId,
        chat_info: {
          recv_msg_cnt: whose?.received ?? 0,
          link_id: linkId,
          state: whose?.state ?? '',
        },
      }
    },
  },
  'externalcontact/customer_acquisition_quota': {
    method: 'GET',
    run: ({ world }) => ({
      errcode: 0,
      total: world.corp.acquisition.used,
      balance: balanceOf(world),
      quota_list: quotasOf(world).map(({ expiresAt, balance }) => ({
        expire_date: seconds(expiresAt),
        balance,
      })),
    }),
  },
}

type Named = z.infer<typeof named>

function onLink(run: (asked: Asked, link: AcquisitionLink, call: Named) => Reply) {
  return (asked: Asked): Reply => {
    const call = named.safeParse(asked.body)
    if (!call.success) return { errcode: 40058 }
    const link = asked.world.corp.acquisition.links.get(call.data.link_id)
    return link ? run(asked, link, call.data) : { errcode: 40058, errmsg: 'invalid link_id' }
  }
}

function refusalOfLink(
  { corp }: World,
  name: string,
  { user_list: userids, department_list: departmentIds }: z.infer<typeof range>,
): number | null {
  if (characters(name) > NAME_MAX) return 40058
  if (userids.length + departmentIds.length === 0) return 40058
  if (departmentIds.some((id) => !corp.departments.has(id))) return 60123
  if (userids.some((userid) => !corp.members.has(userid))) return 40003
  if (userids.some((userid) => !isVisible(corp, userid))) return 60011
  return answering(corp, { userids, departmentIds }).length > PEOPLE_MAX ? 40058 : null
}

function wireLink({ linkId, name, createdAt, skipVerify }: AcquisitionLink, origin: string) {
  return {
    link_id: linkId,
    link_name: name,
    url: `${origin}${LINK_PATH}${linkId}`,
    create_time: seconds(createdAt),
    skip_verify: skipVerify,
  }
}

function countsOf({ world, body }: Asked, { clicks, customers }: AcquisitionLink): Reply {
  const asked = span.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const dayIn = (at: number) => Date.parse(`${dayOf(new Date(at * 1_000))}T00:00:00+08:00`) / 1_000
  const [from, to] = [dayIn(asked.data.start_time), dayIn(asked.data.end_time) + DAY_SECONDS]
  const today = dayIn(seconds(world.clock.now()))
  const isTooFar = from < today - BACK_DAYS_MAX * DAY_SECONDS
  if (to <= from || to - from > SPAN_DAYS_MAX * DAY_SECONDS || isTooFar) return { errcode: 40058 }
  const isWithin = (at: Date) => seconds(at) >= from && seconds(at) < to
  const clicked = clicks.filter(({ at }) => isWithin(at)).map(({ by }) => by)
  return {
    errcode: 0,
    click_link_customer_cnt: new Set(clicked).size,
    new_customer_cnt: customers.filter(({ addedAt }) => isWithin(addedAt)).length,
  }
}
