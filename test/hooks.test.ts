import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import * as contract from '../contract/hook.ts'
import * as landings from '../contract/landing.ts'
import { sql } from '../server/postgres/index.ts'
import { hangCodes, tellFollows } from './acquisition.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const made = z.object({ id: z.string() })
const AGENT = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)'
const BYTES_MAX = 60_000
let house: House
let brand: Resident
let source: string
let codes: Map<string, string>

beforeAll(async () => {
  house = await startHouse({ publicUrl: 'https://go.brand.test' })
  brand = await house.movesIn('青禾护肤')
  source = made.parse((await brand.ask('POST', '/api/sources', { name: '门店' })).body).id
  codes = await hangCodes(house, brand, [{ state: 'till', sourceId: source }])
}, 120_000)
afterAll(() => house?.stop())

/** A browser: it keeps its cookie, has no script, and sends forms as they stand. */
function browser(address: string, agent = AGENT) {
  const path = new URL(address).pathname
  let cookie = ''
  const ask = async (where: string, init: RequestInit = {}) => {
    const answer = await fetch(`${house.url}${where}`, {
      redirect: 'manual',
      ...init,
      headers: { 'user-agent': agent, cookie, ...init.headers },
    })
    const set = answer.headers.getSetCookie()[0]
    if (set) cookie = set.split(';')[0] ?? ''
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
  }
  return {
    look: (where = path) => ask(where),
    async send(words: Record<string, string>, where = path) {
      const { text } = await ask(path)
      const v = /name="v" value="([^"]+)"/.exec(text)?.[1] ?? ''
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const body = new URLSearchParams({ v, ...words }).toString()
      return ask(where, { method: 'POST', headers, body })
    },
  }
}

async function makeHook(more: object = {}): Promise<{ id: string; url: string }> {
  const body = {
    name: `换季手册 ${Object.values(more).join(' ')}`.slice(0, 60),
    pain: '换季脸干起皮',
    kind: 'file',
    rule: 'anyone',
    sourceId: source,
    asset: { title: '换季护肤手册', words: '十二页', url: 'https://brand.test/book.pdf' },
    ...more,
  }
  const id = made.parse((await brand.owner('POST', '/api/hooks', body)).body).id
  return { id, url: (await hookOf(id)).url ?? '' }
}

async function hookOf(id: string) {
  return contract.hookDetail.parse((await brand.ask('GET', `/api/hooks/${id}`)).body)
}

test('a hook is claimed by a plain form, leads on to the address that staff wrote, and is counted at each step', async () => {
  const { id, url } = await makeHook()
  const phone = browser(url)
  expect((await phone.look()).text).toContain('换季脸干起皮')
  const got = await phone.send({})
  expect(got).toMatchObject({ status: 200 })
  expect(got.text).toContain('换季护肤手册')
  const [, go = ''] = /href="([^"]+\/go\?c=[^"]+)"/.exec(got.text) ?? []
  expect(await phone.look(go)).toMatchObject({ status: 302, to: 'https://brand.test/book.pdf' })
  await phone.look(go)
  await phone.send({})
  expect(await hookOf(id)).toMatchObject({ viewed: 1, claimed: 1, opened: 1, state: 'open' })
  const robot = browser(url, 'curl/8')
  await robot.send({})
  await robot.look()
  const agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1'
  const here = new URL(new URL(url).pathname, house.url)
  await fetch(here, { method: 'HEAD', headers: { 'user-agent': agent } })
  expect(await hookOf(id)).toMatchObject({ viewed: 1, claimed: 1 })
})

test('whatever stands in the address, nobody is led anywhere but to what staff wrote', async () => {
  const { url } = await makeHook({ name: '只去一处' })
  const phone = browser(url)
  const path = new URL(url).pathname
  for (const c of ['https://evil.test', '', 'x', '00000000-0000-7000-8000-000000000000'])
    expect((await phone.look(`${path}/go?c=${encodeURIComponent(c)}`)).status).toBe(404)
  const bad = { asset: { title: '坏', words: '', url: 'javascript:alert(1)' } }
  expect(
    await brand.ask('POST', '/api/hooks', {
      ...{ name: '坏', pain: '坏', kind: 'file', rule: 'anyone' },
      ...bad,
    }),
  ).toMatchObject({ status: 400 })
})

test('sixty people at once get twenty things once each, and who presses ten times gets one', async () => {
  const codesOf = Array.from({ length: 20 }, (_, no) => `QH-${no}`)
  const { id, url } = await makeHook({ name: '限量券', kind: 'coupon', codes: codesOf })
  const crowd = Array.from({ length: 60 }, () => browser(url))
  const answers = await Promise.all(crowd.map((one) => one.send({})))
  const given = answers.flatMap(({ text }) => /QH-\d+/.exec(text)?.[0] ?? [])
  expect(given).toHaveLength(20)
  expect(new Set(given).size).toBe(20)
  expect(await hookOf(id)).toMatchObject({ claimed: 20, state: 'sold_out', stock: { left: 0 } })
  expect(answers.filter(({ text }) => text.includes('已经领完了'))).toHaveLength(40)
  const units = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ claims: number; taken: number }>`
      select (select count(*)::int from acquisition.hook_claim where version = 1 and hook_id = u.hook_id) as claims,
             count(u.claim_id)::int as taken
      from acquisition.hook_unit u
      group by u.hook_id
    `),
  )
  expect(units).toEqual([{ claims: 20, taken: 20 }])
  await brand.ask('POST', `/api/hooks/${id}/stock`, { codes: ['QH-A', 'QH-B', 'QH-C'] })
  const eager = browser(url)
  await eager.look()
  const pressed = await Promise.all(Array.from({ length: 10 }, () => eager.send({})))
  expect(new Set(pressed.map(({ text }) => /QH-\w+/.exec(text)?.[0]))).toEqual(new Set(['QH-A']))
  expect(await hookOf(id)).toMatchObject({ claimed: 21, stock: { all: 23, left: 2 } })
})

