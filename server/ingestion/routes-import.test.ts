import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request as ask } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importPreview, importResult, importView } from '../../contract/import.ts'
import { createLog, readId, systemClock, type Tenant } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { filePathOf } from './import-files.ts'
import { importRoutes } from './routes-import.ts'
import { type ImportDeps, runImport } from './run-import.ts'
import { appOf, drained, riverOf, tenantIn } from './world.fixture.ts'

const app = appOf()
let base: TestDatabase
let tenant: Tenant
let deps: ImportDeps
let url: string
beforeAll(async () => {
  base = await testDatabase()
  tenant = await tenantIn(base.db)
  const filesDir = await mkdtemp(join(tmpdir(), 'liuyuan-upload-'))
  deps = { db: base.db, clock: systemClock, log: createLog('test', 'silent'), filesDir }
  app.decorateRequest('session', {
    getter: () => ({ tenant, staffId: null, permissions: ['imports.write'] as const }),
  })
  importRoutes(app, deps)
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await base.drop()
  await rm(deps.filesDir, { recursive: true, force: true })
})

const content =
  '订单编号,总金额,买家实际支付金额,订单创建时间,订单付款时间,退款金额,手机号\n'.concat(
    'A1,100.00,60.00,2024-03-01 10:00:00,2024-03-01 10:00:09,40.00,13912345678\n',
    'A2,50,50,2024-03-02 10:00:00,2024-03-02 10:00:09,0,13812345678\n',
    'A3,70,0,2024-03-03 10:00:00,,0,13712345678\n',
    'A4,7x,0,2024-03-03 10:00:00,,0,13712345678\n',
  )

async function upload(body: string | Buffer) {
  return app.inject({
    method: 'POST',
    url: '/api/imports?kind=orders&fileName=orders.csv',
    headers: { 'content-type': 'application/octet-stream' },
    payload: body,
  })
}

async function on(id: string, deed: string, body?: object) {
  const method = body && deed === 'settings' ? 'PUT' : body || deed === 'start' ? 'POST' : 'GET'
  return app.inject({
    method,
    url: ['/api/imports', id, ...(deed === '' ? [] : [deed])].join('/'),
    ...(body ? { payload: body } : {}),
  })
}

test('a file is looked at, decided on, run, told of and taken back', async () => {
  const uploaded = await upload(content)
  expect(uploaded.statusCode).toBe(201)
  const draft = importView.parse(uploaded.json())
  const seen = importPreview.parse((await on(draft.id, 'preview')).json())
  expect(seen).toMatchObject({
    missing: [],
    sameAs: null,
    settings: { encoding: 'utf-8', delimiter: ',', hasHeader: true, paidIsNet: true },
    totals: {
      rows: 4,
      failed: 1,
      isWhole: true,
      amount: 22_000,
      paid: 15_000,
      refunded: 4_000,
      unpaid: 1,
    },
    errors: [{ line: 5, column: '总金额', code: 'not_an_amount' }],
  })
  const without = { ...seen.settings, columns: seen.settings.columns.map(() => null) }
  expect(importPreview.parse((await on(draft.id, 'settings', without)).json()).missing).toEqual([
    'orderedAt',
    'amount',
  ])
  expect((await on(draft.id, 'start')).json()).toMatchObject({ code: 'import_mapping' })
  const twice = { ...seen.settings, columns: seen.settings.columns.map(() => 'amount') }
  expect((await on(draft.id, 'settings', twice)).json()).toMatchObject({ code: 'import_mapping' })
  expect((await on(draft.id, 'settings', seen.settings)).statusCode).toBe(200)
  expect((await on(draft.id, 'start')).json()).toMatchObject({ state: 'queued' })
  const river = riverOf(base.db, [tenant])
  await runImport(deps, { tenant, importId: readId('import', draft.id) ?? '' })
  await drained(base.db, tenant)
  await river.stop()
  const done = importResult.parse((await on(draft.id, '')).json())
  expect(done).toMatchObject({ state: 'finished', rowsTaken: 3, rowsFailed: 1, rowsWaiting: 0 })
  expect(done.orders).toMatchObject({
    created: 3,
    changed: 0,
    unchanged: 0,
    paid: 15_000,
    customers: 3,
  })
  const errors = await on(draft.id, 'errors.csv')
  expect(errors.headers['content-disposition']).toContain('import-1-errors.csv')
  expect(errors.body).toContain('5,总金额: 「7x」不是金额')
  expect((await on(draft.id, 'undo', { confirm: 99 })).json()).toMatchObject({
    code: 'import_confirm',
  })
  expect((await on(draft.id, 'undo', { confirm: 1 })).json()).toMatchObject({ state: 'undoing' })
})

