import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type ClickHouse,
  type EngineHost,
  openClickHouse,
  startEngineHost,
} from '../clickhouse/index.ts'
import type { ResolvedEvent } from '../event/index.ts'
import { createLog, idFrom, newId, Problem, systemClock, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import {
  armInClickHouse,
  armOf,
  assign,
  type Begin,
  begin,
  close,
  controlBelow,
  crossStep,
} from './index.ts'

let base: TestDatabase
let tenant: Tenant
let folder: string
let host: EngineHost
let clickhouse: ClickHouse
const log = createLog('test', 'error')
const now = new Date('2026-11-11T01:00:00Z')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liuyuan-experiment-'))
  host = await startEngineHost({ dataDir: join(folder, 'clickhouse'), log, clock: systemClock })
  clickhouse = openClickHouse(host.url, { log })
  base = await testDatabase()
  const id = newId()
  const { no } = await base.db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no`),
  )
  const name = '青禾护肤'
  tenant = {
    id,
    no,
    name,
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    clockAt: null,
    isDemo: false,
  }
})
afterAll(async () => {
  await base?.drop()
  await clickhouse?.close()
  await host?.stop()
  await rm(folder, { recursive: true, force: true })
})

const asked: Begin = {
  subject: { kind: 'journey', id: newId(), version: 1 },
  holdoutShare: 0.2,
  metric: 'orders',
  windowDays: 14,
}

function begun(more: Partial<Begin> = {}): Promise<string> {
  return base.db.inWorkspace(tenant.id, (tx) => begin(tx, { tenant, now }, { ...asked, ...more }))
}

function enter(experimentId: string, nos: number[], at = now) {
  const customerIds = nos.map((no) => idFrom('customer', String(no)))
  return base.db.inWorkspace(tenant.id, (tx) =>
    assign(tx, { tenant, now: at }, experimentId, { customerIds, customerNos: nos }),
  )
}

function merged(name: 'identity.merged' | 'identity.unmerged', kept: number, gone: number) {
  const event: ResolvedEvent = {
    eventId: newId(),
    name,
    at: now,
    receivedAt: now,
    source: 'liuyuan',
    claims: [],
    customerId: idFrom('customer', String(kept)),
    customerNo: kept,
    value: null,
    props: { kept, gone },
    importNo: 0,
  }
  return base.db.inWorkspace(tenant.id, (tx) =>
    crossStep.apply(tx, { tenant, batchNo: 1, now }, [event]),
  )
}

function rowsOf(experimentId: string, nos: number[]) {
  return base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ no: number; isControl: boolean; isCrossed: boolean }>`
      select customer_no as no, is_control as "isControl", crossed_at is not null as "isCrossed"
      from experiment.assignment
      where experiment_id = ${experimentId}
        and customer_no = any(${nos}::bigint[])
      order by customer_no`),
  )
}

/** The first number from `from` on that belongs to an arm. */
function someone(experimentId: string, arm: 'treated' | 'control', from = 1): number {
  let no = from
  while (armOf(experimentId, no, asked.holdoutShare) !== arm) no++
  return no
}

test('a person has the same arm in TypeScript, Postgres and ClickHouse', async () => {
  const nos = [
    ...Array.from({ length: 20_000 }, (_, i) => i + 1),
    4_294_967_296,
    9_007_199_254_740_991,
  ]
  for (const holdoutShare of [0.1, 0.2, 1 / 3, 0.5]) {
    const experiment = await begun({ holdoutShare })
    const expected = nos.map((no) => armOf(experiment, no, holdoutShare))
    expect(await enter(experiment, nos)).toEqual(expected)
    const found = await clickhouse.rows<{ no: number; isControl: number }>({
      sql: `
        select no, ${armInClickHouse('no')} as isControl
        from (select arrayJoin({nos:Array(UInt64)}) as no)`,
      params: { nos, experiment, control_below: controlBelow(holdoutShare) },
      comment: 'test',
    })
    const inClickHouse = new Map(found.map(({ no, isControl }) => [no, isControl === 1]))
    expect(nos.filter((no, i) => inClickHouse.get(no) !== (expected[i] === 'control'))).toEqual([])
    const share = expected.filter((arm) => arm === 'control').length / nos.length
    // Four standard deviations of a binomial share.
    expect(Math.abs(share - holdoutShare)).toBeLessThan(
      4 * Math.sqrt((holdoutShare * (1 - holdoutShare)) / nos.length),
    )
  }
})

test('two experiments divide the same people independently', async () => {
  const [one, other] = [newId(), newId()]
  const nos = Array.from({ length: 20_000 }, (_, i) => i + 1)
  const both = nos.filter(
    (no) => armOf(one, no, 0.5) === 'control' && armOf(other, no, 0.5) === 'control',
  )
  expect(Math.abs(both.length / nos.length - 0.25)).toBeLessThan(0.0123)
})

test('who was divided before keeps the first assignment', async () => {
  const experiment = await begun()
  const [treated, control] = [someone(experiment, 'treated'), someone(experiment, 'control')]
  expect(await enter(experiment, [treated, control])).toEqual(['treated', 'control'])
  await base.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`update experiment.experiment set holdout_share = 0.9 where id = ${experiment}`),
  )
  const stranger = someone(experiment, 'treated', treated + 1)
  const arms = await enter(experiment, [control, treated, stranger])
  expect(arms.slice(0, 2)).toEqual(['control', 'treated'])
  expect(arms[2]).toBe(armOf(experiment, stranger, 0.9))
})

test('no control group needs a reason', async () => {
  await expect(begun({ holdoutShare: 0 })).rejects.toEqual(new Problem('control_reason'))
  await expect(begun({ holdoutShare: 0, withoutReason: '  ' })).rejects.toBeInstanceOf(Problem)
  const experiment = await begun({ holdoutShare: 0, withoutReason: '售后通知，人人都要收到' })
  expect(await enter(experiment, [1, 2, 3])).toEqual(['treated', 'treated', 'treated'])
  await base.db.inWorkspace(tenant.id, (tx) => close(tx, { tenant, now }, experiment))
})

test('a merge keeps the first arm for the person that stays', async () => {
  const experiment = await begun()
  const gone = someone(experiment, 'control', 1_000)
  const kept = someone(experiment, 'treated', 900)
  await enter(experiment, [gone])
  await merged('identity.merged', kept, gone)
  // By its own number this person would be treated; under the merged one it stays in the control group.
  expect(await enter(experiment, [kept])).toEqual(['control'])
  await merged('identity.unmerged', kept, gone)
  expect((await rowsOf(experiment, [kept, gone])).map(({ no }) => no)).toEqual([gone])
})

test('who turns out to be in both arms is marked as crossed, and stays so when the merge is undone', async () => {
  const experiment = await begun()
  const control = someone(experiment, 'control')
  const treated = someone(experiment, 'treated')
  const same = someone(experiment, 'treated', treated + 1)
  await enter(experiment, [control, treated, same])
  await merged('identity.merged', treated, same)
  expect((await rowsOf(experiment, [treated, same])).map(({ isCrossed }) => isCrossed)).toEqual([
    false,
    false,
  ])
  await merged('identity.merged', control, treated)
  await merged('identity.unmerged', control, treated)
  const rows = await rowsOf(experiment, [control, treated])
  expect(rows.map(({ isCrossed }) => isCrossed)).toEqual([true, true])
})
