import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { newReward } from '../contract/reward.ts'
import {
  createLog,
  createSeal,
  home,
  newId,
  systemChance,
  systemClock,
  type Tenant,
} from '../server/kernel/index.ts'
import { checkLedger } from '../server/ledger/index.ts'
import {
  type Database,
  migrate,
  openDatabase,
  sql,
  startPostgres,
} from '../server/postgres/index.ts'
import { createGiving } from '../server/reward/give.ts'
import { type Asked, grantReward, grantRewards } from '../server/reward/index.ts'
import { makeReward } from '../server/reward/reward.ts'
import { generateCodes, stocksOf } from '../server/reward/stock.ts'
import { getWorkspace, makeWorkspace } from '../server/staff/index.ts'
import { fillPeople } from './people.ts'
import { judge, print, thousands } from './table.ts'

const WAYS = 200
const PIECES = 150
const CONNECTIONS = 24
const BURSTS = 20
const CLAIMS_BAR = 5_000
const BATCH = 250
const BATCHES = 16
const LANES = 4
const seal = createSeal(Buffer.alloc(32, 7))

/**
 * Coupons claimed on a database that waits for its disk. Bursts: 200 people at once for 150 coupons, half of them tapping
 * twice, as the API serves them (together) and each in a transaction of their own; then claims in batches; beside them a
 * counter in one row, as it is often done.
 * @param words how many bursts, 20 unless said.
 */
export async function run(words: string[] = []): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuyuan-claims-'))
  const log = createLog('bench', 'error')
  const server = await startPostgres({ dataDir, log, clock: systemClock })
  try {
    await migrate(server.url, { dir: join(home, 'db', 'postgres'), log })
    const db = await openDatabase(server.url, {
      log,
      role: 'liuyuan_app',
      maxConnections: CONNECTIONS,
    })
    await measure(db, Number(words[0] ?? BURSTS))
    await db.close()
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function measure(db: Database, bursts: number): Promise<void> {
  const wanted = { name: '青禾护肤', timeZone: 'Asia/Shanghai', currency: 'CNY', isDemo: false }
  const tenant = await getWorkspace(db, await makeWorkspace(db, systemClock, wanted))
  await fillPeople(db, tenant, BATCH * BATCHES, ['chenlan'])
  const people = await db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ id: string }>`select id from customer.customer order by no`),
  )
  const ids = people.map(({ id }) => id)
  const give = createGiving(db)
  const together = await inBursts(db, tenant, { ids, bursts }, (rewardId, customerId) =>
    give(ctxOf(tenant), { rewardId, customerId, key: 'claim', reason: '', by: null }),
  )
  const alone = await inBursts(db, tenant, { ids, bursts }, (rewardId, id) =>
    db.inWorkspace(tenant.id, (tx) => grantReward(tx, ctxOf(tenant), claim(rewardId, id)), {
      retry: true,
    }),
  )
  const batched = await inBatches(db, tenant, ids)
  const counter = await byCounter(db, tenant, ids)
  const { differences } = await db.inWorkspace(tenant.id, (tx) =>
    checkLedger(tx, tenant, { by: null, now: systemClock.now() }),
  )
  print([
    ['work', 'claims/s', 'note'],
    [`${bursts} bursts of ${WAYS} for ${PIECES} coupons`, ...rowOf(together)],
    ['the same, each in a transaction of its own', ...rowOf(alone)],
    [
      `batches of ${BATCH}`,
      thousands(batched),
      `${LANES} at once, ${thousands(ids.length)} claims`,
    ],
    ['baseline: a counter in one row', thousands(counter), 'no ledger, no events, no limits'],
    ['ledger counted anew', String(differences.length), 'differences'],
    ['load', loadavg()[0]?.toFixed(1) ?? '', 'of the machine meanwhile'],
  ])
  const isSound = [together, alone].every(({ oversold, leaked }) => oversold === 0 && leaked === 0)
  judge(isSound && differences.length === 0 && together.perSecond >= CLAIMS_BAR)
}

function rowOf({ perSecond, oversold, leaked, longestMs }: Bursts): string[] {
  const note = `${oversold} oversold, ${leaked} leaked, longest ${Math.round(longestMs)} ms`
  return [thousands(perSecond), note]
}

