import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import {
  KF_KEPT_MS,
  KF_OPEN_MS,
  KF_TOKEN_MS,
  type KfAccount,
  type KfCode,
  type KfSession,
  type KfStateNo,
  sessionKey,
  sessionOf,
} from './kf.ts'
import { type Corp, idOf, isVisible, type World } from './world.ts'

const ANSWERS_MAX = 5
const TEXT_BYTES_MAX = 2_048
const MENU_MAX = 10
const CODE_MS = 20_000
const CUSTOMERS_MAX = 100
/** How often messages may be fetched without the token of an event is not published. */
const WITHOUT_TOKEN_A_MINUTE = 10
const MINUTE_MS = 60_000
/** A code that is over or used; the number is not documented. */
const CODE_OVER = 40_058

const account = z.looseObject({ open_kfid: z.string().default('') })
const content = z.looseObject({
  msgid: z.string().max(32).default(''),
  msgtype: z.string(),
  text: z.looseObject({ content: z.string() }).optional(),
  link: z.looseObject({ title: z.string() }).optional(),
  image: z.looseObject({ media_id: z.string() }).optional(),
  ca_link: z.looseObject({ link_url: z.string() }).optional(),
  msgmenu: z
    .looseObject({
      head_content: z.string().default(''),
      list: z.array(z.looseObject({ type: z.string() })).default([]),
    })
    .optional(),
})
const sent = content.extend({ touser: z.string(), open_kfid: z.string() })
const onEvent = content.extend({ code: z.string() })
const session = z.looseObject({ open_kfid: z.string(), external_userid: z.string() })
const moved = session.extend({
  service_state: z.literal([1, 2, 3, 4]),
  servicer_userid: z.string().default(''),
})
const sync = z.looseObject({
  open_kfid: z.string().default(''),
  cursor: z.string().default(''),
  token: z.string().optional(),
  limit: z.number().int().min(1).max(1_000).default(1_000),
})

/** Customer service (微信客服, documents 94638 to 95159): messages, sessions and customers. */
export const kfCalls: Handlers = {
  'kf/sync_msg': { method: 'POST', empty: { msg_list: [] }, run: syncMessages },
  'kf/send_msg': {
    method: 'POST',
    run({ world, effects, body }) {
      const asked = sent.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { open_kfid: openKfid, touser: externalUserId } = asked.data
      if (!world.corp.kf.accounts.has(openKfid)) return { errcode: 95004 }
      const talk = sessionOf(world, openKfid, externalUserId)
      const refused = refusalToAnswer(world, talk) ?? refusalOfContent(asked.data)
      if (refused !== null || !talk) return { errcode: refused ?? 95031 }
      return say({ world, effects }, talk, asked.data)
    },
  },
  'kf/send_msg_on_event': {
    method: 'POST',
    run({ world, effects, body }) {
      const asked = onEvent.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const code = world.corp.kf.codes.get(asked.data.code)
      const talk = code && world.corp.kf.sessions.get(code.key)
      if (!code || !talk || isOver(world, code)) return { errcode: CODE_OVER }
      const isMenu = asked.data.msgtype === 'msgmenu'
      const isAtPool = code.kind === 'waiting' || code.kind === 'taken'
      if (isAtPool && isMenu) return { errcode: 95009 }
      const refused = refusalOfContent(asked.data)
      if (refused !== null) return { errcode: refused }
      code.isUsed = true
      if (code.kind === 'welcome') talk.welcomedAt = world.clock.now()
      return say({ world, effects }, talk, asked.data, false)
    },
  },
  'kf/service_state/get': {
    method: 'POST',
    run: onSession((_asked, { state, servicer }) => ({
      errcode: 0,
      service_state: state,
      ...(state === 3 ? { servicer_userid: servicer } : {}),
    })),
  },
  'kf/service_state/trans': { method: 'POST', run: onSession(move) },
  'kf/customer/batchget': {
    method: 'POST',
    empty: { customer_list: [], invalid_external_userid: [] },
    run({ world, body }) {
      const shape = z.looseObject({
        external_userid_list: z.array(z.string()).min(1).max(CUSTOMERS_MAX),
      })
      const asked = shape.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { external_userid_list: ids } = asked.data
      const known = ids.filter((id) => isRecent(world, id))
      return {
        errcode: 0,
        customer_list: known.flatMap((id) => {
          const person = world.corp.persons.get(id)
          if (!person) return []
          const { name, gender, unionid } = person
          return [{ external_userid: id, nickname: name, avatar: '', gender, unionid }]
        }),
        invalid_external_userid: ids.filter((id) => !known.includes(id)),
      }
    },
  },
}

function isRecent({ corp, clock }: World, externalUserId: string): boolean {
  const since = clock.now().getTime() - KF_OPEN_MS
  return [...corp.kf.sessions.values()].some(
    (talk) => talk.externalUserId === externalUserId && (talk.lastWordAt?.getTime() ?? 0) >= since,
  )
}

