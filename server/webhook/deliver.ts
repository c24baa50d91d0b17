import {
  addMs,
  type Chance,
  type Clock,
  type Log,
  type Seal,
  showId,
  sleep,
  type Tenant,
} from '../kernel/index.ts'
import { type Database, isEngineError, sql, type Tx } from '../postgres/index.ts'
import { nextTry } from './message.ts'
import { type Claimed, claimMessages, forgetMessages, noteTry, type Tried } from './messages.ts'
import { type PostDeps, type Posted, post } from './post.ts'
import { signedHeaders } from './sign.ts'
import { type Receiver, receiversOf, stopEndpoint } from './store.ts'

export type DeliverDeps = PostDeps & {
  db: Database
  clock: Clock
  chance: Chance
  log: Log
  seal: Seal
  tenants: () => Promise<Tenant[]>
  /** A copy of an installation tells nobody anything until it is released. */
  isFenced: () => Promise<boolean>
}

const IDLE_MS = 500
const BROKEN_MS = 1_000
const FENCED_MS = 5_000
/** Messages of one endpoint under way at once. */
const PER_ENDPOINT = 8
/** Longer than any try lasts: who holds a message longer has died. */
const LEASE_MS = 60_000
/** An endpoint that took nothing for so long is stopped, and says so. */
const FAILING_MS = 5 * 86_400_000
/** What was settled stays to be looked at and sent again. */
const KEPT_MS = 30 * 86_400_000
const FORGET_EVERY_MS = 3_600_000
const FORGOTTEN_MAX = 10_000
const GONE = 410

/** Sends what is due until it is stopped. Any number of processes may run it. */
export function startWebhooks(deps: DeliverDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let forgetAt = 0
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const waitMs = await round()
      if (waitMs > 0) await sleep(waitMs, stopping.signal)
    }
  }

  async function round(): Promise<number> {
    try {
      if (await deps.isFenced()) return FENCED_MS
      let sent = 0
      for (const tenant of await dueTenants(deps)) sent += await deliverDue(deps, tenant)
      if (deps.clock.monotonicMs() >= forgetAt) {
        for (const tenant of await deps.tenants()) await forget(deps, tenant)
        forgetAt = deps.clock.monotonicMs() + FORGET_EVERY_MS
      }
      return sent > 0 ? 0 : IDLE_MS
    } catch (error) {
      deps.log[isEngineError(error) ? 'warn' : 'error']({ error: String(error) }, 'webhooks wait')
      return BROKEN_MS
    }
  }
}

async function dueTenants({ db, clock, tenants }: DeliverDeps): Promise<Tenant[]> {
  const due = await db.asSystem((tx) =>
    tx.rows(sql<{ id: string }>`
      select d.id
      from webhook.due(${clock.now()}) as d (id)
    `),
  )
  const ids = new Set(due.map(({ id }) => id))
  return (await tenants()).filter(({ id }) => ids.has(id))
}

/** Tries what is due in a workspace once. @returns how many messages were tried. */
export async function deliverDue(deps: DeliverDeps, tenant: Tenant): Promise<number> {
  const now = deps.clock.now()
  const leaseUntil = addMs(now, LEASE_MS)
  const { claimed, receivers } = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const due = await claimMessages(tx, tenant, { now, leaseUntil, perEndpoint: PER_ENDPOINT })
    const ids = [...new Set(due.map(({ endpointId }) => endpointId))]
    return { claimed: due, receivers: await receiversOf(tx, tenant, deps.seal, { ids, now }) }
  })
  await Promise.all(
    claimed.map(async (message) => {
      const receiver = receivers.get(message.endpointId)
      if (receiver) await attempt(deps, tenant, message, receiver)
    }),
  )
  return claimed.length
}

async function attempt(
  deps: DeliverDeps,
  tenant: Tenant,
  message: Claimed,
  { url, secrets }: Receiver,
): Promise<void> {
  const { clock, chance } = deps
  const began = clock.monotonicMs()
  const id = showId('webhookMessage', message.id)
  const headers = signedHeaders({ id, body: message.body, at: clock.now() }, secrets)
  const posted = await post(deps, url, { body: message.body, headers })
  const at = clock.now()
  const tookMs = Math.round(clock.monotonicMs() - began)
  const { status, trouble, answer, retryAfterS } = posted
  const isDelivered = status !== null && status >= 200 && status < 300
  const again = { chance: chance.fraction(), askedS: retryAfterS }
  const dueAt = isDelivered ? null : nextTry(message.tries, at, again)
  const tried: Tried = {
    messageId: message.id,
    endpointId: message.endpointId,
    no: message.tries,
    at,
    tookMs,
    status,
    trouble,
    answer,
    state: isDelivered ? 'delivered' : dueAt ? 'waiting' : 'failed',
    dueAt,
  }
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    if (await noteTry(tx, tenant, tried)) await stopWhere(tx, tenant, posted, message, at)
  })
}

/** An address that says that it is gone is left alone at once; one that takes nothing, after days. */
async function stopWhere(
  tx: Tx,
  tenant: Tenant,
  { status }: Posted,
  { endpointId: id }: Claimed,
  now: Date,
): Promise<void> {
  if (status === GONE) {
    await stopEndpoint(tx, tenant, id, { why: 'gone', now })
    return
  }
  const { failing } = await tx.one(sql<{ failing: boolean }>`
    select coalesce(failing_since < ${addMs(now, -FAILING_MS)}, false) as failing
    from webhook.endpoint
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  if (failing) await stopEndpoint(tx, tenant, id, { why: 'failing', now })
}

async function forget({ db, clock }: DeliverDeps, tenant: Tenant): Promise<void> {
  const before = addMs(clock.now(), -KEPT_MS)
  let forgotten = FORGOTTEN_MAX
  while (forgotten === FORGOTTEN_MAX) {
    forgotten = await db.inWorkspace(tenant.id, (tx) =>
      forgetMessages(tx, tenant, { before, max: FORGOTTEN_MAX }),
    )
  }
}
