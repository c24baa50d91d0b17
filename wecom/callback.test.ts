import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCallback, parseEnvelope, readXml } from './index.ts'
import { readAny } from './xml.ts'

function eventXml(inner: string): string {
  return `<xml><ToUserName><![CDATA[ww01]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[event]]></MsgType>${inner}</xml>`
}

const contact =
  '<Event><![CDATA[change_external_contact]]></Event><UserID><![CDATA[0071]]></UserID><ExternalUserID><![CDATA[1e5]]></ExternalUserID>'

test('a customer who added a member is read with state and code, ids staying what they are', () => {
  const xml = eventXml(
    `${contact}<ChangeType><![CDATA[add_external_contact]]></ChangeType><State><![CDATA[007]]></State><WelcomeCode>CODE</WelcomeCode>`,
  )
  expect(parseCallback(xml)).toEqual({
    corpId: 'ww01',
    at: new Date(1767225600_000),
    kind: 'add_external_contact',
    userid: '0071',
    externalUserId: '1e5',
    state: '007',
    welcomeCode: 'CODE',
  })
})

test('who ended a relation is told apart', () => {
  const ended = (change: string, more = '') =>
    parseCallback(eventXml(`${contact}<ChangeType><![CDATA[${change}]]></ChangeType>${more}`))
  expect(ended('del_follow_user')).toMatchObject({ kind: 'del_follow_user' })
  expect(ended('del_external_contact', '<Source>DELETE_BY_TRANSFER</Source>')).toMatchObject({
    kind: 'del_external_contact',
    source: 'DELETE_BY_TRANSFER',
  })
})

test('an event that nobody knows yet is kept with its fields', () => {
  const xml = eventXml('<Event><![CDATA[brand_new]]></Event><Thing><Inner>a</Inner></Thing>')
  expect(parseCallback(xml)).toMatchObject({
    kind: 'other',
    event: 'brand_new',
    fields: { Thing: { Inner: 'a' } },
  })
})

test('both envelopes are read', () => {
  const encrypt = 'c2VjcmV0'
  expect(
    parseEnvelope(
      `<xml><ToUserName><![CDATA[ww01]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
    ),
  ).toEqual({ toUserName: 'ww01', agentId: '', encrypt })
  expect(parseEnvelope(JSON.stringify({ tousername: 'ww01', encrypt, agentid: '218' }))).toEqual({
    toUserName: 'ww01',
    agentId: '218',
    encrypt,
  })
})

test('what a customer writes may look like XML: quoted, it is text', () => {
  const words = '<!DOCTYPE x> 买 2 送 1 &amp; <b>'
  const xml = eventXml(`<Event>brand_new</Event><Content><![CDATA[${words}]]></Content>`)
  expect(parseCallback(xml)).toMatchObject({ fields: { Content: words } })
})

test('entities, document types, depth and size beyond a callback are refused', () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(10)}">]><xml><A>&a;</A></xml>`
  const outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><A>&a;</A></xml>'
  for (const text of [
    bomb,
    outside,
    `<xml>${'<a>'.repeat(9)}${'</a>'.repeat(9)}</xml>`,
    `<xml><A>${'a'.repeat(70_000)}</A></xml>`,
    '<xml><A>',
    'nothing',
    '',
  ]) {
    expect(readXml(text)).toBeNull()
    expect(parseCallback(text)).toBeNull()
  }
})

test('the short way of reading says what the parser says, whatever is inside', () => {
  const name = fc.constantFrom('Event', 'UserID', 'State', 'A1_b')
  const text = fc.string({ unit: fc.constantFrom(...'ab1 \n\r\t>"\'/[]留!-{}'), maxLength: 8 })
  const piece = fc.constantFrom('<', '&', '&amp;', ']]>', '<b>', '</b>', '<!--x-->', '')
  const value = fc.oneof(
    fc.tuple(text, piece, text).map((parts) => parts.join('')),
    fc.tuple(text, piece, text).map((parts) => `<![CDATA[${parts.join('')}]]>`),
  )
  const element = fc.tuple(name, value).map(([tag, inside]) => `<${tag}>${inside}</${tag}>`)
  fc.assert(
    fc.property(fc.array(element, { maxLength: 4 }), (elements) => {
      const xml = `<xml>${elements.join('')}</xml>`
      expect(readXml(xml)).toEqual(readAny(xml))
    }),
    { numRuns: 500 },
  )
})