test('what was given stays what it was when the hook is written anew', async () => {
  const { id, url } = await makeHook({ name: '两个版本' })
  const early = browser(url)
  await early.send({})
  const asset = { title: '新手册', words: '', url: 'https://brand.test/new.pdf' }
  await brand.ask('PATCH', `/api/hooks/${id}`, { asset })
  const late = browser(url)
  expect((await late.send({})).text).toContain('新手册')
  expect((await early.look()).text).toContain('换季护肤手册')
  expect(await hookOf(id)).toMatchObject({ version: 2, versions: [{ no: 2 }, { no: 1 }] })
})

test('what is for friends is not given to strangers: they see the code that adds somebody', async () => {
  const wayId = `cwy_${codes.get('till')?.replaceAll('-', '')}`
  const { id, url } = await makeHook({ name: '好友专享', rule: 'friend', wayId })
  const stranger = browser(url)
  const shown = (await stranger.send({})).text
  expect(shown).toContain('加上好友就能领取')
  expect(shown).toContain('/code"')
  expect(await hookOf(id)).toMatchObject({ viewed: 1, claimed: 0 })
})

test('the welcome of a code carries the hook, as a card', async () => {
  const { id } = await makeHook({ name: '欢迎时给', rule: 'friend' })
  const wayId = `cwy_${codes.get('till')?.replaceAll('-', '')}`
  const change = { hookId: id, welcomeNew: '你好，手册在这里' }
  expect(await brand.owner('PATCH', `/api/contact-ways/${wayId}`, change)).toMatchObject({
    status: 200,
  })
  await tellFollows(house, brand, [
    { who: 'wm1', state: 'till', at: new Date().toISOString(), welcomeCode: 'W1' },
  ])
  const sent = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ text: string; url: string }>`
      select d.text, m.link ->> 'url' as url
      from channel.delivery d
      join channel.message m on m.workspace_id = d.workspace_id and m.id = d.message_id
    `),
  )
  const { url } = await hookOf(id)
  expect(sent).toEqual([{ text: '你好，手册在这里', url }])
})

test('a landing page is read and used without a script, in two wordings that each visitor keeps, and weighs little', async () => {
  const variants = [
    { id: 'a', share: 50, headline: '换季脸干？', lead: '', points: ['三步'], button: '要手册' },
    { id: 'b', share: 50, headline: '七天修护', lead: '', points: [], button: '留下电话' },
  ]
  const body = { name: '换季落地页', sourceId: source, template: 'event', deed: 'lead', variants }
  const id = made.parse((await brand.ask('POST', '/api/landing-pages', body)).body).id
  const page = async () =>
    landings.landing.parse((await brand.ask('GET', `/api/landing-pages/${id}`)).body)
  const { url } = await page()
  const crowd = Array.from({ length: 40 }, () => browser(url ?? ''))
  const read = await Promise.all(crowd.map((one) => one.look()))
  const heads = read.map(({ text }) => /<h1>([^<]+)/.exec(text)?.[1])
  expect(new Set(heads)).toEqual(new Set(['换季脸干？', '七天修护']))
  const again = await Promise.all(crowd.map((one) => one.look()))
  expect(again.map(({ text }) => /<h1>([^<]+)/.exec(text)?.[1])).toEqual(heads)
  for (const { text } of read) {
    expect(Buffer.byteLength(text)).toBeLessThan(BYTES_MAX)
    expect(text).not.toContain('<script')
  }
  const [first] = crowd
  expect((await first?.send({ phone: '123', agree: '1' }))?.text).toContain('请填写正确的手机号')
  expect((await first?.send({ phone: '13912345678' }))?.text).toContain('请先勾选同意')
  const lead = { phone: '13912345678', agree: '1', name: '小雨' }
  expect((await first?.send(lead))?.text).toContain('收到了')
  await first?.send(lead)
  await house.settled(brand.tenant)
  const now = await page()
  expect(now).toMatchObject({ visitors: 40, acted: 1 })
  expect(now.variants.reduce((sum, { visitors }) => sum + visitors, 0)).toBe(40)
  const people = await brand.ask('GET', '/api/customers?search=13912345678')
  const [person] = z
    .object({ items: z.array(made.extend({ name: z.string() })) })
    .parse(people.body).items
  expect(person?.name).toBe('小雨')
  const path = `/api/customers/${person?.id}/touches`
  const { items } = contract.touches.parse((await brand.ask('GET', path)).body)
  expect(items).toMatchObject([{ kind: 'landing', path: ['门店'], subject: '换季落地页' }])
})
