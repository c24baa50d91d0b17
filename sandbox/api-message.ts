import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { branchOf, membersIn } from './directory.ts'
import { uploadOf } from './media.ts'
import { callsBack, type Notice, RESPONSE_MS } from './notice.ts'
import { cardIn } from './wire-card.ts'
import { type Corp, idOf, isVisible, type World } from './world.ts'

/** What a member's inbox shows of the app. */
const NOTICES_MAX = 100
const TEXT_BYTES_MAX = 2_048
const USERS_MAX = 1_000
const PLACES_MAX = 100
const RECALL_MS = 86_400_000
const A_MINUTE = 30
const AN_HOUR = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DUPLICATE_SECONDS = 1_800

const content = z.looseObject({ content: z.string().min(1) })
const media = z.looseObject({ media_id: z.string() })
const message = z.looseObject({
  touser: z.string().default(''),
  toparty: z.string().default(''),
  totag: z.string().default(''),
  agentid: z.number().int(),
  msgtype: z.string(),
  text: content.optional(),
  markdown: content.optional(),
  textcard: z
    .looseObject({
      title: z.string().min(1),
      description: z.string().min(1),
      url: z.string().min(1),
      btntxt: z.string().default('详情'),
    })
    .optional(),
  news: z
    .looseObject({
      articles: z
        .array(
          z.looseObject({
            title: z.string().min(1),
            description: z.string().default(''),
            url: z.string().default(''),
            picurl: z.string().default(''),
          }),
        )
        .min(1)
        .max(8),
    })
    .optional(),
  image: media.optional(),
  file: media.optional(),
  video: media.optional(),
  template_card: z.unknown().optional(),
  enable_duplicate_check: z.literal([0, 1]).default(0),
  duplicate_check_interval: z.number().max(14_400).default(DUPLICATE_SECONDS),
})
type Message = z.infer<typeof message>
const update = z.looseObject({
  userids: z.array(z.string()).default([]),
  atall: z.literal([0, 1]).default(0),
  agentid: z.number().int(),
  response_code: z.string(),
  button: z.looseObject({ replace_name: z.string().min(1) }).optional(),
  template_card: z.unknown().optional(),
})

/** Messages of the app to members (document 90236). */
export const messageCalls: Handlers = {
  'message/send': { method: 'POST', run: send },
  'message/update_template_card': { method: 'POST', run: updateCard },
  'message/recall': {
    method: 'POST',
    run({ world, effects, body }) {
      const msgid = z.looseObject({ msgid: z.string() }).safeParse(body).data?.msgid ?? ''
      const sent = world.corp.messages.get(msgid)
      if (!sent) return { errcode: 40058 }
      if (world.clock.now().getTime() - sent.at.getTime() > RECALL_MS) return { errcode: 42052 }
      for (const [userid, notices] of world.corp.notices) {
        world.corp.notices.set(
          userid,
          notices.filter((one) => one.msgid !== msgid),
        )
      }
      effects.write(world.clock.now(), { kind: 'message_recalled', msgid })
      return { errcode: 0 }
    },
  },
}

function send({ world, effects, body }: Asked): Reply {
  const asked = message.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { corp, clock } = world
  if (asked.data.agentid !== corp.agentId) return { errcode: 301002 }
  const found = receiversOf(corp, asked.data)
  if (typeof found === 'number') return { errcode: found }
  const said = noticeOf(world, asked.data)
  if (typeof said === 'number') return { errcode: said }
  const { card } = said
  if (card && callsBack(card) && !corp.receiver) return { errcode: 43012 }
  if (card?.task_id && corp.cardTasks.has(card.task_id)) return { errcode: 42014 }
  if (card?.task_id) corp.cardTasks.add(card.task_id)
  const { msgid } = said
  const at = clock.now()
  const isAgain = isDuplicate(corp, asked.data, at)
  corp.messages.set(msgid, { at, body: JSON.stringify(asked.data) })
  for (const userid of isAgain ? [] : found.known) {
    if (isFlooded(corp, userid, at)) continue
    const notices = corp.notices.get(userid) ?? []
    corp.notices.set(userid, [...notices, said].slice(-NOTICES_MAX))
    effects.write(at, { kind: 'app_message', userid, text: said.text || said.title })
  }
  return {
    errcode: 0,
    invaliduser: found.strangers.join('|').toLowerCase(),
    invalidparty: found.unknownParties.join('|'),
    invalidtag: found.unknownTags.join('|'),
    unlicenseduser: '',
    msgid,
    ...(card && callsBack(card) ? { response_code: codeFor(world, msgid, '') } : {}),
  }
}

/** A code with which the card of a message can be changed once. @param userid empty: for whoever got it. */
export function codeFor(world: World, msgid: string, userid: string): string {
  const code = idOf(world, 'resp')
  world.corp.responseCodes.set(code, { msgid, userid, at: world.clock.now(), isUsed: false })
  return code
}

type Found = {
  known: string[]
  strangers: string[]
  unknownParties: string[]
  unknownTags: string[]
}

