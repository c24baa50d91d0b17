import { addMs, presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { moveCalls, type RemoteCall, takeCalls } from './call-store.ts'
import { liveNumbers } from './dead-address.ts'
import type { ChannelContext } from './delivery.ts'
import { parkCall } from './park-call.ts'
import type { MailDeps } from './send-mail.ts'
import { ASK_TAKEN_MS, ASK_UNKNOWN_MS } from './send-sms.ts'
import type { Step } from './sender-deps.ts'
import { openSmsLine } from './sms-line.ts'
import type { Receipt, SmsLine } from './sms-provider.ts'
import { hearReceipts } from './sms-receipt.ts'
import { storedSmsLine } from './sms-store.ts'

const AT_ONCE = 20
const LEASE_MS = 2 * 60_000
/** So long a message whose fate is unknown is asked after: that a provider does not know of it proves nothing. */
const GIVE_UP_MS = 30 * 60_000
/** Carriers tell within hours, or not at all; providers keep no more than some days. */
const TELL_MS = 72 * 3_600_000

/**
 * Asks the provider after messages: those of which nobody knows whether they were taken, soon; those that were taken and
 * of which no carrier has told, now and then. What stays unknown is set aside for a person; nothing is sent again.
 */
export function askSmsStep(deps: MailDeps): Step {
  return async (tenant) => {
    if (await deps.isFenced()) return false
    const real = deps.clock.now()
    const within = deps.db.inWorkspace
    const { calls, account } = await within(tenant.id, async (tx) => {
      const wanted = { kind: 'sms', states: ['unknown', 'open'], real, limit: AT_ONCE } as const
      const leaseUntil = addMs(real, LEASE_MS)
      return {
        calls: await takeCalls(tx, tenant, { ...wanted, leaseUntil }),
        account: await storedSmsLine(tx, tenant),
      }
    })
    if (calls.length === 0) return false
    const opened =
      account && (await openSmsLine({ ...account, secret: deps.seal.open(account.secret) }, deps))
    const line = opened && !('ok' in opened) ? opened : null
    for (const call of calls) await clearUp(deps, tenant, { line, call })
    return true
  }
}

async function clearUp(
  deps: MailDeps,
  tenant: Tenant,
  { line, call }: { line: SmsLine | null; call: RemoteCall },
): Promise<void> {
  const { id, calledAt } = call
  const within = deps.db.inWorkspace
  const sealed = await within(tenant.id, (tx) => numberOf(tx, tenant, id))
  const told = line && sealed ? await line.ask(deps.seal.open(sealed), calledAt) : null
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const real = deps.clock.now()
  const ageMs = real.getTime() - calledAt.getTime()
  await within(
    tenant.id,
    async (tx) => {
      const mine = told ? await mineAmong(tx, ctx, call, told) : null
      if (mine && (await hearReceipts(tx, ctx, [mine], real)) > 0) return
      const isUnknown = call.state === 'unknown' && mine?.state !== 'waiting'
      if (isUnknown && ageMs >= GIVE_UP_MS)
        return parkCall(tx, ctx, id, { real, from: ['unknown'] })
      const isOver = !isUnknown && ageMs >= TELL_MS
      const lookAfter = addMs(
        real,
        isUnknown
          ? ASK_UNKNOWN_MS * 2 ** Math.min(call.looks, 5)
          : ASK_TAKEN_MS * 2 ** Math.min(call.looks, 6),
      )
      await moveCalls(tx, tenant, [{ id, state: isOver ? 'closed' : call.state, lookAfter }], real)
    },
    { retry: true },
  )
}

/** The number that a message went to, as far as it is still known. */
async function numberOf(tx: Tx, tenant: Tenant, id: string): Promise<Buffer | null> {
  const found = await tx.maybe(sql<{ customerId: string }>`
    select customer_id as "customerId"
    from channel.delivery
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  if (!found) return null
  const { numbers } = await liveNumbers(tx, tenant, [found.customerId])
  return numbers.get(found.customerId)?.sealed ?? null
}

/**
 * Which of the messages to a number is this one: by our id, by the provider's number of it, or as the only one that nobody
 * else can be. Null: none is.
 */
async function mineAmong(
  tx: Tx,
  { tenant }: ChannelContext,
  call: RemoteCall,
  told: readonly Receipt[],
): Promise<Receipt | null> {
  const named = told.find(({ id }) => id === call.id)
  if (named) return named
  if (call.remoteId !== null) {
    const numbered = told.find(({ serial }) => serial === call.remoteId)
    return numbered ? { ...numbered, id: call.id } : null
  }
  const nameless = told.filter(({ id, serial }) => id === null && serial !== null)
  const serials = nameless.flatMap(({ serial }) => serial ?? [])
  const known = await tx.rows(sql<{ serial: string }>`
    select remote_id as serial
    from channel.remote_call
    where workspace_id = ${tenant.id}
      and kind = 'sms'
      and remote_id = any(${serials}::text[])
  `)
  const taken = new Set(known.map(({ serial }) => serial))
  const free = nameless.filter(({ serial }) => !taken.has(serial ?? ''))
  const [only] = free
  if (!only || free.length > 1 || (await othersUnknown(tx, tenant, call.id)) > 0) return null
  return { ...only, id: call.id }
}

/** Other messages to the same person of which nobody knows whether they were taken. */
async function othersUnknown(tx: Tx, tenant: Pick<Tenant, 'id'>, id: string): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from channel.delivery mine
    join channel.delivery other
      on other.workspace_id = mine.workspace_id
      and other.person_id = mine.person_id
      and other.carrier = 'sms'
      and other.id <> mine.id
      and other.state in ('sending', 'unknown', 'parked')
    where mine.workspace_id = ${tenant.id}
      and mine.id = ${id}
  `)
  return count
}
