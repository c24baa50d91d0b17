import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { person } from '../contract/customer.ts'
import * as contract from '../contract/flash.ts'
import { addMs } from '../server/kernel/index.ts'
import { browserAt, PUBLIC, planOf, written } from './form.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const HOUR_MS = 3_600_000
const made = z.object({ id: z.string() })
let house: House
let brand: Resident
const tags = new Map<string, string>()

beforeAll(async () => {
  house = await startHouse({ publicUrl: PUBLIC })
  brand = await house.movesIn('青禾护肤')
  for (const [name, of] of [
    ['肤质', ['敏感肌', '干皮']],
    ['场景', ['出差', '健身']],
  ] as const) {
    const group = made.parse((await brand.owner('POST', '/api/tag-groups', { name })).body)
    for (const tag of of) {
      const answer = await brand.owner('POST', '/api/tags', { groupId: group.id, name: tag })
      tags.set(tag, made.parse(answer.body).id)
    }
  }
}, 120_000)
afterAll(() => house?.stop())

const got = async (path: string) => (await brand.owner('GET', path)).body
const settled = () => house.settled(brand.tenant)

function topic(hours: { from: number; until: number }, title = '换季你最怕什么') {
  const now = house.deps.clock.now()
  return {
    title,
    text: '选一个，看看大家怎么选。',
    choices: [
      { id: 'red', text: '泛红', tagId: tags.get('敏感肌') ?? '' },
      { id: 'tight', text: '紧绷', tagId: tags.get('干皮') ?? '' },
      { id: 'none', text: '都不怕', tagId: '' },
    ],
    most: 1,
    from: addMs(now, hours.from * HOUR_MS).toISOString(),
    until: addMs(now, hours.until * HOUR_MS).toISOString(),
  }
}

async function open(body: ReturnType<typeof topic>): Promise<contract.FlashTopic> {
  const answer = await brand.owner('POST', '/api/flash-topics', body)
  expect(answer).toMatchObject({ status: 201 })
  return one(made.parse(answer.body).id)
}
const one = async (id: string) => contract.flashTopic.parse(await got(`/api/flash-topics/${id}`))
const peopleOf = async (id: string, query = '') =>
  contract.flashPeople.parse(await got(`/api/flash-topics/${id}/people${query}`)).items

test('who looks is counted, who chooses sees the others and is tagged once; choosing again changes nothing', async () => {
  const { id, url } = await open(topic({ from: -1, until: 1 }))
  const browsers = [0, 1, 2].map(() => browserAt(house.url, url ?? ''))
  const [first, second, onlooker] = browsers
  await onlooker?.open()
  expect((await first?.open())?.text).toContain('换季你最怕什么')
  expect((await first?.send([]))?.text).toContain('先选一个')
  expect((await first?.send(['red']))?.text).toContain('已有 1 位参加')
  await second?.open()
  const shares = (await second?.send(['tight']))?.text ?? ''
  expect(shares).toMatch(/泛红.*50%.*紧绷.*您选的.*50%/s)
  await first?.open()
  await settled()
  expect(await one(id)).toMatchObject({
    seen: 3,
    joined: 2,
    choices: [{ picked: 1 }, { picked: 1 }, { picked: 0 }],
  })
  const [who] = await peopleOf(id, '?choice=red')
  const { needs } = person.parse(await got(`/api/customers/${who?.person?.id}`))
  expect(needs).toMatchObject([
    { tag: '敏感肌', evidence: [{ source: 'flash_topic', quote: '换季你最怕什么 泛红' }] },
  ])
  expect(needs[0]?.evidence[0]?.weight).toBeCloseTo(0.6)
})

test('one person who takes part on two phones is one piece of evidence for each choice', async () => {
  const form = { name: '留号码', plan: planOf([written('phone', '手机号', 'phone')]) }
  const formId = made.parse((await brand.owner('POST', '/api/forms', form)).body).id
  await brand.owner('POST', `/api/forms/${formId}/published`, { draftNo: 1 })
  const shown = z.object({ url: z.string() }).parse(await got(`/api/forms/${formId}`))
  const phones = [0, 1].map(() => browserAt(house.url, shown.url))
  for (const phone of phones) {
    await phone.open()
    await phone.send(['13761230002'])
    await settled()
  }
  const { id, url } = await open(topic({ from: -1, until: 1 }, '两部手机'))
  for (const phone of phones) {
    const here = phone.at(url ?? '')
    await here.open()
    await here.send(['red'])
    await settled()
  }
  const people = await peopleOf(id)
  expect(new Set(people.map((each) => each.person?.id)).size).toBe(1)
  const { needs } = person.parse(await got(`/api/customers/${people[0]?.person?.id}`))
  expect(needs).toMatchObject([{ tag: '敏感肌', evidenceCount: 1 }])
})

test('before its hour it asks nothing, after it everybody sees the shares and nobody takes part', async () => {
  const soon = await open(topic({ from: 1, until: 2 }, '还早'))
  expect((await browserAt(house.url, soon.url ?? '').open()).text).toContain('还没有开始')
  const over = await open(topic({ from: -2, until: 1 }, '过了'))
  const browser = browserAt(house.url, over.url ?? '')
  await browser.open()
  const ended = { ...topic({ from: -2, until: -1 }, '过了') }
  expect(await brand.owner('PUT', `/api/flash-topics/${over.id}`, ended)).toMatchObject({
    status: 200,
  })
  expect((await browser.send(['red'])).text).toContain('已经结束')
  expect(await one(over.id)).toMatchObject({ state: 'ended', joined: 0 })
})

test('once somebody has taken part, what it asks stays; its time may change', async () => {
  const body = topic({ from: -1, until: 1 }, '定了')
  const { id, url } = await open(body)
  const browser = browserAt(house.url, url ?? '')
  await browser.open()
  await browser.send(['red'])
  const other = { ...body, title: '换个问法' }
  expect(await brand.owner('PUT', `/api/flash-topics/${id}`, other)).toMatchObject({
    status: 409,
    body: { code: 'flash_started' },
  })
  const longer = { ...body, until: topic({ from: -1, until: 5 }).until }
  expect(await brand.owner('PUT', `/api/flash-topics/${id}`, longer)).toMatchObject({ status: 200 })
})

test('the next topic is proposed from what the brand knows of the fewest people', async () => {
  const { people, groups } = contract.flashProposals.parse(await got('/api/flash-proposals'))
  expect(people).toBeGreaterThan(2)
  expect(groups.map(({ name, known }) => [name, known > 0])).toEqual([
    ['场景', false],
    ['肤质', true],
  ])
  expect(groups[1]?.tags.map(({ name }) => name)).toEqual(['干皮', '敏感肌'])
})
