import { isIP } from 'node:net'
import { isPublic, type Outcome, ok, refused } from '../kernel/index.ts'

/** Why an address is not written to. */
export type AddressRefusal = 'not_https' | 'has_login' | 'internal'

export type AddressRules = {
  /** `name` or `name:port` inside the brand's own network, allowed by an administrator; these need no TLS. */
  internalHosts: readonly string[]
}

/** Whether a URL may be written to as far as its text tells; where its name leads is looked at again at each try. */
export function judgeUrl(text: string, rules: AddressRules): Outcome<URL, AddressRefusal> {
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return refused('has_login')
  if (isInternalAllowed(url, rules) && (url.protocol === 'http:' || url.protocol === 'https:'))
    return ok(url)
  if (url.protocol !== 'https:') return refused('not_https')
  const host = bareHost(url)
  if (isIP(host) !== 0 && !isPublic(host)) return refused('internal')
  return ok(url)
}

/** An administrator has named this host. */
export function isInternalAllowed(url: URL, { internalHosts }: AddressRules): boolean {
  return internalHosts.includes(url.hostname) || internalHosts.includes(url.host)
}

function bareHost({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}
