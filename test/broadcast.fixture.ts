import { type BroadcastPlan, broadcastPlan } from '../contract/broadcast.ts'
import { received, type Town } from '../server/channel/sender.fixture.ts'
import type { Who } from '../server/channel/world.fixture.ts'
import { newId, showId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'

const TEXT = '周五会员日，到店有礼'

/** A broadcast in WeCom to whoever the world says is in its segment, without a control group. */
export function planOf(more: Partial<BroadcastPlan> = {}): BroadcastPlan {
  return broadcastPlan.parse({
    segmentId: showId('segment', newId()),
    carrier: 'wecom_mass',
    purpose: 'value',
    variants: [{ id: 'a', share: 100, content: { text: TEXT } }],
    start: { kind: 'now' },
    validHours: 48,
    control: { kind: 'none', reason: '测试' },
    ...more,
  })
}

/** Who really got something, by the pretend WeCom's own log, and how often. */
export async function reached(town: Town): Promise<Map<number, number>> {
  const rows = await town.db.inWorkspace(town.tenant.id, (tx) =>
    tx.rows(sql<{ no: number; external: string }>`
      select c.no, f.external_userid as external
      from customer.follow f
      join customer.customer c on c.workspace_id = f.workspace_id and c.id = f.customer_id
    `),
  )
  const times = new Map<number, number>()
  for (const [key, count] of received(town.sandbox)) {
    const who = rows.find(({ external }) => key.startsWith(`${external} `))
    if (who) times.set(who.no, (times.get(who.no) ?? 0) + count)
  }
  return times
}

const numbersOf = (some: readonly Who[]) => some.map(({ no }) => no).sort((a, b) => a - b)
/** Each of them, once. */
export const once = (some: readonly Who[]) => new Map(numbersOf(some).map((no) => [no, 1]))
export const sorted = (times: Map<number, number>) => new Map([...times].sort(([a], [b]) => a - b))
