import type { Wecom } from '../../wecom/index.ts'
import {
  type Clock,
  type Log,
  presentOf,
  type Tenant,
  type TenantCompany,
  withCompanyOf,
} from '../kernel/index.ts'
import { type Database, type Rounds, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import { campaignById, campaignsById, turnCampaign } from './campaign.ts'
import { dueFriends, type Friend, keepFriends } from './friend.ts'
import { codesToMake, markStale, noteCode, takeStale } from './inviter.ts'
import { scoreCampaign } from './score.ts'
import { isFriend } from './standing.ts'
import { tallyInviters, tellOfFriends } from './tally.ts'

export type ReferralDeps = {
  db: Database
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
  isFenced: () => Promise<boolean>
  /** The way to a company, or null when it is not connected. */
  remoteOf: (company: TenantCompany) => Promise<Pick<Wecom, 'addContactWay'> | null>
}

const IDLE_MS = 1_000
const FRIENDS_AT_ONCE = 500
const INVITERS_AT_ONCE = 200
const CODES_AT_ONCE = 20
/** WeCom's bound of the name that its own console shows. */
const REMARK_CHARACTERS_MAX = 30

/** Takes referral on until it is stopped: codes, friends who have stayed, promises, ends. Any number of processes may. */
export function startReferrals(deps: ReferralDeps): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'referrals wait',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(
        deps,
        sql`
          select d.id
          from referral.due(${deps.clock.now()}) as d (id)
        `,
      ),
    step: (tenant) => runReferrals(deps, tenant),
  })
}

/** One round for a workspace. @returns whether anything was done. */
export async function runReferrals(deps: ReferralDeps, tenant: Tenant): Promise<boolean> {
  let worked = false
  for (const step of [endStep, codeStep, dueStep, tallyStep])
    worked = (await step(deps, tenant)) || worked
  return worked
}

/** Campaigns that are over end by themselves. */
async function endStep({ db, clock }: ReferralDeps, tenant: Tenant): Promise<boolean> {
  const now = presentOf(tenant, clock)
  return db.inWorkspace(tenant.id, async (tx) => {
    const over = await tx.rows(sql<{ id: string }>`
      select id
      from referral.campaign
      where workspace_id = ${tenant.id}
        and state in ('live', 'paused')
        and until_at <= ${now}
      order by until_at
      limit 100
    `)
    for (const { id } of over) await turnCampaign(tx, tenant, { id, to: 'ended', by: null, now })
    return over.length > 0
  })
}

/** WeCom makes the codes of those who have joined. A code that was made unheard hangs nowhere and harms nobody. */
async function codeStep(deps: ReferralDeps, tenant: Tenant): Promise<boolean> {
  if (await deps.isFenced()) return false
  const waiting = await deps.db.inWorkspace(tenant.id, (tx) =>
    codesToMake(tx, tenant, CODES_AT_ONCE),
  )
  let worked = false
  for (const inviter of waiting) worked = (await makeCode(deps, tenant, inviter)) || worked
  return worked
}

/** @returns false when nobody could be asked. */
export async function makeCode(
  deps: Pick<ReferralDeps, 'db' | 'remoteOf'>,
  tenant: Tenant,
  inviter: { id: string; campaignId: string; state: string },
): Promise<boolean> {
  const campaign = await deps.db.inWorkspace(tenant.id, (tx) =>
    campaignById(tx, tenant, inviter.campaignId),
  )
  const [first] = campaign?.userids ?? []
  const wecom = first === undefined ? null : await deps.remoteOf(withCompanyOf(tenant, first))
  if (!campaign || !wecom) return false
  const made = await wecom.addContactWay({
    userids: campaign.userids,
    state: inviter.state,
    remark: campaign.name.slice(0, REMARK_CHARACTERS_MAX),
    skipVerify: true,
  })
  await deps.db.inWorkspace(tenant.id, (tx) =>
    noteCode(
      tx,
      tenant,
      inviter.id,
      made.ok
        ? { configId: made.value.config_id, qrUrl: made.value.qr_code }
        : { errcode: made.errcode },
    ),
  )
  return true
}

/** Friends who have stayed long enough are counted; who went unheard is not. */
async function dueStep({ db, clock }: ReferralDeps, tenant: Tenant): Promise<boolean> {
  const now = presentOf(tenant, clock)
  return db.inWorkspace(tenant.id, async (tx) => {
    const due = await dueFriends(tx, tenant, now, FRIENDS_AT_ONCE)
    if (due.length === 0) return false
    const campaigns = await campaignsById(tx, tenant, [
      ...new Set(due.map(({ campaignId }) => campaignId)),
    ])
    const turned: (Friend & { campaignName: string })[] = []
    for (const friend of due) {
      turned.push({
        ...friend,
        state: (await isFriend(tx, tenant, friend.customerId)) ? 'counted' : 'left',
        endedAt: now,
        campaignName: campaigns.find(({ id }) => id === friend.campaignId)?.name ?? '',
      })
    }
    await keepFriends(tx, tenant, turned)
    await tellOfFriends(tx, { tenant, now, real: clock.now() }, turned)
    await markStale(tx, tenant, [...new Set(turned.map(({ inviterId }) => inviterId))], now)
    return true
  })
}

/** What inviters get is worked out anew, campaign by campaign: who is suspicious is a question to the whole campaign. */
async function tallyStep({ db, clock }: ReferralDeps, tenant: Tenant): Promise<boolean> {
  const now = presentOf(tenant, clock)
  const scope = { tenant, now, real: clock.now() }
  const ids = await db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ id: string }>`
      select distinct campaign_id as id
      from referral.inviter
      where workspace_id = ${tenant.id}
        and stale_at is not null
    `),
  )
  let worked = false
  for (const { id } of ids) {
    const done = await db.inWorkspace(tenant.id, async (tx) => {
      const campaign = await campaignById(tx, tenant, id)
      if (!campaign) return false
      await scoreCampaign(tx, scope, id)
      const stale = await takeStale(tx, tenant, id, INVITERS_AT_ONCE)
      await tallyInviters(tx, scope, campaign, stale)
      return stale.length > 0
    })
    worked = done || worked
  }
  return worked
}
