import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { customerPage, person } from '../contract/customer.ts'
import * as contract from '../contract/form.ts'
import { segmentVocabulary } from '../contract/segment-view.ts'
import { doorOf } from '../demo/door.ts'
import { newId, readId } from '../server/kernel/index.ts'
import { createLinkTracker, personalUrl } from '../server/page/index.ts'
import { sql } from '../server/postgres/index.ts'
import { browserAt, choice, PUBLIC, planOf, several, written } from './form.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const made = z.object({ id: z.string() })
let house: House
let brand: Resident
let sensitive: string
let dry: string

beforeAll(async () => {
  house = await startHouse({ publicUrl: PUBLIC })
  brand = await house.movesIn('青禾护肤')
  const group = made.parse((await brand.owner('POST', '/api/tag-groups', { name: '肤质' })).body)
  const tag = async (name: string) =>
    made.parse((await brand.owner('POST', '/api/tags', { groupId: group.id, name })).body).id
  sensitive = await tag('敏感肌')
  dry = await tag('干皮')
}, 120_000)
afterAll(() => house?.stop())

const got = async (path: string) => (await brand.owner('GET', path)).body
const settled = () => house.settled(brand.tenant)

const skin = () =>
  choice(
    'skin',
    '您的皮肤更像哪一种？',
    [
      { id: 'calm', text: '不挑', score: 1, goTo: 'end' },
      { id: 'red', text: '换季容易泛红', tagId: sensitive, score: 5 },
      { id: 'tight', text: '洗完脸发紧', tagId: dry, score: 3 },
    ],
    { key: '肤质', need: 'worry', trait: '肤质自述' },
  )

async function publish(plan: contract.FormPlan, name = '肤质小测'): Promise<contract.Form> {
  const { id } = made.parse((await brand.owner('POST', '/api/forms', { name, plan })).body)
  const published = await brand.owner('POST', `/api/forms/${id}/published`, { draftNo: 1 })
  expect(published.text).toBe('{"version":1}')
  return contract.form.parse(await got(`/api/forms/${id}`))
}

const customers = async () => customerPage.parse(await got('/api/customers?limit=100')).items
const personOf = async (id: string) => person.parse(await got(`/api/customers/${id}`))
const resultsOf = async ({ id }: contract.Form) =>
  contract.formResults.parse(await got(`/api/forms/${id}/results`))
const answersOf = async ({ id }: contract.Form, query = '') =>
  contract.formAnswers.parse(await got(`/api/forms/${id}/answers${query}`))

/** How often each event of forms stands in history. */
async function history(): Promise<{ name: string; props: Record<string, unknown> }[]> {
  await settled()
  const rows = await house.deps.clickhouse.rows<{ name: string; props: string }>({
    sql: `
      select name, props
      from event
      where workspace = {workspace:UInt32}
        and name like 'form.%'
      order by at, name`,
    params: { workspace: brand.tenant.no },
    comment: 'test',
  })
  const props = z.record(z.string(), z.unknown())
  return rows.map((row) => ({ name: row.name, props: props.parse(JSON.parse(row.props)) }))
}

