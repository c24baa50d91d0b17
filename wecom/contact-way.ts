import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, look, mapped, nothing, type Page, post, secondsOf } from './call.ts'
import { wireNothing } from './message.ts'

const PAGE = 1_000

/** The wire shapes of 联系我 (document 92228). */
const wireMade = z.looseObject({ config_id: z.string(), qr_code: z.string().default('') })
export type ContactWay = z.infer<typeof wireMade>
const wireWay = z.looseObject({
  config_id: z.string(),
  /** 1 one member, 2 several. */
  type: z.coerce.number(),
  /** 1 inside a mini program, 2 a code to scan. */
  scene: z.coerce.number(),
  remark: z.string().default(''),
  skip_verify: z.boolean().default(true),
  state: z.string().default(''),
  qr_code: z.string().default(''),
  user: z.array(z.string()).default([]),
  party: z.array(z.coerce.number()).default([]),
  is_temp: z.boolean().default(false),
  /** Seconds. */
  expires_in: z.coerce.number().optional(),
  chat_expires_in: z.coerce.number().optional(),
  unionid: z.string().optional(),
})
export type ContactWayDetail = z.infer<typeof wireWay>
const wireOne = z.looseObject({ contact_way: wireWay })
const wireIds = z.looseObject({
  contact_way: z.array(z.looseObject({ config_id: z.string() })).default([]),
  next_cursor: z.string().default(''),
})

type Way = {
  userids: string[]
  /** Everybody of these departments; with the members at most 100 (41041). */
  departmentIds?: number[]
  /** At most 30 characters. */
  state: string
  /** At most 30 characters. */
  remark: string
  skipVerify: boolean
  /** Customers of one other company go to the same member first. */
  isExclusive?: boolean
}

/** What is said when a temporary chat is closed: a text, and one thing with it. */
export type Conclusions = {
  text: string
  link?: { title: string; url: string; desc?: string; picurl?: string }
}

/** A code for one customer and a while, which medical companies may use. It dies when somebody was added by it. */
export type TemporaryWay = {
  userid: string
  state: string
  remark: string
  /** At most 14 days each; left out: seven days and 24 hours. */
  expiresInSeconds?: number
  chatExpiresInSeconds?: number
  /** Only this WeChat user may use it. */
  unionid?: string
  conclusions?: Conclusions
}

/** Contact ways: 500,000 of a company together with join ways; what lost its id can no longer be changed or deleted. */
export function contactWayCalls(ask: Ask) {
  return {
    /**
     * A contact way for several members (type 2, also where there is one so far: the type can never be changed, and then
     * nobody could be added) that is scanned (scene 2).
     */
    addContactWay: (way: Way): Promise<Answer<ContactWay>> =>
      ask(post(`${CUSTOMER}/add_contact_way`, { type: 2, scene: 2, ...fields(way) }), wireMade),
    /** At most 100,000 a day; they do not count with the others. */
    addTemporaryContactWay: (way: TemporaryWay): Promise<Answer<ContactWay>> =>
      ask(post(`${CUSTOMER}/add_contact_way`, temporary(way)), wireMade),
    async contactWay(configId: string): Promise<Answer<ContactWayDetail>> {
      const call = look(`${CUSTOMER}/get_contact_way`, { config_id: configId })
      return mapped(await ask(call, wireOne), (value) => value.contact_way)
    },
    /** The ids of ways made in a span, temporary ones and those made before 2021-07-10 left out. */
    async contactWays(span: {
      from: Date
      to: Date
      cursor?: string
    }): Promise<Answer<Page<string>>> {
      const call = look(`${CUSTOMER}/list_contact_way`, {
        start_time: secondsOf(span.from),
        end_time: secondsOf(span.to),
        cursor: span.cursor ?? '',
        limit: PAGE,
      })
      return mapped(await ask(call, wireIds), ({ contact_way: ways, next_cursor }) => ({
        rows: ways.map(({ config_id: id }) => id),
        nextCursor: next_cursor,
      }))
    },
    async updateContactWay({ configId, ...way }: Way & { configId: string }): Done {
      const body = { config_id: configId, ...fields(way) }
      return nothing(await ask(post(`${CUSTOMER}/update_contact_way`, body), wireNothing))
    },
    async deleteContactWay(configId: string): Done {
      const call = post(`${CUSTOMER}/del_contact_way`, { config_id: configId })
      return nothing(await ask(call, wireNothing))
    },
    /** Ends a temporary chat before its time; its conclusion is said first. */
    async closeTemporaryChat(pair: { userid: string; externalUserId: string }): Done {
      const body = { userid: pair.userid, external_userid: pair.externalUserId }
      return nothing(await ask(post(`${CUSTOMER}/close_temp_chat`, body), wireNothing))
    },
  }
}

function fields({ userids, departmentIds, state, remark, skipVerify, isExclusive }: Way) {
  return {
    remark,
    skip_verify: skipVerify,
    state,
    user: userids,
    ...(departmentIds ? { party: departmentIds } : {}),
    ...(isExclusive === undefined ? {} : { is_exclusive: isExclusive }),
  }
}

function temporary(way: TemporaryWay) {
  const { expiresInSeconds, chatExpiresInSeconds, unionid, conclusions } = way
  return {
    type: 1,
    scene: 2,
    remark: way.remark,
    state: way.state,
    user: [way.userid],
    is_temp: true,
    ...(expiresInSeconds === undefined ? {} : { expires_in: expiresInSeconds }),
    ...(chatExpiresInSeconds === undefined ? {} : { chat_expires_in: chatExpiresInSeconds }),
    ...(unionid === undefined ? {} : { unionid }),
    ...(conclusions
      ? {
          conclusions: {
            text: { content: conclusions.text },
            ...(conclusions.link ? { link: conclusions.link } : {}),
          },
        }
      : {}),
  }
}
