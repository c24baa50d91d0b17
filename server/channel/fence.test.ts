import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { manualClock } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { checkFence, createFence, releaseFence } from './fence.ts'
import { morning } from './world.fixture.ts'

let base: TestDatabase
let folder: string
const clock = manualClock(morning)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liuyuan-fence-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(async () => {
  base = await testDatabase()
})
afterEach(() => base?.drop())

const at = (place: { idFile?: string; address?: string }) => ({
  db: base.db,
  clock,
  idFile: place.idFile ?? null,
  address: place.address ?? '',
})

test('a new installation sends, today and after every restart', async () => {
  const idFile = join(folder, 'new.id')
  expect(await checkFence(at({ idFile }))).toBe(null)
  expect(await checkFence(at({ idFile }))).toBe(null)
})

test('a copied data folder is fenced, although id and database are the same', async () => {
  const idFile = join(folder, 'first.id')
  await checkFence(at({ idFile }))
  const copied = join(folder, 'copy.id')
  copyFileSync(idFile, copied)
  expect(await checkFence(at({ idFile: copied }))).toMatchObject({ releasedAt: null })
})

test('a database restored under another address is fenced', async () => {
  await checkFence(at({ address: 'db.example.test/liuyuan' }))
  expect(await checkFence(at({ address: 'staging.example.test/liuyuan' }))).not.toBe(null)
})

test('a fence stands until somebody releases it; then the copy is an installation of its own', async () => {
  await checkFence(at({ address: 'here' }))
  const isFenced = createFence(at({ address: 'there' }))
  expect(await isFenced()).toBe(true)
  const release = () =>
    base.db.asSystem((tx) =>
      releaseFence(tx, { by: null, reason: '原来的那套已停用', now: clock.now() }),
    )
  expect(await release()).toBe(true)
  expect(await release()).toBe(false)
  clock.advanceMs(2_000)
  expect(await isFenced()).toBe(false)
  expect(await checkFence(at({ address: 'there' }))).toBe(null)
  expect(await checkFence(at({ address: 'here' }))).not.toBe(null)
})
