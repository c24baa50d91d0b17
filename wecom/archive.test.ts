import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto'
import { expect, test } from 'vitest'
import { archiveMessage, archiveRows, bodyOf, createKeyring, isExternal } from './index.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const otherPem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const encrypted = publicEncrypt(
  { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
  Buffer.from('message-key'),
).toString('base64')
const row = {
  seq: 7,
  msgid: '1_1_external',
  publickey_ver: 3,
  encrypt_random_key: encrypted,
  encrypt_chat_msg: 'sealed',
}

test('the key of a message opens with the private key of its own version only', () => {
  const keyring = createKeyring({ 3: pem })
  const rows = archiveRows(JSON.stringify({ errcode: 0, errmsg: 'ok', chatdata: [row] }))
  expect(rows?.map((one) => keyring.keyOf(one))).toEqual(['message-key'])
  expect(keyring.keyOf({ ...row, publickey_ver: 2 })).toBeNull()
  expect(keyring.keyOf({ ...row, encrypt_random_key: 'AAAA' })).toBeNull()
  const other = createKeyring({ 3: otherPem })
  expect(other.keyOf(row)).toBeNull()
  expect(archiveRows(JSON.stringify({ errcode: 301058, errmsg: 'too big' }))).toBeNull()
  expect(archiveRows('not json')).toBeNull()
})

test('what a message says stands under its kind, but for those few that have another name', () => {
  const text = archiveMessage(
    '{"msgid":"1_external","action":"send","from":"chenlan","tolist":["wm1"],"msgtime":1,"msgtype":"text","text":{"content":"好"}}',
  )
  expect(text && [bodyOf(text), isExternal(text)]).toEqual([{ content: '好' }, true])
  const news = archiveMessage('{"msgid":"1","action":"send","msgtype":"news","info":{"item":[]}}')
  expect(news && bodyOf(news)).toEqual({ item: [] })
  expect(archiveMessage('{"msgid":"2","action":"switch","user":"chenlan"}')).toMatchObject({
    action: 'switch',
    msgtype: '',
  })
})
