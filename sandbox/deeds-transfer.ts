import { contactEvent } from './deeds-contact.ts'
import { memberOf } from './directory.ts'
import { endTemporaryChats } from './temporary-chat.ts'
import type { Town } from './town.ts'
import { customersOf, onceGaveAway, type Transfer, waitingFor } from './transfer.ts'
import { followOf, keepFollow, say } from './world.ts'

/** Assigned by an administrator (document 92114). */
const ADD_WAY_ASSIGNED = 202

const TICK_MS = 1_000

type Offer = { externalUserId: string; to: string }

/** What customers say to being handed over, and what time does by itself. */
export function transferDeeds(town: Town) {
  let passedAt = Number.NEGATIVE_INFINITY
  return {
    /** The customer agrees before the day is over. */
    agree: (offer: Offer) => answer(town, offer, complete),
    refuse: (offer: Offer) => answer(town, offer, refuse),
    /** What comes with time: transfers that are due, chats for a while that are over. Done before anybody looks. */
    passTime() {
      const now = town.world.clock.now().getTime()
      // In a flood of calls nothing new is due between two of them.
      if (now >= passedAt && now - passedAt < TICK_MS) return
      passedAt = now
      passTime(town)
    },
  }
}

function passTime(town: Town): void {
  const now = town.world.clock.now()
  for (const one of town.world.corp.transfers) {
    if (one.state === 'waiting' && one.dueAt <= now) complete(town, one)
  }
  endTemporaryChats(town.world, town.effects)
}

function answer(
  town: Town,
  { externalUserId, to }: Offer,
  done: (town: Town, transfer: Transfer) => void,
): boolean {
  const [waiting] = waitingFor(town.world.corp, externalUserId).filter((one) => one.to === to)
  if (waiting) done(town, waiting)
  return waiting !== undefined
}

function refuse(town: Town, transfer: Transfer): void {
  transfer.state = 'refused'
  fail(town, transfer, 'customer_refused')
}

function fail(town: Town, { from, to, externalUserId }: Transfer, reason: string): void {
  const at = town.world.clock.now()
  town.effects.write(at, { kind: 'transfer_failed', from, to, externalUserId, reason })
  contactEvent(town, 'transfer_fail', { userid: to, externalUserId }, { FailReason: reason })
}

/** The customer is the taker's from now on; of a member who stays, the old contact ends by itself. */
function complete(town: Town, transfer: Transfer): void {
  const { from, to, externalUserId } = transfer
  const { corp, clock } = town.world
  if (customersOf(corp, to) >= corp.customersMax || !corp.members.has(to)) {
    transfer.state = 'limit'
    fail(town, transfer, 'customer_limit_exceed')
    return
  }
  const isBack = onceGaveAway(corp, to, externalUserId)
  const wasFriend = followOf(corp, to, externalUserId)?.relation === 'friend'
  transfer.state = 'done'
  transfer.dueAt = clock.now()
  part(town, transfer)
  join(town, transfer)
  town.effects.write(clock.now(), { kind: 'transferred', from, to, externalUserId })
  if (isBack || wasFriend) return
  contactEvent(town, 'add_external_contact', { userid: to, externalUserId })
}

function part(town: Town, { from, externalUserId, reason }: Transfer): void {
  const old = followOf(town.world.corp, from, externalUserId)
  if (!old) return
  old.relation = 'member_deleted'
  if (reason === 'resigned') return
  const pair = { userid: from, externalUserId }
  contactEvent(town, 'del_external_contact', pair, { Source: 'DELETE_BY_TRANSFER' })
}

function join(town: Town, { from, to, externalUserId, message }: Transfer): void {
  const { corp, clock } = town.world
  const at = clock.now()
  const known = followOf(corp, to, externalUserId)
  const old = followOf(corp, from, externalUserId)
  if (known?.relation !== 'friend') {
    keepFollow(corp, {
      userid: to,
      externalUserId,
      relation: 'friend',
      // What was noted goes over with the customer.
      remark: old?.remark ?? '',
      description: old?.description ?? '',
      remarkCompany: old?.remarkCompany ?? '',
      mobiles: old?.mobiles ?? [],
      pictureMediaId: '',
      createdAt: at,
      addWay: ADD_WAY_ASSIGNED,
      operator: from,
      state: '',
      tagIds: new Set(old?.tagIds),
      personalTags: [],
      lastChatAt: null,
      temporary: null,
    })
  }
  const words = message || `我是${memberOf(corp, to)?.name ?? ''}，接下来由我为您服务。`
  say(corp, to, externalUserId, { at, from: 'member', text: words, link: null, kind: 'chat' })
}
