import { existsSync } from 'node:fs'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog, manualClock, type Tenant } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { draftImport, startImport } from './begin-import.ts'
import { filePathOf } from './import-files.ts'
import { findImport, type Import } from './import-store.ts'
import { removeOldFiles } from './old-files.ts'
import { runImport } from './run-import.ts'
import { tenantIn } from './world.fixture.ts'

const DAY_MS = 86_400_000
const clock = manualClock('2026-03-01T01:00:00Z')
let base: TestDatabase
let folder: string
let tenant: Tenant
beforeAll(async () => {
  base = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'liuyuan-files-'))
  tenant = await tenantIn(base.db)
})
afterAll(async () => {
  await base?.drop()
  await rm(folder, { recursive: true, force: true })
})

const deps = () => ({ db: base.db, clock, log: createLog('test', 'silent'), filesDir: folder })
const isThere = (job: Import) => existsSync(filePathOf(folder, job))

async function draft(): Promise<Import> {
  const content = Readable.from(['member_no,date,amount\nM1,2026-02-01,5\n'])
  return draftImport(deps(), tenant, { kind: 'orders', fileName: 'a.csv', content, by: null })
}

test('a file stays thirty days after the end of its import, a draft as long, what nobody owns one day', async () => {
  const ended = await draft()
  await startImport(deps(), tenant, ended)
  await runImport(deps(), { tenant, importId: ended.id })
  const waiting = await draft()
  const nobodys = filePathOf(folder, { filePath: 'cut-off.csv' })
  await writeFile(nobodys, 'a')
  await utimes(nobodys, clock.now(), clock.now())
  expect(await removeOldFiles(deps(), [tenant])).toBe(0)
  clock.advanceMs(2 * DAY_MS)
  expect(await removeOldFiles(deps(), [tenant])).toBe(1)
  expect(existsSync(nobodys)).toBe(false)
  clock.advanceMs(27 * DAY_MS)
  expect(await removeOldFiles(deps(), [tenant])).toBe(0)
  expect([isThere(ended), isThere(waiting)]).toEqual([true, true])
  clock.advanceMs(2 * DAY_MS)
  expect(await removeOldFiles(deps(), [tenant])).toBe(2)
  expect([isThere(ended), isThere(waiting)]).toEqual([false, false])
  const [one, other] = await base.db.inWorkspace(tenant.id, async (tx) => [
    await findImport(tx, tenant.id, ended.id),
    await findImport(tx, tenant.id, waiting.id),
  ])
  expect([one?.state, other?.state]).toEqual(['finished', 'cancelled'])
  expect(one?.fileRemovedAt).toEqual(clock.now())
  expect(await removeOldFiles(deps(), [tenant])).toBe(0)
})
