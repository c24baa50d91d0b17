import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Token } from '../../wecom/index.ts'
import {
  addMs,
  createSeal,
  manualClock,
  newId,
  sleep,
  type TenantCompany,
} from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { tokenStoreOf } from './token-store.ts'

const clock = manualClock('2026-11-11T09:00:00+08:00')
const seal = createSeal(Buffer.alloc(32, 7))
let own: TestDatabase

beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.drop())

/** A workspace, and WeCom as it counts how often it is asked for a token. */
async function world() {
  const tenant: TenantCompany = { id: newId(), company: '' }
  await own.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${tenant.id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
    `),
  )
  const wecom = { asked: 0 }
  const fetchNew = async () => {
    wecom.asked += 1
    await sleep(30)
    const value: Token = {
      token: `token ${wecom.asked}`,
      expiresAt: addMs(clock.now(), 7_200_000),
    }
    return { ok: true as const, value }
  }
  const process = () => tokenStoreOf({ db: own.db, seal, clock }, tenant)
  return { tenant, wecom, fetchNew, process }
}

test('however many processes ask at once, WeCom is asked once', async () => {
  const { wecom, fetchNew, process } = await world()
  const processes = Array.from({ length: 4 }, process)
  const answers = await Promise.all(
    processes.flatMap((store) => [store.refresh('app', fetchNew), store.refresh('app', fetchNew)]),
  )
  expect(wecom.asked).toBe(1)
  expect(new Set(answers.map((answer) => answer.ok && answer.value.token))).toEqual(
    new Set(['token 1']),
  )
  expect((await process().read('app'))?.token).toBe('token 1')
})

test('a token that WeCom ended early is renewed once; who comes later with the old one gets the new one', async () => {
  const { wecom, fetchNew, process } = await world()
  const [one, other] = [process(), process()]
  await one.refresh('app', fetchNew)
  await other.read('app')
  await one.refresh('app', fetchNew)
  expect(wecom.asked).toBe(2)
  const late = await other.refresh('app', fetchNew)
  expect(late.ok && late.value.token).toBe('token 2')
  expect(wecom.asked).toBe(2)
})

test('a token lies sealed in the database', async () => {
  const { tenant, fetchNew, process } = await world()
  await process().refresh('app', fetchNew)
  const [row] = await own.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ token: Buffer }>`select token from corp.token`),
  )
  expect(row?.token.toString('latin1')).not.toContain('token 1')
})
