import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { type Fan, type Mass, type Official, subscribed } from './official.ts'
import { idOf, type World } from './world.ts'

/** How often a service account may call for a mass send in a day. */
const MASS_CALLS_A_DAY = 100
const MONTHLY = 4
const DAY_MS = 86_400_000
/** The account's days and months are those of China. */
const CHINA_MS = 8 * 3_600_000

const custom = z.looseObject({
  touser: z.string(),
  msgtype: z.literal('text'),
  text: z.looseObject({ content: z.string().min(1).max(2_048) }),
})
const notice = z.looseObject({
  touser: z.string(),
  template_id: z.string(),
  data: z.record(z.string(), z.looseObject({ value: z.string() })),
})
const mass = z.looseObject({
  filter: z.looseObject({ is_to_all: z.boolean().default(false), tag_id: z.number().optional() }),
  msgtype: z.enum(['text', 'mpnews']),
  text: z.looseObject({ content: z.string() }).optional(),
  mpnews: z.looseObject({ media_id: z.string() }).optional(),
  clientmsgid: z.string().max(64).default(''),
})
const article = z.looseObject({ title: z.string().max(64), thumb_media_id: z.string() })

function sendCustom({ world, effects, body }: Asked): Reply {
  const asked = custom.safeParse(body)
  if (!asked.success) return { errcode: 40008 }
  const { touser, text } = asked.data
  const fan = world.corp.official.fans.get(touser)
  if (!fan) return { errcode: 40003, errmsg: 'invalid openid ' }
  const now = world.clock.now()
  // Left or silent for too long: WeChat says the same of both.
  if (!fan.isSubscribed || fan.window.until <= now)
    return { errcode: 45015, errmsg: 'response out of time limit or subscription is canceled ' }
  if (fan.window.left <= 0) return { errcode: 45047, errmsg: 'out of response count limit ' }
  fan.window.left -= 1
  say(world, fan, text.content)
  effects.write(now, { kind: 'official_message', openid: touser, text: text.content })
  return { errcode: 0 }
}

/** Says something to a follower, as the phone shows it. */
function say(
  { clock }: World,
  fan: Fan,
  text: string,
  kind: 'chat' | 'mass' | 'notice' = 'chat',
): void {
  fan.chat.push({ at: clock.now(), from: 'member', text, link: null, kind })
}

function filled(
  template: { title: string; content: string },
  data: Record<string, { value: string }>,
) {
  const text = template.content.replace(
    /\{\{(\w+)\.DATA\}\}/g,
    (_all, name) => data[name]?.value ?? '',
  )
  return `${template.title}\n${text}`
}

function sendNotice({ world, effects, body }: Asked, isSubscription: boolean): Reply {
  const asked = notice.safeParse(body)
  if (!asked.success) return { errcode: 47001 }
  const { touser, template_id: templateId, data } = asked.data
  const { official } = world.corp
  const template = official.templates.find((one) => one.templateId === templateId)
  if (!template) return { errcode: 40037, errmsg: 'invalid template_id ' }
  const fan = subscribed(official, touser)
  if (!fan) return { errcode: 43004, errmsg: 'require subscribe ' }
  if (isSubscription) {
    const left = fan.agreed.get(templateId) ?? 0
    if (left <= 0) return { errcode: 43101, errmsg: 'user refuse to accept the msg ' }
    fan.agreed.set(templateId, left - 1)
  }
  const names = [...template.content.matchAll(/\{\{(\w+)\.DATA\}\}/g)].map(([, name = '']) => name)
  if (names.some((name) => !data[name]?.value))
    return { errcode: 47003, errmsg: 'argument invalid! ' }
  const msgid = String(3_000_000_000 + world.next())
  if (!fan.isBlocking) {
    say(world, fan, filled(template, data), 'notice')
    effects.write(world.clock.now(), { kind: 'official_notice', openid: touser, templateId, msgid })
  }
  official.told.push({
    openid: touser,
    fields: {
      Event: 'TEMPLATESENDJOBFINISH',
      MsgID: Number(msgid),
      Status: fan.isBlocking ? 'failed:user block' : 'success',
    },
  })
  return { errcode: 0, msgid: Number(msgid) }
}

