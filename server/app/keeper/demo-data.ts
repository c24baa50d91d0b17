import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type Clock,
  type Config,
  dataPaths,
  type Log,
  type Outcome,
  ok,
  refused,
} from '../../kernel/index.ts'
import { startPostgres } from '../../postgres/index.ts'

/** What `demo/main.ts` writes to `data/run/demo.json` before it says that it is ready. */
const credentials = z.object({
  login: z.string(),
  password: z.string(),
  writeKey: z.string(),
  apiToken: z.string(),
})
export type DemoCredentials = z.infer<typeof credentials>

/** @throws Error when the demo brand did not write it. */
export function readDemoCredentials(runDir: string): DemoCredentials {
  return credentials.parse(JSON.parse(readFileSync(join(runDir, 'demo.json'), 'utf8')))
}

/** The mark by which a data folder is known to hold the demo brand and nothing that anybody would miss. */
function markOf(dataDir: string): string {
  return join(dataDir, 'demo-brand')
}

export function holdsDemo(dataDir: string): boolean {
  return existsSync(markOf(dataDir))
}

/** Lets the demo use a folder that is empty or its own; refuses one with a brand's own data. */
export function claimForDemo(dataDir: string, clock: Clock): Outcome<null, 'own_data'> {
  if (!holdsDemo(dataDir)) {
    const { postgres, clickhouse } = dataPaths(dataDir)
    if (existsSync(postgres) || existsSync(clickhouse)) return refused('own_data')
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(markOf(dataDir), `${clock.now().toISOString()}\n`)
  }
  return ok(null)
}

/** Removes what the demo keeps, by name: a folder may hold other things. A Postgres left by a kill is stopped first. */
export async function clearDemo(
  { dataDir }: Pick<Config, 'dataDir'>,
  { log, clock }: { log: Log; clock: Clock },
): Promise<void> {
  const paths = dataPaths(dataDir)
  if (existsSync(join(paths.postgres, 'cluster', 'postmaster.pid'))) {
    const server = await startPostgres({ dataDir: paths.postgres, log, clock })
    await server.stop()
  }
  const run = ['demo.json', 'setup-token', 'state.json'].map((name) => join(paths.run, name))
  const data = [paths.postgres, paths.clickhouse, paths.files, paths.sandbox, paths.secret]
  for (const path of [...data, ...run]) {
    rmSync(path, { recursive: true, force: true })
  }
}
