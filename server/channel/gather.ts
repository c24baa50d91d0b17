import type { Carrier, Purpose, Reason } from '../../contract/delivery.ts'
import { awayAssociates, liveCorps } from '../corp/index.ts'
import { betweenAssociates, sendersOf, standingOf, tieOf } from '../customer/index.ts'
import { dayOf, dayStart } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { liveAddresses, liveNumbers } from './dead-address.ts'
import type { ChannelContext } from './delivery.ts'
import { type FollowerWay, followersTo } from './followers-to.ts'
import { type Candidate, noCounts, takesSlot } from './judge.ts'
import { isZone, nextDay } from './quiet-hours.ts'
import { type SlotDiary, together } from './slot-diary.ts'
import { countSlots, lockPeople, oneMore, peopleAsTheyAre, tasksOf } from './slots.ts'

/** Somebody to be spoken to, under a key of the caller's. */
type Wanted = { key: string; customerId: string }

/** What is known of one of them, whatever the policy says. */
export type Known = {
  personId: string
  sender: { userid: string; externalUserid: string } | null
  zone: string
  /** The calendar day of the instant in question there. */
  on: string
}

export type Gathered = {
  known(key: string): Known | null
  /** As the policy sees them; 'busy' when another transaction holds them, 'unknown' for nobody we know. */
  candidate(key: string): Candidate | 'busy' | 'unknown'
  /** One of them will get it: what follows in the same batch has to know. */
  take(key: string): void
}

/** Somebody will get something of a carrier and a purpose, from an associate. */
export type Taken = { personId: string; carrier: Carrier; purpose: Purpose; userid: string }

type Question = {
  at: Date
  carrier: Carrier
  purpose: Purpose
  /** Deliveries that are judged again and must not count against themselves. */
  except: readonly string[]
  /** What others among those will get after all, though the ledger does not say so yet. */
  before?: readonly Taken[]
  /** False: only to look ahead; nobody is locked and nothing may be taken. */
  isEarnest: boolean
  /** Of a rehearsal over days that are past: what it handed out itself. Of the ledger counts what stood there at that time. */
  rehearsed?: Rehearsed
}

/** @param journeyId what this journey really sent does not count: it is what is rehearsed. */
export type Rehearsed = { journeyId: string; diary: SlotDiary }

/** All that the policy needs of many people, in a bounded number of statements; who is asked for is locked. */
export async function gather(
  tx: Tx,
  ctx: ChannelContext,
  question: Question,
  wanted: readonly Wanted[],
): Promise<Gathered> {
  const { tenant, now } = ctx
  const { at, carrier, except, isEarnest, before = [] } = question
  const ids = [...new Set(wanted.map(({ customerId }) => customerId))]
  const standings = new Map((await standingOf(tx, tenant, ids)).map((one) => [one.customerId, one]))
  const isOfficial = carrier === 'official_message' || carrier === 'official_mass'
  const followers = isOfficial
    ? await followersTo(tx, tenant, { ids, at, except })
    : new Map<string, FollowerWay>()
  const { senders, noWay, refused } = isOfficial
    ? waysOfFollowers(followers)
    : await waysTo(tx, tenant, carrier, ids)
  const zoneOf = zonesAt(at, tenant.timeZone)
  const cases = new Map(
    wanted.flatMap(({ key, customerId }) => {
      const standing = standings.get(customerId)
      if (!standing) return []
      const { personId, lastSeenAt, timeZone } = standing
      const tie = tieOf(standing, now)
      const sender = senders.get(customerId) ?? null
      const way = { sender, noWay: noWay(customerId), hasRefused: refused.has(customerId) }
      const official = followers.get(customerId) ?? null
      return [[key, { personId, ...way, official, lastSeenAt, tie, ...zoneOf(timeZone) }] as const]
    }),
  )
  const personIds = [...new Set([...cases.values()].map(({ personId }) => personId))]
  const locked = await (isEarnest ? lockPeople : peopleAsTheyAre)(tx, tenant, personIds)
  const people = new Map([...cases.values()].map((one) => [one.personId, one]))
  const counted = [...people.values()].filter(({ personId }) => locked.has(personId))
  const isCounted = takesSlot(carrier)
  const counts = isCounted
    ? await countSlots(tx, tenant, { ...question, people: counted, except })
    : new Map()
  if (isCounted && question.rehearsed)
    for (const one of counted) {
      const own = question.rehearsed.diary.countsOf({ ...one, ...question })
      counts.set(one.personId, together(counts.get(one.personId) ?? noCounts(), own))
    }
  const tasks = carrier === 'staff_task' ? await senderTasks(tx, ctx, question, counted) : new Map()
  const take = ({ personId, userid, ...kind }: Taken) => {
    if (takesSlot(kind.carrier))
      counts.set(personId, oneMore(counts.get(personId) ?? noCounts(), kind, question))
    if (kind.carrier === 'staff_task') tasks.set(userid, (tasks.get(userid) ?? 0) + 1)
  }
  for (const one of before) take(one)
  return {
    known: (key) => cases.get(key) ?? null,
    candidate(key) {
      const one = cases.get(key)
      if (!one) return 'unknown'
      const lock = locked.get(one.personId)
      if (!lock) return 'busy'
      return {
        noWay: one.sender === null ? one.noWay : null,
        refused: lock.refused,
        // A number may have refused before anybody knew whose it is.
        refusedCarriers: one.hasRefused ? [...lock.refusedCarriers, carrier] : lock.refusedCarriers,
        agreedCarriers: lock.agreedCarriers,
        leaveUntil: lock.leaveUntil,
        heldBy: lock.heldBy,
        heldKind: lock.heldKind,
        zone: one.zone,
        tie: one.tie,
        counts: counts.get(one.personId) ?? noCounts(),
        official: one.official,
        senderTasks: tasks.get(one.sender?.userid ?? '') ?? 0,
      }
    },
    take(key) {
      const one = cases.get(key)
      if (!one) return
      const { personId, sender } = one
      take({ personId, carrier, purpose: question.purpose, userid: sender?.userid ?? '' })
    },
  }
}

