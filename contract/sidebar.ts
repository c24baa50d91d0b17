import { z } from 'zod'
import { material, quickReply } from './content.ts'
import { messageContent, purpose, reason } from './delivery.ts'
import { day, instant, pageOf } from './page.ts'
import { replyWait } from './reply.ts'
import { staffTask } from './staff-task.ts'
import { need } from './tag.ts'
import { personTie } from './tie.ts'

/** Who looks at the sidebar (侧边栏), and what the page needs to speak with the WeCom around it. */
export const sidebarMe = z.object({
  associate: z.object({ userid: z.string(), name: z.string() }),
  corpId: z.string(),
  agentId: z.number().nullable(),
  /** True: a pretend WeCom; its phone stands in for the JS-SDK. */
  isSandbox: z.boolean(),
  brand: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  now: instant,
  openTasks: z.number(),
})
export type SidebarMe = z.infer<typeof sidebarMe>

/** Signatures by which WeCom lets a page use its JS-SDK (documents 90506, 94313). Seconds, as WeCom counts. */
const signature = z.object({ timestamp: z.number(), nonceStr: z.string(), signature: z.string() })
export const sidebarSignatures = z.object({ corp: signature, agent: signature })
export const signatureAsked = z.object({ url: z.url().max(2_000) })

/** What we promised a customer (承诺): kept, or let go with a reason. */
export const promise = z.object({
  id: z.string(),
  text: z.string(),
  dueOn: day.nullable(),
  madeAt: instant,
  madeBy: z.string(),
  keptAt: instant.nullable(),
  isOverdue: z.boolean(),
})
export type Promised = z.infer<typeof promise>
export const newPromise = z.strictObject({
  text: z.string().trim().min(1).max(300),
  dueOn: day.nullable(),
})
export const promiseChange = z.strictObject({ state: z.enum(['open', 'kept', 'dropped']) })
export const promises = z.object({ items: z.array(promise) })

/** Whether something of this purpose may be sent to the person now; `until`: when to ask again, null: not by waiting. */
export const mayNow = z.object({
  purpose,
  reason: reason.nullable(),
  until: instant.nullable(),
})
export type MayNow = z.infer<typeof mayNow>

/** Why a material stands where it stands. `display`: strength of the need, 0 to 100. */
export const rankReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('need'), tag: z.string(), display: z.number() }),
  z.object({ kind: z.literal('averse'), tag: z.string() }),
  z.object({ kind: z.literal('worked'), sent: z.number(), clicked: z.number() }),
  z.object({ kind: z.literal('given'), at: instant }),
])
export type RankReason = z.infer<typeof rankReason>

/** The one thing to do next, with what it rests on. */
export const nextAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), wait: replyWait }),
  z.object({ kind: z.literal('promise'), promise }),
  z.object({ kind: z.literal('task'), taskId: z.string(), closesAt: instant }),
  z.object({ kind: z.literal('ask_after'), boughtAt: instant, item: z.string() }),
  z.object({ kind: z.literal('due_again'), dueOn: day }),
  z.object({
    kind: z.literal('content'),
    materialId: z.string(),
    title: z.string(),
    reasons: z.array(rankReason),
  }),
  z.object({ kind: z.literal('ask_needs') }),
  z.object({ kind: z.literal('nothing') }),
  z.object({ kind: z.literal('leave'), reason, until: instant.nullable() }),
])
export type NextAction = z.infer<typeof nextAction>

/** A task on her list; `offeredBy`: of a colleague who is away, by name: hers once she takes it. */
const sidebarTask = staffTask.extend({
  externalUserid: z.string(),
  offeredBy: z.string().nullable(),
})
export type SidebarTask = z.infer<typeof sidebarTask>

const line = z.object({ at: instant, text: z.string(), isClicked: z.boolean() })
const boughtItem = z.object({ name: z.string(), quantity: z.number() })

/** A person in one screen. Amounts in the workspace's minor units. */
export const sidebarPerson = z.object({
  id: z.string(),
  name: z.string(),
  remark: z.string(),
  followedAt: instant,
  source: z.string().nullable(),
  way: z.string().nullable(),
  lastSeenAt: instant,
  orders: z.number(),
  total: z.number(),
  /** What they are expected to bring from today on, and when they come again. */
  value: z.object({ expected: z.number(), dueOn: day.nullable(), isGone: z.boolean() }).nullable(),
  tie: personTie,
  needs: z.array(need),
  lastOrders: z.array(
    z.object({
      id: z.string(),
      at: instant,
      amount: z.number(),
      state: z.string(),
      items: z.array(boughtItem),
    }),
  ),
  lastMessages: z.array(line),
  may: z.array(mayNow),
  promises: z.array(promise),
  /** Their messages that wait for an answer of hers; the longest first. */
  waits: z.array(replyWait),
  tasks: z.array(sidebarTask),
  next: nextAction,
})
export type SidebarPerson = z.infer<typeof sidebarPerson>
/** Null: nobody of hers, or not known yet. */
export const sidebarPersonAnswer = z.object({ person: sidebarPerson.nullable() })

const offeredMaterial = material.pick({
  id: true,
  title: true,
  text: true,
  link: true,
  purpose: true,
  story: true,
  tags: true,
  work: true,
  untilOn: true,
})

/** Materials for one person, the best first; `text` as this person would read it, null: something about them is missing. */
export const rankedMaterials = z.object({
  items: z.array(
    offeredMaterial.extend({
      read: z.string().nullable(),
      reasons: z.array(rankReason),
      may: mayNow.omit({ purpose: true }),
    }),
  ),
})
export type RankedMaterial = z.infer<typeof rankedMaterials>['items'][number]
export const offeredMaterials = z.object({ items: z.array(offeredMaterial) })
export type OfferedMaterial = z.infer<typeof offeredMaterial>

/** Her own customers for one material, the best first. */
export const rankedPeople = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      externalUserid: z.string(),
      name: z.string(),
      reasons: z.array(rankReason),
      may: mayNow.omit({ purpose: true }),
    }),
  ),
  /** How many follow her in all. */
  customers: z.number(),
})
export type RankedPerson = z.infer<typeof rankedPeople>['items'][number]

/** A material that she is about to send: the task stands, the slot is taken, until it is said to be sent or let be. */
export const newOffer = z.strictObject({ materialId: z.string() })
export const offer = z.object({
  taskId: z.string(),
  text: z.string(),
  link: messageContent.shape.link.unwrap().nullable(),
})
export type Offer = z.infer<typeof offer>

/** What came of it in the chat: WeCom says that it left, or she closed the window. */
export const sidebarTasks = z.object({
  items: z.array(sidebarTask),
  total: z.number(),
  late: z.number(),
  doneToday: z.number(),
  /** What her open tasks take, and what there is for it in a day. */
  minutesNeeded: z.number(),
  minutesPerDay: z.number(),
})

export const sidebarReply = quickReply
  .pick({ id: true, category: true, title: true, uses: true })
  .extend({
    /** As this person would read it; null: something about them is missing. */
    text: z.string().nullable(),
    raw: z.string(),
    isFavourite: z.boolean(),
  })
export type SidebarReply = z.infer<typeof sidebarReply>
export const sidebarReplies = pageOf(sidebarReply).extend({ categories: z.array(z.string()) })
export const favourite = z.strictObject({ isFavourite: z.boolean() })
export const remarkChange = z.strictObject({ remark: z.string().trim().max(20) })
export const sidebarTagging = z.strictObject({
  tagId: z.string(),
  quote: z.string().trim().max(500).optional(),
})
