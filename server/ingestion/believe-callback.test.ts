import { expect, test } from 'vitest'
import { believe } from './believe-callback.ts'
import { contactXml, corp, delivery } from './wecom.fixture.ts'

const now = new Date('2026-11-11T09:00:00+08:00')
const ours = { ...corp, workspaceId: '01900000-0000-7000-8000-000000000001' }
const content = contactXml('add_external_contact', now, { contact: 'wmBit', welcomeCode: 'LYWC' })
const right = delivery(content, now)
const signed = {
  msg_signature: right.query.msg_signature ?? '',
  timestamp: right.query.timestamp ?? '',
  nonce: right.query.nonce ?? '',
}

function turned(text: string): string[] {
  const bytes = Buffer.from(text)
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Buffer.from(bytes)
    const at = bit >> 3
    copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7))
    return copy.toString('latin1')
  })
}

test('I-22: a callback with any single bit turned, of its words or its body, is not believed', () => {
  expect(believe(ours, { signed, body: right.body, now })).toMatchObject({ ok: true })
  for (const name of ['msg_signature', 'timestamp', 'nonce'] as const)
    for (const wrong of turned(signed[name])) {
      const outcome = believe(ours, { signed: { ...signed, [name]: wrong }, body: right.body, now })
      expect(outcome.ok, `${name} ${wrong}`).toBe(false)
    }
  const agent = /<AgentID>.*<\/AgentID>/.exec(right.body)
  const [from, to] = [(agent?.index ?? 0) * 8, ((agent?.index ?? 0) + (agent?.[0].length ?? 0)) * 8]
  for (const [bit, body] of turned(right.body).entries()) {
    const outcome = believe(ours, { signed, body, now })
    // The agent stands outside of what is signed, and nobody reads it: what is believed is word for word the same.
    if (bit >= from && bit < to && outcome.ok) expect(outcome.value.content).toBe(content)
    else expect(outcome.ok, `bit ${bit}: ${body.slice(0, 80)}`).toBe(false)
  }
})

test('an envelope in JSON is believed like one in XML', () => {
  const encrypt = /<Encrypt><!\[CDATA\[([^\]]+)/.exec(right.body)?.[1] ?? ''
  const body = JSON.stringify({ tousername: corp.corpId, encrypt, agentid: '218' })
  expect(believe(ours, { signed, body, now })).toMatchObject({ ok: true, value: { content } })
})

test('an envelope that is addressed to another corp is refused before anything is deciphered', () => {
  const body = right.body.replace(corp.corpId, 'wwffffffffffffffff')
  expect(believe(ours, { signed, body, now })).toMatchObject({ ok: false, reason: 'receiver' })
})
