import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMs, manualClock, newId, seededChance, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { getWorkspace, makeWorkspace } from '../staff/index.ts'
import { type AccountRef, ofBrand, standingIn } from './account.ts'
import { chainNext } from './chain.ts'
import { checkLedger } from './check.ts'
import { closeMonth } from './close-month.ts'
import { type Move, record } from './record.ts'
import { napkin, nextMove, townOf } from './world.fixture.ts'

const at = new Date('2026-11-11T01:00:00Z')
const OPERATIONS = 6_000
const BATCH_MAX = 40

let world: TestDatabase
let tenant: Tenant

beforeAll(async () => {
  world = await testDatabase()
  tenant = await newTenant()
}, 60_000)
afterAll(() => world?.drop())

async function newTenant(): Promise<Tenant> {
  const wanted = { name: '青禾护肤', timeZone: 'Asia/Shanghai', currency: 'CNY', isDemo: false }
  return getWorkspace(world.db, await makeWorkspace(world.db, manualClock(at), wanted))
}

const somebody = (): AccountRef => ({
  kind: 'points',
  unit: 'points',
  owner: { kind: 'customer', id: newId() },
})
const issued = ofBrand('points_issued', 'points')
const said = { at, reason: 'adjusted', campaign: null, by: null } as const
const give = (to: AccountRef, amount: number, cause = newId()): Move => ({
  ...said,
  ...{ does: 'direct', from: issued, to, amount, cause },
})
const write = (...moves: Move[]) =>
  world.db.inWorkspace(tenant.id, (tx) => record(tx, tenant, moves, at), { retry: true })
const standing = async (ref: AccountRef) => {
  const [found] = await world.db.inWorkspace(tenant.id, (tx) => standingIn(tx, tenant, [ref]))
  return found
}
const chained = async (of: Tenant) => {
  while (await world.db.inWorkspace(of.id, (tx) => chainNext(tx, of))) {
    // Until nothing is left.
  }
}

test('whatever is asked for in whatever order, the ledger says what a napkin says, and counted anew it is the same', async () => {
  const own = await newTenant()
  const chance = seededChance(20261129)
  const town = townOf(12)
  const model = napkin()
  const asked: Move[] = []
  for (let done = 0; done < OPERATIONS; ) {
    const batch = Array.from({ length: 1 + Math.floor(chance.fraction() * BATCH_MAX) }, () => {
      const move = nextMove(chance, town, asked.slice(-300))
      asked.push(move)
      return move
    })
    const expected = batch.map((move) => model.take(move))
    const got = await world.db.inWorkspace(own.id, (tx) => record(tx, own, batch, at))
    const words = got.map((one) => (one.ok ? (one.value.isNew ? 'new' : 'old') : one.reason))
    expect(words).toEqual(expected)
    done += batch.length
  }
  const refs = [...town.fen, ...town.points]
  const stands = await world.db.inWorkspace(own.id, (tx) => standingIn(tx, own, refs))
  expect(stands).toEqual(refs.map((ref) => model.standing(ref)))
  // Each unit for itself: what came is what went.
  expect(stands.reduce((sum, { posted }) => sum + posted, 0)).toBe(0)
  await chained(own)
  const check = await world.db.inWorkspace(own.id, (tx) =>
    checkLedger(tx, own, { by: null, now: at }),
  )
  expect(check.differences).toEqual([])
  expect(check.chained).toBe(check.transfers)
  expect(check.transfers).toBeGreaterThan(1_000)
}, 120_000)

test('forty who spend the same hundred points at once spend a hundred', async () => {
  const who = somebody()
  await write(give(who, 100))
  const spent = await Promise.all(
    Array.from({ length: 40 }, () =>
      write({ ...said, does: 'hold', from: who, to: issued, amount: 5, cause: newId() }),
    ),
  )
  expect(spent.filter(([one]) => one?.ok)).toHaveLength(20)
  expect(await standing(who)).toEqual({ posted: 100, held: 100 })
})

test('a hold that twenty post and twenty void at once is resolved once', async () => {
  const who = somebody()
  const hold = newId()
  await write(give(who, 10), {
    ...said,
    does: 'hold',
    from: who,
    to: issued,
    amount: 10,
    cause: hold,
  })
  const ends = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      write({ ...said, does: i % 2 === 0 ? 'post' : 'void', of: hold, cause: newId() }),
    ),
  )
  expect(ends.filter(([one]) => one?.ok)).toHaveLength(1)
  const left = await standing(who)
  expect(left?.held).toBe(0)
  expect([0, 10]).toContain(left?.posted)
})

