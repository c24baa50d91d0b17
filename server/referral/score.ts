import { abuseRule, type Invitee, scoreInvitees } from '../../science/referral-abuse.ts'
import { standingOf } from '../customer/index.ts'
import { addMs, type Tenant } from '../kernel/index.ts'
import { signalsOf } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { keepScores } from './friend.ts'
import { markStale } from './inviter.ts'
import { onSharedPhones, type Seen } from './same-phone.ts'

type Scored = {
  id: string
  inviterId: string
  customerId: string
  inviterCustomerId: string
  cameAt: Date
  leftAt: Date | null
  invites: boolean
  orderedAt: Date | null
  suspicion: string
  score: number
  reasons: string[]
}
/** A campaign of more friends is looked at by its latest ones: what was posted long ago is past. */
const FRIENDS_MAX = 50_000
/** Adding somebody is seen as well: only what comes after it is a deed of theirs. */
const DEED_MS = 60_000

/**
 * Works out what speaks against the friends of a campaign. Whoever turns suspicious, or no longer is, makes the inviter's
 * promises be worked out anew; whom somebody has looked at stays as they were found.
 */
export async function scoreCampaign(
  tx: Tx,
  { tenant, now }: { tenant: Tenant; now: Date },
  campaignId: string,
): Promise<void> {
  const friends = await tx.rows(sql<Scored>`
    select f.id, f.inviter_id as "inviterId", f.customer_id as "customerId", i.customer_id as "inviterCustomerId",
           f.came_at as "cameAt", case when f.state = 'left' then f.ended_at end as "leftAt",
           f.ordered_at as "orderedAt", f.suspicion, f.score, f.reasons,
           exists (
             select
             from referral.inviter o
             where o.workspace_id = f.workspace_id
               and o.campaign_id = f.campaign_id
               and o.customer_id = f.customer_id
           ) as invites
    from referral.invitee f
    join referral.inviter i
      on i.workspace_id = f.workspace_id
      and i.id = f.inviter_id
    where f.workspace_id = ${tenant.id}
      and f.campaign_id = ${campaignId}
      and f.state <> 'refused'
    order by f.came_at desc
    limit ${FRIENDS_MAX}
  `)
  const { invitees, phones } = await inviteesOf(tx, tenant, friends)
  const shared = onSharedPhones(phones)
  const scores = scoreInvitees(invitees, { now: now.getTime() }).map((one) => {
    const isShared = shared.has(one.id)
    const score = one.score + (isShared ? abuseRule.heldFrom : 0)
    const reasons: string[] = isShared ? ['same_phone', ...one.reasons] : one.reasons
    return { id: one.id, score, reasons, isSuspicious: score >= abuseRule.heldFrom }
  })
  const before = new Map(friends.map((friend) => [friend.id, friend]))
  // Most stay as they were: a campaign of thousands is not written anew for every friend who comes.
  const changed = scores.filter(({ id, score, reasons }) => {
    const was = before.get(id)
    return was?.score !== score || was.reasons.join() !== reasons.join()
  })
  await keepScores(tx, tenant, changed)
  const turned = changed.flatMap(({ id, isSuspicious }) => {
    const friend = before.get(id)
    const was = friend?.suspicion
    const hasTurned = (was === 'open' || was === 'none') && (was === 'open') !== isSuspicious
    return friend && hasTurned ? [friend.inviterId] : []
  })
  await markStale(tx, tenant, [...new Set(turned)], now)
}

async function inviteesOf(
  tx: Tx,
  tenant: Tenant,
  friends: readonly Scored[],
): Promise<{ invitees: Invitee[]; phones: Seen[] }> {
  const ids = [
    ...new Set(
      friends.flatMap(({ customerId, inviterCustomerId }) => [customerId, inviterCustomerId]),
    ),
  ]
  const standing = new Map((await standingOf(tx, tenant, ids)).map((one) => [one.customerId, one]))
  const signals = await signalsOf(tx, tenant, ids)
  const phones = friends.map(({ id, customerId, inviterCustomerId }) => ({
    id,
    browser: signals.get(customerId)?.browser ?? null,
    inviterBrowser: signals.get(inviterCustomerId)?.browser ?? null,
  }))
  const invitees = friends.map((friend) => {
    const own = standing.get(friend.customerId)
    const inviter = standing.get(friend.inviterCustomerId)
    const seen = signals.get(friend.customerId)
    const deedsFrom = addMs(friend.cameAt, DEED_MS)
    return {
      id: friend.id,
      inviterId: friend.inviterId,
      person: own?.personId ?? friend.customerId,
      inviterPerson: inviter?.personId ?? friend.inviterCustomerId,
      inviterOpenid: signals.get(friend.inviterCustomerId)?.openid ?? null,
      addedAt: friend.cameAt.getTime(),
      openid: seen?.openid ?? null,
      network: seen?.network ?? null,
      agent: seen?.agent ?? null,
      wasKnownBefore: false,
      hasActed:
        friend.invites ||
        friend.orderedAt !== null ||
        (own !== undefined && own.lastSeenAt > deedsFrom),
      leftAt: friend.leftAt?.getTime() ?? null,
    }
  })
  return { invitees, phones }
}
