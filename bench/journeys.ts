import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultRules, type PolicyRules } from '../contract/delivery.ts'
import { type JourneyPlan, journeyPlan } from '../contract/journey.ts'
import { changePolicy, policyOf } from '../server/channel/policy-store.ts'
import { admitWaiting } from '../server/journey/admission.ts'
import { advance } from '../server/journey/advance.ts'
import { makeJourney } from '../server/journey/journeys.ts'
import { type Neighbours, neighbours } from '../server/journey/neighbours.ts'
import { publish } from '../server/journey/publish.ts'
import { createLog, home, newId, systemClock, type Tenant } from '../server/kernel/index.ts'
import {
  type Database,
  migrate,
  openDatabase,
  sql,
  startPostgres,
} from '../server/postgres/index.ts'
import { enterSingly, stepSingly } from './journeys-baseline.ts'
import { fillPeople } from './people.ts'
import { judge, print, thousands } from './table.ts'
import { cpuWith } from './usage.ts'

const PEOPLE = 100_000
const WORKERS = 2
const ENTER_BAR_MS = 3_000
const STEPS_BAR = 20_000
const BASELINE_PEOPLE = 2_000
const log = createLog('bench', 'error')

/**
 * A hundred thousand people enter a journey and take their steps, with policy and a row of the ledger each, fsync on; the
 * same done a person at a time beside it. @param words how many people, 100,000 unless said.
 */
