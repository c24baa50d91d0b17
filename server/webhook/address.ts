import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type Outcome, ok, refused } from '../kernel/index.ts'

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

/** Node's `http` connects to what a `lookup` like this says: it is the same address that was judged. */
export const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { all: true }, (error, found) => {
    if (error) return done(error, [])
    const [first] = found
    // One address inside is enough: which of several is taken is nobody's promise.
    if (!first || found.some(({ address }) => !isPublic(address)))
      return done(new InternalAddress(hostname), [])
    if (options.all) done(null, found)
    else done(null, first.address, first.family)
  })
}

export class InternalAddress extends Error {
  constructor(host: string) {
    super(`${host} leads into a private network`)
  }
}

/** An address that anybody could reach: not private, loopback, link-local (metadata of clouds), reserved or translated. */
export function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast'
}

function bareHost({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}
