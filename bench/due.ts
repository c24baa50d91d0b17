import { loadavg } from 'node:os'
import { z } from 'zod'
import { defaultRules } from '../contract/delivery.ts'
import { addMs, createLog, readId, sleep, systemClock } from '../server/kernel/index.ts'
import { type Database, openDatabase, sql } from '../server/postgres/index.ts'
import { quantile } from './open-loop.ts'
import { fillPeople } from './people.ts'
import { type Stack, signedIn, startStack } from './stack.ts'
import { judge, print, thousands } from './table.ts'
import { cpuOf } from './usage.ts'
import {
  burst,
  connect,
  LATEST_MS,
  lastEffect,
  startSandboxProcess,
  untilWelcomed,
  type Welcomed,
} from './welcome-town.ts'

const PEOPLE = 100_000
const JOURNEYS = 10
const BAR_P99_MS = 30_000
/** Strangers who come while the crowd is due, and as many before it, to compare with. */
const STRANGERS = 200
const STRANGERS_MS = 20_000
const AHEAD_MS = 5_000
const LATER_MS = 30 * 24 * 3_600_000
const LOOK_MS = 100
const PATIENCE_MS = 300_000

type Brand = { id: string }

/**
 * Ten SOPs with a hundred thousand people in each; in one of them all are due in the same second, each for a message with
 * policy and a row of the ledger, in the running house. Lateness is told by counting what is committed. Meanwhile strangers
 * scan a code: their welcomes are compared with those of as many before. @param words how many people, 100,000 unless said.
 */
export async function run(words: string[] = []): Promise<void> {
  const people = Number(words[0] ?? PEOPLE)
  const sandbox = await startSandboxProcess()
  const stack = await startStack({
    logLevel: 'warn',
    environment: { WECOM_BASE_URL: sandbox.url },
  })
  try {
    const { workspaceId: id } = await stack.settle('青禾护肤')
    await connect(stack, sandbox.url)
    const db = await openDatabase(stack.databaseUrl, {
      log: createLog('bench', 'error'),
      role: 'liuyuan_app',
      maxConnections: 2,
    })
    await fillPeople(db, { id }, people, ['chenlan', 'zhoumu', 'linxia'])
    const journeys = await launch(stack)
    for (const journeyId of journeys) await letIn(db, { id }, journeyId)
    const [first = ''] = journeys
    const calm = await welcomes(sandbox.url)
    const dueAt = addMs(systemClock.now(), AHEAD_MS)
    await makeDue(db, { id }, first, dueAt)
    const before = cpuOf(stack)
    const watching = watch(db, { id }, { journeyId: first, dueAt, people })
    await sleep(AHEAD_MS)
    const busy = await welcomes(sandbox.url)
    const lateness = await watching
    const after = cpuOf(stack)
    await db.close()
    report({ people, lateness, calm, busy, before, after })
  } finally {
    await stack.stop()
    sandbox.stop()
  }
}