export async function run(words: string[]): Promise<void> {
  const people = Number(words[0] ?? PEOPLE)
  const dir = await mkdtemp(join(tmpdir(), 'liuyuan-bench-journeys-'))
  const server = await startPostgres({ dataDir: dir, log, clock: systemClock })
  try {
    await migrate(server.url, { dir: join(home, 'db', 'postgres'), log })
    const db = await openDatabase(server.url, { log, role: 'liuyuan_app', maxConnections: 8 })
    const tenant = await settle(db)
    await fillPeople(db, tenant, people)
    const asked = { db, tenant, people }
    const timed = timedWith(() => cpuWith(server.pid()))
    const journeyId = await launch(asked)
    const entry = await timed(() => enterAll(asked, journeyId))
    const steps = await timed(() => walkAll(asked, journeyId))
    const few = Math.min(BASELINE_PEOPLE, people)
    const persons = await personsOf(db, tenant, few)
    const naiveEntry = await timed(() => enterSingly(db, tenant, persons))
    const naiveSteps = await timed(() => stepSingly(db, tenant, naiveEntry.value))
    await db.close()
    const rate = (n: number, { ms }: Timed) => thousands((n / ms) * 1000)
    const cpu = (n: number, { cpuS }: Timed) => ((cpuS / n) * 100_000).toFixed(1)
    print([
      ['work', 's', 'a second', 'bar', 'CPU s per 100,000', 'a person at a time'],
      [
        `${thousands(people)} people enter`,
        (entry.ms / 1000).toFixed(2),
        rate(people, entry),
        `<= ${ENTER_BAR_MS / 1000} s`,
        cpu(people, entry),
        `${rate(few, naiveEntry)}/s, CPU ${cpu(few, naiveEntry)}`,
      ],
      [
        `first step, policy, ledger; ${WORKERS} workers`,
        (steps.ms / 1000).toFixed(2),
        rate(steps.value, steps),
        `>= ${thousands(STEPS_BAR)}/s`,
        cpu(steps.value, steps),
        `${rate(few, naiveSteps)}/s, CPU ${cpu(few, naiveSteps)}`,
      ],
    ])
    print([
      [
        `load average ${loadavg()
          .map((load) => load.toFixed(1))
          .join(' ')}`,
      ],
    ])
    judge(entry.ms <= ENTER_BAR_MS && (steps.value / steps.ms) * 1000 >= STEPS_BAR)
  } finally {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

type Timed = { ms: number; cpuS: number }

function timedWith(cpu: () => number) {
  return async <T>(work: () => Promise<T>): Promise<Timed & { value: T }> => {
    const [start, cpuBefore] = [systemClock.monotonicMs(), cpu()]
    const value = await work()
    return { value, ms: systemClock.monotonicMs() - start, cpuS: cpu() - cpuBefore }
  }
}

type Asked = { db: Database; tenant: Tenant; people: number }

async function settle(db: Database): Promise<Tenant> {
  const id = newId()
  const { no } = await db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no
    `),
  )
  const tenant = {
    id,
    no,
    name: '青禾护肤',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    clockAt: null,
    isDemo: false,
  }
  // Every rule is asked; quiet hours are off because the bench may run at night.
  const rules: PolicyRules = { ...defaultRules, quietHours: null }
  await db.inWorkspace(id, async (tx) => {
    const { no: policyNo } = await policyOf(tx, tenant)
    const change = { no: policyNo, rules, reason: 'bench', by: null, now: systemClock.now() }
    await changePolicy(tx, tenant, change)
  })
  return tenant
}

const plan: JourneyPlan = journeyPlan.parse({
  triggers: [{ kind: 'segment', segmentId: newId() }],
  entry: { kind: 'once' },
  goal: { name: 'order.paid' },
  exits: [],
  control: { kind: 'holdout', share: 0.1, metric: 'buyers', windowDays: 14 },
  steps: [
    {
      kind: 'send',
      id: 'hello',
      purpose: 'value',
      content: { text: '{{ customer.name | default: "您" }}，好久不见' },
    },
    { kind: 'wait', id: 'rest', for: { amount: 3, unit: 'days' } },
    { kind: 'send', id: 'again', purpose: 'value', content: { text: '再来看看' } },
  ],
})

/** Real neighbours, but for the members, who are everybody. */
function neighboursOf({ db, people }: Pick<Asked, 'db' | 'people'>): Neighbours {
  return {
    ...neighbours({ db, clickhouse: { rows: async () => [] }, predictionsOf: async () => null }),
    async *members() {
      for (let from = 0; from < people; from += 50_000)
        yield Array.from({ length: Math.min(50_000, people - from) }, (_, at) => from + at + 1)
    },
  }
}

function launch({ db, tenant, people }: Asked): Promise<string> {
  const next = neighboursOf({ db, people })
  const now = systemClock.now()
  return db.inWorkspace(tenant.id, async (tx) => {
    const by = { by: null, now }
    const id = await makeJourney(tx, tenant.id, { name: '沉默唤醒', plan, ...by })
    const done = await publish(tx, { tenant, now }, next, {
      journeyId: id,
      draftNo: 1,
      withThoseInside: true,
      audience: people,
      by: null,
      approvedBy: null,
      at: now,
    })
    if (!done.ok) throw new Error(done.reason)
    return id
  })
}

async function enterAll({ db, tenant, people }: Asked, journeyId: string): Promise<void> {
  const deps = { db, clock: systemClock, log, neighbours: neighboursOf({ db, people }) }
  await admitWaiting(deps, tenant, journeyId)
}

/** @returns how many messages were planned. */
async function walkAll({ db, tenant, people }: Asked, journeyId: string): Promise<number> {
  const deps = { db, clock: systemClock, log, neighbours: neighboursOf({ db, people }) }
  const work = async () => {
    while ((await advance(deps, tenant, journeyId)) > 0);
  }
  await Promise.all(Array.from({ length: WORKERS }, work))
  const { taken } = await db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<{ taken: number }>`
      select count(*) as taken
      from channel.delivery
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
        and state <> 'skipped'
    `),
  )
  return taken
}

function personsOf(
  db: Database,
  tenant: Tenant,
  most: number,
): Promise<{ id: string; no: number }[]> {
  return db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ id: string; no: number }>`
      select id, no
      from customer.customer
      order by no desc
      limit ${most}
    `),
  )
}
