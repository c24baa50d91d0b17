import { openClickHouse } from '../clickhouse/index.ts'
import {
  type Config,
  createLog,
  createSeal,
  dataPaths,
  installationSecret,
  systemChance,
  systemClock,
  type Tenant,
} from '../kernel/index.ts'
import { openDatabase } from '../postgres/index.ts'
import { createKeyFinder, listWorkspaces, setupTokenIn } from '../staff/index.ts'
import type { Deps } from './deps.ts'

/** How long the list of workspaces is believed: a changed setting counts within this time in every process. */
const TENANTS_BELIEVED_MS = 1_000
const CONNECTIONS = { api: 16, worker: 12, all: 20 }

export type Composition = Deps & { close(): Promise<void> }

/** Opens the engines and gathers what every room is given. The engines themselves are started by the keeper. */
export async function compose(config: Config): Promise<Composition> {
  const { databaseUrl, clickhouseUrl } = config
  if (!databaseUrl || !clickhouseUrl)
    throw new Error('DATABASE_URL and CLICKHOUSE_URL are needed here')
  const log = createLog(`liuyuan ${config.role}`, config.logLevel)
  const clock = systemClock
  const paths = dataPaths(config.dataDir)
  const db = await openDatabase(databaseUrl, {
    log,
    role: 'liuyuan_app',
    maxConnections: CONNECTIONS[config.role],
  })
  const clickhouse = openClickHouse(clickhouseUrl, { log })
  const seal = createSeal(installationSecret(config.secret, paths.secret))
  return {
    config,
    db,
    clickhouse,
    clock,
    chance: systemChance,
    log,
    seal,
    wecomUrl: config.wecomBaseUrl,
    weixinUrl: config.weixinBaseUrl,
    setupToken: setupTokenIn(paths.run, systemChance),
    tenants: believeFor(TENANTS_BELIEVED_MS, () => listWorkspaces(db)),
    findKey: createKeyFinder({ db, clock }),
    async close() {
      await clickhouse.close()
      await db.close()
    },
  }
}

/** Answers from memory for `ms`; asks once however many ask at the same time. */
function believeFor(ms: number, ask: () => Promise<Tenant[]>): () => Promise<Tenant[]> {
  let asked: Promise<Tenant[]> | null = null
  let until = 0
  return () => {
    const now = systemClock.monotonicMs()
    if (!asked || now > until) {
      until = now + ms
      asked = ask().catch((error) => {
        asked = null
        throw error
      })
    }
    return asked
  }
}
