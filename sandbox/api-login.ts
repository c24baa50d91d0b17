import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { openidOf } from './api-conversion.ts'
import { CODE_MS, type JsTicket, USER_TICKET_MS } from './login.ts'
import { idOf, isVisible, visibleFollows } from './world.ts'

const TICKET_SECONDS = 7_200
/** Asked again, the same ticket is given until this long before its end. */
const SAME_MS = 300_000
const ASKS_AN_HOUR = 100
const HOUR_MS = 3_600_000

/** Tickets of pages, and who is in front of them (documents 90506, 91023, 95833). */
export const loginCalls: Handlers = {
  get_jsapi_ticket: { method: 'GET', run: (asked) => ticket(asked, 'jsapi') },
  'ticket/get': {
    method: 'GET',
    run: (asked) =>
      asked.query.get('type') === 'agent_config' ? ticket(asked, 'agent') : { errcode: 40058 },
  },
  'auth/getuserinfo': {
    method: 'GET',
    run({ world, query }) {
      const { corp, clock } = world
      const code = corp.logins.codes.get(query.get('code') ?? '')
      const isOver = !code || clock.now().getTime() - code.at.getTime() > CODE_MS
      if (isOver || code.isUsed) return { errcode: 40029 }
      code.isUsed = true
      const { kind, id } = code.visitor
      if (kind === 'customer') {
        const isKnown = visibleFollows(corp, id).length > 0
        return { errcode: 0, openid: openidOf(id), ...(isKnown ? { external_userid: id } : {}) }
      }
      if (!code.isPrivate || !isVisible(corp, id)) return { errcode: 0, userid: id }
      const userTicket = idOf(world, 'ut')
      corp.logins.userTickets.set(userTicket, { userid: id, at: clock.now() })
      return { errcode: 0, userid: id, user_ticket: userTicket }
    },
  },
  'auth/getuserdetail': {
    method: 'POST',
    run({ world, body }) {
      const given = z.looseObject({ user_ticket: z.string() }).safeParse(body).data?.user_ticket
      const known = world.corp.logins.userTickets.get(given ?? '')
      if (!known) return { errcode: 84015 }
      const age = world.clock.now().getTime() - known.at.getTime()
      if (age > USER_TICKET_MS) return { errcode: 84014 }
      const { userid } = known
      const mail = `${userid}@liuyuan.example`
      return {
        errcode: 0,
        userid,
        gender: '0',
        avatar: '',
        qr_code: '',
        mobile: '',
        email: mail,
        biz_mail: mail,
        address: '',
      }
    },
  },
}

function ticket({ world }: Asked, kind: JsTicket['kind']): Reply {
  const { logins } = world.corp
  const now = world.clock.now().getTime()
  logins.asked = logins.asked.filter((at) => now - at.getTime() < HOUR_MS)
  if (logins.asked.length >= ASKS_AN_HOUR) return { errcode: 45009 }
  logins.asked.push(world.clock.now())
  const held = logins.jsTickets.find(
    (one) => one.kind === kind && one.expiresAt.getTime() > now + SAME_MS,
  )
  const given = held ?? {
    ticket: idOf(world, 'tkt'),
    kind,
    expiresAt: new Date(now + TICKET_SECONDS * 1_000),
  }
  if (!held) logins.jsTickets.push(given)
  const seconds = Math.floor((given.expiresAt.getTime() - now) / 1_000)
  return { errcode: 0, ticket: given.ticket, expires_in: seconds }
}
