import { z } from 'zod'

/** What the sandbox shows of its people, as far as this page draws it (sandbox/README.md). */
const bubble = z.object({
  at: z.string(),
  from: z.enum(['member', 'customer']),
  text: z.string(),
  link: z.object({ title: z.string(), url: z.string(), desc: z.string() }).nullable(),
  more: z
    .array(
      z.object({
        kind: z.enum(['image', 'video', 'file', 'miniprogram']),
        url: z.string(),
        title: z.string(),
      }),
    )
    .default([]),
  kind: z.enum(['chat', 'welcome', 'mass', 'notice']),
})
export type Bubble = z.infer<typeof bubble>

const relation = z.enum(['requested', 'half', 'friend', 'one_way', 'member_deleted'])
export type Relation = z.infer<typeof relation>

export const person = z.object({
  externalUserId: z.string(),
  name: z.string(),
  unionid: z.string(),
  memberNo: z.string(),
})
export type Person = z.infer<typeof person>
export const persons = z.object({ persons: z.array(person), count: z.number() })

const chat = z.object({
  userid: z.string(),
  name: z.string(),
  shop: z.string(),
  relation,
  since: z.string(),
  bubbles: z.array(bubble),
})
export type Chat = z.infer<typeof chat>
const group = z.object({
  chatId: z.string(),
  name: z.string(),
  notice: z.string(),
  count: z.number(),
  since: z.string(),
  isOwner: z.boolean(),
  welcomeId: z.string(),
  people: z.array(
    z.object({ id: z.string(), name: z.string(), isStaff: z.boolean(), isOwner: z.boolean() }),
  ),
  bubbles: z.array(bubble.extend({ from: z.string(), name: z.string() })),
})
export type Group = z.infer<typeof group>
const reaction = z.object({ by: z.string(), name: z.string() })
const moment = z.object({
  momentId: z.string(),
  key: z.string(),
  userid: z.string(),
  name: z.string(),
  at: z.string(),
  text: z.string(),
  images: z.array(z.string()),
  video: z.string().nullable(),
  link: z.object({ title: z.string(), url: z.string() }).nullable(),
  likes: z.array(reaction),
  comments: z.array(reaction.extend({ at: z.string(), text: z.string() })),
})
export type Moment = z.infer<typeof moment>
const postedMoment = moment.extend({
  state: z.enum(['open', 'posted', 'cancelled', 'ignored']),
  viewers: z.number(),
})
export type PostedMoment = z.infer<typeof postedMoment>
const kfChat = z.object({
  openKfid: z.string(),
  name: z.string(),
  bubbles: z.array(
    z.object({
      at: z.string(),
      from: z.enum(['customer', 'assistant', 'servicer']),
      text: z.string(),
    }),
  ),
})
export type KfChat = z.infer<typeof kfChat>
export const links = z.object({
  links: z.array(z.object({ linkId: z.string(), name: z.string(), customers: z.number() })),
  accounts: z.array(z.object({ openKfid: z.string(), name: z.string() })),
})
export const linked = z.object({ userid: z.string() })
const offer = z.object({
  from: z.string(),
  to: z.string(),
  toName: z.string(),
  dueAt: z.string(),
})
export type Offer = z.infer<typeof offer>
export const phone = z.object({
  now: z.string(),
  person,
  chats: z.array(chat),
  groups: z.array(group),
  offers: z.array(offer),
  kf: z.array(kfChat),
  moments: z.array(moment),
})
export type Phone = z.infer<typeof phone>

const way = z.object({
  configId: z.string(),
  state: z.string(),
  remark: z.string(),
  userids: z.array(z.string()),
  skipVerify: z.boolean(),
  scans: z.number(),
})
export const ways = z.object({ ways: z.array(way) })
const joinWay = z.object({
  configId: z.string(),
  state: z.string(),
  remark: z.string(),
  groups: z.array(z.object({ chatId: z.string(), name: z.string(), members: z.number() })),
})
export const joinWays = z.object({ ways: z.array(joinWay) })
export const joined = z.object({ chatId: z.string().nullable() })
export const scanned = z.object({ userid: z.string(), person, isNew: z.boolean() })

const member = z.object({
  userid: z.string(),
  name: z.string(),
  shop: z.string(),
  open: z.number(),
})
export type Member = z.infer<typeof member>
export const members = z.object({ members: z.array(member) })

