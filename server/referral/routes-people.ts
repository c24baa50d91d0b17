import { z } from 'zod'
import * as contract from '../../contract/referral.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, Problem, pageStart, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { grantsById } from '../reward/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import type { StoredCampaign } from './campaign.ts'
import { markStale } from './inviter.ts'
import { giveVerdict, listFriends, listInviters, treeUnder } from './people.ts'
import { promisesOf } from './promise.ts'
import { asking, idIn, type ReferralRouteDeps } from './route-deps.ts'
import { demand } from './routes-campaign.ts'
import { namedTiers } from './standing.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true), friends: z.number() })
const read = { permission: 'journeys.read' } as const
const write = { permission: 'journeys.write' } as const
const path = '/api/referrals/:id'

/** Who takes part, whom they brought, what is suspicious about it, and the tree. */
export function peopleRoutes(app: App, deps: ReferralRouteDeps): void {
  inviterRoute(app, deps)
  friendRoutes(app, deps)
  app.get(
    `${path}/tree`,
    {
      config: read,
      schema: { params: byId, querystring: contract.treeQuery, response: { 200: contract.tree } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const campaignId = idIn('referral', request.params.id)
      const { under } = request.query
      return within(async (tx) => {
        await demand(tx, tenant, campaignId)
        const top = under === undefined ? null : idIn('inviter', under)
        const { rows, more } = await treeUnder(tx, tenant, { campaignId, under: top })
        const people = await named(
          tx,
          tenant,
          rows.map(({ customerNo }) => customerNo),
        )
        const nodes = rows.map(
          ({ id, customerNo, state, suspicion, inviterId, children, descendants }) => ({
            id: showId(state === null ? 'inviter' : 'referralFriend', id),
            customer: people(customerNo),
            state,
            suspicion,
            inviterId: inviterId === null ? null : showId('inviter', inviterId),
            children,
            descendants,
          }),
        )
        return { nodes, more }
      })
    },
  )
}

function inviterRoute(app: App, deps: ReferralRouteDeps): void {
  app.get(
    `${path}/inviters`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.inviterQuery,
        response: { 200: contract.inviterList },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const campaignId = idIn('referral', request.params.id)
      const { sort, limit, cursor } = request.query
      const from = pageStart(cursor)
      return within(async (tx) => {
        const campaign = await demand(tx, tenant, campaignId)
        const { rows, total } = await listInviters(tx, tenant, { campaignId, sort, from, limit })
        const people = await named(
          tx,
          tenant,
          rows.flatMap(({ customerNo, invitedByNo }) => [customerNo, invitedByNo ?? 0]),
        )
        const inviterIds = rows.map(({ id }) => id)
        const promises = await promisedTo(tx, tenant, { campaign, inviterIds })
        const items = rows.map(({ id, customerNo, invitedBy, invitedByNo, joinedAt, ...row }) => ({
          ...row,
          id: showId('inviter', id),
          customer: people(customerNo),
          invitedBy: invitedBy === null ? null : people(invitedByNo ?? 0),
          joinedAt: joinedAt.toISOString(),
          promises: promises(id),
        }))
        return { items, next: nextOf(from, rows.length, total), total }
      })
    },
  )
}

/** What stands promised to inviters, the small ones first. */
async function promisedTo(
  tx: Tx,
  tenant: Tenant,
  { campaign, inviterIds }: { campaign: StoredCampaign; inviterIds: readonly string[] },
) {
  const tiers = await namedTiers(tx, tenant, campaign)
  const standing = (await promisesOf(tx, tenant, inviterIds)).filter(
    ({ takenBackAt }) => takenBackAt === null,
  )
  const grants = await grantsById(
    tx,
    tenant,
    standing.flatMap(({ grantId }) => grantId ?? []),
  )
  return (inviterId: string) =>
    standing
      .filter((promise) => promise.inviterId === inviterId)
      .map(({ people, grantId, refusal, holdUntil }) => {
        const grant = grants.get(grantId ?? '')
        return {
          people,
          reward: grant?.rewardName ?? tiers.find((tier) => tier.people === people)?.name ?? '',
          state: grant?.state ?? refusal ?? '',
          holdUntil: holdUntil?.toISOString() ?? null,
        }
      })
}

function friendRoutes(app: App, deps: ReferralRouteDeps): void {
  app.get(
    `${path}/friends`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.friendQuery,
        response: { 200: contract.friendList },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const campaignId = idIn('referral', request.params.id)
      const { state, suspicion, inviter, limit, cursor } = request.query
      const from = pageStart(cursor)
      return within(async (tx) => {
        await demand(tx, tenant, campaignId)
        const { rows, total } = await listFriends(tx, tenant, {
          campaignId,
          state: state ?? null,
          suspicion: suspicion ?? null,
          inviterId: inviter === undefined ? null : idIn('inviter', inviter),
          from,
          limit,
        })
        const items = await shownFriends(tx, tenant, rows)
        return { items, next: nextOf(from, rows.length, total), total }
      })
    },
  )
  app.post(
    `${path}/verdicts`,
    { config: write, schema: { params: byId, body: contract.verdict, response: { 200: done } } },
    async (request) => {
      const { tenant, by, real, now, within } = asking(deps, request)
      const campaignId = idIn('referral', request.params.id)
      const { ids, isReal, note } = request.body
      const friends = await within(async (tx) => {
        await demand(tx, tenant, campaignId)
        const verdict = { campaignId, ids, isReal, note, by, now }
        const given = await giveVerdict(tx, tenant, verdict)
        if (given.friends === 0) throw new Problem('not_found')
        await markStale(tx, tenant, given.inviterIds, now)
        await audit(tx, {
          workspaceId: tenant.id,
          staffId: by,
          at: real,
          action: 'referral.verdict',
          subject: showId('referral', campaignId),
          detail: { friends: given.friends, isReal, note },
        })
        return given.friends
      })
      return { ok: true as const, friends }
    },
  )
}

async function shownFriends(
  tx: Tx,
  tenant: Tenant,
  rows: Awaited<ReturnType<typeof listFriends>>['rows'],
): Promise<contract.FriendLine[]> {
  const people = await named(
    tx,
    tenant,
    rows.flatMap(({ customerNo, inviterNo }) => [customerNo, inviterNo]),
  )
  const staff = await namesOfStaff(
    tx,
    tenant.id,
    rows.map(({ lookedBy }) => lookedBy),
  )
  return rows.map(({ id, customerNo, inviterId, inviterNo, cameAt, dueAt, orderedAt, ...row }) => {
    const inviter = people(inviterNo)
    return {
      ...row,
      id: showId('referralFriend', id),
      customer: people(customerNo),
      inviter: { id: showId('inviter', inviterId), customerId: inviter.id, name: inviter.name },
      cameAt: cameAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
      orderedAt: orderedAt?.toISOString() ?? null,
      lookedAt: row.lookedAt?.toISOString() ?? null,
      lookedBy: row.lookedBy === null ? null : (staff.get(row.lookedBy) ?? null),
    }
  })
}

/** Who people are now, by the numbers under which they came. */
async function named(tx: Tx, tenant: Tenant, numbers: readonly number[]) {
  const people = await peopleBook.describe(tx, tenant, [...new Set(numbers)])
  return (no: number) => {
    const found = people.get(no)
    return { id: found ? showId('customer', found.id) : '', name: found?.name ?? '' }
  }
}

function nextOf(from: number, rows: number, total: number): string | null {
  return from + rows < total ? String(from + rows) : null
}