const ctxOf = (tenant: Tenant) => ({ tenant, now: systemClock.now(), real: systemClock.now() })

function stocked(db: Database, tenant: Tenant, count: number): Promise<string> {
  const wanted = newReward.parse({ kind: 'coupon', name: '到店礼', cost: 500 })
  return db.inWorkspace(tenant.id, async (tx) => {
    const id = await makeReward(tx, tenant, wanted, { by: null, now: systemClock.now() })
    const deps = { seal, chance: systemChance }
    await generateCodes(tx, ctxOf(tenant), deps, { rewardId: id, by: null, count, prefix: '' })
    return id
  })
}

const claim = (rewardId: string, customerId: string): Asked => ({
  rewardId,
  customerId,
  cause: ['claim', rewardId, customerId],
  campaign: { kind: 'hook', id: rewardId },
  holdUntil: systemClock.now(),
})

type Bursts = { perSecond: number; oversold: number; leaked: number; longestMs: number }

async function inBursts(
  db: Database,
  tenant: Tenant,
  { ids, bursts }: { ids: readonly string[]; bursts: number },
  ask: (rewardId: string, customerId: string) => Promise<unknown>,
): Promise<Bursts> {
  let [elapsed, claims, oversold, leaked, longestMs] = [0, 0, 0, 0, 0]
  for (let no = 0; no < bursts; no++) {
    const rewardId = await stocked(db, tenant, PIECES)
    const some = ids.slice(0, WAYS / 2).flatMap((id) => [id, id])
    const others = ids.slice(WAYS / 2, WAYS)
    const began = performance.now()
    await Promise.all([...some, ...others].map((id) => ask(rewardId, id)))
    const tookMs = performance.now() - began
    elapsed += tookMs
    longestMs = Math.max(longestMs, tookMs)
    claims += some.length + others.length
    const stock = await db.inWorkspace(tenant.id, async (tx) =>
      (await stocksOf(tx, tenant, [rewardId])).get(rewardId),
    )
    const { granted } = await db.inWorkspace(tenant.id, (tx) =>
      tx.one(sql<{ granted: number }>`
        select count(*) as granted from reward.reward_grant where reward_id = ${rewardId}
      `),
    )
    oversold += Math.max(0, granted - PIECES)
    leaked += PIECES - (stock?.free ?? 0) - granted
  }
  return { perSecond: (claims * 1_000) / elapsed, oversold, leaked, longestMs }
}

async function inBatches(db: Database, tenant: Tenant, ids: readonly string[]): Promise<number> {
  const rewardId = await stocked(db, tenant, ids.length)
  const batches = Array.from({ length: BATCHES }, (_, i) =>
    ids.slice(i * BATCH, (i + 1) * BATCH).map((id) => claim(rewardId, id)),
  )
  const began = performance.now()
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let batch = batches.shift(); batch; batch = batches.shift()) {
        const asked = batch
        await db.inWorkspace(tenant.id, (tx) => grantRewards(tx, ctxOf(tenant), asked))
      }
    }),
  )
  return (ids.length * 1_000) / (performance.now() - began)
}

/** What is often done: one row counts down, and a row is written for each. Everybody waits for the one row. */
async function byCounter(db: Database, tenant: Tenant, ids: readonly string[]): Promise<number> {
  const rewardId = await stocked(db, tenant, 1)
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into care.counter (workspace_id, last) values (${tenant.id}, ${ids.length})
      on conflict (workspace_id) do update set last = excluded.last
    `),
  )
  const claims = ids.slice(0, WAYS)
  const began = performance.now()
  await Promise.all(
    claims.map(() =>
      db.inWorkspace(tenant.id, async (tx) => {
        await tx.run(sql`
          update care.counter set last = last - 1 where workspace_id = ${tenant.id} and last > 0
        `)
        await tx.run(sql`
          insert into reward.batch (workspace_id, id, reward_id, kind, count, at)
          values (${tenant.id}, ${newId()}, ${rewardId}, 'added', 1, ${systemClock.now()})
        `)
      }),
    ),
  )
  return (claims.length * 1_000) / (performance.now() - began)
}