test('answers become evidence in the customer’s own words, a trait, a number by which they are known, and an event without anything they wrote', async () => {
  const plan = planOf([
    skin(),
    written('self', '说说您的皮肤', 'long_text', {
      wordTags: [
        { tagId: dry, words: ['起皮'] },
        { tagId: sensitive, words: ['刺痛'] },
      ],
    }),
    written('name', '怎么称呼您？', 'text', { trait: 'name' }),
    written('phone', '方便的手机号', 'phone'),
  ])
  const form = await publish(plan)
  const browser = browserAt(house.url, form.url ?? '')
  expect((await browser.open()).text).toContain('1/4')
  expect((await browser.send(['red'])).text).toContain('说说您的皮肤')
  await browser.send(['冬天会起皮。用酸也不刺痛。'])
  await browser.send(['周小满'])
  // The river has met them as a stranger before they say who they are.
  await settled()
  expect((await browser.send(['12345'])).text).toContain('这个手机号好像不对')
  expect((await browser.send(['137 6123 4987'])).text).toContain('收到了，谢谢您。')
  const told = await history()
  expect(told.map(({ name }) => name)).toEqual(['form.started', 'form.submitted'])
  expect(told[1]?.props).toMatchObject({ form: '肤质小测', score: 5, 肤质: '换季容易泛红' })
  expect(JSON.stringify(told)).not.toMatch(/起皮|周小满|4987/)
  const who = (await customers()).find((one) => one.name === '周小满')
  expect(who).toMatchObject({ name: '周小满' })
  const { needs, traits, identities } = await personOf(who?.id ?? '')
  expect(traits).toMatchObject([{ key: 'name' }, { key: '肤质自述', value: '换季容易泛红' }])
  expect(identities.map(({ kind }) => kind)).toContain('phone')
  const quotes = needs.flatMap(({ tag, evidence }) =>
    evidence.map(({ source, weight, quote }) => ({ tag, source, weight, quote })),
  )
  expect(quotes).toEqual([
    { tag: '敏感肌', source: 'form', weight: 1, quote: '您的皮肤更像哪一种？ 换季容易泛红' },
    { tag: '干皮', source: 'form', weight: 0.5, quote: '说说您的皮肤 冬天会起皮。' },
  ])
  const profile = contract.needProfile.parse(await got(`/api/customers/${who?.id}/need-profile`))
  expect(profile.aspects.find(({ aspect }) => aspect === 'worry')?.said).toMatchObject([
    { form: '肤质小测', question: '您的皮肤更像哪一种？', answer: '换季容易泛红' },
  ])
  const { items } = await answersOf(form)
  expect(items[0]?.answers.at(-1)?.text).toBe('137****4987')
})

test('what somebody wrote lies sealed in the database', async () => {
  const rows = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ row: string }>`select a::text as row from form.answer a`),
  )
  expect(rows.length).toBe(4)
  for (const { row } of rows) expect(row).not.toMatch(/起皮|周小满|4987/)
})

test('a double tap on the last question is one submission, and so is a page sent again later', async () => {
  const form = await publish(planOf([skin()]), '一题')
  const browser = browserAt(house.url, form.url ?? '')
  await browser.open()
  const both = await browser.sendTwice(['red'])
  expect(both.map(({ text }) => text.includes('收到了，谢谢您。'))).toEqual([true, true])
  await browser.send(['tight'])
  await settled()
  expect(await resultsOf(form)).toMatchObject({ opened: 1, started: 1, finished: 1 })
  const { items } = await answersOf(form)
  expect(items.map(({ answers }) => answers[0]?.text)).toEqual(['换季容易泛红'])
  expect((await browser.open()).text).toContain('您已经填过了')
})

test('a choice leads past questions; what lies off the way does not count, and going back changes the way', async () => {
  const form = await publish(
    planOf([
      skin(),
      several(
        'wish',
        '想改善什么？',
        [
          { id: 'a', text: '补水' },
          { id: 'b', text: '舒缓' },
        ],
        1,
      ),
      written('self', '说说', 'text'),
    ]),
    '岔路',
  )
  const one = browserAt(house.url, form.url ?? '')
  await one.open()
  await one.send(['red'])
  expect((await one.send(['a', 'b'])).text).toContain('选得太多了')
  expect((await one.send(['b'])).text).toContain('说说')
  await one.send([], { go: 'back' })
  const back = await one.send([], { go: 'back' })
  expect(back.text).toContain('value="red" checked')
  expect((await one.send(['calm'])).text).toContain('已提交')
  await settled()
  const { questions } = await resultsOf(form)
  expect(questions).toMatchObject([
    {
      id: 'skin',
      shown: 1,
      answered: 1,
      stopped: 0,
      choices: [{ count: 1 }, { count: 0 }, { count: 0 }],
    },
    { id: 'wish', shown: 1, answered: 1, stopped: 0, choices: [{ count: 0 }, { count: 0 }] },
    { id: 'self', shown: 1, answered: 0, stopped: 0 },
  ])
  expect((await answersOf(form)).items[0]).toMatchObject({ score: 1 })
})

