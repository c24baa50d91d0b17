import { createCanvas } from '@napi-rs/canvas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../sandbox/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'
import { connectCorp, until } from './loop.fixture.ts'
import { codeIn, plan } from './poster.fixture.ts'

/** Answers are looked at where they are used. */
const loose = z.any()
let sandbox: Sandbox
let house: House
let brand: Resident

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 41 })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
  await connectCorp(house, brand, sandbox)
  await until('the associates are known', async () => {
    const { items } = await ok('GET', '/api/associates')
    return items.some(({ userid }: { userid: string }) => userid === 'chenlan')
  })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

async function ok(method: string, path: string, body?: unknown) {
  const answer = await brand.owner(method, path, body)
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300)
  return loose.parse(answer.body)
}

/** A picture from the API, as a program with a key gets it. */
async function picture(path: string) {
  const headers = { authorization: `Bearer ${brand.apiToken}` }
  const answer = await fetch(`${house.url}${path}`, { headers })
  return {
    status: answer.status,
    kind: answer.headers.get('content-type'),
    kept: answer.headers.get('cache-control'),
    bytes: Buffer.from(await answer.arrayBuffer()),
  }
}

test('a poster is made, looked at, changed by one and not written over by another, put away and taken back', async () => {
  const { id, version } = await ok('POST', '/api/posters', { name: '门店扫码', plan })
  const seen = await picture(`/api/posters/${id}/picture?width=600&version=${version}`)
  expect(seen).toMatchObject({ status: 200, kind: 'image/jpeg' })
  expect(seen.kept).toContain('immutable')
  expect(await codeIn(seen.bytes)).toBe('https://work.weixin.qq.com/')
  const changed = { name: '门店扫码', plan: { ...plan, colour: '#ffffff' } }
  expect(await ok('PUT', `/api/posters/${id}`, { ...changed, version })).toMatchObject({
    version: 2,
  })
  const late = await brand.owner('PUT', `/api/posters/${id}`, { name: '旧的', plan, version })
  expect(late).toMatchObject({ status: 409, body: { code: 'poster_changed' } })
  expect(await ok('GET', `/api/posters/${id}`)).toMatchObject({ ...changed, version: 2 })
  await ok('PUT', `/api/posters/${id}/archive`)
  expect((await ok('GET', '/api/posters?state=used')).items).toEqual([])
  expect((await ok('GET', '/api/posters?state=archived&search=扫码')).items).toHaveLength(1)
  await ok('DELETE', `/api/posters/${id}/archive`)
  expect((await ok('GET', '/api/posters?state=used')).total).toBe(1)
})

test('a background lies under the layers; what is no picture, or unpacks to too much, is refused', async () => {
  const { id } = await ok('POST', '/api/posters', { name: '底图', plan })
  const red = createCanvas(30, 40)
  const context = red.getContext('2d')
  context.fillStyle = '#ff0000'
  context.fillRect(0, 0, 30, 40)
  const bytes = await red.encode('png')
  const put = (base64: string, version: number) =>
    brand.owner('PUT', `/api/posters/${id}/background`, {
      picture: { type: 'image/png', base64 },
      version,
    })
  expect((await put(bytes.toString('base64'), 1)).status).toBe(200)
  const words = { name: '', headline: '' }
  const looked = await ok('POST', '/api/poster-previews', { plan, posterId: id, words })
  const plain = await ok('POST', '/api/poster-previews', { plan, posterId: null, words })
  expect(looked.base64).not.toBe(plain.base64)
  expect(await codeIn(Buffer.from(looked.base64, 'base64'))).toBe('https://work.weixin.qq.com/')
  const bomb = Buffer.from(bytes)
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  for (const bad of [bomb, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>')])
    expect(await put(bad.toString('base64'), 2)).toMatchObject({
      status: 400,
      body: { code: 'poster_picture' },
    })
  expect(await ok('DELETE', `/api/posters/${id}/background?version=2`)).toMatchObject({
    version: 3,
  })
  expect(await ok('GET', `/api/posters/${id}`)).toMatchObject({ hasBackground: false })
})

test('a plan without a code, with two, or with one outside the page is refused', async () => {
  const [words, code] = plan.layers
  for (const layers of [
    [words],
    [code, { ...code, id: 'other' }],
    [{ ...code, x: 590 }],
    [code, code],
  ]) {
    const answer = await brand.owner('POST', '/api/posters', {
      name: '错',
      plan: { ...plan, layers },
    })
    expect(answer.status, JSON.stringify(layers)).toBe(400)
  }
})

test('a contact way on a poster leads where the code alone leads, in every size', async () => {
  const { id: poster } = await ok('POST', '/api/posters', { name: '门店', plan })
  const source = await ok('POST', '/api/sources', { name: '门店海报' })
  const way = await ok('POST', '/api/contact-ways', {
    name: '一号店',
    sourceId: source.id,
    userids: ['chenlan'],
    tagIds: [],
    skipVerify: true,
    welcomeNew: '',
    welcomeReturning: '',
    hookId: null,
  })
  const alone = await codeIn((await picture(`/api/contact-ways/${way.id}/picture`)).bytes)
  expect(alone).not.toBeNull()
  for (const scale of [1, 3]) {
    const printed = await picture(
      `/api/contact-ways/${way.id}/poster?poster=${poster}&scale=${scale}`,
    )
    expect(printed).toMatchObject({ status: 200, kind: 'image/png' })
    expect(await codeIn(printed.bytes)).toBe(alone)
  }
  const odd = await picture(`/api/contact-ways/${way.id}/poster?poster=${poster}&scale=9`)
  expect(odd.status).toBe(400)
})
