import { z } from 'zod'

/** The wire shapes of customers, associates and tags (documents 92114, 92571, 90196, 92117). Unknown fields are kept. */
export const wireFollow = z.looseObject({
  userid: z.string(),
  remark: z.string().default(''),
  description: z.string().default(''),
  /** Seconds. */
  createtime: z.number().default(0),
  tags: z
    .array(
      z.looseObject({
        group_name: z.string().default(''),
        tag_name: z.string(),
        /** Absent for a member's own tag. */
        tag_id: z.string().optional(),
        /** 1 of the company, 2 the member's own, 3 of a strategy. */
        type: z.number(),
      }),
    )
    .default([]),
  remark_mobiles: z.array(z.string()).default([]),
  add_way: z.number().default(0),
  state: z.string().default(''),
  oper_userid: z.string().default(''),
})

const wireExternal = z.looseObject({
  external_userid: z.string(),
  name: z.string().default(''),
  avatar: z.string().default(''),
  /** 1 a WeChat user, 2 a WeCom user. */
  type: z.number().default(1),
  /** 0 unknown, 1 male, 2 female. */
  gender: z.number().default(0),
  unionid: z.string().optional(),
})

export const wireContact = z.looseObject({
  external_contact: wireExternal,
  follow_user: z.array(wireFollow).default([]),
  next_cursor: z.string().default(''),
})
export type Contact = z.infer<typeof wireContact>

/** In a batch a member's view has the ids of tags only, and a member's own tags are left out. */
const wireMembersContact = z.looseObject({
  external_contact: wireExternal,
  follow_info: wireFollow.omit({ tags: true }).extend({ tag_id: z.array(z.string()).default([]) }),
})
export type MembersContact = z.infer<typeof wireMembersContact>
export const wireMembersContacts = z.looseObject({
  external_contact_list: z.array(wireMembersContact).default([]),
  next_cursor: z.string().default(''),
})

export const wireContactIds = z.looseObject({ external_userid: z.array(z.string()).default([]) })
export const wireFollowUsers = z.looseObject({ follow_user: z.array(z.string()).default([]) })

export const wireUser = z.looseObject({
  userid: z.string(),
  name: z.string().default(''),
  avatar: z.string().default(''),
  /** 1 active, 2 disabled, 4 not yet joined, 5 left. */
  status: z.number().default(1),
})
export type User = z.infer<typeof wireUser>

const wireTag = z.looseObject({
  id: z.string(),
  name: z.string(),
  create_time: z.number().default(0),
  order: z.number().default(0),
})
const wireTagGroup = z.looseObject({
  group_id: z.string(),
  group_name: z.string(),
  create_time: z.number().default(0),
  order: z.number().default(0),
  tag: z.array(wireTag).default([]),
})
export type CorpTagGroup = z.infer<typeof wireTagGroup>
export const wireTagGroups = z.looseObject({ tag_group: z.array(wireTagGroup).default([]) })
export const wireAddedTags = z.looseObject({ tag_group: wireTagGroup })

export const wireContactWay = z.looseObject({
  config_id: z.string(),
  qr_code: z.string().default(''),
})
export type ContactWay = z.infer<typeof wireContactWay>
