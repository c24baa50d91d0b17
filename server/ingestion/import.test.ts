import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportSettings } from '../../contract/import.ts'
import { listOrders, sumsOfImport } from '../commerce/index.ts'
import type { River } from '../event/index.ts'
import { createLog, newId, systemClock, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { changeSettings, draftImport, importFile, startImport } from './begin-import.ts'
import { errorFile } from './error-file.ts'
import { filePathOf } from './import-files.ts'
import { findImport, type Import } from './import-store.ts'
import { type ImportDeps, runImport } from './run-import.ts'
import { beginUndo, undoImport } from './undo-import.ts'
import { dataFile, drained, riverOf, tenantIn } from './world.fixture.ts'

let base: TestDatabase
let folder: string
let deps: ImportDeps
let river: River
const tenants: Tenant[] = []
beforeAll(async () => {
  base = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'liuyuan-import-'))
  deps = { db: base.db, clock: systemClock, log: createLog('test', 'silent'), filesDir: folder }
  river = riverOf(base.db, tenants)
})
afterAll(async () => {
  await river.stop()
  await base.drop()
  await rm(folder, { recursive: true, force: true })
})

async function newTenant(like: Partial<Tenant> = {}): Promise<Tenant> {
  const tenant = await tenantIn(base.db, { id: newId(), ...like })
  tenants.push(tenant)
  return tenant
}

async function fileOf(content: string | Buffer, name = `${newId()}.csv`): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function take(
  tenant: Tenant,
  content: string | Buffer,
  more: { kind?: 'orders' | 'customers'; settings?: Partial<ImportSettings> } = {},
) {
  const path = await fileOf(content)
  const done = await importFile(deps, { tenant, kind: 'orders', path, ...more })
  await drained(base.db, tenant)
  const job = await inDb(tenant, (tx) => findImport(tx, tenant.id, done.id))
  if (!job) throw new Error('the import is gone')
  return { ...job, sums: await inDb(tenant, (tx) => sumsOfImport(tx, tenant.id, done.id)) }
}

const inDb: <T>(tenant: Tenant, work: Parameters<typeof base.db.inWorkspace<T>>[1]) => Promise<T> =
  (tenant, work) => base.db.inWorkspace(tenant.id, work)

/** Everything an import leaves, in an order of its own; equal for equal histories. */
async function stateOf(tenant: Tenant) {
  return inDb(tenant, (tx) =>
    tx.one(sql`
      select
        (select count(*) from commerce.order) as orders,
        (select coalesce(md5(string_agg(
           concat_ws('|', order_key, state, amount, paid, refunded, ordered_at, paid_at, (
             select string_agg(i.value, '+' order by i.value) from customer.identity i where i.customer_id = o.customer_id
           )), ',' order by order_key
         )), '') from commerce.order o) as content,
        (select coalesce(sum(order_count), 0) from customer.customer where person_id = id) as counted,
        (select coalesce(sum(order_total), 0)::bigint from customer.customer where person_id = id) as total,
        (select count(*) from customer.identity) as identities
    `),
  )
}

async function errorsOf(tenant: Tenant, job: Import): Promise<string> {
  let text = ''
  for await (const piece of errorFile(deps, tenant, job, 'zh')) text += piece
  return text
}

const header = '订单编号,会员号,下单时间,付款时间,订单金额,实付金额,退款金额,订单状态\n'

