import { timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Chance, type Clock, type Config, Problem } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { addStaff } from './staff.ts'
import { listWorkspaces, makeWorkspace } from './workspace.ts'

/** Who holds the first start's token: the people who can read the terminal or the data directory. */
export type SetupToken = { read(): string; forget(): void }

/** Keeps the token in `runDir/setup-token` (mode 0600) until the first workspace exists. */
export function setupTokenIn(runDir: string, chance: Chance): SetupToken {
  const file = join(runDir, 'setup-token')
  return {
    read() {
      if (!existsSync(file)) {
        mkdirSync(runDir, { recursive: true })
        writeFileSync(file, Buffer.from(chance.bytes(18)).toString('base64url'), { mode: 0o600 })
      }
      return readFileSync(file, 'utf8').trim()
    },
    forget: () => rmSync(file, { force: true }),
  }
}

/** True until the first workspace exists. */
export async function isSetupNeeded(db: Database): Promise<boolean> {
  return (await listWorkspaces(db)).length === 0
}

export type FirstOwner = {
  token: string
  workspaceName: string
  timeZone: string
  currency: string
  name: string
  login: string
  password: string
}

/**
 * Makes the first workspace and its owner. There is no default account: without the token nobody gets in.
 * @throws Problem wrong_setup_token; conflict when an installation has a workspace already.
 */
export async function setUp(
  deps: { db: Database; clock: Clock; setupToken: SetupToken; config: Pick<Config, 'isDemo'> },
  wanted: FirstOwner,
): Promise<string> {
  if (!(await isSetupNeeded(deps.db))) throw new Problem('conflict')
  if (!same(wanted.token, deps.setupToken.read())) throw new Problem('wrong_setup_token')
  const { workspaceName: name, timeZone, currency } = wanted
  const id = await makeWorkspace(deps.db, deps.clock, {
    name,
    timeZone,
    currency,
    isDemo: deps.config.isDemo,
  })
  const { login, password } = wanted
  await deps.db.inWorkspace(id, (tx) =>
    addStaff(tx, id, { login, password, name: wanted.name, role: 'owner', now: deps.clock.now() }),
  )
  deps.setupToken.forget()
  return id
}

function same(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}