test('whoever leaves in the middle is kept with what they answered, finds the place again, and stands where they stopped', async () => {
  const form = await publish(planOf([skin(), written('self', '说说您的皮肤', 'long_text')]), '半途')
  const browser = browserAt(house.url, form.url ?? '')
  await browser.open()
  await browser.send(['tight'])
  expect((await browser.open()).text).toContain('说说您的皮肤')
  await browserAt(house.url, form.url ?? '').open()
  await settled()
  const results = await resultsOf(form)
  expect(results).toMatchObject({ opened: 2, started: 1, finished: 0, medianSeconds: null })
  expect(results.questions.map(({ stopped }) => stopped)).toEqual([1, 1])
  const left = await answersOf(form, '?stoppedAt=self')
  expect(left.items).toMatchObject([
    { finishedAt: null, answers: [{ question: 'skin', text: '洗完脸发紧' }] },
  ])
  expect((await answersOf(form, '?question=skin&choice=tight&state=finished')).items).toEqual([])
})

test('a browser that keeps no cookies answers a whole form; a robot leaves no trace', async () => {
  const form = await publish(planOf([skin(), written('self', '说说', 'text')]), '无饼干')
  const browser = browserAt(house.url, form.url ?? '')
  await browser.open()
  await browser.send(['red'], {}, { isForgetful: true })
  expect((await browser.send(['还好'], {}, { isForgetful: true })).text).toContain('已提交')
  const robot = browserAt(house.url, form.url ?? '')
  expect((await robot.open('', 'Googlebot/2.1')).text).toContain('您的皮肤更像哪一种？')
  await settled()
  expect(await resultsOf(form)).toMatchObject({ opened: 1, finished: 1 })
})

test('what is known of a person stands there already, and the number that is known is not typed again', async () => {
  await doorOf(house.url, brand).track([
    {
      type: 'identify',
      messageId: newId(),
      userId: 'known',
      traits: { name: '顾客丁', phone: '13918230457', 称呼: '丁姐' },
    },
  ])
  await settled()
  const known = (await customers()).find(({ name }) => name === '顾客丁')
  const form = await publish(
    planOf([
      written('call', '怎么称呼您？', 'text', { trait: '称呼' }),
      written('phone', '手机号', 'phone'),
    ]),
    '老客',
  )
  const browser = browserAt(house.url, form.url ?? '')
  const links = createLinkTracker({ seal: house.deps.seal, base: PUBLIC })
  const customerId = readId('customer', known?.id ?? '')
  const url = personalUrl(links, brand.tenant, { url: form.url ?? '', customerId })
  expect((await browser.open(new URL(url).search)).text).toContain('value="丁姐"')
  const asks = await browser.send(['丁姐'])
  expect(asks.text).toContain('用已登记的 139****0457')
  expect(asks.text).not.toContain('13918230457')
  expect((await browser.send([''], { known: '1' })).text).toContain('已提交')
  await settled()
  expect((await answersOf(form)).items).toMatchObject([{ person: { id: known?.id } }])
})

test('once per person: who has answered on one phone has answered', async () => {
  const first = await publish(planOf([written('phone', '手机号', 'phone')]), '留号码')
  const phones = [browserAt(house.url, first.url ?? ''), browserAt(house.url, first.url ?? '')]
  for (const phone of phones) {
    await phone.open()
    await phone.send(['13761230001'])
  }
  await settled()
  const form = await publish(planOf([skin()]), '一人一次')
  const [one, other] = phones.map((phone) => phone.at(form.url ?? ''))
  await one?.open()
  await one?.send(['red'])
  await settled()
  expect((await other?.open())?.text).toContain('您已经填过了')
})

test('a form that is closed, not begun or thrown away says so and takes nothing', async () => {
  const form = await publish(planOf([skin()]), '关门')
  const browser = browserAt(house.url, form.url ?? '')
  await browser.open()
  await brand.owner('PUT', `/api/forms/${form.id}/closed`, { isClosed: true })
  expect((await browser.send(['red'])).text).toContain('已经结束')
  await brand.owner('PUT', `/api/forms/${form.id}/closed`, { isClosed: false })
  expect((await browser.open()).text).toContain('您的皮肤更像哪一种？')
  await brand.owner('DELETE', `/api/forms/${form.id}`)
  expect(await browser.open()).toMatchObject({ status: 404 })
  await brand.owner('PUT', `/api/forms/${form.id}/restored`, {})
  expect(await browser.open()).toMatchObject({ status: 200 })
  const soon = await publish(planOf([skin()], { from: '2099-01-01' }), '以后')
  expect((await browserAt(house.url, soon.url ?? '').open()).text).toContain('还没有开始')
})

