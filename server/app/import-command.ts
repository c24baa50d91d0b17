import { errorText } from '../../contract/errors.ts'
import type { ImportKind, ImportResult } from '../../contract/import.ts'
import { importFile, resultOf } from '../ingestion/index.ts'
import {
  type Config,
  currencyDigits,
  Problem,
  readId,
  sleep,
  type Tenant,
} from '../kernel/index.ts'
import { type Composition, compose } from './compose.ts'
import { filesFolder } from './files.ts'
import { type Language, text } from './import-text.ts'

const LOOK_MS = 400
const PROGRESS_EVERY = 0.1

export type ImportCommand = {
  language: Language
  /** Results, for a person or a pipe. */
  print: (line: string) => void
  /** What is going on. */
  say: (line: string) => void
  complain: (line: string) => void
  config: Config
  kind: ImportKind
  file: string
  /** Id or name; null: the only one there is. */
  workspace: string | null
  isTerminal: boolean
}

/** Imports a file and waits until all of it became customers and orders. @returns the exit code. */
export async function importFromTerminal(command: ImportCommand): Promise<number> {
  const deps = await compose({ ...command.config, role: 'worker', logLevel: 'error' })
  try {
    const tenant = await workspaceOf(command, deps)
    if (!tenant) return 1
    const result = await run(command, deps, tenant)
    tell(command, tenant, result)
    return result.state === 'finished' ? 0 : 1
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    command.complain(errorText(error.code, command.language, error.params))
    return 1
  } finally {
    await deps.close()
  }
}

async function workspaceOf(command: ImportCommand, deps: Composition): Promise<Tenant | null> {
  const all = await deps.tenants()
  const wanted = command.workspace
  const id = wanted === null ? null : readId('workspace', wanted)
  const found = wanted === null ? all : all.filter((one) => one.id === id || one.name === wanted)
  if (found.length === 1) return found[0] ?? null
  const names = all.map(({ name }) => name).join(', ')
  command.complain(
    text(command.language, all.length === 0 ? 'noWorkspace' : 'whichWorkspace', { names }),
  )
  return null
}

async function run(
  command: ImportCommand,
  deps: Composition,
  tenant: Tenant,
): Promise<ImportResult> {
  let told = 0
  const importDeps = { ...deps, filesDir: filesFolder(deps.config) }
  const { id } = await importFile(importDeps, {
    tenant,
    kind: command.kind,
    path: command.file,
    onProgress: ({ rowsRead, bytesRead, fileBytes }) => {
      const share = fileBytes === 0 ? 1 : bytesRead / fileBytes
      if (share < told + PROGRESS_EVERY && share < 1) return
      told = share
      command.say(
        text(command.language, 'reading', { rows: rowsRead, percent: Math.round(share * 100) }),
      )
    },
  })
  return waitFor(command, () => resultOf(importDeps, tenant, id))
}

/** Whoever reads the file (this process or a worker that was quicker), the end is when nothing of it waits any more. */
async function waitFor(
  command: ImportCommand,
  look: () => Promise<ImportResult>,
): Promise<ImportResult> {
  let said = -1
  for (;;) {
    const result = await look()
    const isRunning = result.state === 'queued' || result.state === 'running'
    if (!isRunning && result.rowsWaiting === 0) return result
    if (result.rowsWaiting !== said) {
      command.say(text(command.language, 'working', { rows: result.rowsWaiting }))
    }
    said = result.rowsWaiting
    await sleep(LOOK_MS)
  }
}

function tell(command: ImportCommand, tenant: Tenant, result: ImportResult): void {
  const { language, print } = command
  const { no, rowsRead, rowsTaken, rowsFailed } = result
  print(text(language, 'rows', { no, read: rowsRead, taken: rowsTaken, failed: rowsFailed }))
  const { orders } = result
  if (orders) {
    const money = (minor: number) => moneyText(minor, tenant.currency)
    print(
      text(language, 'orders', {
        created: orders.created,
        changed: orders.changed,
        unchanged: orders.unchanged,
        customers: orders.customers,
        paid: money(orders.paid),
        refunded: money(orders.refunded),
        from: dayText(orders.firstAt, tenant.timeZone),
        to: dayText(orders.lastAt, tenant.timeZone),
      }),
    )
  }
  if (rowsFailed > 0) print(text(language, 'failed', { id: result.id }))
}

/** The workspace's own day: an order of New Year's morning in Shanghai is not one of December. */
function dayText(at: string | null, timeZone: string): string {
  if (at === null) return '—'
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(at))
}

function moneyText(minor: number, currency: string): string {
  const digits = currencyDigits(currency)
  return `${currency} ${(minor / 10 ** digits).toFixed(digits)}`
}
