import type { CampaignKind } from '../../contract/ledger.ts'
import { newId, type Outcome, ok, refused } from '../kernel/index.ts'
import { ofBrand, record } from '../ledger/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { budgetOf } from './accounts.ts'
import type { GrantContext } from './grant-store.ts'

type Change = {
  /** Fen on top of what is there; less than nothing goes back to the brand. */
  amount: number
  by: string | null
}

/** Sets money aside for a reward: from now on it gives no more than is there. @returns over_budget: so much is not free. */
export async function changeBudget(
  tx: Tx,
  ctx: GrantContext,
  { rewardId, ...change }: Change & { rewardId: string },
): Promise<Outcome<null, 'over_budget'>> {
  await tx.run(sql`
    update reward.reward
    set has_budget = true, changed_at = ${ctx.real}
    where workspace_id = ${ctx.tenant.id}
      and id = ${rewardId}
      and not has_budget
  `)
  return setAside(tx, ctx, { ...change, owner: { kind: 'reward', id: rewardId }, campaign: null })
}

/** The same for a campaign: whatever it gives is taken from there, and not from the budgets of its rewards. */
export async function setCampaignBudget(
  tx: Tx,
  ctx: GrantContext,
  { campaign, ...change }: Change & { campaign: { kind: CampaignKind; id: string } },
): Promise<Outcome<null, 'over_budget'>> {
  await tx.run(sql`
    insert into reward.campaign_budget (workspace_id, campaign_kind, campaign_id, set_at, set_by)
    values (${ctx.tenant.id}, ${campaign.kind}, ${campaign.id}, ${ctx.now}, ${change.by})
    on conflict do nothing
  `)
  return setAside(tx, ctx, { ...change, owner: { kind: 'campaign', id: campaign.id }, campaign })
}

async function setAside(
  tx: Tx,
  { tenant, now, real }: GrantContext,
  {
    amount,
    by,
    owner,
    campaign,
  }: Change & {
    owner: { kind: 'reward' | 'campaign'; id: string }
    campaign: { kind: CampaignKind; id: string } | null
  },
): Promise<Outcome<null, 'over_budget'>> {
  const funds = ofBrand('funds', 'fen')
  const budget = budgetOf(owner)
  const isMore = amount > 0
  const [moved] = await record(
    tx,
    tenant,
    [
      {
        ...{ does: 'direct', cause: `budget ${newId()}`, at: now, by, campaign },
        reason: isMore ? 'budget_set' : 'budget_returned',
        from: isMore ? funds : budget,
        to: isMore ? budget : funds,
        amount: Math.abs(amount),
      },
    ],
    real,
  )
  return moved?.ok ? ok(null) : refused('over_budget')
}
