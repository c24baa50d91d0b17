import { NOT_A_CONTACT, type Wecom } from '../../wecom/index.ts'
import { associates } from '../corp/index.ts'
import { liveFollows } from '../customer/index.ts'
import { type Outcome, ok, presentOf, type Tenant, type TenantCompany } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { askPatiently, type Patience } from './patience.ts'
import {
  listedIn,
  type MemberProgress,
  nextMember,
  noteListed,
  noteMemberPage,
  noteStep,
  unlisted,
} from './sync-state.ts'
import { tellContacts } from './tell.ts'
import { contactSeen } from './wire-contact.ts'
import { wish } from './wish.ts'

/** The calls that bringing in makes. */
export type SyncWecom = Pick<
  Wecom,
  | 'addCorpTags'
  | 'editCorpTag'
  | 'corpTags'
  | 'followUsers'
  | 'user'
  | 'contactsOf'
  | 'contactsOfMembers'
  | 'groups'
  | 'kfAccounts'
  | 'departments'
>

/** What bringing in one part is given. */
export type Bringing = {
  db: Database
  patience: Patience
  /** The workspace, and which of its companies is brought in. */
  tenant: Tenant & TenantCompany
  wecom: SyncWecom
  /** False while nothing may leave this installation: then it is only read. */
  mayPush: () => Promise<boolean>
  passId: string
}

/** The list of an associate is left out, not the whole pass, when WeCom says that we may not see it or knows none of that id. */
const NOT_FOR_US = new Set([40003, 60011, 60111])

/**
 * Brings in the contacts of all associates. First every list is asked for, whole: that gives the total, and whose live follow
 * is on no list is wished to be read by itself; only that reading can end a follow. Then the details come, a hundred to a
 * page; each page is kept together with the note of how far it goes.
 */
export async function bringContacts(bringing: Bringing): Promise<Outcome<null, 'no_answer'>> {
  const { db, tenant, passId, patience } = bringing
  const within = <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work)
  const all = await within((tx) => associates(tx, tenant))
  const active = all
    .filter(({ isActive, company }) => isActive && company === tenant.company)
    .map(({ userid }) => userid)
  for (const userid of await within((tx) => unlisted(tx, tenant.id, passId, active))) {
    const listed = await bringList(bringing, userid)
    if (!listed.ok) return listed
  }
  await within(async (tx) => {
    const total = await listedIn(tx, tenant.id, passId)
    await noteStep(tx, tenant, 'contacts', { total }, patience.clock.now())
  })
  for (;;) {
    const member = await within((tx) => nextMember(tx, tenant.id, passId))
    if (!member) break
    const page = await bringPage(bringing, member)
    if (!page.ok) return page
  }
  await within((tx) => noteStep(tx, tenant, 'contacts', { isEnded: true }, patience.clock.now()))
  return ok(null)
}

async function bringList(
  { db, patience, tenant, wecom, passId }: Bringing,
  userid: string,
): Promise<Outcome<null, 'no_answer'>> {
  const answer = await askPatiently(patience, () => wecom.contactsOf(userid))
  const errcode = answer.ok ? 0 : Number(answer.detail.errcode)
  const isHidden = NOT_FOR_US.has(errcode)
  if (!answer.ok && errcode !== NOT_A_CONTACT && !isHidden) return answer
  const listed = answer.ok ? answer.value : []
  const error = isHidden && !answer.ok ? String(answer.detail.errmsg) : null
  const now = patience.clock.now()
  await db.inWorkspace(tenant.id, async (tx) => {
    await noteListed(tx, tenant.id, passId, { userid, listed: listed.length, error }, now)
    if (isHidden) return
    const known = new Set(listed)
    const missing = (await liveFollows(tx, tenant, userid)).filter((id) => !known.has(id))
    await wish(tx, tenant.id, { kind: 'contact', ids: missing, now, isLive: false })
  })
  return ok(null)
}

async function bringPage(
  { db, patience, tenant, wecom }: Bringing,
  { userid, cursor }: MemberProgress,
): Promise<Outcome<null, 'no_answer'>> {
  const answer = await askPatiently(patience, () => wecom.contactsOfMembers([userid], cursor))
  const errcode = answer.ok ? 0 : Number(answer.detail.errcode)
  // Everybody left between the list and the page.
  const isEmpty = errcode === NOT_A_CONTACT
  const isHidden = NOT_FOR_US.has(errcode)
  if (!answer.ok && !isEmpty && !isHidden) return answer
  const { rows, nextCursor } = answer.ok ? answer.value : { rows: [], nextCursor: '' }
  const error = isHidden && !answer.ok ? String(answer.detail.errmsg) : null
  const now = patience.clock.now()
  const readAt = presentOf(tenant, patience.clock)
  await db.inWorkspace(tenant.id, async (tx) => {
    await tellContacts(
      tx,
      tenant,
      rows.map((row) => contactSeen(row, readAt)),
      { lane: 'import', now },
    )
    const page = { userid, done: rows.length, cursor: nextCursor, error }
    await noteMemberPage(tx, tenant.id, page, now)
    await noteStep(tx, tenant, 'contacts', { done: rows.length }, now)
  })
  return ok(null)
}
