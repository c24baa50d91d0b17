import type { Deps } from './deps.ts'

/** Where messages may be handed in inside the brand's own network: what an administrator named, and a sandbox on this machine. */
export function internalHostsOf({ config }: Pick<Deps, 'config'>): string[] {
  const { hostname, host } = new URL(config.wecomBaseUrl)
  const isHere = hostname === '127.0.0.1' || hostname === 'localhost'
  return [...config.webhookInternalHosts, ...(isHere ? [host] : [])]
}