const CURSOR = /^kf(\d+)$/

/** What was said since the cursor. Messages of the interface are not among it. */
function syncMessages({ world, body }: Asked): Reply {
  const asked = sync.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { open_kfid: openKfid, cursor, token, limit } = asked.data
  const { kf } = world.corp
  if (!kf.accounts.has(openKfid)) return { errcode: 95000 }
  const now = world.clock.now().getTime()
  if (token !== undefined) {
    const known = kf.tokens.get(token)
    const isGood = known?.openKfid === openKfid && now - known.at.getTime() <= KF_TOKEN_MS
    if (!isGood) return { errcode: 95007 }
  } else if (isTooOften(world, now)) return { errcode: 45009 }
  const from = cursor === '' ? 0 : Number(CURSOR.exec(cursor)?.[1] ?? Number.NaN)
  if (Number.isNaN(from)) return { errcode: 50100 }
  const all = kf.rows.filter(
    (row) => row.openKfid === openKfid && row.no > from && now - row.at.getTime() <= KF_KEPT_MS,
  )
  const page = all.slice(0, limit)
  return {
    errcode: 0,
    next_cursor: `kf${page.at(-1)?.no ?? from}`,
    has_more: all.length > page.length ? 1 : 0,
    msg_list: page.map(({ wire }) => wire),
  }
}

const asks = new WeakMap<World, number[]>()

function isTooOften(world: World, now: number): boolean {
  const lately = (asks.get(world) ?? []).filter((at) => now - at < MINUTE_MS)
  asks.set(world, [...lately, now])
  return lately.length >= WITHOUT_TOKEN_A_MINUTE
}

type Content = z.infer<typeof content>

function refusalOfContent(asked: Content): number | null {
  const text = textOf(asked)
  if (text === null) return 40008
  if (Buffer.byteLength(text) > TEXT_BYTES_MAX) return 45002
  const clickable = asked.msgmenu?.list.filter(({ type }) => type !== 'text') ?? []
  return clickable.length > MENU_MAX ? 95008 : null
}

function textOf(asked: Content): string | null {
  switch (asked.msgtype) {
    case 'text':
      return asked.text?.content ?? null
    case 'link':
      return asked.link?.title ?? null
    case 'image':
      return asked.image ? '' : null
    case 'ca_link':
      return asked.ca_link?.link_url ?? null
    case 'msgmenu':
      return asked.msgmenu?.head_content ?? null
    default:
      return null
  }
}

function refusalToAnswer(world: World, talk: KfSession | null): number | null {
  const last = talk?.lastWordAt
  if (!talk || !last) return 95031
  if (talk.state > 1) return 95018
  if (world.clock.now().getTime() - last.getTime() > KF_OPEN_MS) return 95002
  return talk.sent >= ANSWERS_MAX ? 95001 : null
}

function say(
  { world, effects }: Pick<Asked, 'world' | 'effects'>,
  talk: KfSession,
  asked: Content,
  isCounted = true,
): Reply {
  const { msgids } = world.corp.kf
  if (asked.msgid !== '' && msgids.has(asked.msgid)) return { errcode: 95033 }
  const msgid = asked.msgid === '' ? idOf(world, 'kfm') : asked.msgid
  msgids.add(msgid)
  const at = world.clock.now()
  const text = textOf(asked) ?? ''
  if (isCounted) talk.sent += 1
  talk.bubbles.push({ at, from: 'assistant', text })
  const { openKfid, externalUserId } = talk
  effects.write(at, { kind: 'kf_said', openKfid, externalUserId, from: 'assistant', text })
  return { errcode: 0, msgid }
}

function isOver({ clock }: World, { kind, at, isUsed }: KfCode): boolean {
  const life = kind === 'welcome' || kind === 'ended' ? CODE_MS : KF_OPEN_MS
  return isUsed || clock.now().getTime() - at.getTime() > life
}

/** Which state may follow which; the picture in the document could not be read, 0, 1 and 2 to 4 are likely. */
const NEXT: Record<KfStateNo, readonly KfStateNo[]> = {
  0: [1, 2, 3, 4],
  1: [2, 3, 4],
  2: [3, 4],
  3: [3, 4],
  4: [],
}

function move({ world, effects, body }: Asked, talk: KfSession): Reply {
  const asked = moved.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { service_state: next, servicer_userid: servicer } = asked.data
  if (talk.state === 4) return { errcode: 95013 }
  if (!NEXT[talk.state].includes(next)) return { errcode: 95016 }
  const servicers = world.corp.kf.accounts.get(talk.openKfid)?.servicers
  if (next === 3 && !servicers?.has(servicer)) return { errcode: 95014 }
  if (next === 3 && !servicers?.get(servicer)) return { errcode: 95019 }
  const isFirst = talk.state < 2
  talk.state = next
  talk.servicer = next === 3 ? servicer : ''
  const { openKfid, externalUserId } = talk
  effects.write(world.clock.now(), { kind: 'kf_moved', openKfid, externalUserId, state: next })
  if (next === 4) return { errcode: 0, msg_code: codeFor(world, talk, 'ended') }
  if (!isFirst || next === 1) return { errcode: 0 }
  return { errcode: 0, msg_code: codeFor(world, talk, next === 2 ? 'waiting' : 'taken') }
}

