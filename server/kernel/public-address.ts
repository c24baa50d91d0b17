import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

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