test('the same cause is the same movement for all who ask at once, and no other movement', async () => {
  const who = somebody()
  const cause = newId()
  const all = await Promise.all(Array.from({ length: 20 }, () => write(give(who, 7, cause))))
  expect(all.filter(([one]) => one?.ok && one.value.isNew)).toHaveLength(1)
  expect(await standing(who)).toEqual({ posted: 7, held: 0 })
  expect(await write(give(who, 8, cause))).toMatchObject([{ ok: false, reason: 'different' }])
})

test('nobody changes or removes what was written, nor a sum: the right is not there', async () => {
  const who = somebody()
  await write(give(who, 1))
  for (const deed of [
    sql`update ledger.transfer set amount = 2`,
    sql`delete from ledger.transfer`,
    sql`update ledger.account set posted = 9`,
    sql`update ledger.chain set no = 9`,
  ]) {
    const done = world.db.inWorkspace(tenant.id, (tx) => tx.run(deed))
    await expect(done).rejects.toThrow(/permission denied/)
  }
})

test('the database itself refuses a post of another amount, and an account that is overdrawn', async () => {
  const who = somebody()
  const hold = newId()
  await write(give(who, 10), {
    ...said,
    does: 'hold',
    from: who,
    to: issued,
    amount: 10,
    cause: hold,
  })
  const post = world.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into ledger.transfer
        (workspace_id, id, phase, debit_id, credit_id, amount, unit, cause, resolves, at, written_at, reason)
      select t.workspace_id, ${newId()}, 'post', t.debit_id, t.credit_id, 9, t.unit, 'forged', t.id, t.at, t.at, 'paid'
      from ledger.transfer t
      where t.cause = ${hold}
    `),
  )
  await expect(post).rejects.toThrow(/foreign key/)
  const over = world.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into ledger.transfer (workspace_id, id, phase, debit_id, credit_id, amount, unit, cause, at, written_at, reason)
      select t.workspace_id, ${newId()}, 'direct', t.debit_id, t.credit_id, 9, t.unit, 'forged too', t.at, t.at, 'paid'
      from ledger.transfer t
      where t.cause = ${hold}
    `),
  )
  await expect(over).rejects.toThrow(/check constraint/)
})

test('whoever owns the database and changes one movement or one sum is found by the check', async () => {
  const own = await newTenant()
  const who = somebody()
  const owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
  const check = () =>
    world.db.inWorkspace(own.id, (tx) => checkLedger(tx, own, { by: null, now: at }))
  try {
    await world.db.inWorkspace(own.id, (tx) => record(tx, own, [give(who, 3), give(who, 4)], at))
    await chained(own)
    expect((await check()).differences).toEqual([])
    await owner.query(`select set_config('liuyuan.workspace', $1, false)`, [own.id])
    await owner.query('alter table ledger.transfer no force row level security')
    await owner.query('alter table ledger.account no force row level security')
    await owner.query(`update ledger.transfer set reason = 'paid' where workspace_id = $1`, [
      own.id,
    ])
    expect((await check()).differences.map(({ what }) => what)).toEqual(['chain'])
    await owner.query(
      'update ledger.account set posted = posted + 1 where workspace_id = $1 and is_guarded',
      [own.id],
    )
    expect((await check()).differences.map(({ what }) => what)).toEqual(['account', 'chain'])
  } finally {
    await owner.query('alter table ledger.transfer force row level security')
    await owner.query('alter table ledger.account force row level security')
    await owner.end()
  }
})

test('into a month that is closed nothing is written any more; one that is not over is not closed', async () => {
  const own = await newTenant()
  const who = somebody()
  const inWorkspace = <T>(work: Parameters<typeof world.db.inWorkspace<T>>[1]) =>
    world.db.inWorkspace(own.id, work)
  await inWorkspace((tx) => record(tx, own, [give(who, 3)], at))
  await chained(own)
  const close = (month: string, now: Date) =>
    inWorkspace((tx) => closeMonth(tx, own, { month, by: null, now, real: now }))
  expect(await close('2026-11', addMs(at, 1))).toMatchObject({ ok: false, reason: 'not_over' })
  const december = new Date('2026-12-01T00:00:00+08:00')
  expect(await close('2026-11', december)).toMatchObject({ ok: true })
  expect(await close('2026-11', december)).toMatchObject({ ok: false, reason: 'closed' })
  await expect(inWorkspace((tx) => record(tx, own, [give(who, 1)], at))).rejects.toThrow(/closed/)
  const later = { ...give(who, 1), at: december }
  expect(await inWorkspace((tx) => record(tx, own, [later], december))).toMatchObject([
    { ok: true },
  ])
})
