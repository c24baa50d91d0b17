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
] as const
export type CheckKey = (typeof checkKeys)[number]

/** `skipped`: something before it has to be mended first. `unknown`: nothing to tell by yet. */
export const check = z.object({
  key: z.enum(checkKeys),
  outcome: z.enum(['good', 'bad', 'unknown', 'skipped']),
  /** WeCom's number where it said no; null where it did not answer, or said yes. */
  errcode: z.number().nullable(),
  /** What was seen: people in the visible range, the address that WeCom saw us come from. */
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
/** The calls of WeCom whose number is counted before they are made, in the order in which the settings show them. */
export const countedCalls = [
  'send_welcome',
  'create_task',
  'list_tasks',
  'task',
  'results',
  'cancel_task',
  'read_contact',
  'list_contacts',
  'page_contacts',
  'read_member',
  'list_departments',
  'list_tags',
  'change_tags',
  'mark_tags',
  'list_groups',
  'read_group',
] as const

export const corpLimit = z.object({
  key: z.enum(limitKeys),
  used: z.number(),
  allowed: z.number(),
  /** Whose it is: the associate, the group, the kind of call. Empty: the company's. */
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
