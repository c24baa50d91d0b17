import {
  addMs,
  type Chance,
  type Clock,
  type Log,
  type Seal,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import {
  type Database,
  type Rounds,
  sql,
  startRounds,
  type Tx,
  tenantsDue,
} from '../postgres/index.ts'
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
/** Messages of one endpoint under way at once, and endpoints. */
const PER_ENDPOINT = 8
const ENDPOINTS_AT_ONCE = 32
/** Longer than any try lasts: who holds a message longer has died. */
const LEASE_MS = 60_000
/** An endpoint that took nothing for so long is stopped, and says so. */
const FAILING_MS = 5 * 86_400_000
/** What was settled stays to be looked at and sent again. */
const KEPT_MS = 30 * 86_400_000
const FORGOTTEN_MAX = 10_000
const GONE = 410

/** Sends what is due until it is stopped. Any number of processes may run it. */
export function startWebhooks(deps: DeliverDeps): Rounds {
  const lane = createWebhookLane(deps)
  const rounds = startRounds({
    log: deps.log,
    waits: 'webhooks wait',
    idleMs: IDLE_MS,
    due: async () => ((await deps.isFenced()) ? [] : dueTenants(deps)),
    step: async (tenant) => (await lane.begin(tenant)) > 0,
  })
  return {
    async stop() {
      await rounds.stop()
      await lane.finish()
    },
  }
}

function dueTenants(deps: DeliverDeps): Promise<Tenant[]> {
  return tenantsDue(
    deps,
    sql`
      select d.id
      from webhook.due(${deps.clock.now()}) as d (id)
    `,
  )
}

export type WebhookLane = {
  /** Begins what is due in a workspace, as far as there is room. @returns how many messages are being sent. */
  begin(tenant: Tenant): Promise<number>
  /** Waits for everything under way, and for its record. */
  finish(): Promise<void>
}

/** Tries run beside each other: an endpoint that answers slowly is asked for its next messages when it has, and the others go on. */
export function createWebhookLane(deps: DeliverDeps): WebhookLane {
  const running = new Set<Promise<void>>()
  const busy = new Set<string>()
  return {
    async begin(tenant) {
      if (busy.size >= ENDPOINTS_AT_ONCE) return 0
      const now = deps.clock.now()
      const wanted = { now, leaseUntil: addMs(now, LEASE_MS), perEndpoint: PER_ENDPOINT }
      const { claimed, receivers } = await deps.db.inWorkspace(tenant.id, async (tx) => {
        const due = await claimMessages(tx, tenant, { ...wanted, except: [...busy] })
        const ids = [...new Set(due.map(({ endpointId }) => endpointId))]
        return { claimed: due, receivers: await receiversOf(tx, tenant, deps.seal, { ids, now }) }
      })
      for (const [endpointId, receiver] of receivers) {
        const mine = claimed.filter((message) => message.endpointId === endpointId)
        start(tenant, endpointId, () =>
          Promise.all(mine.map((message) => attempt(deps, tenant, message, receiver))),
        )
      }
      return claimed.length
    },
    async finish() {
      while (running.size > 0) await Promise.all(running)
    },
  }

  function start(tenant: Tenant, endpointId: string, send: () => Promise<unknown>): void {
    busy.add(endpointId)
    const run = send()
      .catch((error) => {
        // Not recorded: the lease ends and it is sent again, under the same id.
        const said = { workspace: tenant.id, endpoint: endpointId, error: String(error) }
        deps.log.warn(said, 'a webhook was not recorded')
      })
      .then(() => {
        busy.delete(endpointId)
        running.delete(run)
      })
    running.add(run)
  }
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

/** Forgets what was settled long ago. */
export async function forgetSettled(
  { db, clock }: Pick<DeliverDeps, 'db' | 'clock'>,
  tenant: Tenant,
): Promise<void> {
  const before = addMs(clock.now(), -KEPT_MS)
  let forgotten = FORGOTTEN_MAX
  while (forgotten === FORGOTTEN_MAX) {
    forgotten = await db.inWorkspace(tenant.id, (tx) =>
      forgetMessages(tx, tenant, { before, max: FORGOTTEN_MAX }),
    )
  }
}
