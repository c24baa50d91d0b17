/** What a query of WeCom's may carry that no log may have: tokens, secrets, codes that still work, keys of robots. */
const SECRET = new Set([
  'access_token',
  'suite_access_token',
  'provider_access_token',
  'corpsecret',
  'code',
  'ticket',
  'key',
  'msg_signature',
])

/** An address as it may stand in a log: what is secret in its query is gone, and so is the fragment. */
export function withoutSecrets(address: string | URL): string {
  if (!URL.canParse(String(address))) return 'no address'
  const url = new URL(address)
  for (const name of [...url.searchParams.keys()]) {
    if (SECRET.has(name)) url.searchParams.set(name, 'hidden')
  }
  url.hash = ''
  url.username = ''
  url.password = ''
  return url.href
}
