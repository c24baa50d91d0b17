import { afterEach, expect, test } from 'vitest'
import { opened, startedOver } from './opened.fixture.ts'

afterEach(startedOver)

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5, 6])
const picture = { name: '面膜.png', type: 'image/png', bytes: PNG }

function sized(bytes: number): Uint8Array {
  const content = new Uint8Array(bytes)
  content.set(PNG)
  return content
}

test('what was uploaded comes back byte for byte, for three days', async () => {
  const { sandbox, wecom } = await opened()
  const media = await wecom.uploadMedia('image', picture)
  if (!media.ok) throw new Error(media.errmsg)
  expect(media.value.created_at).toBe(Math.floor(sandbox.world.clock.now().getTime() / 1000))
  const file = await wecom.media(media.value.media_id)
  expect(file.ok && Buffer.from(file.value.bytes).equals(Buffer.from(PNG))).toBe(true)
  expect(file).toMatchObject({ value: { contentType: 'image/png' } })
  sandbox.world.clock.advanceMs(3 * 86_400_000 + 1)
  expect(await wecom.media(media.value.media_id)).toMatchObject({ errcode: 40007 })
})

test('a picture for good has an address that anybody can open', async () => {
  const { wecom } = await opened()
  const url = await wecom.uploadImage(picture)
  const shown = await fetch(url.ok ? url.value : '')
  expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PNG)
})

test('what is too small, too large or not what it is said to be is refused', async () => {
  const { wecom } = await opened()
  const image = (bytes: Uint8Array) => wecom.uploadMedia('image', { ...picture, bytes })
  expect(await image(PNG.slice(0, 5))).toMatchObject({ errcode: 40006 })
  expect(await image(new Uint8Array(20))).toMatchObject({ errcode: 40004 })
  expect(await image(sized(10_000_001))).toMatchObject({ errcode: 45001 })
  const permanent = { ...picture, bytes: sized(2_000_001) }
  expect(await wecom.uploadImage(permanent)).toMatchObject({ errcode: 45001 })
  const album = { kind: 'image', for: 'product' } as const
  const large = { ...picture, bytes: sized(10_000_001) }
  expect(await wecom.uploadAttachment(album, large)).toMatchObject({ errcode: 41080 })
  expect(await wecom.uploadAttachment(album, picture)).toMatchObject({ ok: true })
})

test('a message whose picture is over, or was never there, is not taken', async () => {
  const { sandbox, wecom } = await opened()
  const { externalUserId } = sandbox.deeds.makePerson()
  sandbox.deeds.befriend(externalUserId, 'chenlan')
  const media = await wecom.uploadMedia('image', picture)
  const image = { media_id: media.ok ? media.value.media_id : '' }
  const task = { sender: 'chenlan', externalUserIds: [externalUserId], text: '上新' }
  const send = () => wecom.addMessageTask({ ...task, attachments: [{ msgtype: 'image', image }] })
  const made = await send()
  expect(sandbox.deeds.confirm(made.ok ? made.value.msgid : '', 'chenlan')).toEqual({ sent: 1 })
  const shown = sandbox.world.corp.chats.get(`chenlan/${externalUserId}`)
  expect(shown?.at(-1)?.more).toMatchObject([{ kind: 'image', url: `/media/${image.media_id}` }])
  sandbox.world.clock.advanceMs(3 * 86_400_000 + 1)
  expect(await send()).toMatchObject({ errcode: 40007 })
})
