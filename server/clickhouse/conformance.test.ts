import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog, systemClock } from '../kernel/index.ts'
import { type ClickHouse, openClickHouse } from './client.ts'
import { conformance } from './conformance.ts'
import { type EngineHost, startEngineHost } from './engine.ts'

const log = createLog('test', 'silent')
const server = process.env.CLICKHOUSE_TEST_URL

describe('the embedded engine does what we use of ClickHouse', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuyuan-clickhouse-'))
  let host: EngineHost
  let clickhouse: ClickHouse
  beforeAll(async () => {
    host = await startEngineHost({ dataDir, log, clock: systemClock })
    clickhouse = openClickHouse(host.url, { log })
  })
  afterAll(async () => {
    await clickhouse.close()
    await host.stop()
    rmSync(dataDir, { recursive: true })
  })
  test.each(conformance)('$says', async ({ ask, expected }) => {
    expect(await ask(clickhouse)).toEqual(expected)
  })
})

describe.skipIf(!server)('a server does the same (skipped without CLICKHOUSE_TEST_URL)', () => {
  let clickhouse: ClickHouse
  beforeAll(() => {
    clickhouse = openClickHouse(server ?? '', { log })
  })
  afterAll(() => clickhouse.close())
  test.each(conformance)('$says', async ({ ask, expected }) => {
    expect(await ask(clickhouse)).toEqual(expected)
  })
})