test('rows that cannot be read are told by line, column and reason; the others are taken', async () => {
  const tenant = await newTenant()
  const job = await take(
    tenant,
    `${header}A1,M1,2024-03-01 10:00,2024-03-01 10:01,"1,234.50",1234.5,0,交易成功
A2,M2,yesterday,,=1+1,0,0,待付款
A3,M3,2024-03-01 10:00,2024-03-01 10:01,10.005,10,0,交易成功
A4,M4,2024-03-01 10:00
A5,M5,2024-03-01 10:00,2024-03-01 10:01,10,10,20,交易成功
"A6"x,M6,2024-03-01 10:00,2024-03-01 10:01,10,10,0,交易成功
A7,M7,2024-03-01 10:00,2024-03-01 10:01,10,10,0,在天上
A8,M8,2024-03-01 10:00,,20,0,0,待付款
A9,M9,2024-03-01 10:00,,20,0,0,交易关闭
A1,M1,2024-03-01 10:00,2024-03-01 10:01,99,99,0,交易成功
`,
  )
  expect(job).toMatchObject({ state: 'finished', rowsRead: 10, rowsTaken: 3, rowsFailed: 7 })
  expect(job.sums).toMatchObject({ orders: 3, paid: 123_450, unpaid: 2 })
  const lines = (await errorsOf(tenant, job)).trimEnd().split('\r\n')
  expect(lines[0]).toBe(`\ufeff行号,原因,${header.trim()}`)
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual([
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '11',
  ])
  expect(lines[1]).toContain('下单时间: 「yesterday」不是日期')
  expect(lines[1]).toContain("'=1+1")
  expect(lines[2]).toContain('小数位多于')
  expect(lines[3]).toContain('这一行有 3 列，表头有 8 列')
  expect(lines[4]).toContain('退款 20 多于已付的 10')
  expect(lines[5]).toContain('引号没有成对')
  expect(lines[6]).toContain('不认识的订单状态「在天上」')
  expect(lines[7]).toContain('订单号在第 2 行出现过')
})

test('the same file again adds nothing, a newer one changes what it tells, and undoing goes back step by step', async () => {
  const tenant = await newTenant()
  const rows =
    'A1,M1,2024-03-01 10:00,,10,0,0,待付款\nA2,M2,2024-03-02 10:00,2024-03-02 10:01,20,20,0,交易成功\n'
  const first = await take(tenant, header + rows)
  const before = await stateOf(tenant)
  const again = await take(tenant, header + rows)
  expect(again.sums).toMatchObject({ orders: 0, changed: 0 })
  expect(await stateOf(tenant)).toEqual(before)
  const newer = await take(
    tenant,
    `${header}A1,M1,2024-03-01 10:00,2024-03-03 10:00,10,10,0,交易成功
A2,M2,2024-03-02 10:00,2024-03-02 10:01,20,20,5,部分退款
A3,M1,2024-03-04 10:00,2024-03-04 10:01,30,30,0,交易成功
`,
  )
  expect(newer.sums).toMatchObject({ orders: 1, changed: 2 })
  expect(await stateOf(tenant)).toMatchObject({ orders: 3, counted: 3, total: 5_500 })
  await expect(beginUndo(deps, tenant, first.id)).rejects.toMatchObject({
    code: 'import_changed_later',
    params: { no: newer.no },
  })
  await undo(tenant, newer)
  expect(await stateOf(tenant)).toEqual(before)
  await undo(tenant, first)
  expect(await stateOf(tenant)).toMatchObject({ orders: 0, counted: 0, total: 0 })
  const anew = await take(tenant, header + rows)
  expect(anew.sums).toMatchObject({ orders: 2 })
  expect(await stateOf(tenant)).toEqual(before)
})

async function undo(tenant: Tenant, job: Import) {
  await beginUndo(deps, tenant, job.id)
  await undoImport(deps, tenant, job.id)
  await undoImport(deps, tenant, job.id)
  await drained(base.db, tenant)
}

test('a run that dies between any two chunks goes on to the same end', async () => {
  const rows = Array.from({ length: 4_500 }, (_, n) => {
    const fault = n % 700 === 699 ? 'x' : ''
    return `M${n % 90},2024-03-01 10:00:${String(n % 60).padStart(2, '0')},${n}.5${fault}`
  })
  const content = `member_no,date,amount\n${rows.join('\n')}\n`
  const whole = await newTenant()
  const job = await take(whole, content)
  const expected = await stateOf(whole)
  expect(expected).toMatchObject({ orders: 4_494 })
  const torn = await newTenant()
  const draft = await draftImport(deps, torn, {
    kind: 'orders',
    fileName: 'torn.csv',
    content: createReadStream(await fileOf(content)),
    by: null,
  })
  await startImport(deps, torn, draft)
  const states = []
  for (let tries = 0; tries < 8; tries++) {
    const kill = new AbortController()
    const options = { tenant: torn, importId: draft.id, signal: kill.signal }
    states.push(await runImport(deps, { ...options, onProgress: () => kill.abort() }))
    // A second worker that believes the first is dead and runs beside it.
    if (tries === 1) await Promise.all([runImport(deps, options), runImport(deps, options)])
  }
  await drained(base.db, torn)
  expect(states).toContain('finished')
  expect(await stateOf(torn)).toEqual(expected)
  const end = await inDb(torn, (tx) => findImport(tx, torn.id, draft.id))
  expect(end).toMatchObject({ state: 'finished', rowsRead: 4_500, rowsFailed: job.rowsFailed })
})

