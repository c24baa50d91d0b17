import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addMs, type Tenant } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { record } from './consent.ts'
import {
  links,
  mailDeps,
  type PostOffice,
  readers,
  setMailbox,
  startPostOffice,
} from './mail.fixture.ts'
import { Death, mortal } from './mortal.fixture.ts'
import { giveVerdict, listParked } from './parked.ts'
import { mailStep } from './send-mail.ts'
import { unsubscribe } from './unsubscribe.ts'
import {
  addresseesOf,
  freeRules,
  ledger,
  morning,
  newCustomers,
  newTenant,
  plan,
  setRules,
  specOf,
  type Who,
} from './world.fixture.ts'

let base: TestDatabase
let tenant: Tenant
let office: PostOffice
let deps: ReturnType<typeof mailDeps>
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  office = await startPostOffice()
  tenant = await newTenant(base.db)
  await setRules(base.db, tenant, freeRules)
  await setMailbox(base.db, tenant, office)
  deps = mailDeps(base.db, office)
})
afterEach(() => office?.stop())

const SUBJECT = '{{ customer.name }}，换季护肤的三个办法'
const letter = (more: Parameters<typeof specOf>[0] = {}) => {
  const spec = specOf({ ...more, carrier: 'email' })
  const link = { title: '看全文', url: 'https://brand.example.test/care' }
  return {
    ...spec,
    content: { text: '您好，{{ customer.name }}：\n第一，保湿。', subject: SUBJECT, link },
  }
}
const planAll = (people: readonly Who[], spec = letter()) =>
  plan(base.db, tenant, spec, addresseesOf(people))
const states = async () => (await ledger(base.db, tenant)).map(({ state }) => state)
const pass = async (ms: number) => {
  deps.clock.advanceMs(ms)
  await mailStep(deps)(tenant)
}

test('a letter comes with its Chinese subject, the words for this person, and a way out that one click is enough for', async () => {
  const people = await newCustomers(base.db, tenant, 1, { name: '林小满' })
  await readers(base.db, tenant, people)
  await planAll(people)
  await mailStep(deps)(tenant)
  expect(await states()).toEqual(['sent'])
  const [got] = office.letters
  const [row] = await ledger(base.db, tenant)
  expect(got?.subject).toBe('林小满，换季护肤的三个办法')
  expect(got?.from).toMatchObject({ name: '青禾护肤', address: 'hi@brand.example.test' })
  expect(got?.text).toContain('您好，林小满：\n第一，保湿。')
  expect(got?.messageId).toBe(`<${row?.id}@brand.example.test>`)
  const header = (name: string) => got?.headers.find(({ key }) => key === name)?.value ?? ''
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  const token =
    /<https:\/\/crm\.example\.test\/u\/(.+)>/.exec(header('list-unsubscribe'))?.[1] ?? ''
  expect(links.read(token)).toEqual({ kind: 'unsubscribe', id: row?.id, workspaceNo: tenant.no })
})

test('only who has an address and has agreed is written to', async () => {
  const [one, other, third] = await newCustomers(base.db, tenant, 3)
  if (!one || !other || !third) throw new Error('nobody')
  await readers(base.db, tenant, [one, third])
  await base.db.inWorkspace(tenant.id, (tx) =>
    record(tx, tenant, {
      kind: 'channel_refused',
      carrier: 'email',
      customerId: third.id,
      by: null,
      source: 'customer',
      reason: '不要邮件',
      now: addMs(morning, 1),
    }),
  )
  const outcomes = await planAll([one, other, third])
  expect(outcomes.map((said) => ('reason' in said ? said.reason : said.outcome))).toEqual([
    'planned',
    'no_address',
    'opted_out',
  ])
})

test('who unsubscribes gets no next letter, and what was planned before does not leave', async () => {
  const people = await newCustomers(base.db, tenant, 1)
  await readers(base.db, tenant, people)
  await planAll(people)
  await mailStep(deps)(tenant)
  const [first] = await ledger(base.db, tenant)
  await planAll(people)
  await base.db.inWorkspace(tenant.id, (tx) =>
    unsubscribe(
      tx,
      { tenant, now: morning },
      { deliveryId: first?.id ?? '', reason: '在邮件里点了退订', real: addMs(morning, 1) },
    ),
  )
  await mailStep(deps)(tenant)
  expect((await states()).sort()).toEqual(['sent', 'skipped'])
  expect(office.letters.length).toBe(1)
  const [said] = await planAll(people)
  expect(said).toMatchObject({ outcome: 'skipped', reason: 'opted_out' })
})

