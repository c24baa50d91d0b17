import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../bench/stack.ts'
import { type Sandbox, startSandbox } from '../sandbox/index.ts'
import {
  type EngineHost,
  migrateClickHouse,
  openClickHouse,
  startEngineHost,
} from '../server/clickhouse/index.ts'
import {
  childEnvironment,
  createLog,
  manualClock,
  seededChance,
  systemClock,
  type Tenant,
} from '../server/kernel/index.ts'
import { type TestDatabase, testDatabase } from '../server/postgres/index.ts'
import { getWorkspace, makeKey, makeWorkspace } from '../server/staff/index.ts'
import { type Built, buildHouse } from './built.fixture.ts'

export const hands = ['api', 'worker', 'secondWorker'] as const
export type Hand = (typeof hands)[number]

/** An installation of several processes that can be killed, and a pretend WeCom that cannot. */
export type Town = {
  url: string
  base: TestDatabase
  sandbox: Sandbox
  tenant: Tenant
  writeKey: string
  speed: number
  born: Date
  /** Kills one with SIGKILL; it is started again at once, as its keeper would. @returns false between two. */
  kill(hand: Hand): boolean
  stop(): Promise<void>
}

export async function startTown(speed: number): Promise<Town> {
  const log = createLog('test', 'silent')
  const born = systemClock.now()
  const built = await buildHouse(['test/kill-loop-hand.ts'])
  const base = await testDatabase()
  const dir = await mkdtemp(join(tmpdir(), 'liuyuan-kill-'))
  const host = await startEngineHost({ dataDir: join(dir, 'clickhouse'), log, clock: systemClock })
  const clickhouse = openClickHouse(host.url, { log })
  await migrateClickHouse(clickhouse, { clock: systemClock, log })
  await clickhouse.close()
  const sandbox = await startSandbox({ seed: 5 })
  const { tenant, writeKey } = await moveIn(base)
  const port = await freePort()
  const environment = {
    DATA_DIR: dir,
    DATABASE_URL: base.url,
    CLICKHOUSE_URL: host.url,
    WECOM_BASE_URL: sandbox.url,
    LOG_LEVEL: 'silent',
    PORT: String(port),
  }
  const running = await startHands({ built, environment, born, speed })
  return {
    url: `http://127.0.0.1:${port}`,
    base,
    sandbox,
    tenant,
    writeKey,
    speed,
    born,
    kill: running.kill,
    stop: () => stopAll(running, { sandbox, host, base, built, dir }),
  }
}

type Running = { kill(hand: Hand): boolean; end(): Promise<void> }

async function stopAll(
  running: Running,
  {
    sandbox,
    host,
    base,
    built,
    dir,
  }: Pick<Town, 'sandbox' | 'base'> & { host: EngineHost; built: Built; dir: string },
): Promise<void> {
  await running.end()
  await sandbox.stop()
  await host.stop()
  await base.drop()
  await built.remove()
  await rm(dir, { recursive: true, force: true })
}

async function moveIn({ db }: TestDatabase): Promise<{ tenant: Tenant; writeKey: string }> {
  const like = { name: '青禾护肤', timeZone: 'Asia/Shanghai', currency: 'CNY', isDemo: false }
  const id = await makeWorkspace(db, manualClock('2026-01-01T00:00:00Z'), like)
  const wanted = { by: null, now: systemClock.now(), chance: seededChance(3) }
  const key = await db.inWorkspace(id, (tx) =>
    makeKey(tx, id, { ...wanted, kind: 'write', name: '官网' }),
  )
  return { tenant: await getWorkspace(db, id), writeKey: key.secret }
}

type Wanted = { built: Built; environment: Record<string, string>; born: Date; speed: number }

async function startHands({ built, environment, born, speed }: Wanted): Promise<Running> {
  const all = new Set<ChildProcess>()
  const living = new Map<Hand, ChildProcess>()
  let isOver = false
  const begin = (hand: Hand): ChildProcess => {
    const role = hand === 'api' ? 'api' : 'worker'
    const child = fork(
      join(built.folder, 'test', 'kill-loop-hand.js'),
      [born.toISOString(), String(speed)],
      { env: childEnvironment({ ...environment, LIUYUAN_ROLE: role }) },
    )
    all.add(child)
    child.once('exit', () => {
      all.delete(child)
      living.delete(hand)
      if (!isOver) begin(hand)
    })
    child.once('message', () => living.set(hand, child))
    return child
  }
  await Promise.all(hands.map((hand) => once(begin(hand), 'message')))
  return {
    kill(hand) {
      const child = living.get(hand)
      living.delete(hand)
      return child?.kill('SIGKILL') ?? false
    },
    async end() {
      isOver = true
      await Promise.all(
        [...all].map((child) => {
          const gone = once(child, 'exit')
          child.kill('SIGKILL')
          return gone
        }),
      )
    },
  }
}
