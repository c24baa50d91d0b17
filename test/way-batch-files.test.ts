import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import * as contract from '../contract/way-batch.ts'
import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from '../sandbox/index.ts'
import { readCode } from '../server/poster/read-code.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const path = '/api/contact-way-batches'
const made = z.object({ id: z.string() })
let sandbox: Sandbox
let house: House
let brand: Resident

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 14 })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
  const corp = { corpId: SANDBOX_CORP, secret: SANDBOX_SECRET }
  expect((await brand.owner('POST', '/api/corps', corp)).status).toBe(201)
  await until(async () => {
    const { body } = await brand.owner('GET', '/api/associates')
    expect(z.object({ items: z.array(z.unknown()) }).parse(body).items.length).toBeGreaterThan(3)
  })
  await brand.ask('POST', '/api/sources', { name: '门店' })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

const until = <T>(look: () => Promise<T>) =>
  vi.waitUntil(
    async () => {
      try {
        await look()
        return true
      } catch {
        return false
      }
    },
    { timeout: 60_000, interval: 100 },
  )

const text = `名称,来源,导购,每日上限
南京西路店,门店,chenlan,20
静安店,门店,zhoumu,
没人的店,门店,谁,
`

test('a table is looked at, its codes are made in the background, and all are saved to be printed', async () => {
  const table = { fileName: '门店.csv', text }
  const looked = contract.wayBatchPreview.parse(
    (await brand.owner('POST', `${path}/preview`, table)).body,
  )
  expect(looked.faults).toEqual([
    { line: 4, column: 'associates', fault: 'no_associate', found: '谁' },
  ])
  expect(looked.limits).toEqual([{ corp: '', used: 0, wanted: 2, allowed: 500_000 }])
  expect(looked.lines.map(({ name, capPerDay }) => [name, capPerDay])).toEqual([
    ['南京西路店', 20],
    ['静安店', null],
  ])
  const { id } = made.parse((await brand.owner('POST', path, table)).body)
  await until(async () => {
    const [one] = contract.wayBatches.parse((await brand.owner('GET', path)).body).items
    expect(one).toMatchObject({ lines: 2, made: 2, refused: 0, stopped: 0 })
    expect(one?.endedAt).not.toBeNull()
  })
  expect(sandbox.world.corp.ways.size).toBe(2)

  const result = (await brand.owner('GET', `${path}/${id}/result`)).text
  expect(result.split('\n').filter((line) => line.includes('已生成'))).toHaveLength(2)

  const cookie = await brand.signIn()
  const answer = await fetch(`${house.url}${path}/${id}/codes?format=png_5`, {
    headers: { cookie },
  })
  const files = unzipped(Buffer.from(await answer.arrayBuffer()))
  expect(files.map(({ name }) => name)).toEqual([
    '0002_南京西路店.png',
    '0003_静安店.png',
    '二维码清单.csv',
  ])
  const list = files[2]?.bytes.toString() ?? ''
  for (const { bytes } of files.slice(0, 2)) expect(list).toContain(await readCode(bytes))
  // The same table again makes nothing: every name is there.
  const again = await brand.owner('POST', path, table)
  expect(again.status).toBe(400)
  expect(again.text).toContain('ways_none')
})

/** The files of an archive by its own entries, one after the other. */
function unzipped(bytes: Buffer): { name: string; bytes: Buffer }[] {
  const files: { name: string; bytes: Buffer }[] = []
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const [packed, label] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)]
    const begins = at + 30 + label
    files.push({
      name: bytes.subarray(at + 30, begins).toString(),
      bytes: inflateRawSync(bytes.subarray(begins, begins + packed)),
    })
    at = begins + packed
  }
  return files
}
