import { wecomOf } from '../server/corp/index.ts'
import { syncCorp } from '../server/ingestion/sync-corp.ts'
import {
  createLog,
  createSeal,
  dataPaths,
  installationSecret,
  readConfig,
  sleep,
  systemChance,
  systemClock,
} from '../server/kernel/index.ts'
import { openDatabase } from '../server/postgres/index.ts'
import { getWorkspace } from '../server/staff/index.ts'

/** A process that brings in a corp when it is told to, and can be killed at any point. argv: the workspace. */
const config = readConfig(process.env)
const log = createLog('sync', 'silent')
const db = await openDatabase(config.databaseUrl ?? '', {
  log,
  role: 'liuyuan_app',
  maxConnections: 4,
})
const seal = createSeal(installationSecret(config.secret, dataPaths(config.dataDir).secret))
const tenant = await getWorkspace(db, process.argv[2] ?? '')
const clock = systemClock
const deps = { db, seal, clock, log, chance: systemChance, wecomUrl: config.wecomBaseUrl }
const company = { ...tenant, company: '' }
const connected = await wecomOf(deps, company)
if (!connected) throw new Error('not connected')
process.once('message', () => {
  const patience = { clock, signal: new AbortController().signal, pause: sleep }
  const found = {
    db,
    tenant: company,
    wecom: connected.waiting,
    patience,
    mayPush: async () => false,
  }
  syncCorp(found).then(
    () => process.send?.('ended', () => process.exit(0)),
    (error) => {
      throw error
    },
  )
})
process.send?.('ready')