export function codeFor(world: World, talk: KfSession, kind: KfCode['kind']): string {
  const code = idOf(world, 'kfc')
  const key = sessionKey(talk.openKfid, talk.externalUserId)
  world.corp.kf.codes.set(code, { key, kind, at: world.clock.now(), isUsed: false })
  return code
}

function onSession(run: (asked: Asked, talk: KfSession) => Reply) {
  return (asked: Asked): Reply => {
    const call = session.safeParse(asked.body)
    if (!call.success) return { errcode: 40058 }
    const { open_kfid: openKfid, external_userid: externalUserId } = call.data
    if (!asked.world.corp.kf.accounts.has(openKfid)) return { errcode: 95000 }
    const talk = sessionOf(asked.world, openKfid, externalUserId)
    return talk ? run(asked, talk) : { errcode: 40096 }
  }
}

/** Accounts of customer service, who answers there, and the links that lead to them. */
export const kfAccountCalls: Handlers = {
  'kf/account/add': {
    method: 'POST',
    run({ world, body }) {
      const name = z.looseObject({ name: z.string().min(1).max(16) }).safeParse(body).data?.name
      if (name === undefined) return { errcode: 95006 }
      const openKfid = idOf(world, 'wk')
      world.corp.kf.accounts.set(openKfid, { openKfid, name, servicers: new Map() })
      return { errcode: 0, open_kfid: openKfid }
    },
  },
  'kf/account/update': {
    method: 'POST',
    run: onAccount(({ body }, one) => {
      const name = z.looseObject({ name: z.string().min(1).max(16) }).safeParse(body).data?.name
      if (name === undefined) return { errcode: 95006 }
      one.name = name
      return { errcode: 0 }
    }),
  },
  'kf/account/del': {
    method: 'POST',
    run: onAccount(({ world }, { openKfid }) => {
      world.corp.kf.accounts.delete(openKfid)
      return { errcode: 0 }
    }),
  },
  'kf/account/list': {
    method: 'POST',
    empty: { account_list: [] },
    run: ({ world }) => ({
      errcode: 0,
      account_list: [...world.corp.kf.accounts.values()].map(({ openKfid, name }) => ({
        open_kfid: openKfid,
        name,
        avatar: '',
        manage_privilege: true,
      })),
    }),
  },
  'kf/servicer/list': {
    method: 'GET',
    empty: { servicer_list: [] },
    run({ world, query }) {
      const one = world.corp.kf.accounts.get(query.get('open_kfid') ?? '')
      if (!one) return { errcode: 95000 }
      const list = [...one.servicers].map(([userid, isOn]) => ({ userid, status: isOn ? 0 : 1 }))
      return { errcode: 0, servicer_list: list }
    },
  },
  'kf/servicer/add': {
    method: 'POST',
    empty: { result_list: [] },
    run: onServicers((corp, one, userid) => {
      if (!isVisible(corp, userid)) return 60030
      one.servicers.set(userid, true)
      return 0
    }),
  },
  'kf/servicer/del': {
    method: 'POST',
    empty: { result_list: [] },
    run: onServicers((_corp, { servicers }, userid) => (servicers.delete(userid) ? 0 : 60253)),
  },
  'kf/add_contact_way': {
    method: 'POST',
    run: onAccount(({ origin, body }, { openKfid }) => {
      const shape = z.looseObject({
        scene: z
          .string()
          .regex(/^[0-9A-Za-z_-]{0,32}$/)
          .default(''),
      })
      const asked = shape.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      return { errcode: 0, url: `${origin}/kf/${openKfid}?enc_scene=${asked.data.scene}` }
    }),
  },
}

function onAccount(run: (asked: Asked, one: KfAccount) => Reply) {
  return (asked: Asked): Reply => {
    const call = account.safeParse(asked.body)
    const one = call.success ? asked.world.corp.kf.accounts.get(call.data.open_kfid) : undefined
    return one ? run(asked, one) : { errcode: 95000 }
  }
}

function onServicers(run: (corp: Corp, one: KfAccount, userid: string) => number) {
  return onAccount(({ world, body }, one) => {
    const asked = z
      .looseObject({ userid_list: z.array(z.string()).min(1).max(100) })
      .safeParse(body)
    if (!asked.success) return { errcode: 40058 }
    const list = asked.data.userid_list.map((userid) => {
      const errcode = run(world.corp, one, userid)
      return { userid, errcode, errmsg: errcode === 0 ? 'success' : 'fail' }
    })
    return { errcode: 0, result_list: list }
  })
}
