import { generateKeyPairSync } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { archiveMessage, createKeyring } from '../wecom/index.ts'
import { archiveLibraryOf } from './index.ts'
import { opened, startedOver } from './opened.fixture.ts'
import { startReceiver } from './receiver.fixture.ts'

afterEach(startedOver)

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

test('what is said is kept only with a seat and the customer’s consent, and opens with the company’s own key', async () => {
  const { sandbox, archive } = await opened()
  const receiver = await startReceiver(sandbox)
  const { deeds, world } = sandbox
  const { externalUserId } = deeds.makePerson()
  deeds.befriend(externalUserId, 'chenlan')
  const pair = { userid: 'chenlan', externalUserId }
  const say = (text: string) => deeds.chat({ ...pair, from: 'customer', text })
  say('没有席位')
  deeds.seat({ userid: 'chenlan', isOn: true })
  say('还没同意')
  deeds.consent({ ...pair, status: 'Agree' })
  say('面膜怎么用')
  await expect.poll(() => receiver.heard).toHaveLength(2)
  await receiver.stop()
  expect(receiver.heard).toMatchObject([
    { event: 'msgaudit_notify' },
    { changeType: 'msg_audit_approved', fields: { UserID: 'chenlan' } },
  ])
  const library = archiveLibraryOf(world, { version: 2, publicPem })
  const keyring = createKeyring({ 2: privatePem })
  const rows = await library.pull({ seq: 0, limit: 1_000 })
  const texts = await Promise.all(
    rows.map(async (row) => {
      const key = keyring.keyOf(row)
      return key ? archiveMessage(await library.decrypt(key, row.encrypt_chat_msg)) : null
    }),
  )
  expect(texts).toMatchObject([
    { msgtype: 'agree', from: externalUserId },
    { msgtype: 'text', text: { content: '面膜怎么用' }, tolist: ['chenlan'] },
  ])
  expect(await library.pull({ seq: rows.at(-1)?.seq ?? 0, limit: 10 })).toEqual([])
  expect(await archive.archivedStaff()).toMatchObject({ value: ['chenlan'] })
  expect(await archive.consents([pair])).toMatchObject({ value: [{ agree_status: 'Agree' }] })
  world.clock.advanceMs(5 * 86_400_000 + 1)
  expect(await library.pull({ seq: 0, limit: 10 })).toEqual([])
})

test('only the archive’s own secret may ask who agreed', async () => {
  const { sandbox, wecom, archive } = await opened()
  expect(await wecom.archivedStaff()).toMatchObject({ errcode: 48002 })
  const { externalUserId } = sandbox.deeds.makePerson()
  const group = sandbox.deeds.makeGroup({ owner: 'chenlan', ids: [externalUserId] })
  expect(await archive.consentsInGroup(group?.chatId ?? '')).toMatchObject({
    value: [{ exteranalopenid: externalUserId, agree_status: 'Disagree' }],
  })
  expect(await archive.consentsInGroup('wrNone')).toMatchObject({ errcode: 86003 })
})
