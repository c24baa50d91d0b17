import { type Clock, type Log, presentOf, type Seal, type Tenant } from '../kernel/index.ts'
import type { LinkTracker } from '../page/index.ts'
import { type Database, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import { askSmsStep } from './ask-sms.ts'
import type { OfficialOf } from './official-remote.ts'
import { lookStep } from './plan-cards.ts'
import { reconcileStep } from './reconcile.ts'
import type { RemoteOf } from './remote.ts'
import { type CardDeps, cardStep } from './send-cards.ts'
import { mailStep } from './send-mail.ts'
import { massStep } from './send-mass.ts'
import { officialMessageStep } from './send-official.ts'
import { officialMassStep } from './send-official-mass.ts'
import { smsStep } from './send-sms.ts'
import type { Step } from './sender-deps.ts'
import { closeTasks } from './staff-task.ts'
import { watchStep } from './watch.ts'
import { createWelcomeLane } from './welcome-lane.ts'

/** How long the welcome lane looks away when nothing is due: the code lives twenty seconds. */
const WELCOME_IDLE_MS = 50
/** The same for everything else; a kill switch takes hold within it. */
const IDLE_MS = 500
/** How long a loop waits after an engine failed. */
const BROKEN_MS = 500

export type ChannelDeps = {
  db: Database
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
  remoteOf: RemoteOf
  officialOf: OfficialOf
  links: Pick<LinkTracker, 'urlOf'>
  seal: Pick<Seal, 'open'>
  internalHosts: readonly string[]
  isFenced: () => Promise<boolean>
  staffWayOf: CardDeps['staffWayOf']
}

/**
 * Runs the mouth until it is stopped: welcomes, hand-offs, watching what was handed off, clearing up what nobody knows. Each
 * in a loop of its own, so that a slow answer of one holds up none of the others. Any number of processes may run it.
 */
export function startChannel(deps: ChannelDeps): { stop(): Promise<void> } {
  const welcomes = createWelcomeLane(deps)
  const begin: Step = async (tenant) => (await welcomes.begin(tenant)) > 0
  const rounds = (
    loop: string,
    steps: readonly Step[],
    { idleMs, due: dueOf }: { idleMs: number; due: typeof due },
  ) =>
    startRounds({
      log: deps.log,
      waits: 'the mouth waits',
      loop,
      idleMs,
      brokenMs: BROKEN_MS,
      due: () => dueOf(deps),
      async step(tenant: Tenant) {
        let worked = false
        for (const step of steps) worked = (await step(tenant)) || worked
        return worked
      },
    })
  const usual = { idleMs: IDLE_MS, due }
  const loops = [
    rounds('welcome', [begin], { idleMs: WELCOME_IDLE_MS, due: dueWelcome }),
    rounds('hand off', [massStep(deps)], usual),
    rounds('mail', [mailStep(deps)], usual),
    rounds('sms', [smsStep(deps)], usual),
    rounds('official', [officialMessageStep(deps), officialMassStep(deps)], usual),
    rounds('watch', [watchStep(deps), tasksStep(deps)], usual),
    rounds('reconcile', [reconcileStep(deps)], usual),
    rounds('ask sms', [askSmsStep(deps)], usual),
    rounds('cards', [lookStep(deps), cardStep(deps)], { idleMs: IDLE_MS, due: dueCard }),
  ]
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
      await welcomes.finish()
    },
  }
}

/** Tasks of associates whose time is over. */
export function tasksStep({ db, clock }: Pick<ChannelDeps, 'db' | 'clock'>): Step {
  return async (tenant) => {
    const now = presentOf(tenant, clock)
    const closed = await db.inWorkspace(tenant.id, (tx) => closeTasks(tx, { tenant, now }))
    return closed > 0
  }
}

function dueWelcome(deps: ChannelDeps): Promise<Tenant[]> {
  return tenantsDue(
    deps,
    sql`
      select d.id
      from channel.due_welcome(${deps.clock.now()}) as d (id)
    `,
  )
}

function due(deps: ChannelDeps): Promise<Tenant[]> {
  return tenantsDue(
    deps,
    sql`
      select d.id
      from channel.due(${deps.clock.now()}) as d (id)
    `,
  )
}

function dueCard(deps: ChannelDeps): Promise<Tenant[]> {
  return tenantsDue(
    deps,
    sql`
      select d.id
      from channel.due_card(${deps.clock.now()}) as d (id)
    `,
  )
}
