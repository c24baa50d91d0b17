import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { day, instant, pageOf, pageQuery } from './page.ts'

/** A customer group (客户群) of WeCom. The figures of comings and goings are of the period that was asked for. */
export const groupChat = z.object({
  id: z.string(),
  /** Empty: the group was never named, or was not read yet. */
  name: z.string(),
  owner: z.object({ userid: z.string(), name: z.string(), isActive: z.boolean() }).nullable(),
  /** Inside now: customers, people whom nobody has added, staff. */
  customers: z.number(),
  strangers: z.number(),
  staff: z.number(),
  joined: z.number(),
  left: z.number(),
  createdAt: instant,
  dissolvedAt: instant.nullable(),
  /** Null: heard of, not read yet. */
  readAt: instant.nullable(),
})
export type GroupChat = z.infer<typeof groupChat>

export const groupSorts = [
  'created',
  '-created',
  'name',
  '-name',
  'members',
  '-members',
  'joined',
  '-joined',
  'left',
  '-left',
] as const
export type GroupSort = (typeof groupSorts)[number]

const days = z.coerce.number().int().min(1).max(366).default(30)
export const groupQuery = pageQuery.extend({
  search: z.string().trim().max(60).default(''),
  owner: z.string().max(USERID_MAX).optional(),
  /** `ownerless`: the owner is no longer at work. */
  state: z.enum(['live', 'ownerless', 'dissolved']).default('live'),
  days,
  sort: z.enum(groupSorts).default('-members'),
})
export type GroupQuery = z.infer<typeof groupQuery>

/** `sums`: of all groups that match, not of the page alone. A person in two groups counts twice. */
export const groupChats = pageOf(groupChat).extend({
  sums: z.object({
    customers: z.number(),
    strangers: z.number(),
    joined: z.number(),
    left: z.number(),
  }),
})

export const groupDetail = groupChat.extend({
  notice: z.string(),
  days: z.array(z.object({ on: day, joined: z.number(), left: z.number() })),
  /** How those who came in the period came: by a code, by invitation, not known. */
  ways: z.object({ code: z.number(), invited: z.number(), unknown: z.number() }),
})
export type GroupDetail = z.infer<typeof groupDetail>
export const groupDetailQuery = z.object({ days })

export const memberKinds = ['customer', 'stranger', 'staff'] as const
/** One spell of somebody in a group. */
export const groupMember = z.object({
  id: z.string(),
  kind: z.enum(memberKinds),
  name: z.string(),
  nickname: z.string(),
  /** The person, where it is a customer. */
  customer: z.object({ id: z.string(), name: z.string() }).nullable(),
  joinedAt: instant,
  joinScene: z.enum(['invited', 'link', 'code', 'unknown']),
  invitedBy: z.object({ userid: z.string(), name: z.string() }).nullable(),
  /** The parameter of the code. */
  state: z.string(),
  leftAt: instant.nullable(),
  leftHow: z.enum(['left', 'removed', 'dissolved', 'unknown']).nullable(),
})
export type GroupMember = z.infer<typeof groupMember>
export const groupMembers = pageOf(groupMember)
export const groupMemberQuery = pageQuery.extend({
  search: z.string().trim().max(60).default(''),
  kind: z.enum(memberKinds).optional(),
  standing: z.enum(['inside', 'left']).default('inside'),
})
export type GroupMemberQuery = z.infer<typeof groupMemberQuery>

/** The groups of one person: those they are in first. */
export const groupsOfPerson = z.object({
  items: z.array(
    z.object({
      group: z.object({ id: z.string(), name: z.string() }),
      owner: z.object({ userid: z.string(), name: z.string() }).nullable(),
      joinedAt: instant,
      leftAt: instant.nullable(),
      leftHow: groupMember.shape.leftHow,
    }),
  ),
})
