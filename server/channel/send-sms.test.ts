import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SmsProvider } from '../../contract/sms.ts'
import { addMs } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { seal } from './mail.fixture.ts'
import { Death, mortal } from './mortal.fixture.ts'
import { giveVerdict, listParked } from './parked.ts'
import { smsStep } from './send-sms.ts'
import {
  agreeToSms,
  phoneOf,
  type SmsTown,
  setSmsLine,
  specOfSms,
  startSmsTown,
  texters,
} from './sms.fixture.ts'
import { readSmsHook } from './sms-hook.ts'
import { hearReceipts } from './sms-receipt.ts'
import { hearReplies } from './sms-reply.ts'
import { storedSmsLine } from './sms-store.ts'
import { addresseesOf, ledger, morning, newCustomers, plan, type Who } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describe.each<SmsProvider>(['tencent', 'aliyun'])('over %s', (provider) => {
  let town: SmsTown
  beforeEach(async () => {
    town = await startSmsTown(base.db, provider)
  })
  afterEach(() => town?.stop())

  const someone = async (count = 1) => {
    const people = await newCustomers(base.db, town.tenant, count, { name: '林小满' })
    await texters(base.db, town.tenant, people)
    return people
  }
  const planAll = (people: readonly Who[], spec = town.spec()) =>
    plan(base.db, town.tenant, spec, addresseesOf(people), town.clock.now())
  const states = async () => (await ledger(base.db, town.tenant)).map(({ state }) => state)
  const line = () => base.db.inWorkspace(town.tenant.id, (tx) => storedSmsLine(tx, town.tenant))
  const facts = () =>
    base.db.inWorkspace(town.tenant.id, (tx) =>
      tx.rows(sql<{ deliveredAt: Date | null; segments: number; costLi: number; detail: unknown }>`
        select delivered_at as "deliveredAt", segments, cost_li as "costLi", detail
        from channel.delivery
        where workspace_id = ${town.tenant.id}
        order by planned_at, id
      `),
    )
  /** What the network would post, heard as the hook hears it. */
  const hear = (body: unknown) =>
    base.db.inWorkspace(town.tenant.id, async (tx) => {
      const told = readSmsHook(body)
      if (!told) throw new Error('it is not understood')
      const ctx = { tenant: town.tenant, now: town.clock.now() }
      await hearReceipts(tx, ctx, told.receipts, ctx.now)
      await hearReplies(tx, ctx, seal, { replies: told.replies, real: ctx.now })
    })
  const reportOf = (more: { ok: boolean; code?: string; said?: string }, serial: string) =>
    provider === 'tencent'
      ? [
          {
            sid: serial,
            mobile: '13911111111',
            nationcode: '86',
            report_status: more.ok ? 'SUCCESS' : 'FAIL',
            errmsg: more.code ?? 'DELIVRD',
            description: more.said ?? '用户短信送达成功',
            user_receive_time: '2026-11-11 10:00:05',
          },
        ]
      : [
          {
            phone_number: '13911111111',
            biz_id: serial,
            out_id: '',
            success: more.ok,
            err_code: more.code ?? 'DELIVERED',
            err_msg: more.said ?? '用户接收成功',
            report_time: '2026-11-11 10:00:05',
            send_time: '2026-11-11 10:00:00',
            sms_size: '1',
          },
        ]
  const replyOf = (phone: string, text: string) =>
    provider === 'tencent'
      ? { extend: '', mobile: phone, nationcode: '86', sign: '青禾护肤', text, time: 1_794_362_400 }
      : [
          {
            phone_number: phone,
            content: text,
            sign_name: '青禾护肤',
            send_time: '2026-11-11 10:00:05',
          },
        ]

  test('a message comes with its signature and the words for this person, and what it cost is known', async () => {
    const [who] = await someone()
    await planAll(who ? [who] : [])
    await town.pass(0)
    expect(await states()).toEqual(['sent'])
    const [row] = await ledger(base.db, town.tenant)
    const [got] = town.office.sent
    expect(got).toMatchObject({
      phone: who && phoneOf(who),
      text: '【青禾护肤】林小满，会员日到店满三百减五十，周五前有效，拒收请回复R',
      context: row?.id,
    })
    expect(row?.text).toBe('林小满，会员日到店满三百减五十，周五前有效，拒收请回复R')
    expect(await facts()).toMatchObject([{ segments: 1, costLi: 45, deliveredAt: null }])
  })

  test('a wrong secret sends nothing and loses nothing: the messages wait for the right one', async () => {
    await planAll(await someone(2))
    await setSmsLine(base.db, town.tenant, { ...town, provider, secret: 'not the secret' })
    await town.pass(0)
    expect(town.office.sent).toEqual([])
    expect(await states()).toEqual(['planned', 'planned'])
    expect(await line()).toMatchObject({ trouble: 'keys' })
    await setSmsLine(base.db, town.tenant, { ...town, provider })
    await town.pass(2 * MINUTE_MS)
    expect(await states()).toEqual(['sent', 'sent'])
    expect(await line()).toMatchObject({ trouble: null })
  })

  test('an endpoint in a private network is not called unless an administrator has named it', async () => {
    await planAll(await someone())
    await smsStep({ ...town.deps, internalHosts: [] })(town.tenant)
    expect(await states()).toEqual(['planned'])
    expect(await line()).toMatchObject({ trouble: 'internal' })
    expect(town.office.sent).toEqual([])
  })

  test('what the carrier tells is known once: it came, or it did not and why', async () => {
    await planAll(await someone(2))
    await town.pass(0)
    const [came, lost] = town.office.sent
    await hear(reportOf({ ok: true }, came?.serial ?? ''))
    await hear(reportOf({ ok: true }, came?.serial ?? ''))
    await hear(reportOf({ ok: false, code: 'MK:0001', said: '空号' }, lost?.serial ?? ''))
    const rows = await ledger(base.db, town.tenant)
    const byId = (id = '') => rows.find((row) => row.id === id)
    expect(byId(came?.context)).toMatchObject({ state: 'sent' })
    expect(byId(lost?.context)).toMatchObject({ state: 'failed', reason: 'not_delivered' })
    const all = await facts()
    expect(all.map(({ deliveredAt }) => deliveredAt?.toISOString())).toContain(
      '2026-11-11T02:00:05.000Z',
    )
    expect(all.map(({ detail }) => detail)).toContainEqual({ code: 'MK:0001', said: '空号' })
  })

  test('a number that the carrier does not know is never written to again', async () => {
    const people = await someone()
    await planAll(people)
    await town.pass(0)
    await hear(
      reportOf({ ok: false, code: 'MK:0001', said: '空号' }, town.office.sent[0]?.serial ?? ''),
    )
    const [said] = await planAll(people)
    expect(said).toMatchObject({ outcome: 'skipped', reason: 'no_phone' })
  })

  test('without a call from the provider it is asked, and asked no more when it has told', async () => {
    await planAll(await someone())
    await town.pass(0)
    await town.office.report()
    await town.pass(20 * MINUTE_MS)
    const [row] = await facts()
    expect(row?.deliveredAt).not.toBeNull()
    const open = await base.db.inWorkspace(town.tenant.id, (tx) =>
      tx.rows(sql`select state from channel.remote_call where workspace_id = ${town.tenant.id}`),
    )
    expect(open).toEqual([{ state: 'closed' }])
  })

  test('only who has a mainland number and has agreed is written to', async () => {
    const [one, other, abroad, silent] = await newCustomers(base.db, town.tenant, 4)
    if (!one || !other || !abroad || !silent) throw new Error('nobody')
    await texters(base.db, town.tenant, [one])
    await texters(base.db, town.tenant, [abroad], { e164: ({ no }) => `+8526${no}123456` })
    await texters(base.db, town.tenant, [silent], { agrees: false })
    const outcomes = await planAll([one, other, abroad, silent])
    expect(outcomes.map((said) => ('reason' in said ? said.reason : said.outcome))).toEqual([
      'planned',
      'no_phone',
      'not_mainland',
      'not_agreed',
    ])
  })

  test('a gap without a value, or with one that is not known of this person, is no message', async () => {
    const people = await newCustomers(base.db, town.tenant, 1)
    await texters(base.db, town.tenant, people)
    const spec = town.spec()
    const [first = '', second = ''] = Object.keys(spec.content.sms.params)
    const filled = (params: Record<string, string>) => ({
      ...spec,
      content: { ...spec.content, sms: { ...spec.content.sms, params } },
    })
    const [empty] = await planAll(people, filled({ [first]: '小满' }))
    expect(empty).toMatchObject({ outcome: 'skipped', reason: 'missing_variable' })
    const unknown = { [first]: '{{ customer.shoe }}', [second]: '周五' }
    const [unknownOf] = await planAll(people, filled(unknown))
    expect(unknownOf).toMatchObject({ outcome: 'skipped', reason: 'missing_variable' })
  })

  test('who replies R gets nothing further, not what was planned before either; a yes said later counts again', async () => {
    const people = await someone()
    const [who] = people
    if (!who) throw new Error('nobody')
    await planAll(people)
    await town.pass(0)
    await planAll(people)
    town.clock.advanceMs(1_000)
    await hear(replyOf(phoneOf(who), ' r '))
    await hear(replyOf(phoneOf(who), 'R'))
    await town.pass(MINUTE_MS)
    expect((await states()).sort()).toEqual(['sent', 'skipped'])
    expect(town.office.sent.length).toBe(1)
    const [said] = await planAll(people)
    expect(said).toMatchObject({ outcome: 'skipped', reason: 'opted_out' })
    const words = await base.db.inWorkspace(town.tenant.id, (tx) =>
      tx.rows(sql<{ kind: string }>`
        select kind from channel.consent where workspace_id = ${town.tenant.id} and source = 'customer' order by recorded_at
      `),
    )
    expect(words.map(({ kind }) => kind)).toEqual(['channel_agreed', 'channel_refused'])
    const later = addMs(town.clock.now(), HOUR_MS)
    await base.db.inWorkspace(town.tenant.id, (tx) => agreeToSms(tx, town.tenant, who.id, later))
    const [again] = await planAll(people)
    expect(again).toMatchObject({ outcome: 'planned' })
  })

  test('a number that refused before anybody knew whose it is stays refused', async () => {
    const people = await newCustomers(base.db, town.tenant, 1)
    const [who] = people
    if (!who) throw new Error('nobody')
    await hear(replyOf(phoneOf(who), '退订'))
    await texters(base.db, town.tenant, people, { agrees: false })
    const [said] = await planAll(people)
    expect(said).toMatchObject({ outcome: 'skipped', reason: 'opted_out' })
  })

  test('a reply that is no refusal changes nothing', async () => {
    const people = await someone()
    const [who] = people
    if (!who) throw new Error('nobody')
    await hear(replyOf(phoneOf(who), '几点开门？'))
    expect(await planAll(people)).toMatchObject([{ outcome: 'planned' }])
  })

  test('wherever the worker dies, nobody gets a message twice, and what nobody knows is found out by asking', async () => {
    for (let n = 1, died = true; died; n++) {
      const before = town.office.sent.length
      const people = await someone(2)
      await planAll(people)
      const dying = mortal(town.deps, noRemote(), n)
      died = false
      try {
        await smsStep({ ...town.deps, ...dying.deps })(town.tenant)
      } catch (error) {
        if (!(error instanceof Death)) throw error
        died = true
      }
      await town.office.report()
      for (let round = 0; round < 4; round++) await town.pass(6 * MINUTE_MS)
      await town.office.report()
      for (let round = 0; round < 3; round++) await town.pass(20 * MINUTE_MS)
      const mine = (await ledger(base.db, town.tenant)).slice(-2)
      const got = town.office.sent.slice(before)
      expect(new Set(got.map(({ phone }) => phone)).size, `death ${n}`).toBe(got.length)
      for (const { id, state } of mine) {
        const wasTaken = got.some(({ context }) => context === id)
        // What was taken is known to be, by asking; what was not stays for a person.
        expect(state, `death ${n}`).toBe(wasTaken ? 'sent' : 'parked')
      }
    }
  }, 180_000)

  test('a provider that breaks off after it took the message is asked, and nothing is handed in again', async () => {
    await planAll(await someone())
    town.office.manner = 'breaks_after'
    await town.pass(0)
    expect(await states()).toEqual(['unknown'])
    town.office.manner = 'takes'
    await town.office.report()
    await town.pass(MINUTE_MS)
    expect(await states()).toEqual(['sent'])
    expect(town.office.sent.length).toBe(1)
  })

  test('one that broke off before, of which the provider does not know, waits for a person’s word', async () => {
    await planAll(await someone())
    town.office.manner = 'breaks_before'
    await town.pass(0)
    expect(await states()).toEqual(['unknown'])
    town.office.manner = 'takes'
    await town.pass(MINUTE_MS)
    expect(await states()).toEqual(['unknown'])
    await town.pass(HOUR_MS)
    expect(await states()).toEqual(['parked'])
    expect(town.office.sent).toEqual([])
    const within = base.db.inWorkspace
    const now = town.clock.now()
    const [call] = await within(town.tenant.id, (tx) => listParked(tx, town.tenant, now))
    expect(call).toMatchObject({ kind: 'sms', deliveries: 1 })
    const word = { callId: call?.id ?? '', said: 'send' as const, by: null, real: now }
    await within(town.tenant.id, (tx) => giveVerdict(tx, { tenant: town.tenant, now }, word))
    await town.pass(1_000)
    expect(await states()).toEqual(['sent'])
    expect(town.office.sent.length).toBe(1)
  })

  test('a provider without patience or money loses no message', async () => {
    await planAll(await someone())
    town.office.manner = 'later'
    await town.pass(0)
    town.office.manner = 'no_balance'
    await town.pass(2 * MINUTE_MS)
    expect(await states()).toEqual(['planned'])
    expect(await line()).toMatchObject({ trouble: 'balance' })
    town.office.manner = 'takes'
    await town.pass(5 * MINUTE_MS)
    expect(await states()).toEqual(['sent'])
  })

  test('no number is in the ledger, in what is told of it or in what the provider said', async () => {
    const [who] = await someone()
    if (!who) throw new Error('nobody')
    await planAll([who])
    town.office.manner = 'breaks_after'
    await town.pass(0)
    const rows = await base.db.inWorkspace(town.tenant.id, (tx) =>
      tx.rows(sql<{ told: string }>`
        select d::text || c::text as told
        from channel.delivery d
        join channel.remote_call c on c.workspace_id = d.workspace_id and c.id = d.call_id
        where d.workspace_id = ${town.tenant.id}
        union all
        select i::text from event.inbox i where i.workspace_id = ${town.tenant.id}
      `),
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(phoneOf(who))
  })
})

test('where the network gives nothing back, the one message that nobody else can be is ours', async () => {
  const town = await startSmsTown(base.db, 'tencent')
  town.office.givesContext = false
  const people = await newCustomers(base.db, town.tenant, 1)
  await texters(base.db, town.tenant, people)
  await plan(base.db, town.tenant, specOfSms('tencent'), addresseesOf(people), morning)
  town.office.manner = 'breaks_after'
  await town.pass(0)
  town.office.manner = 'takes'
  await town.office.report()
  await town.pass(MINUTE_MS)
  expect((await ledger(base.db, town.tenant)).map(({ state }) => state)).toEqual(['sent'])
  await town.stop()
})

/** A corp that is never called. */
function noRemote() {
  const never = () => Promise.reject(new Error('no WeCom here'))
  return {
    sendWelcome: never,
    addMessageTask: never,
    messageTasks: never,
    messageTaskStaff: never,
    messageTaskResults: never,
    cancelMessageTask: never,
    remindMessageTask: never,
  }
}