type Sender = { userid: string; externalUserid: string }
type Ways = {
  senders: ReadonlyMap<string, Sender>
  /** Why there is no way to one who is not among them. */
  noWay: (customerId: string) => Reason
  /** Who has refused by a reply from their number. */
  refused: ReadonlySet<string>
}

function waysOfFollowers(senders: ReadonlyMap<string, FollowerWay>): Ways {
  return { senders, noWay: () => 'not_subscribed', refused: new Set() }
}

async function waysTo(
  tx: Tx,
  tenant: ChannelContext['tenant'],
  carrier: Carrier,
  ids: readonly string[],
): Promise<Ways> {
  if (carrier === 'email')
    return {
      senders: inNobodysName(await liveAddresses(tx, tenant, ids)),
      noWay: () => 'no_address',
      refused: new Set(),
    }
  if (carrier === 'sms') {
    const { numbers, abroad, refused } = await liveNumbers(tx, tenant, ids)
    const noWay = (id: string) => (abroad.has(id) ? 'not_mainland' : 'no_phone')
    return { senders: inNobodysName(numbers), noWay, refused }
  }
  const senders = await associatesOf(tx, tenant, ids)
  const between = await betweenAssociates(
    tx,
    tenant,
    ids.filter((id) => !senders.has(id)),
  )
  const noWay = (id: string) => (between.has(id) ? 'handover' : 'unreachable')
  return { senders, noWay, refused: new Set() }
}

/** A letter or a short message comes from the brand: who has an address can be written to. */
function inNobodysName(addresses: ReadonlyMap<string, unknown>): Map<string, Sender> {
  return new Map([...addresses.keys()].map((id) => [id, { userid: '', externalUserid: '' }]))
}

/** The associates through whom people are spoken to: of a company that is connected before one that is not. */
async function associatesOf(tx: Tx, tenant: ChannelContext['tenant'], ids: readonly string[]) {
  const companies = (await liveCorps(tx, tenant)).map(({ company }) => company)
  return sendersOf(tx, tenant, ids, { companies, away: await awayAssociates(tx, tenant) })
}

/** The zone that counts for a customer, and the calendar day there. A batch has few zones and one instant. */
function zonesAt(at: Date, ofWorkspace: string) {
  const known = new Map<string, { zone: string; on: string }>()
  return (told: string | null): { zone: string; on: string } => {
    const before = known.get(told ?? '')
    if (before) return before
    const zone = told && isZone(told) ? told : ofWorkspace
    const found = { zone, on: dayOf(at, zone) }
    known.set(told ?? '', found)
    return found
  }
}

async function senderTasks(
  tx: Tx,
  { tenant }: ChannelContext,
  { at, except, rehearsed }: Question,
  cases: readonly Known[],
): Promise<Map<string, number>> {
  const userids = [...new Set(cases.flatMap(({ sender }) => sender?.userid ?? []))]
  const from = dayStart(at, tenant.timeZone)
  const past = rehearsed
    ? { journeyId: rehearsed.journeyId, until: nextDay(at, tenant.timeZone), at }
    : null
  const tasks = await tasksOf(tx, tenant, { userids, from, except, past })
  const on = dayOf(at, tenant.timeZone)
  if (rehearsed)
    for (const userid of userids)
      tasks.set(userid, (tasks.get(userid) ?? 0) + rehearsed.diary.tasksOf(userid, on))
  return tasks
}
