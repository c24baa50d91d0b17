import { z } from 'zod'
import { instant } from './page.ts'

/** What a company must have set in WeCom's admin pages, in the order in which it is set; each is tried by a call that changes nothing. */
export const checkKeys = [
  'secret',
  'address',
  'contact_right',
  'visible_range',
  'app',
  'directory',
  'contacts',
  'unionid',
  'tags',
  'contact_ways',
  'groups',
  'mass_send',
  'moments',
  'handover',
  'callback',
  'fields',
] as const
export type CheckKey = (typeof checkKeys)[number]

/** `skipped`: something before it has to be mended first. `unknown`: nothing to tell by yet. */
export const check = z.object({
  key: z.enum(checkKeys),
  outcome: z.enum(['good', 'bad', 'unknown', 'skipped']),
  /** WeCom's number where it said no; null where it did not answer, or said yes. */
  errcode: z.number().nullable(),
  /** What was seen: people in the visible range, the address that WeCom saw us come from, fields that did not come. */
  detail: z.string(),
})
export type Check = z.infer<typeof check>
export const checkup = z.object({ at: instant, checks: z.array(check) })

/** What WeCom bounds, as used / allowed. */
export const limitKeys = [
  'relations',
  'relations_of_one',
  'tags',
  'contact_ways',
  'group_size',
  'mass_of_one',
  'api_minute',
  'api_hour',
] as const
export type LimitKey = (typeof limitKeys)[number]
/** Calls of WeCom by their paths, as the settings name them. Every call is counted; what is not named here is shown by its path. */
export const namedCalls = {
  'externalcontact/send_welcome_msg': 'send_welcome',
  'externalcontact/add_msg_template': 'create_task',
  'externalcontact/get_groupmsg_list_v2': 'list_tasks',
  'externalcontact/get_groupmsg_task': 'task',
  'externalcontact/get_groupmsg_send_result': 'results',
  'externalcontact/cancel_groupmsg_send': 'cancel_task',
  'externalcontact/get': 'read_contact',
  'externalcontact/list': 'list_contacts',
  'externalcontact/batch/get_by_user': 'page_contacts',
  'externalcontact/get_follow_user_list': 'list_associates',
  'user/get': 'read_member',
  'department/list': 'list_departments',
  'externalcontact/get_corp_tag_list': 'list_tags',
  'externalcontact/add_corp_tag': 'add_tags',
  'externalcontact/edit_corp_tag': 'edit_tags',
  'externalcontact/mark_tag': 'mark_tags',
  'externalcontact/groupchat/list': 'list_groups',
  'externalcontact/groupchat/get': 'read_group',
  'externalcontact/add_contact_way': 'add_way',
  'externalcontact/list_contact_way': 'list_ways',
} as const

export const corpLimit = z.object({
  key: z.enum(limitKeys),
  used: z.number(),
  allowed: z.number(),
  /** Whose it is: the associate, the group, the path of the call. Empty: the company's. */
  whose: z.string(),
})
export type CorpLimit = z.infer<typeof corpLimit>
export const corpLimits = z.object({ items: z.array(corpLimit) })

/** What the company has already, made here or by a former tool. `more`: there are at least so many. */
export const inventoryItem = z.object({
  key: z.enum(['contact_ways', 'tags', 'groups']),
  all: z.number(),
  /** Those that are kept here. */
  ours: z.number(),
  more: z.boolean(),
})
export type InventoryItem = z.infer<typeof inventoryItem>
export const inventory = z.object({ at: instant, items: z.array(inventoryItem) })
