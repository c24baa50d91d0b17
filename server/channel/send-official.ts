import type { Refusal } from '../../wecom/index.ts'
import { NOT_SUBSCRIBED, WINDOW_OVER, WINDOW_USED_UP } from '../../weixin/index.ts'
import { addMs, companyOf, presentOf, type Tenant, wireIdOf } from '../kernel/index.ts'
import { moveCalls } from './call-store.ts'
import { claimDue } from './hand-off.ts'
import type { Going } from './judge-again.ts'
import { fencesOf, isHeld, mayLeave } from './leave.ts'
import type { Message } from './message-store.ts'
import type { OfficialOf } from './official-remote.ts'
import { beginEach, laterOf, parkDead, stillGoing } from './one-by-one.ts'
import { parkCall } from './park-call.ts'
import type { SenderDeps, Step } from './sender-deps.ts'
import { settle } from './settle.ts'

const BATCH = 64
const AT_ONCE = 8
const LEASE_MS = 60_000
const LATER_MS = 5_000
const LATER_MAX_MS = 10 * 60_000
const SAID = { carriers: ['official_message'], limit: BATCH, leaseMs: LEASE_MS } as const

export type OfficialSenderDeps = SenderDeps & { officialOf: OfficialOf }
type Ready = { one: Going; message: Message }

/**
 * Sends customer-service messages (客服消息) of official accounts that are due. WeChat cannot be asked afterwards what it took, so
 * one whose fate nobody knows is not sent again: a person decides.
 */
export function officialMessageStep(deps: OfficialSenderDeps): Step {
  return async (tenant) => {
    if (await deps.isFenced()) return false
    const ctx = { tenant, now: presentOf(tenant, deps.clock) }
    const real = deps.clock.now()
    const claimed = await deps.db.inWorkspace(tenant.id, async (tx) => {
      await parkDead(tx, ctx, 'official', real)
      return claimDue(tx, ctx, real, SAID)
    })
    if (claimed.length === 0) return false
    const leaseUntil = addMs(real, LEASE_MS)
    const ready = await deps.db.inWorkspace(tenant.id, async (tx) =>
      beginEach(tx, ctx, await stillGoing(tx, ctx, claimed), {
        kind: 'official',
        real,
        leaseUntil,
      }),
    )
    for (let at = 0; at < ready.length; at += AT_ONCE)
      await Promise.all(ready.slice(at, at + AT_ONCE).map((one) => send(deps, tenant, one)))
    return true
  }
}

async function send(deps: OfficialSenderDeps, tenant: Tenant, { one, message }: Ready) {
  if ((await mayLeave(deps, tenant, { one })) === 'refused') return
  const account = await deps.officialOf(tenant, companyOf(one.externalUserid))
  if (!account || (await isHeld(deps, tenant, { one }))) return record(deps, tenant, one, null)
  const link =
    message.link && (deps.links.urlOf(tenant, { kind: 'delivery', id: one.id }) ?? message.link.url)
  const words = one.text ?? message.text
  const text = message.link ? `${words}\n${message.link.title}：${link}` : words
  const answer = await account.sendText(wireIdOf(one.externalUserid), text)
  return record(deps, tenant, one, answer.ok ? 'sent' : answer)
}

/** What WeChat's no says of the follower. */
const REASONS = new Map<number | null, 'window_closed' | 'not_subscribed'>([
  [WINDOW_OVER, 'window_closed'],
  [WINDOW_USED_UP, 'window_closed'],
  [NOT_SUBSCRIBED, 'not_subscribed'],
])

/** @param came null: it was not even tried, because it has to wait. */
async function record(
  deps: OfficialSenderDeps,
  tenant: Tenant,
  one: Going,
  came: 'sent' | Refusal | null,
): Promise<void> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const now = deps.clock.now()
  const { id, zone } = one
  const guard = { from: ['sending'] as const, fences: fencesOf([one]) }
  const refusal = came === 'sent' ? null : came
  const said = refusal ? { errcode: refusal.errcode, errmsg: refusal.errmsg } : {}
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      if (refusal?.certainty === 'unknown') {
        await parkCall(tx, ctx, id, { real: now, from: ['sending'] })
        await moveCalls(tx, tenant, [{ id, state: 'parked', ...said, lookAfter: now }], now)
        return
      }
      if (came === 'sent') {
        await settle(tx, ctx, [{ id, state: 'sent', sentAt: ctx.now, zone }], guard)
      } else if (refusal && refusal.retry === 'never') {
        const reason = REASONS.get(refusal.errcode) ?? 'refused'
        await settle(tx, ctx, [{ id, state: 'failed', reason, detail: said }], guard)
      } else {
        const later = laterOf(one, { firstMs: LATER_MS, mostMs: LATER_MAX_MS, now })
        const waitUntil = refusal?.heldUntil ?? later
        await settle(tx, ctx, [{ id, state: 'planned', waitUntil, detail: said }], guard)
      }
      const state = came === 'sent' ? ('closed' as const) : ('refused' as const)
      await moveCalls(tx, tenant, [{ id, state, ...said, lookAfter: now }], now)
    },
    { retry: true },
  )
}
