import { loadavg } from 'node:os'
import { z } from 'zod'
import { createLog, sleep, systemClock } from '../server/kernel/index.ts'
import { openDatabase, sql } from '../server/postgres/index.ts'
import { fire, quantile, type Shot } from './open-loop.ts'
import { type Settled, type Stack, signedIn, startStack } from './stack.ts'
import { judge, print, thousands } from './table.ts'
import { cpuOf } from './usage.ts'

const RATE = 1_000
const SECONDS = 30
const WARM_SECONDS = 5
const BAR_P95_MS = 2_000
const EVENTS_A_BODY = 50
/** One event in so many makes somebody a member, who then takes a first step. */
const ONE_IN = 20
const REGULARS = 5_000
const LOOK_MS = 50
const PATIENCE_MS = 60_000
/** How long the first shot waits, so that all bodies can carry their instants. */
const AHEAD_MS = 1_000

/**
 * Events arrive at a steady rate; one in twenty makes a stranger a member of a live segment, whose SOP tags them as its
 * first step. Told is the time from the instant at which the event was to be sent to the first look at the database that
 * shows the step. @param words another rate in events a second.
 */
export async function run(words: string[] = []): Promise<void> {
  const rate = Number(words[0] ?? RATE)
  const stack = await startStack({ logLevel: 'warn' })
  try {
    const brand = await stack.settle('青禾护肤')
    await prepare(stack)
    const db = await openDatabase(stack.databaseUrl, {
      log: createLog('bench', 'error'),
      role: 'liuyuan_app',
      maxConnections: 1,
    })
    const steps = watch(async () => await stepsOf(db, brand))
    await offer(stack, brand, { rate, seconds: WARM_SECONDS, round: 'warm' })
    const warm = (rate * WARM_SECONDS) / ONE_IN
    await steps.until(warm)
    const before = cpuOf(stack)
    const fired = await offer(stack, brand, { rate, seconds: SECONDS, round: 'run' })
    const members = (rate * SECONDS) / ONE_IN
    await steps.until(warm + members)
    const after = cpuOf(stack)
    const ways = (await steps.stop()).slice(warm)
    await db.close()
    report({ rate, members, fired, ways, before, after })
  } finally {
    await stack.stop()
  }
}

type Database = Awaited<ReturnType<typeof openDatabase>>

