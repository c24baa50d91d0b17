import type { Fact } from '../event/index.ts'
import { append } from '../event/index.ts'
import { newId, showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { GrantContext } from './grant-store.ts'

export type StandingPause = {
  rewardId: string
  at: Date
  by: string | null
  reason: string
}

/** What the brake writes as its reason; the screens know it by this word. */
export const BRAKE = 'velocity'

/** Which of these rewards are paused. */
export async function pausesOf(
  tx: Tx,
  tenant: { id: string },
  rewardIds: readonly string[],
): Promise<ReadonlyMap<string, StandingPause>> {
  const rows = await tx.rows(sql<StandingPause>`
    select reward_id as "rewardId", paused_at as at, paused_by as by, reason
    from reward.pause
    where workspace_id = ${tenant.id}
      and reward_id = any(${[...rewardIds]}::uuid[])
      and ended_at is null
  `)
  return new Map(rows.map((one) => [one.rewardId, one]))
}

/** From now on nothing of it is granted. @returns whether it was not paused before. */
export async function pauseReward(
  tx: Tx,
  { tenant, now, real }: GrantContext,
  {
    rewardId,
    name,
    by,
    reason,
  }: { rewardId: string; name: string; by: string | null; reason: string },
): Promise<boolean> {
  const id = newId()
  const count = await tx.run(sql`
    insert into reward.pause (workspace_id, id, reward_id, paused_at, paused_by, reason)
    values (${tenant.id}, ${id}, ${rewardId}, ${now}, ${by}, ${reason})
    on conflict do nothing
  `)
  if (count === 0) return false
  const fact: Fact = {
    name: 'reward.paused',
    at: now,
    cause: [id],
    customer: null,
    value: null,
    props: { reward_id: showId('reward', rewardId), reward: name, reason },
  }
  await append(tx, tenant, [fact], { lane: 'journey', now: real })
  return true
}

/** It may be granted again. @returns whether it was paused. */
export async function resumeReward(
  tx: Tx,
  { tenant, now }: Pick<GrantContext, 'tenant' | 'now'>,
  { rewardId, by }: { rewardId: string; by: string | null },
): Promise<boolean> {
  const count = await tx.run(sql`
    update reward.pause
    set ended_at = ${now}, ended_by = ${by}
    where workspace_id = ${tenant.id}
      and reward_id = ${rewardId}
      and ended_at is null
  `)
  return count > 0
}
