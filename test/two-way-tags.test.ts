import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from '../sandbox/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

/** Answers are looked at where they are used. */
const loose = z.any()
const OLD = new Date('2026-01-05T10:00:00+08:00')
let sandbox: Sandbox
let house: House
let brand: Resident
/** A customer of two associates. */
let contact: string
let customer: string

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 5 })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
  contact = sandbox.deeds.makePerson({ name: '李女士' }).externalUserId
  for (const userid of ['chenlan', 'zhoumu'])
    sandbox.deeds.befriend(contact, userid, { createdAt: OLD })
  const wanted = { corpId: SANDBOX_CORP, secret: SANDBOX_SECRET }
  const corp = (await owner('POST', '/api/corps', wanted)).body
  const keys = (await owner('POST', `/api/corps/${corp.id}/callback-keys`)).body
  await fetch(`${sandbox.url}/sandbox/receiver`, { method: 'POST', body: JSON.stringify(keys) })
  customer = await until(async () => {
    const { items } = await ask('GET', '/api/customers')
    const [found] = await rows(sql`select 1 from customer.follow having count(*) = 2`)
    return found && items[0]?.id
  })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

/** A request of the owner, signed in as at the console; the answer is looked at where it is used. */
async function owner(method: string, path: string, body?: unknown) {
  const answer = await brand.owner(method, path, body)
  return { status: answer.status, body: loose.parse(answer.body) }
}

async function ask(method: string, path: string, body?: unknown) {
  const { status, text } = await brand.ask(method, path, body)
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
  return loose.parse(JSON.parse(text))
}

/** Looks again until there is something. */
const until = <T>(look: () => Promise<T>) => vi.waitUntil(look, { timeout: 20_000, interval: 100 })

function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return house.deps.db.inWorkspace(brand.tenant.id, (tx) => tx.rows(statement))
}

const library = () => sandbox.world.corp.tagGroups
const tagNamed = (name: string) =>
  library()
    .flatMap(({ tags }) => tags)
    .find((tag) => tag.name === name)
/** Which associates have the tag on the customer in WeCom. */
const worn = (name: string) =>
  ['chenlan', 'zhoumu'].filter((userid) =>
    sandbox.world.corp.follows
      .get(`${userid}/${contact}`)
      ?.tagIds.has(tagNamed(name)?.id ?? 'none'),
  )
const evidence = (name: string) =>
  rows<{ source: string }>(sql`
    select a.source
    from customer.tagging a
    join customer.tag t on t.id = a.tag_id
    where t.name = ${name} and a.withdrawn_at is null
    order by a.source
  `)

let group: string
let dry: string

test('a group that is shared, and its tags, are in WeCom soon after; one that is not stays here', async () => {
  await ask('POST', '/api/tag-groups', { name: '内部', isShared: false })
  group = (await ask('POST', '/api/tag-groups', { name: '肤质', isShared: true })).id
  dry = (await ask('POST', '/api/tags', { groupId: group, name: '干性' })).id
  await until(async () => tagNamed('干性'))
  expect(library().map(({ name }) => name)).toEqual(['肤质'])
  await ask('POST', '/api/tags', { groupId: group, name: '油性' })
  await until(async () => tagNamed('油性'))
  const [shown] = await until(async () => {
    const { items } = await ask('GET', '/api/tag-groups')
    const found = items.filter((one: { name: string }) => one.name === '肤质')
    return found[0]?.share === 'same' && found
  })
  expect(shown.tags.map((tag: { share: string }) => tag.share)).toEqual(['same', 'same'])
})

test('who is tagged here wears the tag with every associate in WeCom, and it is one piece of evidence', async () => {
  await ask('POST', `/api/customers/${customer}/taggings`, { tagId: dry, quote: '脸总是干' })
  await until(async () => worn('干性').length === 2)
  sandbox.deeds.edit({ userid: 'chenlan', externalUserId: contact }, { remark: '李女士' })
  await until(async () => {
    const [one] = await rows(sql`select 1 from customer.follow where remark = '李女士'`)
    return one
  })
  expect(await evidence('干性')).toEqual([{ source: 'api' }])
})

test('what an associate takes away in WeCom is taken back here and with the other associate', async () => {
  // WeCom may show a reading that is a little older than what was just put there.
  await rows(sql`update customer.tag_mark set sent_at = sent_at - interval '1 hour' returning 1`)
  sandbox.world.corp.follows.get(`chenlan/${contact}`)?.tagIds.clear()
  sandbox.deeds.edit({ userid: 'chenlan', externalUserId: contact }, { remark: '李' })
  await until(async () => (await evidence('干性')).length === 0)
  await until(async () => worn('干性').length === 0)
})

test('what an associate gives in WeCom is evidence here; taken back here it goes there too', async () => {
  const oily = tagNamed('油性')?.id ?? ''
  sandbox.deeds.edit({ userid: 'zhoumu', externalUserId: contact }, { addTagIds: [oily] })
  await until(async () => (await evidence('油性')).length === 1)
  const person = await ask('GET', `/api/customers/${customer}`)
  const [need] = person.needs
  await brand.ask('DELETE', `/api/taggings/${need.evidence[0].id}`)
  await until(async () => worn('油性').length === 0)
  expect(await evidence('油性')).toEqual([])
  await ask('POST', '/api/taggings/withdrawal', {
    taggingIds: [need.evidence[0].id],
    isWithdrawn: false,
  })
  await until(async () => worn('油性').length === 1)
})

test('a new name goes from here to WeCom, and from there to here', async () => {
  await ask('PATCH', `/api/tags/${dry}`, { name: '干性肌' })
  await until(async () => tagNamed('干性肌'))
  const tag = tagNamed('干性肌')
  if (tag) tag.name = '很干'
  sandbox.posting.post({
    Event: 'change_external_tag',
    Id: tag?.id ?? '',
    TagType: 'tag',
    ChangeType: 'update',
  })
  await until(async () => {
    const { items } = await ask('GET', '/api/tag-groups')
    return JSON.stringify(items).includes('很干')
  })
})

test('a tag that WeCom knows is not archived here: that would take it from everybody', async () => {
  expect(await brand.ask('PATCH', `/api/tags/${dry}`, { isArchived: true })).toMatchObject({
    status: 409,
    body: { code: 'tag_in_wecom' },
  })
})

test('with a WeCom that is busy, silent and done all the same, every tag arrives', async () => {
  Object.assign(sandbox.weather.faults, {
    busyExecuted: 0.15,
    busyIdle: 0.15,
    silentAfter: 0.1,
    tokenExpired: 0.1,
  })
  const names = Array.from({ length: 6 }, (_, n) => `心愿${n}`)
  for (const name of names) {
    const { id } = await ask('POST', '/api/tags', { groupId: group, name })
    await ask('POST', `/api/customers/${customer}/taggings`, { tagId: id })
  }
  await until(async () => names.every((name) => worn(name).length === 2))
  expect(
    library()
      .flatMap(({ tags }) => tags.map(({ name }) => name))
      .sort(),
  ).toEqual([...names, '很干', '油性'].sort())
}, 60_000)
