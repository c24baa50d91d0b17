import { encrypt, sign, verify } from '../wecom/index.ts'
import { eventXml, type Fields } from './event-xml.ts'
import { machineNow } from './machine.ts'
import type { OfficialReceiver } from './official.ts'
import type { World } from './world.ts'

const ANSWER_MS = 5_000

/** A delivery of the official account: sealed in the safe mode, plain without a key; null: nobody is to hear of it. */
export function sealedOfficial(
  world: World,
  fields: Fields,
  at: Date,
): { url: string; body: string } | null {
  const { receiver, appId, originalId } = world.corp.official
  if (!receiver) return null
  const xml = eventXml(originalId, Math.floor(at.getTime() / 1_000), fields)
  const query = signedQuery(world, receiver)
  const openid = typeof fields.FromUserName === 'string' ? fields.FromUserName : ''
  query.set('openid', openid)
  if (receiver.aesKey === null) return { url: withQuery(receiver.url, query), body: xml }
  const sealed = encrypt(receiver.aesKey, xml, appId)
  const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? '']
  query.set('encrypt_type', 'aes')
  query.set('msg_signature', sign(receiver.token, timestamp, nonce, sealed))
  const body = `<xml><ToUserName><![CDATA[${originalId}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`
  return { url: withQuery(receiver.url, query), body }
}

/** Asks the receiver to prove that it has the token, as WeChat does when the address is saved: the text comes back as it was. */
export async function verifyOfficial(world: World): Promise<boolean> {
  const { receiver } = world.corp.official
  if (!receiver) return false
  const echo = String(1_000_000_000 + Math.floor(world.chance() * 8_999_999_999))
  const query = signedQuery(world, receiver)
  query.set('echostr', echo)
  try {
    const answer = await fetch(withQuery(receiver.url, query), {
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    return answer.status === 200 && verify(echo, await answer.text())
  } catch {
    return false
  }
}

function signedQuery(world: World, { token }: OfficialReceiver): URLSearchParams {
  const timestamp = String(Math.floor(machineNow().getTime() / 1_000))
  const nonce = String(1_000_000_000 + Math.floor(world.chance() * 1_000_000_000) + world.next())
  return new URLSearchParams({ signature: sign(token, timestamp, nonce, ''), timestamp, nonce })
}

function withQuery(url: string, query: URLSearchParams): string {
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}
