import type { ReferralReport } from '../../contract/referral.ts'
import {
  enoughForFactor,
  type Factor,
  type ReferralFactor,
  referralFactor,
} from '../../science/referral.ts'
import { growthForecast } from '../../science/referral-forecast.ts'
import { addMs, dayOf, seededChance, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { grantsById } from '../reward/index.ts'
import {
  countByDay,
  countPeople,
  countRefused,
  grantIdsOf,
  type ParticipantRow,
  participantsOf,
} from './report-store.ts'

const DAY_MS = 86_400_000
const HORIZON_DAYS = 14
/** The same campaign gives the same interval each time it is looked at. */
const SEED = 20_190_701

/** How a campaign does: who came, what it cost, whether it spreads by itself. */
export async function reportOf(
  tx: Tx,
  scope: { tenant: Tenant; now: Date; campaignId: string },
): Promise<ReferralReport> {
  const { tenant, now } = scope
  const counts = await countPeople(tx, scope)
  const refused = await countRefused(tx, scope)
  const byDay = await countByDay(tx, scope)
  const rewards = await rewardsOf(tx, scope, counts.counted)
  const people = await participantsOf(tx, scope)
  const start = firstOf(people, now)
  const inDays = people.map((one) => asParticipant(one, start))
  const chance = seededChance(SEED)
  const asked = { now: (now.getTime() - start.getTime()) / DAY_MS, chance }
  const factor = people.length === 0 ? null : referralFactor(inDays, asked)
  return {
    ...counts,
    refused,
    byDay,
    ...rewards,
    k: factor && shownFactor(factor),
    needed: factor ? neededFor(factor.honest) : enoughForFactor.reached,
    forecast: factor ? forecastOf(inDays, { factor, asked, today: now, tenant }) : [],
  }
}

/** When the first one came. */
function firstOf(people: readonly ParticipantRow[], now: Date): Date {
  let first = now
  for (const { at } of people) if (at < first) first = at
  return first
}

function asParticipant({ id, parentId, at, isFraud }: ParticipantRow, start: Date) {
  return { id, parentId, joinedAt: (at.getTime() - start.getTime()) / DAY_MS, isFraud }
}

function shownFactor({ all, honest, generations, delay }: ReferralFactor): ReferralReport['k'] {
  if (all.state !== 'known' || honest.state !== 'known') return null
  return {
    all: { value: all.value, low: all.low, high: all.high },
    naive: all.naive ?? 0,
    withoutSuspicious: honest.value,
    stillOnTheWay: all.onTheWay ?? 0,
    cycleDays: delay?.cycle.median ?? null,
    byGeneration: generations.flatMap(({ generation, factor }) =>
      factor.state === 'known' ? [{ generation, people: factor.people, k: factor.value }] : [],
    ),
  }
}

/** How many people more it takes until K may be told; at least one as long as it is not. */
function neededFor(factor: Factor): number {
  if (factor.state === 'known') return 0
  const { reached, delays } = enoughForFactor
  const people =
    factor.lacking === 'too_few_people' ? reached - (factor.reached ?? factor.people) : 0
  const invitees = factor.lacking === 'too_few_invitees' ? delays - factor.invitees : 0
  return Math.max(1, Math.ceil(Math.max(people, invitees)))
}

type Participants = Parameters<typeof growthForecast>[0]

function forecastOf(
  participants: Participants,
  {
    factor,
    asked,
    today,
    tenant,
  }: {
    factor: ReferralFactor
    asked: { now: number; chance: ReturnType<typeof seededChance> }
    today: Date
    tenant: Tenant
  },
): ReferralReport['forecast'] {
  const forecast = growthForecast(participants, { ...asked, factor, horizonDays: HORIZON_DAYS })
  if (forecast.state !== 'known') return []
  return forecast.days.map(({ day, low, middle, high }) => ({
    on: dayOf(addMs(today, day * DAY_MS), tenant.timeZone),
    low,
    middle,
    high,
  }))
}

async function rewardsOf(
  tx: Tx,
  scope: { tenant: Tenant; campaignId: string },
  counted: number,
): Promise<Pick<ReferralReport, 'promised' | 'posted' | 'frozen' | 'cost' | 'costPerCounted'>> {
  const grants = [...(await grantsById(tx, scope.tenant, await grantIdsOf(tx, scope))).values()]
  const isGiven = (state: string) => state === 'posted' || state === 'awaiting' || state === 'paid'
  const given = grants.filter(({ state }) => isGiven(state))
  const cost = given.reduce((sum, one) => sum + (one.amount ?? one.cost), 0)
  return {
    promised: grants.filter(({ state }) => state === 'pending').length,
    frozen: grants.filter(({ state }) => state === 'frozen').length,
    posted: given.length,
    cost,
    costPerCounted: counted === 0 ? null : Math.round(cost / counted),
  }
}
