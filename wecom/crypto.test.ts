import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decrypt, encrypt, sign, verify } from './index.ts'

// Vectors made with @wecom/crypto 1.0.1 and decrypted independently with node:crypto.
const token = 'LiuYuanToken2026'
const aesKey = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY'
const corpId = 'ww0123456789abcdef'
const random = Buffer.from('A1b2C3d4E5f6G7h8')
const [timestamp, nonce] = ['1767225600', '918273645']
const echostr =
  'svQFDPJImnTw0HktVSd4yyHftV8xCe/IpSjetZSf6M+ZKm4mUahSqRg+ovCLW6QFowBdAxTakm8xgAuXq371aw=='

const event =
  '<xml><ToUserName><![CDATA[ww0123456789abcdef]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType><UserID><![CDATA[chenlan]]></UserID><ExternalUserID><![CDATA[wmLY0000AAAAd3JjdXN0b21lcjAwMDE]]></ExternalUserID><State><![CDATA[store_sh_001]]></State><WelcomeCode><![CDATA[LYWC_6a1f]]></WelcomeCode></xml>'

test('the published verification text is signed and opened as WeCom does it', () => {
  expect(sign(token, timestamp, nonce, echostr)).toBe('4ddc80863e0e2fdea97b002a940a3a8d31cce476')
  expect(decrypt(aesKey, echostr)).toEqual({
    ok: true,
    message: '3141592653589793238',
    receiverId: corpId,
  })
})

test('the published event is encrypted to the same bytes and signed with the same signature', () => {
  const ciphertext = encrypt(aesKey, event, corpId, random)
  expect(ciphertext.slice(0, 64)).toBe(
    'svQFDPJImnTw0HktVSd4y2eDpGIKV9rMK075EwlOPmqLEeB+ROou9Of55t4BHYE1',
  )
  expect(sign(token, timestamp, nonce, ciphertext)).toBe('de6a23b8eadf89b418ee79b3b3346a70cd5c98ea')
})

test('every length of a message survives its padding', () => {
  for (const length of [0, 1, 11, 12, 13, 27, 28, 29, 300]) {
    const message = '留'.repeat(length)
    expect(decrypt(aesKey, encrypt(aesKey, message, corpId))).toMatchObject({ message })
  }
})

test('a signature that differs in one character, or in length, is none', () => {
  const right = sign(token, timestamp, nonce, echostr)
  expect(verify(right, right)).toBe(true)
  expect(verify(right, `0${right.slice(1)}`)).toBe(false)
  expect(verify(right, right.slice(1))).toBe(false)
})

test('a ciphertext that is cut, turned or none at all is refused and never throws', () => {
  const bytes = Buffer.from(echostr, 'base64')
  for (let at = bytes.length - 16; at < bytes.length; at++) {
    const turned = Buffer.from(bytes)
    turned[at] = (turned[at] ?? 0) ^ 0x40
    const opened = decrypt(aesKey, turned.toString('base64'))
    expect(opened.ok && opened.receiverId === corpId).toBe(false)
  }
  expect(decrypt(aesKey, '')).toEqual({ ok: false, reason: 'bad_ciphertext' })
  expect(decrypt(aesKey, echostr.slice(0, 40))).toEqual({ ok: false, reason: 'bad_ciphertext' })
  expect(decrypt('too short', echostr)).toEqual({ ok: false, reason: 'bad_key' })
})

test('a delivery in which any one bit was turned no longer has its signature', () => {
  const ciphertext = encrypt(aesKey, event, corpId, random)
  const signature = sign(token, timestamp, nonce, ciphertext)
  const bytes = Buffer.from(ciphertext)
  fc.assert(
    fc.property(fc.nat(bytes.length * 7 - 1), (bit) => {
      const turned = Buffer.from(bytes)
      const at = Math.floor(bit / 7)
      turned[at] = (turned[at] ?? 0) ^ (1 << (bit % 7))
      const given = sign(token, timestamp, nonce, turned.toString('latin1'))
      expect(verify(given, signature)).toBe(false)
    }),
  )
})

test('what was meant for another corp opens and says so: the receiver is for the caller to compare', () => {
  const theirs = encrypt(aesKey, event, 'wwffffffffffffffff', random)
  expect(decrypt(aesKey, theirs)).toMatchObject({ ok: true, receiverId: 'wwffffffffffffffff' })
})