function receiversOf(corp: Corp, { touser, toparty, totag }: Message): Found | number {
  const nobody = { strangers: [], unknownParties: [], unknownTags: [] }
  const seen = (userid: string) => isVisible(corp, userid)
  if (touser === '@all') return { ...nobody, known: [...corp.members.keys()].filter(seen) }
  const [users, parties, tags] = [touser, toparty, totag].map((list) =>
    list.split('|').filter((one) => one !== ''),
  )
  if (!users || !parties || !tags) return 40058
  if (users.length + parties.length + tags.length === 0) return 81012
  if (users.length > USERS_MAX) return 40032
  if (parties.length > PLACES_MAX) return 82002
  if (tags.length > PLACES_MAX) return 82003
  const inParties = parties
    .flatMap((id) => branchOf(corp, Number(id)))
    .flatMap(({ id }) => membersIn(corp, id).map(({ userid }) => userid))
  const inTags = tags.flatMap((id) => [...(corp.staffTags.get(Number(id))?.userids ?? [])])
  const known = [...new Set([...users, ...inParties, ...inTags])].filter(seen)
  if (known.length === 0) return 81013
  return {
    known,
    strangers: users.filter((userid) => !seen(userid)),
    unknownParties: parties.filter((id) => !corp.departments.has(Number(id))),
    unknownTags: tags.filter((id) => !corp.staffTags.has(Number(id))),
  }
}

function noticeOf(world: World, asked: Message): Notice | number {
  const at = world.clock.now()
  const empty: Notice = {
    msgid: `app${world.next()}`,
    at,
    text: '',
    title: '',
    url: '',
    button: '',
    articles: [],
    mediaId: '',
    card: null,
    replaced: '',
  }
  switch (asked.msgtype) {
    case 'text':
      return asked.text ? { ...empty, text: cut(asked.text.content) } : 40058
    case 'markdown':
      return asked.markdown ? { ...empty, text: cut(asked.markdown.content) } : 40058
    case 'textcard': {
      if (!asked.textcard) return 40058
      const { title, description, url, btntxt } = asked.textcard
      return { ...empty, title, text: description, url, button: btntxt }
    }
    case 'news':
      return asked.news ? { ...empty, articles: asked.news.articles } : 40058
    case 'image':
    case 'file':
    case 'video': {
      const mediaId = asked[asked.msgtype]?.media_id ?? ''
      return uploadOf(world, mediaId) ? { ...empty, mediaId } : 40007
    }
    case 'template_card': {
      const card = cardIn(asked.template_card)
      return typeof card === 'number' ? card : { ...empty, title: titleOf(card), card }
    }
    default:
      return 40008
  }
}

function titleOf(card: NonNullable<Notice['card']>): string {
  return card.main_title?.title ?? ('sub_title_text' in card ? (card.sub_title_text ?? '') : '')
}

/** Texts that are too long are cut, at a whole character. */
function cut(text: string): string {
  let kept = text
  while (Buffer.byteLength(kept) > TEXT_BYTES_MAX) kept = [...kept].slice(0, -1).join('')
  return kept
}

/** More than this to one member is dropped without a word. */
function isFlooded(corp: Corp, userid: string, at: Date): boolean {
  const ages = (corp.notices.get(userid) ?? []).map((one) => at.getTime() - one.at.getTime())
  const within = (ms: number) => ages.filter((age) => age < ms).length
  return within(MINUTE_MS) >= A_MINUTE || within(HOUR_MS) >= AN_HOUR
}

/** The same body again, when the caller asked to be kept from it. */
function isDuplicate({ messages }: Corp, asked: Message, at: Date): boolean {
  if (asked.enable_duplicate_check === 0) return false
  const since = at.getTime() - asked.duplicate_check_interval * 1_000
  const body = JSON.stringify(asked)
  return [...messages.values()].some((one) => one.body === body && one.at.getTime() > since)
}

function updateCard({ world, effects, body }: Asked): Reply {
  const asked = update.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { corp, clock } = world
  if (asked.data.agentid !== corp.agentId) return { errcode: 301002 }
  const code = corp.responseCodes.get(asked.data.response_code)
  const isOver = !code || code.isUsed || clock.now().getTime() - code.at.getTime() > RESPONSE_MS
  // The page names no code for a response code that is over.
  if (isOver) return { errcode: 42014 }
  const card = asked.data.template_card === undefined ? null : cardIn(asked.data.template_card)
  if (typeof card === 'number') return { errcode: card }
  const replaced = asked.data.button?.replace_name ?? ''
  if (!card && replaced === '') return { errcode: 40058 }
  code.isUsed = true
  const meant = asked.data.atall === 1 ? [...corp.notices.keys()] : asked.data.userids
  for (const userid of meant) {
    const notice = corp.notices.get(userid)?.find(({ msgid }) => msgid === code.msgid)
    if (!notice) continue
    notice.card = card ?? notice.card
    notice.replaced = card ? '' : replaced
    effects.write(clock.now(), { kind: 'card_updated', msgid: code.msgid, userid })
  }
  return { errcode: 0, invaliduser: [] }
}
