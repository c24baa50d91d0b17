import { type AcquisitionLink, answering, balanceOf, cutChannel, quotasOf } from './acquisition.ts'
import { beginFollow } from './deeds-contact.ts'
import type { Fields } from './event-xml.ts'
import type { Town } from './town.ts'
import { seconds } from './wire.ts'
import { followOf, idOf } from './world.ts'

/** Added by an acquisition link (document 92114). */
const ADD_WAY_LINK = 16
const LOW = 20
const WARNED_DAYS = [14, 7, 3, 2, 1]
const TOLD_MESSAGES = [3, 5, 10]
const DAY_MS = 86_400_000

type Opened = { linkId: string; channel: string; externalUserId: string }

/** What happens with links of the acquisition assistant, told by `customer_acquisition` (document 97299). */
export function acquisitionDeeds(town: Town) {
  return {
    /** Somebody opens a link and asks to be a friend. Null: no such link, nobody is left to answer, or no quota. */
    openLink: (opened: Opened) => openLink(town, opened),
    /** Somebody deletes a link in WeCom's own console. */
    dropLink(linkId: string): boolean {
      const isGone = town.world.corp.acquisition.links.delete(linkId)
      if (isGone) tell(town, 'delete_link', { LinkId: linkId })
      return isGone
    },
    /** The company buys more. */
    buyQuota: (count: number, days: number) => buyQuota(town, count, days),
    /** A customer of a link wrote to the member: the first word is told, and the 3rd, 5th and 10th. */
    heardOnLink: (pair: { userid: string; externalUserId: string }) => heardOnLink(town, pair),
    /** A customer of a link deleted the member. */
    leftByLink(pair: { userid: string; externalUserId: string }): void {
      const found = customerOf(town, pair)
      if (!found) return
      const { userid, externalUserId, state } = found.customer
      tell(town, 'del_follow_user', {
        UserID: userid,
        ExternalUserID: externalUserId,
        LinkId: found.link.linkId,
        State: state,
      })
    },
    /** Links that nobody can answer any more. */
    closeLinks: () => closeLinks(town),
    /** Quota that is over soon is told on certain days before. */
    warnOfQuota: () => warnOfQuota(town),
  }
}

function openLink(town: Town, { linkId, channel, externalUserId }: Opened) {
  const { world } = town
  const { corp, clock } = world
  const link = corp.acquisition.links.get(linkId)
  if (!link || !corp.persons.has(externalUserId)) return null
  const at = clock.now()
  const state = cutChannel(channel)
  link.clicks.push({ at, by: externalUserId })
  town.effects.write(at, { kind: 'link_opened', linkId, externalUserId, state })
  const all = answering(corp, link)
  const own = all.find((userid) => followOf(corp, userid, externalUserId)?.relation === 'friend')
  if (own) return { userid: own, isNew: false, code: null }
  const userid = all[link.scans % Math.max(1, all.length)]
  if (userid === undefined || balanceOf(world) === 0) return null
  link.scans += 1
  tell(town, 'friend_request', { LinkId: linkId, State: state })
  const begun = beginFollow(town, {
    userid,
    externalUserId,
    state,
    addWay: ADD_WAY_LINK,
    isVerified: !link.skipVerify,
  })
  link.customers.push({ externalUserId, userid, state, received: 0, addedAt: at })
  takeQuota(town)
  return { userid, isNew: true, code: begun }
}

function takeQuota(town: Town): void {
  const { world } = town
  const [soonest] = quotasOf(world)
    .filter(({ balance }) => balance > 0)
    .sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())
  if (!soonest) return
  soonest.balance -= 1
  world.corp.acquisition.used += 1
  const left = balanceOf(world)
  if (left === LOW - 1) tell(town, 'balance_low')
  if (left === 0) tell(town, 'balance_exhausted')
}

function buyQuota(town: Town, count: number, days: number): number {
  const before = balanceOf(town.world)
  const expiresAt = new Date(town.world.clock.now().getTime() + days * DAY_MS)
  town.world.corp.acquisition.quotas.push({ expiresAt, balance: count, warnedDays: [] })
  if (before === 0 && count > 0) tell(town, 'balance_increased')
  return balanceOf(town.world)
}

function customerOf({ world }: Town, pair: { userid: string; externalUserId: string }) {
  for (const link of world.corp.acquisition.links.values()) {
    const customer = link.customers.find(
      (one) => one.userid === pair.userid && one.externalUserId === pair.externalUserId,
    )
    if (customer) return { link, customer }
  }
  return null
}

function heardOnLink(town: Town, pair: { userid: string; externalUserId: string }): void {
  const found = customerOf(town, pair)
  if (!found) return
  const { link, customer } = found
  customer.received += 1
  const { linkId } = link
  if (customer.received === 1) {
    tell(town, 'customer_start_chat', {
      UserID: pair.userid,
      ExternalUserID: pair.externalUserId,
      LinkId: linkId,
    })
  }
  if (!TOLD_MESSAGES.includes(customer.received)) return
  const key = idOf(town.world, 'ck')
  const at = town.world.clock.now()
  town.world.corp.acquisition.chatKeys.set(key, { linkId, ...pair, at })
  tell(town, 'message_from_customer', { LinkId: linkId, ChatKey: key })
}

/** A link is told once when its last member goes, however long nobody is there. */
const told = new WeakSet<AcquisitionLink>()

function closeLinks(town: Town): void {
  const { corp } = town.world
  for (const link of corp.acquisition.links.values()) {
    if (answering(corp, link).length > 0) told.delete(link)
    else if (!told.has(link)) {
      told.add(link)
      tell(town, 'link_unavailable', { LinkId: link.linkId })
    }
  }
}

function warnOfQuota(town: Town): void {
  const { corp, clock } = town.world
  for (const quota of corp.acquisition.quotas) {
    const days = Math.ceil((quota.expiresAt.getTime() - clock.now().getTime()) / DAY_MS)
    const isDue = WARNED_DAYS.includes(days) && !quota.warnedDays.includes(days)
    if (!isDue || quota.balance === 0) continue
    quota.warnedDays.push(days)
    tell(town, 'quota_expire_soon', {
      ExpireTime: seconds(quota.expiresAt),
      ExpireQuotaNum: quota.balance,
    })
  }
}

function tell({ posting }: Town, change: string, fields: Fields = {}): void {
  posting.post({ Event: 'customer_acquisition', ChangeType: change, ...fields })
}
