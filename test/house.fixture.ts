import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Composition, compose } from '../server/app/compose.ts'
import { serve } from '../server/app/serve.ts'
import { startWorker } from '../server/app/work.ts'
import { migrateClickHouse, openClickHouse, startEngineHost } from '../server/clickhouse/index.ts'
import { riverState } from '../server/event/index.ts'
import {
  createLog,
  dataPaths,
  manualClock,
  readConfig,
  sleep,
  systemClock,
  type Tenant,
} from '../server/kernel/index.ts'
import { testDatabase } from '../server/postgres/index.ts'
import {
  addStaff,
  changeWorkspace,
  getWorkspace,
  makeKey,
  makeWorkspace,
} from '../server/staff/index.ts'

export type Resident = {
  tenant: Tenant
  login: string
  password: string
  writeKey: string
  apiToken: string
  /** A request of the API under the workspace's own token. */
  ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown; text: string }>
  /** Signs the owner in. @returns the cookie of a session of its own. */
  signIn(): Promise<string>
  /** A request of the owner, signed in as at the console. */
  owner: Resident['ask']
}
export type House = {
  url: string
  /** Where it keeps what belongs to this run: the token of the first start. */
  runDir: string
  deps: Composition
  movesIn(name: string, more?: { currency?: string; clockAt?: Date }): Promise<Resident>
  /** Waits until nothing waits in the river of the workspace: all applied, landed and reacted to. */
  settled(tenant: Tenant): Promise<void>
  stop(): Promise<void>
}

/** Nobody listens there: no test may reach WeCom. */
const NOWHERE = 'http://127.0.0.1:9'
const SETTLE_LOOKS = 600
const LOOK_MS = 50
let houses = 0

/**
 * The whole product over engines of its own: API and worker in this process, on a free port.
 * @param wecomUrl a sandbox's address; nowhere by default.
 * @param publicUrl the address that people and providers use; none by default.
 */
export async function startHouse({ wecomUrl = NOWHERE, publicUrl = '' } = {}): Promise<House> {
  const base = await testDatabase()
  const dir = await mkdtemp(join(tmpdir(), 'liuyuan-house-'))
  const log = createLog('test', 'silent')
  const host = await startEngineHost({ dataDir: join(dir, 'clickhouse'), log, clock: systemClock })
  const clickhouse = openClickHouse(host.url, { log })
  await migrateClickHouse(clickhouse, { clock: systemClock, log })
  await clickhouse.close()
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dir,
    DATABASE_URL: base.url,
    CLICKHOUSE_URL: host.url,
    WECOM_BASE_URL: wecomUrl,
    PUBLIC_URL: publicUrl,
    LOG_LEVEL: 'silent',
  })
  const deps = await compose(config)
  const serving = await serve(deps)
  const worker = await startWorker(deps)
  return {
    url: serving.url,
    runDir: dataPaths(dir).run,
    deps,
    movesIn: (name, more = {}) => moveIn(deps, serving.url, name, more),
    settled: (tenant) => settle(deps, tenant),
    async stop() {
      await serving.stop()
      await worker.stop()
      await deps.close()
      await host.stop()
      await base.drop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function moveIn(
  deps: Composition,
  url: string,
  name: string,
  { currency = 'CNY', clockAt }: { currency?: string; clockAt?: Date },
): Promise<Resident> {
  const id = await makeWorkspace(deps.db, manualClock('2026-01-01T00:00:00Z'), {
    name,
    timeZone: 'Asia/Shanghai',
    currency,
    isDemo: false,
  })
  const login = `owner-${++houses}@example.test`
  const password = 'a long enough password'
  const now = deps.clock.now()
  const { write, api } = await deps.db.inWorkspace(id, async (tx) => {
    if (clockAt) await changeWorkspace(tx, id, { clockAt })
    await addStaff(tx, id, { login, password, name: '林知夏', role: 'owner', now })
    const wanted = { by: null, now, chance: deps.chance }
    return {
      write: await makeKey(tx, id, { ...wanted, kind: 'write', name: '官网' }),
      api: await makeKey(tx, id, { ...wanted, kind: 'api', name: '自有系统' }),
    }
  })
  const tenant = await getWorkspace(deps.db, id)
  const apiToken = api.secret
  const authorization = { authorization: `Bearer ${apiToken}` }
  const signIn = () => signedIn(url, { login, password })
  let session: Promise<string> | null = null
  return {
    tenant,
    login,
    password,
    writeKey: write.secret,
    apiToken,
    ask: (method, path, body) => ask(url, authorization, method, path, body),
    signIn,
    async owner(method, path, body) {
      session ??= signIn()
      return ask(url, { cookie: await session, 'x-liuyuan': '1' }, method, path, body)
    },
  }
}

async function signedIn(url: string, who: { login: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-liuyuan': '1' },
    body: JSON.stringify(who),
  })
  return answer.headers.getSetCookie().join('; ')
}

async function ask(
  url: string,
  as: Record<string, string>,
  method: string,
  path: string,
  body: unknown,
) {
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...as,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  return { status: answer.status, body: isJson ? JSON.parse(text) : null, text }
}

async function settle(deps: Composition, tenant: Tenant): Promise<void> {
  for (let look = 0; look < SETTLE_LOOKS; look++) {
    const state = await deps.db.inWorkspace(tenant.id, (tx) => riverState(tx, tenant))
    if (state.lanes.length === 0 && state.unlanded === 0 && state.unreacted === 0) return
    await sleep(LOOK_MS)
  }
  throw new Error('the river did not settle')
}