test('a file that cannot be an import is refused with what to do, and nothing of it is kept', async () => {
  const before = (await readdir(join(deps.filesDir, 'imports'))).length
  expect((await upload('')).json()).toMatchObject({ code: 'file_empty' })
  expect((await upload(Buffer.from('PK\u0003\u0004\u0000\u0000xl/workbook'))).json()).toMatchObject(
    {
      code: 'file_not_text',
    },
  )
  expect((await readdir(join(deps.filesDir, 'imports'))).length).toBe(before)
  const bare = importView.parse((await upload('date,amount\n')).json())
  expect((await on(bare.id, 'start')).json()).toMatchObject({ code: 'file_without_rows' })
})

test('a file that says it is larger than what is taken is refused before it is read', async () => {
  const status = await new Promise<number>((answered, failed) => {
    const request = ask(`${url}/api/imports?kind=orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': 2 * 1024 ** 3 },
    })
    request.on('response', (response) => {
      answered(response.statusCode ?? 0)
      request.destroy()
    })
    request.on('error', failed)
    request.write('date,amount\n')
  })
  expect(status).toBe(413)
})

test('a draft that is given up leaves no file', async () => {
  const { id } = importView.parse((await upload(content)).json())
  const path = filePathOf(deps.filesDir, { filePath: `${readId('import', id)}.csv` })
  expect(existsSync(path)).toBe(true)
  const answer = await on(id, 'cancel', {})
  expect(importResult.parse(answer.json())).toMatchObject({ state: 'cancelled', rowsTaken: 0 })
  expect(existsSync(path)).toBe(false)
})

test('a file of an old Macintosh is read line by line', async () => {
  const { id } = (await upload(content.replaceAll('\n', '\r'))).json()
  const seen = importPreview.parse((await on(id, 'preview')).json())
  expect(seen.totals).toMatchObject({ rows: 4, failed: 1 })
})

test('a file that is wider than any table of people is refused with what to look at', async () => {
  const answer = await upload(`${'x,'.repeat(500)}x\n${'1,'.repeat(500)}1\n`)
  expect(answer.json()).toMatchObject({ code: 'file_too_wide' })
})

test('errors are paged without losing the second one of a line', async () => {
  const wrong = Array.from({ length: 3 }, (_, i) => `B${i},x,y,2024-03-01,,0,13912345678\n`)
  const { id } = (await upload(`${content.split('\n')[0]}\n${wrong.join('')}`)).json()
  expect((await on(id, 'start')).json()).toMatchObject({ state: 'queued' })
  await runImport(deps, { tenant, importId: readId('import', id) ?? '' })
  const told: string[] = []
  let next: string | null = null
  do {
    const page: { items: { line: number; column: string }[]; next: string | null } = (
      await on(id, `errors?limit=3${next === null ? '' : `&cursor=${next}`}`)
    ).json()
    told.push(...page.items.map(({ line, column }) => `${line} ${column}`))
    next = page.next
  } while (next !== null)
  expect(told).toHaveLength(6)
  expect(new Set(told).size).toBe(6)
})