async function asker(stack: Stack) {
  const cookie = await signedIn(stack.url)
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(stack.url + path, {
      method,
      headers: { cookie, 'x-liuyuan': '1', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
}

const made = z.object({ id: z.string() })

/** As an operator does it. Quiet hours are off because the bench may run at night. @returns the SOPs. */
async function launch(stack: Stack): Promise<string[]> {
  const ask = await asker(stack)
  const { no } = z.object({ no: z.number() }).parse(await ask('GET', '/api/contact-policy'))
  const rules = { ...defaultRules, quietHours: null, approvalAbove: null }
  await ask('PUT', '/api/contact-policy', { rules, no, reason: 'bench' })
  const ids: string[] = []
  for (let n = 0; n < JOURNEYS; n++) {
    const plan = {
      triggers: [{ kind: 'manual' }],
      entry: { kind: 'once' },
      goal: { name: 'order.paid' },
      exits: [],
      control: { kind: 'none', reason: '只量快慢' },
      steps: [
        { kind: 'send', id: 'hello', purpose: 'value', content: { text: '好久不见' } },
        { kind: 'wait', id: 'rest', for: { amount: 3, unit: 'days' } },
      ],
    }
    const { id } = made.parse(await ask('POST', '/api/journeys', { name: `SOP ${n}`, plan }))
    await ask('POST', `/api/journeys/${id}/versions`, {
      draftNo: 1,
      withThoseInside: false,
      audience: 0,
    })
    ids.push(readId('journey', id) ?? id)
  }
  return ids
}

/** Everybody stands before the first step, which is due in a month. */
async function letIn(db: Database, { id }: Brand, journeyId: string): Promise<void> {
  const now = systemClock.now()
  const dueAt = addMs(now, LATER_MS)
  await db.inWorkspace(id, (tx) =>
    tx.run(sql`
      insert into journey.enrollment (
        workspace_id, id, journey_id, version, customer_id, customer_no, came_as_no, entered_at, cause, cause_ref, cause_at,
        state, step, step_at, due_at
      )
      select c.workspace_id, gen_random_uuid(), ${journeyId}, 1, c.id, c.no, c.no, ${now}, 'manual', '', ${now}, 'timer',
             'hello', ${dueAt}, ${dueAt}
      from customer.customer c
      where c.workspace_id = ${id}
    `),
  )
}

async function makeDue(db: Database, { id }: Brand, journeyId: string, dueAt: Date): Promise<void> {
  await db.inWorkspace(id, (tx) =>
    tx.run(sql`
      update journey.enrollment
      set due_at = ${dueAt}, step_at = ${dueAt}
      where workspace_id = ${id}
        and journey_id = ${journeyId}
    `),
  )
}

/** How late each one's step was committed, in milliseconds, to the next look. */
async function watch(
  db: Database,
  { id }: Brand,
  { journeyId, dueAt, people }: { journeyId: string; dueAt: Date; people: number },
): Promise<number[]> {
  const lateness: number[] = []
  const until = systemClock.monotonicMs() + PATIENCE_MS
  while (lateness.length < people && systemClock.monotonicMs() < until) {
    const { taken } = await db.inWorkspace(id, (tx) =>
      tx.one(sql<{ taken: number }>`
        select count(*)::int as taken
        from journey.enrollment
        where workspace_id = ${id}
          and journey_id = ${journeyId}
          and due_at > ${addMs(dueAt, LATER_MS / 100)}
      `),
    )
    const late = systemClock.now().getTime() - dueAt.getTime()
    while (lateness.length < taken) lateness.push(late)
    await sleep(LOOK_MS)
  }
  return lateness
}

async function welcomes(url: string): Promise<Welcomed[]> {
  const known = await lastEffect(url)
  await burst(url, STRANGERS, STRANGERS_MS)
  return untilWelcomed(url, STRANGERS, known)
}

function report(of: {
  people: number
  lateness: number[]
  calm: Welcomed[]
  busy: Welcomed[]
  before: Record<string, number>
  after: Record<string, number>
}): void {
  const { people, lateness, calm, busy, before, after } = of
  const ms = (value: number) => `${thousands(value)} ms`
  const p99 = quantile(lateness, 0.99)
  print([
    ['people due at once', 'of enrollments', 'taken', 'p50', 'p99', 'bar', 'last'],
    [
      thousands(people),
      thousands(people * JOURNEYS),
      thousands(lateness.length),
      ms(quantile(lateness, 0.5)),
      ms(p99),
      `< ${ms(BAR_P99_MS)}`,
      ms(Math.max(...lateness.slice(-1))),
    ],
  ])
  const rows = [
    ['before', calm],
    ['while they are due', busy],
  ] as const
  print([
    ['welcomes', 'welcomed', 'p50', 'p99', 'after 20 s'],
    ...rows.map(([when, some]) => {
      const ages = some.map(({ ageMs }) => ageMs)
      return [
        when,
        `${some.length} of ${STRANGERS}`,
        ms(quantile(ages, 0.5)),
        ms(quantile(ages, 0.99)),
        String(ages.filter((age) => age > LATEST_MS).length),
      ]
    }),
  ])
  const cpu = Object.entries(after).map(
    ([part, used]) => `${part} ${(used - (before[part] ?? 0)).toFixed(1)}`,
  )
  const load = loadavg().map((one) => one.toFixed(1))
  print([[`CPU s: ${cpu.join(', ')}`], [`load average ${load.join(' ')}`]])
  const isWelcomed = busy.length === STRANGERS && busy.every(({ ageMs }) => ageMs <= LATEST_MS)
  judge(lateness.length === people && p99 < BAR_P99_MS && isWelcomed)
}
