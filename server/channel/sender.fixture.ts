import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { createWecom, tokensInMemory, type Wecom } from '../../wecom/index.ts'
import { createBudget, createSeats, lanesOf } from '../corp/index.ts'
import {
  createLog,
  type ManualClock,
  manualClock,
  newId,
  sleep,
  type Tenant,
} from '../kernel/index.ts'
import type { Database, TestDatabase } from '../postgres/index.ts'
import { reconcileStep } from './reconcile.ts'
import { tasksStep } from './run.ts'
import { massStep } from './send-mass.ts'
import type { SenderDeps } from './sender-deps.ts'
import { watchStep } from './watch.ts'
import { createWelcomeLane } from './welcome-lane.ts'
import { welcomeStep } from './welcome-step.ts'
import { freeRules, morning, newCustomers, newTenant, setRules, type Who } from './world.fixture.ts'

/** How long the tests wait for an answer: the sandbox's silence is a time-out. */
const TIMEOUT_MS = 1_000

/** A workspace connected to a sandbox; both clocks stand and are moved together. */
export type Town = {
  sandbox: Sandbox
  tenant: Tenant
  clock: ManualClock
  db: Database
  deps: SenderDeps
  remote: Wecom
  /** People who follow an associate, there and here. */
  friends(count: number, userid?: string): Promise<Who[]>
  /** Plans the welcome of somebody who adds an associate now. */
  newcomer(userid?: string): Promise<Who>
  move(ms: number): void
  stop(): Promise<void>
}

export async function startTown(base: TestDatabase, seed = 1): Promise<Town> {
  const sandbox = await startSandbox({ seed, now: morning })
  sandbox.world.clock.set(morning, true)
  const clock = manualClock(morning)
  const { db } = base
  const tenant = await newTenant(db)
  await setRules(db, tenant, freeRules)
  const remote = createWecom({
    baseUrl: sandbox.url,
    corpId: SANDBOX_CORP,
    secret: SANDBOX_SECRET,
    tokens: tokensInMemory(),
    clock,
    timeoutMs: TIMEOUT_MS,
    lanes: lanesOf(
      {
        budget: createBudget({ db, clock }),
        seats: createSeats({ db, clock, pause: sleep }),
        clock,
      },
      { ...tenant, company: '' },
    ),
  })
  const log = createLog('test', 'silent')
  const deps: SenderDeps = {
    db,
    clock,
    log,
    remoteOf: async () => remote,
    links: { urlOf: () => null },
    isFenced: async () => false,
  }
  return {
    sandbox,
    tenant,
    clock,
    db,
    deps,
    remote,
    async friends(count, userid = 'chenlan') {
      const externals = Array.from({ length: count }, () => {
        const { externalUserId } = sandbox.deeds.makePerson()
        sandbox.deeds.befriend(externalUserId, userid)
        return externalUserId
      })
      return newCustomers(db, tenant, count, { userid, externals })
    },
    async newcomer(userid = 'chenlan') {
      const { externalUserId } = sandbox.deeds.makePerson()
      sandbox.deeds.befriend(externalUserId, userid)
      const [who] = await newCustomers(db, tenant, 1, { userid, externals: [externalUserId] })
      if (!who) throw new Error('nobody came')
      const code = `code-${who.no}`
      const issuedAt = clock.now()
      sandbox.world.corp.welcomes.set(code, {
        code,
        userid,
        externalUserId,
        issuedAt,
        state: 'open',
      })
      await planWelcome(db, tenant, { who, code, userid, externalUserId, at: issuedAt })
      return who
    },
    move(ms) {
      clock.advanceMs(ms)
      sandbox.world.clock.advanceMs(ms)
    },
    stop: () => sandbox.stop(),
  }
}

type Arrival = { who: Who; code: string; userid: string; externalUserId: string; at: Date }

function planWelcome(db: Database, tenant: Tenant, arrival: Arrival): Promise<unknown> {
  const { who, code, userid, externalUserId, at } = arrival
  const event = {
    eventId: newId(),
    name: 'follow.started',
    at,
    receivedAt: at,
    source: 'wecom',
    claims: [],
    customerId: who.id,
    customerNo: who.no,
    value: null,
    props: { userid, external_userid: externalUserId, welcome_code: code },
    importNo: 0,
  }
  const step = welcomeStep({
    welcomesOf: async (_tx, _context, all) =>
      all.map(() => ({ text: '欢迎你来', link: undefined })),
  })
  return db.inWorkspace(tenant.id, (tx) => step.apply(tx, { tenant, batchNo: 1, now: at }, [event]))
}

/** What each loop would do once. */
export async function roundOf(deps: SenderDeps, tenant: Tenant): Promise<void> {
  const welcomes = createWelcomeLane(deps)
  await welcomes.begin(tenant)
  await welcomes.finish()
  await massStep(deps)(tenant)
  await watchStep(deps)(tenant)
  await tasksStep(deps)(tenant)
  await reconcileStep(deps)(tenant)
}

/** Lets time pass, step by step, with every associate confirming what they have, until nothing moves any more. */
export async function live(
  town: Town,
  { rounds, stepMs, confirms = true }: { rounds: number; stepMs: number; confirms?: boolean },
): Promise<void> {
  for (let n = 0; n < rounds; n++) {
    await roundOf(town.deps, town.tenant)
    if (confirms) confirmAll(town.sandbox)
    town.move(stepMs)
  }
}

export function confirmAll({ world, deeds }: Sandbox): void {
  for (const { msgid, senders } of world.corp.tasks.values())
    for (const userid of senders.keys()) deeds.confirm(msgid, userid)
}

/** How often each customer received each text, by the sandbox's own log. */
export function received({ effects }: Sandbox): Map<string, number> {
  const times = new Map<string, number>()
  for (const effect of effects.read()) {
    if (effect.kind !== 'mass_received' && effect.kind !== 'welcome') continue
    const key = `${effect.externalUserId} ${effect.text}`
    times.set(key, (times.get(key) ?? 0) + 1)
  }
  return times
}