const attachment = z.looseObject({
  msgtype: z.string(),
  link: z
    .looseObject({ title: z.string(), url: z.string(), desc: z.string().optional() })
    .optional(),
})
const task = z.object({
  msgid: z.string(),
  chatType: z.enum(['single', 'group']),
  text: z.string(),
  attachments: z.array(attachment),
  receivers: z.number(),
  received: z.number(),
  reminded: z.number(),
  createdAt: z.string(),
  state: z.enum(['open', 'sent', 'cancelled', 'ignored']),
  sendAt: z.string().nullable(),
})
export type Task = z.infer<typeof task>
export const tagLibrary = z.object({
  groups: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      tags: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
})
const customerChat = z.object({
  externalUserId: z.string(),
  tagIds: z.array(z.string()),
  name: z.string(),
  remark: z.string(),
  relation,
  since: z.string(),
  bubbles: z.array(bubble),
})
export type CustomerChat = z.infer<typeof customerChat>
const title = z.looseObject({ title: z.string().optional(), desc: z.string().optional() })
const options = z.array(z.looseObject({ id: z.string(), text: z.string() }))
const question = z.looseObject({
  question_key: z.string(),
  title: z.string().optional(),
  selected_id: z.string().optional(),
  option_list: options,
})
/** As much of a template card as is drawn; all five kinds in one. */
const card = z.looseObject({
  source: z.looseObject({ desc: z.string().optional() }).optional(),
  main_title: title.optional(),
  emphasis_content: title.optional(),
  sub_title_text: z.string().optional(),
  quote_area: z.looseObject({ quote_text: z.string().optional() }).optional(),
  card_image: z.looseObject({ url: z.string() }).optional(),
  horizontal_content_list: z
    .array(z.looseObject({ keyname: z.string(), value: z.string().optional() }))
    .optional(),
  vertical_content_list: z
    .array(z.looseObject({ title: z.string(), desc: z.string().optional() }))
    .optional(),
  jump_list: z.array(z.looseObject({ title: z.string(), url: z.string().optional() })).optional(),
  card_action: z.looseObject({ url: z.string().optional() }).optional(),
  button_list: z
    .array(
      z.looseObject({
        text: z.string(),
        style: z.number().optional(),
        key: z.string().optional(),
        url: z.string().optional(),
      }),
    )
    .optional(),
  // One question, as a list, so that it is drawn like several.
  button_selection: question.transform((one) => [one]).optional(),
  select_list: z.array(question).optional(),
  checkbox: z
    .looseObject({
      question_key: z.string(),
      mode: z.number().optional(),
      option_list: z.array(
        z.looseObject({ id: z.string(), text: z.string(), is_checked: z.boolean().optional() }),
      ),
    })
    .optional(),
  submit_button: z.looseObject({ text: z.string(), key: z.string() }).optional(),
  action_menu: z
    .looseObject({ action_list: z.array(z.object({ text: z.string(), key: z.string() })) })
    .optional(),
})
export type Card = z.infer<typeof card>
const notice = z.object({
  msgid: z.string(),
  at: z.string(),
  text: z.string(),
  title: z.string(),
  url: z.string(),
  button: z.string(),
  articles: z.array(z.looseObject({ title: z.string(), description: z.string(), url: z.string() })),
  mediaId: z.string(),
  card: card.nullable(),
  replaced: z.string(),
})
export type Notice = z.infer<typeof notice>
const groupWelcome = z.object({ templateId: z.string(), text: z.string() })
export type GroupWelcome = z.infer<typeof groupWelcome>
export const associate = z.object({
  friends: z.number(),
  tasks: z.array(task),
  chats: z.array(customerChat),
  groups: z.array(group),
  moments: z.array(postedMoment),
  welcomes: z.array(groupWelcome),
  notices: z.array(notice),
})

const department = z.object({
  id: z.number(),
  name: z.string(),
  depth: z.number(),
  members: z.array(
    z.object({
      userid: z.string(),
      name: z.string(),
      position: z.string(),
      status: z.number(),
    }),
  ),
})
export type Department = z.infer<typeof department>
export const directory = z.object({
  departments: z.array(department),
  leavers: z.array(
    z.object({ userid: z.string(), name: z.string(), leftAt: z.string(), customers: z.number() }),
  ),
})

export const state = z.object({
  version: z.number(),
  now: z.string(),
  persons: z.number(),
  isHeard: z.boolean(),
  sidebarUrl: z.string().nullable(),
  callbacks: z.object({
    delivered: z.number(),
    lost: z.number(),
    failed: z.number(),
    open: z.number(),
  }),
})
export type State = z.infer<typeof state>
export const done = z.looseObject({})

/** How customers answer by themselves (sandbox/README.md); shares from 0 to 1. */
const habitsShape = z.object({
  seed: z.number(),
  opens: z.number(),
  replies: z.number(),
  invites: z.number(),
  bears: z.number(),
  windowMs: z.number(),
  leaves: z.number(),
  accepts: z.number().nullable(),
})
export type HabitsOfCrowd = z.infer<typeof habitsShape>
export const habitsSeen = z.object({ habits: habitsShape.nullable() })
