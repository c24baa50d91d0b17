import { type Outcome, ok, refused } from '../kernel/index.ts'

export type Picture = { kind: string; bytes: Buffer }

/** Where WeCom keeps pictures of codes; nothing else on the network is asked for on somebody's behalf. */
const HOSTS = /(^|\.)(qpic\.cn|work\.weixin\.qq\.com)$/
const BYTES_MAX = 1024 * 1024
const PATIENCE_MS = 8_000

/**
 * Fetches the picture of a code from where WeCom put it, so that it can be shown and saved from our own address.
 * @param wecomUrl a sandbox keeps its pictures beside its API.
 * @returns `elsewhere`: not an address of WeCom's; `no_answer`: it did not come, or is no picture.
 */
export async function fetchPicture(
  qrUrl: string,
  wecomUrl: string,
): Promise<Outcome<Picture, 'elsewhere' | 'no_answer'>> {
  if (!URL.canParse(qrUrl)) return refused('elsewhere')
  const { protocol, hostname, origin } = new URL(qrUrl)
  const isWecoms = protocol === 'https:' && HOSTS.test(hostname)
  if (!isWecoms && origin !== new URL(wecomUrl).origin) return refused('elsewhere')
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const answer = await fetch(qrUrl, { signal, redirect: 'error' })
    const kind = answer.headers.get('content-type') ?? ''
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isPicture = answer.ok && kind.startsWith('image/') && bytes.length <= BYTES_MAX
    return isPicture ? ok({ kind, bytes }) : refused('no_answer')
  } catch {
    return refused('no_answer')
  }
}