function startOfDay(now: Date): number {
  return Math.floor((now.getTime() + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS
}

function startOfMonth(now: Date): number {
  const there = new Date(now.getTime() + CHINA_MS)
  return Date.UTC(there.getUTCFullYear(), there.getUTCMonth(), 1) - CHINA_MS
}

function sendMass({ world, effects, body }: Asked): Reply {
  const asked = mass.safeParse(body)
  if (!asked.success) return { errcode: 40008 }
  const { official } = world.corp
  const { filter, text, clientmsgid: clientId } = asked.data
  const before = official.masses.find((one) => clientId !== '' && one.clientId === clientId)
  if (before) return { errcode: 45065, errmsg: 'clientmsgid exist ', msg_id: Number(before.msgId) }
  const now = world.clock.now()
  const today = official.masses.filter(({ at }) => at.getTime() >= startOfDay(now)).length
  const most = official.kind === 'subscription' ? 1 : MASS_CALLS_A_DAY
  if (today >= most) return { errcode: 45028, errmsg: 'has no masssend quota ' }
  const tagId = filter.tag_id ?? 0
  if (!filter.is_to_all && !official.tags.has(tagId)) return { errcode: 45159 }
  const msgId = String(1_000_000_000 + world.next())
  const one: Mass = { msgId, clientId, tagId, text: text?.content ?? '', at: now, state: 'SENDING' }
  official.masses.push(one)
  const meant = [...official.fans.values()].filter(
    (fan) => fan.isSubscribed && (filter.is_to_all || fan.tagIds.has(tagId)),
  )
  const reached = meant.filter((fan) => mayReceive(official, fan, now))
  for (const fan of reached) {
    fan.massReceived.push(now)
    say(world, fan, one.text, 'mass')
    effects.write(now, {
      kind: 'official_mass_received',
      msgId,
      openid: fan.openid,
      text: one.text,
    })
  }
  one.state = 'SEND_SUCCESS'
  effects.write(now, {
    kind: 'official_mass_made',
    msgId,
    tagId,
    receivers: reached.length,
    text: one.text,
  })
  official.told.push({
    openid: meant[0]?.openid ?? 'mphelper',
    fields: {
      Event: 'MASSSENDJOBFINISH',
      MsgID: Number(msgId),
      Status: 'send success',
      TotalCount: meant.length,
      FilterCount: reached.length,
      SentCount: reached.length,
      ErrorCount: 0,
    },
  })
  return {
    errcode: 0,
    errmsg: 'send job submission success',
    msg_id: Number(msgId),
    msg_data_id: world.next(),
  }
}

function mayReceive({ kind }: Official, fan: Fan, now: Date): boolean {
  if (fan.isBlocking) return false
  if (kind === 'subscription') return true
  return fan.massReceived.filter((at) => at.getTime() >= startOfMonth(now)).length < MONTHLY
}

/** What an account says to its followers. */
export const officialMessageCalls: Handlers = {
  'message/custom/send': { method: 'POST', run: sendCustom },
  'template/get_all_private_template': {
    method: 'GET',
    run: ({ world }) => ({
      errcode: 0,
      template_list: world.corp.official.templates.map(({ templateId, title, content }) => ({
        template_id: templateId,
        title,
        content,
      })),
    }),
  },
  'message/template/send': { method: 'POST', run: (asked) => sendNotice(asked, false) },
  'message/subscribe/bizsend': { method: 'POST', run: (asked) => sendNotice(asked, true) },
  'message/mass/sendall': { method: 'POST', run: sendMass },
  'message/mass/get': {
    method: 'POST',
    run({ world, body }) {
      const id = z.looseObject({ msg_id: z.coerce.string() }).safeParse(body).data?.msg_id
      const found = world.corp.official.masses.find(({ msgId }) => msgId === id)
      return found
        ? { errcode: 0, msg_id: Number(found.msgId), msg_status: found.state }
        : { errcode: 40059, errmsg: 'invalid msg id ' }
    },
  },
  'draft/add': {
    method: 'POST',
    run({ world, body }) {
      const asked = z.looseObject({ articles: z.array(article).min(1).max(8) }).safeParse(body)
      const first = asked.data?.articles[0]
      if (!first) return { errcode: 40008 }
      const mediaId = idOf(world, 'draft')
      world.corp.official.drafts.set(mediaId, { title: first.title, isPublished: false })
      return { errcode: 0, media_id: mediaId }
    },
  },
  'freepublish/submit': {
    method: 'POST',
    run({ world, body }) {
      const id = z.looseObject({ media_id: z.string() }).safeParse(body).data?.media_id ?? ''
      const draft = world.corp.official.drafts.get(id)
      if (!draft) return { errcode: 40007 }
      draft.isPublished = true
      return { errcode: 0, publish_id: id }
    },
  },
  'freepublish/get': {
    method: 'POST',
    run({ world, body }) {
      const id = z.looseObject({ publish_id: z.string() }).safeParse(body).data?.publish_id ?? ''
      return world.corp.official.drafts.get(id)?.isPublished
        ? { errcode: 0, publish_id: id, publish_status: 0, article_id: `art-${id}` }
        : { errcode: 53600 }
    },
  },
}
