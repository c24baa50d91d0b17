import { rowsOfPersons, standingOf } from '../customer/index.ts'
import { type ApplyStep, type Fact, nothingApplied, type ResolvedEvent } from '../event/index.ts'
import { addMs, idFrom, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { campaignsById, type StoredCampaign } from './campaign.ts'
import {
  addFriends,
  type Friend,
  friendsOfCustomers,
  keepFriends,
  type NewFriend,
  standingFriends,
} from './friend.ts'
import { type Inviter, invitersOfStates, markStale } from './inviter.ts'
import { isFriend } from './standing.ts'

const DAY_MS = 86_400_000

/**
 * The line of the table of appliers that keeps whose friend somebody is: who comes by an inviter's code, who goes again, who
 * orders. What an inviter gets for it is worked out afterwards. Tells referral.came, referral.brought.
 */
export const friendStep: ApplyStep = {
  name: 'referral.friend',
  on: ['follow.started', 'follow.ended', 'order.paid', 'order.refunded', 'order.cancelled'],
  async apply(tx, { tenant, now: real }, events) {
    const now = tenant.clockAt ?? real
    const known = events.filter(({ customerId }) => customerId !== null)
    const came = known.filter(({ name, props }) => name === 'follow.started' && props.state !== '')
    const facts = came.length === 0 ? [] : await arrive(tx, tenant, came, now)
    const others = known.filter(({ name }) => name !== 'follow.started')
    if (others.length > 0) await turn(tx, tenant, others, now)
    return facts.length === 0 ? nothingApplied : { facts, landings: [] }
  },
}

type Scope = { inviter: Inviter; campaign: StoredCampaign }

async function arrive(
  tx: Tx,
  tenant: Tenant,
  events: readonly ResolvedEvent[],
  now: Date,
): Promise<Fact[]> {
  const states = events.map(({ props }) => String(props.state))
  const inviters = await invitersOfStates(tx, tenant, states)
  if (inviters.length === 0) return []
  const campaigns = await campaignsById(tx, tenant, [
    ...new Set(inviters.map(({ campaignId }) => campaignId)),
  ])
  const scopeOf = new Map(
    inviters.flatMap((inviter): [string, Scope][] => {
      const campaign = campaigns.find(({ id }) => id === inviter.campaignId)
      return campaign ? [[inviter.state, { inviter, campaign }]] : []
    }),
  )
  const judge = await judgeOf(tx, tenant, events, inviters)
  const friends = events.flatMap((event): NewFriend[] => {
    const scope = scopeOf.get(String(event.props.state))
    return scope && event.customerId !== null
      ? [friendOf(event, event.customerId, scope, judge)]
      : []
  })
  const added = await addFriends(tx, tenant, friends)
  await markStale(tx, tenant, [...new Set(added.map(({ inviterId }) => inviterId))], now)
  return added.flatMap((friend) => {
    const scope = inviters.find(({ id }) => id === friend.inviterId)
    const campaign = campaigns.find(({ id }) => id === friend.campaignId)
    return scope && campaign ? factsOf(friend, scope, campaign) : []
  })
}

type Judge = (event: ResolvedEvent, scope: Scope) => string | null

/** Says why a friend does not count, from what is known of all of a batch. */
async function judgeOf(
  tx: Tx,
  tenant: Tenant,
  events: readonly ResolvedEvent[],
  inviters: readonly Inviter[],
): Promise<Judge> {
  const ids = events.flatMap(({ customerId }) => customerId ?? [])
  const standing = await standingOf(tx, tenant, [...ids, ...inviters.map((one) => one.customerId)])
  const personOf = new Map(standing.map((one) => [one.customerId, one]))
  const rows = await rowsOfPersons(tx, tenant, { ids })
  const before = await friendsOfCustomers(
    tx,
    tenant,
    rows.map(({ customerId }) => customerId),
  )
  const persons = new Map(rows.map(({ customerId, personId }) => [customerId, personId]))
  const places = new Map(
    (
      await standingFriends(
        tx,
        tenant,
        inviters.map(({ id }) => id),
      )
    ).map((one) => [one.inviterId, one.friends]),
  )
  return ({ customerId, at, props }, { inviter, campaign }) => {
    const person = personOf.get(customerId ?? '')
    const isOpen = campaign.state === 'live' && (campaign.untilAt === null || at < campaign.untilAt)
    if (!isOpen) return 'not_live'
    if (person?.personId === personOf.get(inviter.customerId)?.personId) return 'self'
    const hasOrdered = person?.lastOrderAt != null && person.lastOrderAt < at
    const wasHere = before.some(
      (one) =>
        one.campaignId === campaign.id &&
        persons.get(one.customerId) === person?.personId &&
        one.customerId !== customerId,
    )
    if (props.is_returning === true || hasOrdered || wasHere) return 'not_new'
    const place = (places.get(inviter.id) ?? 0) + 1
    if (place > campaign.friendsMax) return 'too_many'
    places.set(inviter.id, place)
    return null
  }
}

function friendOf(event: ResolvedEvent, customerId: string, scope: Scope, judge: Judge): NewFriend {
  const { campaign, inviter } = scope
  const refusal = judge(event, scope)
  const stays = addMs(event.at, campaign.stayDays * DAY_MS)
  return {
    id: idFrom('referral friend', campaign.id, customerId),
    campaignId: campaign.id,
    inviterId: inviter.id,
    customerId,
    customerNo: event.customerNo,
    userid: String(event.props.userid ?? ''),
    refusal,
    cameAt: event.at,
    dueAt: refusal !== null || campaign.needsOrder ? null : stays,
  }
}

function factsOf(friend: NewFriend, inviter: Inviter, campaign: StoredCampaign): Fact[] {
  const props = {
    referral_id: campaign.id,
    referral: campaign.name,
    ...(friend.refusal === null ? {} : { refusal: friend.refusal }),
  }
  const told = { at: friend.cameAt, value: null, props }
  const came: Fact = {
    ...told,
    name: 'referral.came',
    cause: [friend.id],
    customer: { id: friend.customerId, no: friend.customerNo },
  }
  const brought: Fact = {
    ...told,
    name: 'referral.brought',
    cause: [friend.id],
    customer: { id: inviter.customerId, no: inviter.customerNo },
  }
  return friend.refusal === null ? [came, brought] : [came]
}

/** A friend goes, orders, or gives back what was ordered. */
async function turn(
  tx: Tx,
  tenant: Tenant,
  events: readonly ResolvedEvent[],
  now: Date,
): Promise<void> {
  const ids = [...new Set(events.flatMap(({ customerId }) => customerId ?? []))]
  const rows = await rowsOfPersons(tx, tenant, { ids })
  const friends = await friendsOfCustomers(
    tx,
    tenant,
    rows.map(({ customerId }) => customerId),
  )
  const waiting = friends.filter(({ state }) => state === 'waiting')
  if (waiting.length === 0) return
  const campaigns = await campaignsById(tx, tenant, [
    ...new Set(waiting.map(({ campaignId }) => campaignId)),
  ])
  const personOf = new Map(rows.map(({ customerId, personId }) => [customerId, personId]))
  const changed: Friend[] = []
  for (const friend of waiting) {
    const campaign = campaigns.find(({ id }) => id === friend.campaignId)
    const theirs = events.filter(
      ({ customerId }) => personOf.get(customerId ?? '') === personOf.get(friend.customerId),
    )
    let next = friend
    for (const event of theirs)
      next = campaign ? await turned(tx, tenant, next, { event, campaign }) : next
    if (next !== friend) changed.push(next)
  }
  await keepFriends(tx, tenant, changed)
  await markStale(tx, tenant, [...new Set(changed.map(({ inviterId }) => inviterId))], now)
}

async function turned(
  tx: Tx,
  tenant: Tenant,
  friend: Friend,
  { event, campaign }: { event: ResolvedEvent; campaign: StoredCampaign },
): Promise<Friend> {
  if (friend.state !== 'waiting') return friend
  if (event.name === 'follow.ended') {
    const isStill = await isFriend(tx, tenant, friend.customerId)
    return isStill ? friend : { ...friend, state: 'left', endedAt: event.at, dueAt: null }
  }
  if (!campaign.needsOrder) return friend
  if (event.name !== 'order.paid') return { ...friend, orderedAt: null, dueAt: null }
  if (friend.orderedAt !== null || event.at < friend.cameAt) return friend
  return {
    ...friend,
    orderedAt: event.at,
    dueAt: addMs(event.at, campaign.stayDays * DAY_MS),
  }
}
