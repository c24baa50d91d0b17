import { afterEach, expect, test } from 'vitest'
import { opened, startedOver } from './opened.fixture.ts'

afterEach(startedOver)

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5, 6])

test('the page beside a chat is set by the company, and the phone is told where it is', async () => {
  const { sandbox } = await opened()
  const set = (url: string | null) => post(sandbox.url, 'sidebar', { url })
  const seen = async () => (await fetch(`${sandbox.url}/sandbox/state`)).json()
  expect(await seen()).toMatchObject({ sidebarUrl: null })
  expect((await set('http://127.0.0.1:3000/sidebar')).status).toBe(200)
  expect(await seen()).toMatchObject({ sidebarUrl: 'http://127.0.0.1:3000/sidebar' })
  // A page that a browser would run within the phone's own is none.
  expect((await set('javascript:alert(1)')).status).toBe(400)
  expect((await set(null)).status).toBe(200)
  expect(await seen()).toMatchObject({ sidebarUrl: null })
})

test('an associate says a link and a picture, and the log of effects has both', async () => {
  const { sandbox, wecom } = await opened()
  const { externalUserId } = sandbox.deeds.makePerson()
  sandbox.deeds.befriend(externalUserId, 'chenlan')
  const pair = { userid: 'chenlan', externalUserId }
  const media = await wecom.uploadMedia('image', { name: 'a.png', type: 'image/png', bytes: PNG })
  const mediaId = media.ok ? media.value.media_id : ''
  const chat = async (said: object) =>
    (await post(sandbox.url, 'chat', { ...pair, from: 'member', ...said })).status
  expect(await chat({ link: { title: '新品', url: 'https://q.example/a' } })).toBe(200)
  expect(await chat({ mediaId })).toBe(200)
  expect(await chat({ mediaId: 'nobody’s' })).toBe(404)
  expect(await chat({})).toBe(400)
  const said = sandbox.effects.read().filter(({ kind }) => kind === 'chat')
  expect(said).toMatchObject([{ text: '', link: 'https://q.example/a' }, { mediaId }])
  const [first, second] = sandbox.world.corp.chats.get(`chenlan/${externalUserId}`) ?? []
  expect(first).toMatchObject({ link: { title: '新品', url: 'https://q.example/a', desc: '' } })
  expect(second).toMatchObject({ more: [{ kind: 'image', url: `/media/${mediaId}` }] })
  sandbox.deeds.deleteStaff(pair)
  expect(await chat({ text: '还在吗' })).toBe(404)
})

function post(url: string, path: string, body: object): Promise<Response> {
  return fetch(`${url}/sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) })
}
