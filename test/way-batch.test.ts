import { crc32, inflateRawSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import * as contract from '../contract/way-batch.ts'
import { type BatchDeps, makeWaysHandler } from '../server/acquisition/make-batch.ts'
import { printedCode } from '../server/acquisition/print-code.ts'
import { type ReadWay, readWays, type TableWorld } from '../server/acquisition/read-ways.ts'
import { beginBatch, listBatches } from '../server/acquisition/way-batch.ts'
import { startTown, type Town } from '../server/channel/sender.fixture.ts'
import { newId, refused, zipOf } from '../server/kernel/index.ts'
import { readCode } from '../server/poster/read-code.ts'
import { sql, type TestDatabase, testDatabase } from '../server/postgres/index.ts'

const world: TableWorld = {
  places: [
    { sourceId: 's1', wayId: null, path: ['门店', '南京西路'], names: ['南京西路'] },
    { sourceId: 's2', wayId: null, path: ['门店', '总店'], names: ['总店'] },
    { sourceId: 's3', wayId: null, path: ['快闪', '总店'], names: ['总店'] },
  ],
  associates: [
    { userid: 'chenlan', name: '陈兰', company: '', isActive: true },
    { userid: 'zhoumu', name: '周牧', company: '', isActive: true },
    { userid: 'zhou2', name: '周牧', company: '', isActive: true },
    { userid: 'gone', name: '走了', company: '', isActive: false },
  ],
  tags: new Map([
    ['t1', '到店'],
    ['t2', '敏感肌'],
    ['t3', '敏感肌'],
  ]),
  known: ['静安店'],
  companies: new Set(['']),
}

test('a table is read whole: what can be made, and every fault of every line with its column', () => {
  const text = `门店名称,来源,导购,标签,欢迎语,每日上限
甲店,门店/南京西路,"陈兰、zhoumu",到店,"你好，我是{{associate}}",30
甲店,南京西路,chenlan,,,
静安店,总店,周牧,敏感肌,,0

,没有这里,谁,没有的,${'长'.repeat(1_001)},三十
${'名'.repeat(31)},门店>总店,走了,,,
`
  const read = readWays(text, world)
  if (!read.ok) throw new Error('unreadable')
  const { lines, faults } = read.value
  expect(lines).toEqual([
    {
      line: 2,
      name: '甲店',
      sourceId: 's1',
      path: ['门店', '南京西路'],
      userids: ['chenlan', 'zhoumu'],
      associates: ['陈兰', '周牧'],
      company: '',
      tagIds: ['t1'],
      tags: ['到店'],
      welcome: '你好，我是{{associate}}',
      capPerDay: 30,
    },
  ])
  expect(faults.map(({ line, column, fault }) => `${line} ${column} ${fault}`)).toEqual([
    '3 name duplicate',
    '4 name known',
    '4 source several_sources',
    '4 associates several_associates',
    '4 tags several_tags',
    '4 cap bad_cap',
    '6 name no_name',
    '6 source no_source',
    '6 associates no_associate',
    '6 tags no_tag',
    '6 welcome welcome_long',
    '6 cap bad_cap',
    '7 name name_long',
    '7 associates associate_gone',
  ])
  expect(readWays('店,人\n甲,陈兰\n', world)).toMatchObject({ ok: false, reason: 'unreadable' })
})

test.each(contract.codeFormats)('a printed code (%s) holds what the code holds', async (format) => {
  const text = 'https://u.wechat.example/EA_某个码?s=1'
  const { bytes } = printedCode(text, format)
  expect(await readCode(bytes)).toBe(text)
})

test('an archive holds every file whole under its name', async () => {
  const files = [
    { name: '0002_南京西路.svg', bytes: Buffer.from('<svg/>'.repeat(500)) },
    { name: 'empty.txt', bytes: Buffer.alloc(0) },
  ]
  async function* all() {
    yield* files
  }
  const parts: Buffer[] = []
  for await (const part of zipOf(all(), new Date('2026-11-30T10:00:00Z'))) parts.push(part)
  expect(unzipped(Buffer.concat(parts))).toEqual(files)
})

/** Reads an archive by its directory at the end, as programs do. */
function unzipped(bytes: Buffer): { name: string; bytes: Buffer }[] {
  const end = bytes.length - 22
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50)
  let at = bytes.readUInt32LE(end + 16)
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50)
    const [packed, label] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)]
    const local = bytes.readUInt32LE(at + 42)
    const name = bytes.subarray(at + 46, at + 46 + label).toString()
    const begins = local + 30 + bytes.readUInt16LE(local + 26)
    const file = inflateRawSync(bytes.subarray(begins, begins + packed))
    expect(bytes.readUInt32LE(at + 16)).toBe(crc32(file))
    at += 46 + label
    return { name, bytes: file }
  })
}

