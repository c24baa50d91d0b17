import { createLinkTracker, type LinkTracker } from '../page/index.ts'
import type { Deps } from './deps.ts'

/**
 * The links that messages carry. Without PUBLIC_URL a customer's phone could not open ours, so the brand's own go out as
 * they are; beside a sandbox the phone is in this machine.
 */
export function linksOf({ config, seal }: Pick<Deps, 'config' | 'seal'>): LinkTracker {
  const isHere = /^https?:\/\/(127\.0\.0\.1|localhost)\b/.test(config.wecomBaseUrl)
  const here = isHere && config.port !== 0 ? `http://127.0.0.1:${config.port}` : null
  return createLinkTracker({ seal, base: config.publicUrl?.replace(/\/+$/, '') ?? here })
}