test('what was begun is finished with the questions it began with; only sites that were named may frame it', async () => {
  const form = await publish(planOf([skin(), written('self', '旧的问题', 'text')]), '换版')
  const browser = browserAt(house.url, form.url ?? '')
  const first = await browser.open()
  expect(first.headers.get('content-security-policy')).not.toContain('shop.example.com')
  await browser.send(['red'])
  const plan = planOf([skin(), written('self', '新的问题', 'text')], {
    hosts: ['shop.example.com'],
  })
  await brand.owner('PUT', `/api/forms/${form.id}/draft`, { draftNo: 1, name: '换版', plan })
  expect(contract.form.parse(await got(`/api/forms/${form.id}`)).published?.isBehind).toBe(true)
  await brand.owner('POST', `/api/forms/${form.id}/published`, { draftNo: 2 })
  expect((await browser.open()).text).toContain('旧的问题')
  const fresh = browserAt(house.url, form.url ?? '')
  const framed = await fresh.open()
  expect(framed.headers.get('content-security-policy')).toMatch(
    /frame-ancestors .*shop\.example\.com/,
  )
  await fresh.send(['red'])
  expect(fresh.page().text).toContain('新的问题')
})

test('a form that is not whole is not published, and says what is missing; two who write at once do not overwrite each other', async () => {
  const plan = planOf([choice('a', '', [{ id: 'x', text: '只有一个' }])])
  const { id } = made.parse(
    (await brand.owner('POST', '/api/forms', { name: '没写完', plan })).body,
  )
  const refused = await brand.owner('POST', `/api/forms/${id}/published`, { draftNo: 1 })
  expect(refused).toMatchObject({ status: 409, body: { code: 'form_unfinished' } })
  const draft = { draftNo: 1, name: '没写完', plan }
  expect(await brand.owner('PUT', `/api/forms/${id}/draft`, draft)).toMatchObject({ status: 200 })
  expect(await brand.owner('PUT', `/api/forms/${id}/draft`, draft)).toMatchObject({
    status: 409,
    body: { code: 'form_changed' },
  })
})

test('the file of answers runs nothing', async () => {
  const form = await publish(planOf([written('self', '说说', 'text')]), '表格')
  const browser = browserAt(house.url, form.url ?? '')
  await browser.open()
  await browser.send(['=HYPERLINK("http://x")'])
  await settled()
  const { text } = await brand.owner('GET', `/api/forms/${form.id}/answers.csv`)
  expect(text).toContain('说说')
  expect(text).toMatch(/"?'=HYPERLINK/)
})

test('a tag that is archived is given no more', async () => {
  const form = await publish(planOf([skin()]), '停用的标签')
  await brand.owner('PATCH', `/api/tags/${dry}`, { isArchived: true })
  const browser = browserAt(house.url, form.url ?? '')
  await browser.open()
  await browser.send(['tight'])
  await settled()
  const { id = '' } = (await answersOf(form)).items[0]?.person ?? {}
  expect((await personOf(id)).needs).toEqual([])
})

test('an answer is a condition of a segment and what an SOP may wait for, by its name', async () => {
  await settled()
  const vocabulary = segmentVocabulary.parse(await got('/api/segment-vocabulary'))
  expect(vocabulary.events.map(({ name }) => name)).toContain('form.submitted')
  const tree = {
    kind: 'event',
    name: 'form.submitted',
    where: [{ key: '肤质', test: { op: 'is', anyOf: ['不挑'] } }],
    window: { kind: 'ever' },
    measure: { of: 'count', test: { op: 'gte', value: 1 } },
  }
  const preview = await brand.owner('POST', '/api/segments/preview', { tree })
  expect(preview.body).toMatchObject({ total: 1 })
})