let base: TestDatabase
let town: Town
let killed: number[]
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  town = await startTown(base)
  killed = []
})
afterEach(() => town?.stop())

async function begin(count: number): Promise<string> {
  const sourceId = newId()
  const lines = Array.from({ length: count }, (_, no): ReadWay => {
    const names = { name: `店${no}`, path: [], associates: [], tags: [], tagIds: [] }
    const cap = no % 2 === 0 ? 20 : null
    const who = { userids: ['chenlan'], company: '', welcome: '你好' }
    return { ...names, ...who, line: no + 2, sourceId, capPerDay: cap }
  })
  return town.db.inWorkspace(town.tenant.id, async (tx) => {
    await tx.run(sql`
      insert into acquisition.source (workspace_id, id, name, created_at)
      values (${town.tenant.id}, ${sourceId}, ${sourceId}, ${town.clock.now()})
    `)
    const now = town.clock.now()
    const begun = await beginBatch(tx, town.tenant, { fileName: '门店.csv', lines, by: null, now })
    if (!begun.ok) throw new Error(begun.reason)
    return begun.value
  })
}

/** The job as the queue runs it: again when it throws. Who dies does so after WeCom has heard, or before. */
async function work(batchId: string, more: Partial<BatchDeps> = {}): Promise<number> {
  let calls = 0
  const handler = makeWaysHandler({
    ...town.deps,
    wecomUrl: town.sandbox.url,
    painter: { read: async () => refused('failed') },
    tenants: async () => [town.tenant],
    remoteOf: async () => ({
      ...town.remote,
      addContactWay: async (way) => {
        calls += 1
        const [deed, when] = [calls, killed.shift()]
        if (when === 0) throw new Error(`killed before call ${deed}`)
        const answer = await town.remote.addContactWay(way)
        if (when === 1) throw new Error(`killed after call ${deed}`)
        return answer
      },
    }),
    pause: async (ms) => town.move(ms),
    ...more,
  })
  const job = { id: '1', workspaceId: town.tenant.id, payload: { batchId }, tries: 1 }
  for (let runs = 1; ; runs++) {
    try {
      await handler({ ...job, signal: new AbortController().signal })
      return runs
    } catch (error) {
      if (runs > 50) throw error
    }
  }
}

async function batch(id: string) {
  const [found] = await town.db.inWorkspace(town.tenant.id, (tx) =>
    listBatches(tx, town.tenant, id),
  )
  if (!found) throw new Error('no batch')
  return found
}

/** Codes at WeCom by their parameters. */
function atWecom(): Map<string, number> {
  const times = new Map<string, number>()
  for (const { state } of town.sandbox.world.corp.ways.values())
    times.set(state, (times.get(state) ?? 0) + 1)
  return times
}

test('whoever is killed before or after WeCom has heard, every code is made once', async () => {
  const id = await begin(40)
  // Before, after, not at all.
  killed = Array.from({ length: 30 }, (_, no) => no % 3)
  const runs = await work(id)
  expect(runs).toBeGreaterThan(3)
  expect(await batch(id)).toMatchObject({ lines: 40, made: 40, refused: 0 })
  expect((await batch(id)).endedAt).not.toBeNull()
  expect(atWecom().size).toBe(40)
  expect([...atWecom().values()].every((times) => times === 1)).toBe(true)
})

test('what WeCom did not answer is looked up: made where it is there, asked again where it is not', async () => {
  const id = await begin(12)
  const path = 'externalcontact/add_contact_way'
  for (const what of ['silentAfter', 'silentBefore', 'busyExecuted', 'busyIdle'] as const)
    town.sandbox.weather.scripted.push({ path, what, times: 2 })
  await work(id)
  expect(await batch(id)).toMatchObject({ made: 12, refused: 0 })
  expect([...atWecom().values()]).toEqual(Array.from({ length: 12 }, () => 1))
}, 60_000)

test('what WeCom refuses is told with its code, the rest is made; another table waits for its turn', async () => {
  const id = await begin(6)
  await expect(begin(1)).rejects.toThrow('running')
  await town.db.inWorkspace(town.tenant.id, (tx) =>
    tx.run(sql`
      update acquisition.contact_way
      set userids = array['nobody-there']
      where workspace_id = ${town.tenant.id}
        and name = any(${['店3', '店4']}::text[])
    `),
  )
  await work(id)
  expect(await batch(id)).toMatchObject({ made: 4, refused: 2 })
  const refusals = await town.db.inWorkspace(town.tenant.id, (tx) =>
    tx.rows(sql<{ line: number; errcode: number }>`
      select line, errcode
      from acquisition.way_batch_line
      where workspace_id = ${town.tenant.id}
        and state = 'refused'
      order by line
    `),
  )
  expect(refusals.map(({ line }) => line)).toEqual([5, 6])
  expect(refusals.every(({ errcode }) => z.number().positive().safeParse(errcode).success)).toBe(
    true,
  )
})
