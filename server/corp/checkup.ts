import type { Check, CheckKey } from '../../contract/checkup.ts'
import type { Answer, Wecom } from '../../wecom/index.ts'
import { addMs } from '../kernel/index.ts'
import { refusalOf } from './refusal.ts'

/** The calls that are tried; none of them changes anything. */
export type CheckedWecom = Pick<
  Wecom,
  | 'followUsers'
  | 'app'
  | 'departments'
  | 'contactsOf'
  | 'contact'
  | 'corpTags'
  | 'contactWays'
  | 'groups'
  | 'messageTasks'
  | 'moments'
  | 'unassigned'
>

export type Heard = { verifiedAt: Date | null; heardAt: Date | null }

/** An associate without customers is answered with an error, which proves the right to ask. */
const NO_CUSTOMERS = 84061
const DAY_MS = 86_400_000
/** WeCom names the address that it saw in its words. They are for people: nothing depends on them. */
const SEEN_ADDRESS = /from ip: ([\d.]+|[\da-f:]+)/i
/** WeChat users; of others there is no unionid at all. */
const WECHAT_USER = 1
const CONTACTS_TRIED = 3

/**
 * Tries every prerequisite of a connection against WeCom itself. The first ones decide whether the others can be tried: while
 * the secret, the address or the right is not there, the rest is skipped.
 */
export async function examine(
  wecom: CheckedWecom,
  { agentId, heard, now }: { agentId: number | null; heard: Heard; now: Date },
): Promise<Check[]> {
  const asked = await wecom.followUsers()
  const ground = groundOf(asked)
  const app = await appCheck(wecom, agentId, asked.ok)
  const userids = asked.ok ? asked.value : []
  const rights = userids.length > 0 ? await tryRights(wecom, userids, now) : skipped(rightKeys)
  return [...ground, app, ...rights, callbackCheck(heard)]
}

const rightKeys = [
  'directory',
  'contacts',
  'unionid',
  'tags',
  'contact_ways',
  'groups',
  'mass_send',
  'moments',
  'handover',
] as const satisfies readonly CheckKey[]

function good(key: CheckKey, detail = ''): Check {
  return { key, outcome: 'good', errcode: null, detail }
}

function bad(key: CheckKey, errcode: number | null, detail = ''): Check {
  return { key, outcome: 'bad', errcode, detail }
}

function unknown(key: CheckKey, detail = ''): Check {
  return { key, outcome: 'unknown', errcode: null, detail }
}

function skipped(keys: readonly CheckKey[]): Check[] {
  return keys.map((key) => ({ key, outcome: 'skipped', errcode: null, detail: '' }))
}

/** Secret, address, right, range: one call tells the first of them that is not there. */
function groundOf(asked: Answer<string[]>): Check[] {
  if (asked.ok) {
    const count = asked.value.length
    const range = count > 0 ? good('visible_range', String(count)) : bad('visible_range', null)
    return [good('secret'), good('address'), good('contact_right'), range]
  }
  const { errcode, errmsg } = asked
  const seen = SEEN_ADDRESS.exec(errmsg)?.[1] ?? ''
  const failed: Record<string, CheckKey> = { address: 'address', right: 'contact_right' }
  const at = failed[refusalOf(errcode)] ?? 'secret'
  const order: readonly CheckKey[] = ['secret', 'address', 'contact_right', 'visible_range']
  const place = order.indexOf(at)
  return order.flatMap((key, n) =>
    n < place ? good(key) : n === place ? bad(key, errcode, seen) : skipped([key]),
  )
}

async function appCheck(
  wecom: CheckedWecom,
  agentId: number | null,
  isReached: boolean,
): Promise<Check> {
  if (!isReached) return { key: 'app', outcome: 'skipped', errcode: null, detail: '' }
  if (agentId === null) return unknown('app')
  const answer = await wecom.app(agentId)
  return answer.ok ? good('app', answer.value.name) : bad('app', answer.errcode)
}

async function tryRights(
  wecom: CheckedWecom,
  userids: readonly string[],
  now: Date,
): Promise<Check[]> {
  const span = { from: addMs(now, -DAY_MS), to: now }
  const contacts = await tryContacts(wecom, userids)
  return [
    judged('directory', await wecom.departments()),
    ...contacts,
    judged('tags', await wecom.corpTags()),
    judged('contact_ways', await wecom.contactWays(span)),
    judged('groups', await wecom.groups({ owners: userids.slice(0, 1) })),
    judged('mass_send', await wecom.messageTasks(span)),
    judged('moments', await wecom.moments(span)),
    judged('handover', await wecom.unassigned()),
  ]
}

function judged(key: CheckKey, answer: Answer<unknown>): Check {
  return answer.ok ? good(key) : bad(key, answer.errcode)
}

/** Whether customers can be read, and whether WeCom gives the unionid that joins them to the brand's other channels. */
async function tryContacts(wecom: CheckedWecom, userids: readonly string[]): Promise<Check[]> {
  const [first] = userids
  if (first === undefined) return skipped(['contacts', 'unionid'])
  const list = await wecom.contactsOf(first)
  if (!list.ok && list.errcode !== NO_CUSTOMERS)
    return [bad('contacts', list.errcode), ...skipped(['unionid'])]
  for (const id of list.ok ? list.value.slice(0, CONTACTS_TRIED) : []) {
    const one = await wecom.contact(id)
    if (!one.ok) return [bad('contacts', one.errcode), ...skipped(['unionid'])]
    const { type, unionid } = one.value.external_contact
    if (type === WECHAT_USER)
      return [good('contacts'), unionid ? good('unionid') : bad('unionid', null)]
  }
  return [good('contacts'), unknown('unionid')]
}

/** WeCom proves the address when it is saved, and again with every event. */
function callbackCheck({ verifiedAt, heardAt }: Heard): Check {
  if (heardAt) return good('callback', heardAt.toISOString())
  return verifiedAt ? good('callback', verifiedAt.toISOString()) : unknown('callback')
}

/** What WeCom left out although its documents promise it: nothing to mend here, but whoever maintains this should know. */
export function fieldsCheck({ count, words }: { count: number; words: string }): Check {
  return count === 0 ? good('fields') : unknown('fields', words)
}