/** A tag, a live segment and an SOP that tags whoever enters it, made as an operator makes them. */
async function prepare(stack: Stack): Promise<void> {
  const cookie = await signedIn(stack.url)
  const make = async (path: string, body: unknown): Promise<string> => {
    const answer = await fetch(stack.url + path, {
      method: 'POST',
      headers: { cookie, 'x-liuyuan': '1', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return z.object({ id: z.string().default('') }).parse(await answer.json()).id
  }
  const groupId = await make('/api/tag-groups', { name: '兴趣' })
  const tagId = await make('/api/tags', { groupId, name: '看过 s5' })
  const segmentId = await make('/api/segments', {
    name: '七天内看过 s5',
    tree: {
      kind: 'event',
      name: 'Product Viewed',
      where: [{ key: 'sku', test: { op: 'is', anyOf: ['s5'] } }],
      window: { kind: 'last', amount: 7, unit: 'day' },
      measure: { of: 'count', test: { op: 'gte', value: 1 } },
    },
    isLive: true,
  })
  const journey = await make('/api/journeys', {
    name: '看过就记下',
    plan: {
      triggers: [{ kind: 'segment', segmentId }],
      entry: { kind: 'once' },
      goal: null,
      exits: [],
      control: { kind: 'none', reason: '只量快慢' },
      steps: [
        { kind: 'tag', id: 'note', tagId },
        { kind: 'wait', id: 'rest', for: { amount: 3, unit: 'days' } },
      ],
    },
  })
  const launch = { draftNo: 1, withThoseInside: false, audience: 0 }
  await make(`/api/journeys/${journey}/versions`, launch)
}

/** Regulars look at this and that; strangers look at what makes them members. */
async function offer(
  stack: Stack,
  { writeKey }: Settled,
  { rate, seconds, round }: { rate: number; seconds: number; round: string },
) {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json' }
  const everyMs = (EVENTS_A_BODY / rate) * 1000
  const startMs = systemClock.now().getTime() + AHEAD_MS
  const shots = Array.from({ length: (rate * seconds) / EVENTS_A_BODY }, (_, body): Shot => {
    const timestamp = new Date(startMs + body * everyMs).toISOString()
    const batch = Array.from({ length: EVENTS_A_BODY }, (_, at) => {
      const n = body * EVENTS_A_BODY + at
      const isStranger = n % ONE_IN === 0
      return {
        type: 'track',
        messageId: `${round}-${n}`,
        userId: isStranger ? `${round}-stranger-${n}` : `regular-${(n * 7919) % REGULARS}`,
        event: 'Product Viewed',
        properties: { sku: isStranger ? 's5' : `t${n % 90}`, price: 268 },
        timestamp,
      }
    })
    return { body: Buffer.from(JSON.stringify({ batch })), headers }
  })
  await sleep(startMs - systemClock.now().getTime())
  return fire(`${stack.url}/v1/batch`, shots, everyMs)
}

/** A first step: when the person's only event was to be sent, when segments found it, when the person entered and stepped. */
type Step = { id: string; sentAt: Date; foundAt: Date; enteredAt: Date; steppedAt: Date }

/** The first steps there are. */
function stepsOf(db: Database, { workspaceId }: Settled): Promise<Step[]> {
  return db.inWorkspace(workspaceId, (tx) =>
    tx.rows(sql<Step>`
      select e.id, c.first_seen_at as "sentAt", e.cause_at as "foundAt", e.entered_at as "enteredAt", p.at as "steppedAt"
      from journey.passage p
      join journey.enrollment e on e.workspace_id = p.workspace_id and e.id = p.enrollment_id
      join customer.customer c on c.workspace_id = e.workspace_id and c.id = e.customer_id
      where p.workspace_id = ${workspaceId}
        and p.step = 'note'
    `),
  )
}

const stages = ['found by segments', 'entered', 'stepped', 'seen'] as const
/** Milliseconds from the event to each stage. */
type Way = Record<(typeof stages)[number], number>

/** Looks again and again; each step's time counts to the end of the first look that shows it. */
function watch(look: () => Promise<Step[]>) {
  const seen = new Map<string, Way>()
  const stopping = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const steps = await look()
      const now = systemClock.now().getTime()
      for (const step of steps) if (!seen.has(step.id)) seen.set(step.id, wayOf(step, now))
      await sleep(LOOK_MS, stopping.signal)
    }
  })()
  return {
    async until(count: number) {
      const end = systemClock.monotonicMs() + PATIENCE_MS
      while (seen.size < count && systemClock.monotonicMs() < end) await sleep(LOOK_MS)
    },
    async stop() {
      stopping.abort()
      await running
      return [...seen.values()]
    },
  }
}

function wayOf({ sentAt, foundAt, enteredAt, steppedAt }: Step, nowMs: number): Way {
  const after = (instant: Date) => instant.getTime() - sentAt.getTime()
  return {
    'found by segments': after(foundAt),
    entered: after(enteredAt),
    stepped: after(steppedAt),
    seen: nowMs - sentAt.getTime(),
  }
}

function report({
  rate,
  members,
  fired,
  ways,
  before,
  after,
}: {
  rate: number
  members: number
  fired: Awaited<ReturnType<typeof fire>>
  ways: Way[]
  before: Record<string, number>
  after: Record<string, number>
}): void {
  const sorted = (stage: (typeof stages)[number]) =>
    ways.map((way) => way[stage]).sort((a, b) => a - b)
  const ms = (stage: (typeof stages)[number], share: number) =>
    thousands(quantile(sorted(stage), share))
  const answers = [...fired.answers].map(([status, n]) => `${status}: ${n}`).join(' ')
  print([
    [`${thousands(rate)} events/s, answers ${answers}`],
    [`${thousands(members)} members, of whom ${thousands(ways.length)} took the step`],
  ])
  print([
    ['ms from the event to', 'p50', 'p95', 'p99', 'bar, p95', 'the field'],
    ...stages.map((stage) => [
      stage,
      ms(stage, 0.5),
      ms(stage, 0.95),
      ms(stage, 0.99),
      ...(stage === 'seen' ? [`< ${thousands(BAR_P95_MS)}`, '60 to 130 s'] : []),
    ]),
  ])
  const cpu = Object.entries(after).map(
    ([part, used]) => `${part} ${(used - (before[part] ?? 0)).toFixed(1)}`,
  )
  const load = loadavg().map((one) => one.toFixed(1))
  print([[`CPU s in ${SECONDS} s: ${cpu.join(', ')}`], [`load average ${load.join(' ')}`]])
  judge(ways.length === members && quantile(sorted('seen'), 0.95) < BAR_P95_MS)
}