test('refunds of an order may stand in lines of their own, but not without its number', async () => {
  const tenant = await newTenant()
  const job = await take(
    tenant,
    'order_no,user_id,date,amount\nA1,u1,2024-03-01,100\nA1,u1,2024-03-05,-30\n,u1,2024-03-06,-5\n',
  )
  expect(job).toMatchObject({ rowsTaken: 2, rowsFailed: 1 })
  expect(await stateOf(tenant)).toMatchObject({ orders: 1, total: 7_000 })
  expect(await errorsOf(tenant, job)).toContain('没有订单号')
})

test('another currency than the workspace counts in is refused row by row', async () => {
  const tenant = await newTenant()
  const job = await take(
    tenant,
    'order_no,date,amount,currency\nA1,2024-03-01,100,RMB\nA2,2024-03-01,100,USD\nA3,2024-03-01,1,人民币\n',
  )
  expect(job).toMatchObject({ rowsTaken: 2, rowsFailed: 1 })
  expect(await errorsOf(tenant, job)).toContain('币种是「USD」，工作区按 CNY 记账')
})

test('customers come with their names, traits and tags; somebody whom nothing identifies is refused', async () => {
  const tenant = await newTenant()
  const job = await take(
    tenant,
    '会员号,姓名,手机号,城市,加入时间,标签\nM1,林知夏,13912345678,上海,2024-03-01,"敏感肌,来源:小红书"\n,无名,,上海,,\n',
    { kind: 'customers' },
  )
  expect(job).toMatchObject({ rowsTaken: 1, rowsFailed: 1 })
  expect(await errorsOf(tenant, job)).toContain('任何能认出客户的内容')
  const person = await inDb(tenant, (tx) =>
    tx.one(sql`
      select name, traits -> '城市' ->> 'v' as city,
             (select array_agg(t.name order by t.name) from customer.tagging g join customer.tag t on t.id = g.tag_id) as tags,
             (select array_agg(kind order by kind) from customer.identity) as identities
      from customer.customer
    `),
  )
  expect(person).toEqual({
    name: '林知夏',
    city: '上海',
    tags: ['小红书', '敏感肌'],
    identities: ['member_no', 'phone'],
  })
})

test('a mapping that was corrected is offered again for the same header', async () => {
  const tenant = await newTenant()
  const content = 'when,who,how_much\n2024-03-01,u1,5.00\n'
  await take(tenant, content, { settings: { columns: ['orderedAt', 'phone', 'amount'] } })
  const draft = await draftImport(deps, tenant, {
    kind: 'orders',
    fileName: 'next.csv',
    content: createReadStream(await fileOf(`${content}2024-03-02,u2,6.00\n`)),
    by: null,
  })
  expect(draft.settings.columns).toEqual(['orderedAt', 'phone', 'amount'])
  const recoded = { ...draft.settings, delimiter: ';' as const }
  expect((await changeSettings(deps, tenant, draft, recoded)).settings.columns).toHaveLength(1)
})

test('a file that vanished fails with the line where it stopped', async () => {
  const tenant = await newTenant()
  const content = createReadStream(await fileOf('date,amount\n2024-03-01,5\n'))
  const draft = await draftImport(deps, tenant, {
    kind: 'orders',
    fileName: 'x',
    content,
    by: null,
  })
  await startImport(deps, tenant, draft)
  await rm(filePathOf(folder, draft))
  expect(await runImport(deps, { tenant, importId: draft.id })).toBe('failed')
  const job = await inDb(tenant, (tx) => findImport(tx, tenant.id, draft.id))
  expect(job?.failure).toEqual({ code: 'file_gone', line: 1 })
})