test('wherever the worker dies, nobody gets a letter twice, and what nobody knows is a person’s to decide', async () => {
  for (let n = 1, died = true; died; n++) {
    const before = office.letters.length
    const people = await newCustomers(base.db, tenant, 2)
    await readers(base.db, tenant, people)
    const spec = letter()
    await plan(base.db, tenant, spec, addresseesOf(people))
    const remote = { send: () => Promise.reject(new Error('no WeCom here')) }
    const dying = mortal(deps, noRemote(remote.send), n)
    died = false
    try {
      await mailStep({ ...deps, ...dying.deps })(tenant)
    } catch (error) {
      if (!(error instanceof Death)) throw error
      died = true
    }
    for (let round = 0; round < 4; round++) await pass(6 * 60_000)
    const rows = await ledger(base.db, tenant)
    const mine = rows.slice(-2)
    expect(mine.every(({ state }) => state === 'sent' || state === 'parked')).toBe(true)
    const sent = mine.filter(({ state }) => state === 'sent').length
    const got = office.letters.slice(before)
    expect(new Set(got.map(({ messageId }) => messageId)).size, `death ${n}`).toBe(got.length)
    expect(got.length).toBeGreaterThanOrEqual(sent)
  }
}, 120_000)

test('a server that breaks off before it has asked for the letter is tried again; after that, a person decides', async () => {
  const people = await newCustomers(base.db, tenant, 1)
  await readers(base.db, tenant, people)
  await planAll(people)
  office.manner = 'breaks_before'
  await mailStep(deps)(tenant)
  expect(await states()).toEqual(['planned'])
  office.manner = 'breaks_after'
  await pass(2 * 60_000)
  expect(await states()).toEqual(['parked'])
  office.manner = 'takes'
  await pass(10 * 60_000)
  expect(office.letters.length).toBe(1)
  const within = base.db.inWorkspace
  const [call] = await within(tenant.id, (tx) => listParked(tx, tenant, deps.clock.now()))
  expect(call).toMatchObject({ kind: 'mail', deliveries: 1 })
  const word = { callId: call?.id ?? '', said: 'send' as const, by: null, real: deps.clock.now() }
  await within(tenant.id, (tx) => giveVerdict(tx, { tenant, now: deps.clock.now() }, word))
  await pass(1_000)
  expect(await states()).toEqual(['sent'])
  expect(office.letters.length).toBe(2)
})

test('a server that asks for patience is asked again; an address that does not exist is never written to again', async () => {
  const people = await newCustomers(base.db, tenant, 1)
  await readers(base.db, tenant, people)
  await planAll(people)
  office.manner = 'later'
  await mailStep(deps)(tenant)
  expect(await states()).toEqual(['planned'])
  office.manner = 'nobody'
  await pass(2 * 60_000)
  const [row] = await ledger(base.db, tenant)
  expect(row).toMatchObject({ state: 'failed', reason: 'no_address', slotOn: null })
  office.manner = 'takes'
  const [said] = await planAll(people)
  expect(said).toMatchObject({ outcome: 'skipped', reason: 'no_address' })
  expect(office.letters).toEqual([])
})

test('a login that is refused loses no letter: they wait for the right password', async () => {
  const people = await newCustomers(base.db, tenant, 2)
  await readers(base.db, tenant, people)
  await planAll(people)
  office.manner = 'refuses_login'
  await mailStep(deps)(tenant)
  expect(await states()).toEqual(['planned', 'planned'])
  office.manner = 'takes'
  await pass(2 * 60_000)
  expect(await states()).toEqual(['sent', 'sent'])
})

test('a mail server in a private network is not written to unless an administrator has named it', async () => {
  const people = await newCustomers(base.db, tenant, 1)
  await readers(base.db, tenant, people)
  await planAll(people)
  await mailStep({ ...deps, internalHosts: [] })(tenant)
  expect(await states()).toEqual(['planned'])
  expect(office.letters).toEqual([])
})

/** A corp that is never called. */
function noRemote(never: () => Promise<never>) {
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