/** The first rows of a file, with its header. */
function beginning(file: Buffer, rows: number): string {
  return file
    .toString('utf8')
    .split('\n')
    .slice(0, rows + 1)
    .join('\n')
}

// The whole of it is brought in by test/stories/a-year-and-a-half-of-orders.test.ts.
const ROWS = 10_000
const cdnow = dataFile('cdnow/cdnow_full.csv.gz')
test.skipIf(!cdnow)(
  `CDNOW (skipped without the shared data): of ${ROWS} purchases every one is taken, people and dollars add up`,
  { timeout: 60_000 },
  async () => {
    const text = beginning(cdnow ?? Buffer.of(), ROWS)
    const cells = text
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
    const people = new Set(cells.map(([who]) => who)).size
    const cents = cells.reduce((sum, [, , , dollars]) => sum + Math.round(Number(dollars) * 100), 0)
    const tenant = await newTenant({ currency: 'USD', timeZone: 'America/New_York' })
    const job = await take(tenant, text)
    expect(job).toMatchObject({ state: 'finished', rowsTaken: ROWS, rowsFailed: 0 })
    expect(job.settings.columns).toEqual(['userId', 'orderedAt', 'quantity', 'amount'])
    expect(job.sums).toMatchObject({ orders: ROWS, customers: people, paid: cents })
    expect(await stateOf(tenant)).toMatchObject({ counted: ROWS, total: cents })
  },
)

const tmall = dataFile('tmall-orders/orders.csv.gz')
test.skipIf(!tmall)(
  'Tmall (skipped without the shared data): orders, paid ones and refunds to the cent, in GBK as in UTF-8',
  { timeout: 180_000 },
  async () => {
    const tenant = await newTenant()
    const job = await take(tenant, tmall ?? '')
    expect(job).toMatchObject({
      rowsTaken: 28_010,
      rowsFailed: 0,
      settings: { paidIsNet: true, encoding: 'utf-8' },
    })
    const { orders, unpaid, amount, paid, refunded } = job.sums
    expect({ orders, unpaid, amount, refunded }).toEqual({
      orders: 28_010,
      unpaid: 28_010 - 24_087,
      amount: 299_576_061,
      refunded: 57_233_592,
    })
    expect(paid - refunded).toBe(190_248_715)
    const trap = await inDb(tenant, (tx) =>
      listOrders(tx, tenant.id, { limit: 5, search: '19258' }),
    )
    expect(trap.items).toMatchObject([{ amount: 18_832_000, paid: 0, state: 'created' }])
    // How the letters are written changes nothing: a part of it is enough to tell.
    const part = beginning(tmall ?? Buffer.of(), 3_000)
    const plain = await take(await newTenant(), part)
    const gbk = await take(await newTenant(), toGbk(part))
    expect(gbk.settings.encoding).toBe('gb18030')
    expect(gbk.sums).toEqual(plain.sums)
  },
)

const coffee = dataFile('coffee/coffee_sales.csv.gz')
test.skipIf(!coffee)(
  'coffee (skipped without the shared data): cash sales name nobody, cards are people',
  async () => {
    const tenant = await newTenant()
    const job = await take(tenant, coffee ?? '')
    expect(job).toMatchObject({ rowsTaken: 3_636, rowsFailed: 0 })
    expect(job.sums).toMatchObject({ orders: 3_636, customers: 1_316 })
    const cash = await inDb(tenant, (tx) =>
      tx.one(sql`select count(*) as n from commerce.order where customer_id is null`),
    )
    expect(cash).toEqual({ n: 89 })
  },
)

/** Writes GBK by turning its decoder round: every two-byte character of the encoding, looked up. */
function toGbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk')
  const table = new Map<string, number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail))
      if (character.length === 1 && character !== '\ufffd') table.set(character, [lead, trail])
    }
  }
  return Buffer.from([...text].flatMap((one) => table.get(one) ?? [one.charCodeAt(0)]))
}
